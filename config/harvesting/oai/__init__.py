"""`/oai`: OAI-PMH 2.0, by which libraries and aggregators keep a copy of what is published here.

The rule: a record is one with a page of its own, its identifier what its address names it by; what was public and is
no longer is told as deleted. Boundary: what a record says stands in `metadata`; citations are no records of their own
here, since each is told by what it cites.

A module of our own, since the library for it counts its tokens from the start of a list: what is entered or withdrawn
during a harvest would move all that follows, and the last page of a million would cost the whole of them.
"""
