"""A manuscript's footnotes checked against what is held here: what each cites, what is known of it, what seems wrong.

The rule: nothing that is sent is kept, and nothing is guessed; a doubt is told as one. Boundary: footnotes that are to
become records are read at the desk (`citations.desk`).
"""
