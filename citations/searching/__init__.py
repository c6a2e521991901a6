"""Search over citations: side tables that triggers keep true, and the questions asked of them (decision 0004).

`upkeep` holds the SQL that says what belongs into the side tables; `rebuilding` fills them anew; `asking` turns what
was typed into a condition; `answers` gives a page of hits and its facets in one pass.
"""
