"""Files of office programs, web pages, PDF and TEI → their notes with the numbers that a reader sees.

The rule: a number is what is printed, not what the file calls the note inside; what cannot be told is said. Boundary:
nothing here knows Django or the database, because all of it runs in a child process with limits (`child`); what a note
cites is for `notation`.
"""
