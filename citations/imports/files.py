"""A file of any kind → its notes, as text; or a sentence that says why not. What a note cites is for `footnotes`.

Plain text is read here. Whatever has a structure of its own is parsed in a child process with limits.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from citations.imports.readers.found import FileNote, FileNotes, Refused, is_title
from citations.imports.readers.kinds import Kind, kind_of
from citations.imports.readers.limited import read_limited
from citations.imports.saying import in_readers_words
from core.text_files import DecodedText, Unreadable, decode
from notation.footnotes import FoundNotes, find_notes, odd_numbers

# PostgreSQL indexes no text of more than a megabyte, and no editor could check a note of a hundred pages.
MOST_IN_A_NOTE = 200_000
MOST_BYTES = 50_000_000
LONGEST_NUMBER = 20
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w-]{2,30})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SentNotes:
    """The notes of a file that was sent. `title` may be empty; `problems` are sentences for whoever sent it."""

    notes: tuple[FileNote, ...]
    title: str
    problems: tuple[str, ...]
    content_hash: str
    encoding: str = ""
    guessed: bool = False


def read_file(content: bytes, name: str = "", encoding: str = "") -> SentNotes:
    """Raises Unreadable for what is no text, is refused, or holds no notes."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1_000_000})
    try:
        kind = Kind.TEXT if encoding and not _is_html(name) else kind_of(content, name)
        if kind in (Kind.TEXT, Kind.HTML):
            return _read_written(content, kind, encoding)
        found = read_limited(content, kind)
    except Refused as refused:
        raise Unreadable(_(str(refused))) from refused
    if found.text:
        return _read_text(found.text, DecodedText(found.text, "", guessed=False), content, found.title)
    return _checked(found, _hash(content))


def _is_html(name: str) -> bool:
    return PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml")


def _read_written(content: bytes, kind: Kind, encoding: str) -> SentNotes:
    if kind is Kind.HTML and not encoding:
        declared = _CHARSET.search(content[:4096])
        encoding = declared[1].decode("ascii") if declared else ""
    decoded = decode(content, encoding)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if kind is Kind.TEXT:
        return _read_text(text, decoded, text.encode())
    found = read_limited(text.encode(), Kind.HTML)
    if found.text:
        return _read_text(found.text, decoded, text.encode(), found.title)
    return _checked(found, _hash(text.encode()), decoded)


def _read_text(text: str, decoded: DecodedText, content: bytes, title: str = "") -> SentNotes:
    found = find_notes(text)
    notes = tuple(FileNote(note.number, note.text) for note in found.notes)
    read = FileNotes(notes, title or heading(text, found), found.problems)
    return _checked(read, _hash(content), decoded, numbered=True)


def heading(text: str, found: FoundNotes) -> str:
    """The first line that can be a title, above the notes; empty where there is none."""
    above = text[: min(found.notes[0].span.start, 10_000)] if found.notes else ""
    lines = (line.strip() for line in above.splitlines())
    return next((line[:500] for line in lines if is_title(line)), "")


def _checked(
    found: FileNotes, content_hash: str, decoded: DecodedText | None = None, numbered: bool = False
) -> SentNotes:
    """`numbered` is set where the finder of notes has told what is odd about the numbers already."""
    notes = tuple(note for note in found.notes if note.text)
    if not notes:
        raise Unreadable(_("No footnotes were found: they should begin with their number, as in “1.” or “[1]”."))
    for note in notes:
        if len(note.text) > MOST_IN_A_NOTE:
            raise Unreadable(
                _("Note %(number)s has %(length)d letters; no footnote is that long. Does each begin on its own line?")
                % {"number": note.number, "length": len(note.text)}
            )
    whole = [int(note.number) for note in notes if note.number.isascii() and note.number.isdecimal()]
    odd = [] if numbered else odd_numbers(whole)
    problems = tuple(map(in_readers_words, (*found.problems, *odd)))
    title = " ".join(found.title.split())[:500]
    tidied = tuple(FileNote(note.number[:LONGEST_NUMBER], _clean(note.text), note.page[:20]) for note in notes)
    encoding, guessed = (decoded.encoding, decoded.guessed) if decoded else ("", False)
    return SentNotes(tidied, title, problems, content_hash, encoding, guessed)


def _clean(text: str) -> str:
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
