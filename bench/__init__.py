"""The yardstick of the search, run by `make bench`: ours beside Datasette, in one run on one machine."""
