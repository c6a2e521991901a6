"""Following a list: what is new in it as an Atom feed, and by e-mail to whoever asked for it twice.

The rule: any list can be followed, by the filters of its own address; a record by the list of what cites it.
"""
