"""Copies of everything the site holds, each restored and compared before it counts as made."""
