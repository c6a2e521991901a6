"""How references, names and dates of the Soviet period are written: reading notes, writing styles.

The rule: pure Python, no Django, no database, fast to import. Boundary: what a reference means in a collection of
records is asked through look-ups that the caller passes in.
"""
