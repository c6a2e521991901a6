"""Small numbers for words that a million rows repeat: a word's number is its place in the list, from 1.

A list may only grow at its end; the tests compare it with the models' choices.
"""

from __future__ import annotations

from collections.abc import Sequence

OUTCOMES = ("resolved", "ambiguous", "unresolved")
VERIFICATIONS = ("not checked", "checked", "disputed")
FILE = "file"
# After the last year that anything is dated by.
NEVER = 32_767
# What is cited: a document of a kind, a publication of a kind, or a file of which no document is named.
KINDS = (
    *(
        "letter",
        "stenogram",
        "protocol",
        "report",
        "manifesto",
        "statement",
        "telegram",
        "speech",
        "photograph",
        "other",
    ),
    *("book", "pamphlet", "article", "chapter", "journal", "newspaper", "journal issue", "edited collection"),
    *("edition", "thesis", "web page", FILE),
)

# Facets by name: the columns that they count, in an order that stored counts rely on.
FACETS = {
    "repository": "repository_id",
    "year": "year",
    "language": "language",
    "kind": "kind",
    "outcome": "outcome",
    "verification": "verification",
}


def code(words: Sequence[str], word: str) -> int:
    """The number of a word, 0 for a word that is not in the list."""
    return words.index(word) + 1 if word in words else 0


def word(words: Sequence[str], number: int) -> str:
    return words[number - 1] if number else ""
