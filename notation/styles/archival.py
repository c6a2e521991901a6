"""An archival reference in one line, as nearly every style prints it: title, archive, path, sheets.

The rule: the parts stand from the whole down to the sheet. Boundary: GOST parts them by stops, Wikipedia by a template;
those say so in their own modules.
"""

from __future__ import annotations

from notation.references import ArchivalReference
from notation.styles.runs import Runs, joined, plain
from notation.styles.shelfmarks import leaves_in_words, path_words, repository_name


def archival_line(reference: ArchivalReference, language: str) -> Runs:
    """`Title, RGASPI, f. 17, op. 171, d. 87, ll. 41–44ob.`"""
    parts = (
        reference.title,
        repository_name(reference, language),
        ", ".join(path_words(reference, language)),
        leaves_in_words(reference, language),
        reference.url,
    )
    return joined(map(plain, parts), ", ")
