"""What a reader collects here and takes along: references in order, as notes in any style and as files.

The rule: nothing is kept on this side but what somebody signed in has named and saved; a notebook lives in the reader's
browser, or in the address. Boundary: how a reference is written is `notation.styles`.
"""
