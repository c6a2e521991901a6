"""One module for each place the program runs in: dev (the default), test, production."""
