"""What a reader hands on: the notes of a file in order, and sentences about what is odd; or why it was refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

# As many words as a heading has at least: `Contents` and page numbers stand above many texts.
WORDS_OF_A_TITLE = 3
_SPACES = re.compile(r"[^\S\n]+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Where a word may be divided: shown only at the end of a line, and no part of the word.
SOFT_HYPHEN = "\N{SOFT HYPHEN}"


class Refused(Exception):
    """The file is not read; the sentence is English, and translated by whoever shows it."""


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for translators; Django's own function would bring Django along."""
    return sentence


@dataclass(frozen=True, slots=True)
class FileNote:
    """`number` as displayed (`4`, `iv`, `*`); `page` is the printed page where the note stands, where the file says."""

    number: str
    text: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class FileNotes:
    """`problems` are English sentences. `text` is set instead of notes where the file is to be read as plain text."""

    notes: tuple[FileNote, ...] = ()
    title: str = ""
    problems: tuple[str, ...] = ()
    text: str = ""


def tidy(text: str) -> str:
    """One space between words, no space at the ends of lines, no empty lines, no soft hyphens."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace(SOFT_HYPHEN, "").split("\n"))
    return "\n".join(line for line in lines if line)


def flowing(text: str | None) -> str:
    """Line ends of the source of a page are spaces."""
    return (text or "").replace("\r", " ").replace("\n", " ")


def raised(text: str) -> str:
    """`²` of a raised 2: joined to the year before it, `1925²` would become the year 19252."""
    return text.translate(_RAISED) if text.strip().isdecimal() else text


def without_mark(text: str, mark: str) -> str:
    """The note without the number that stands again at its beginning."""
    if not mark:
        return text
    start = re.match(rf"\s{{0,8}}[\[(]?{re.escape(mark)}[\])]?[.:]?(?:\s+|(?=[^\w\s])|\Z)", text)
    return text[start.end() :] if start else text


def is_title(line: str) -> bool:
    return len(line.split()) >= WORDS_OF_A_TITLE
