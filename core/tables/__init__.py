"""Tables in and out: a folder of CSV files becomes records, and the public records become a folder of CSV files."""
