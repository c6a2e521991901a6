"""The desk's own pages about people."""
