"""Spreadsheets that archivists fill in: one row a record, columns in words, no numbers of our own.

A sheet's rows become the rows of table files, which go in as every load does: said first, one import, drafts, safe to
repeat, to be undone. What stands already is found by its identifiers and keys and stays as it is.
"""
