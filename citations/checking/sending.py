"""What somebody sends to be checked, pasted or as a file → its notes, within bounds; or a sentence that says why not.

The rule: a file with a structure is read in a limited child, and one manuscript at a time is read for the whole site.
Boundary: what the notes cite is for `answers`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from citations.imports.files import read_file
from citations.imports.readers.found import FileNote
from core.parameters import BadParameter
from core.text_files import Unreadable
from notation.footnotes import find_notes

LARGEST_FILE = 5_000_000
LONGEST_TEXT = 400_000
MOST_NOTES = 1_500
LONGEST_NOTE = 20_000
LONGEST_NUMBER = 20


def notes_sent(text: str, file: UploadedFile[bytes] | None, again: str) -> list[FileNote]:
    """`again` is what the page of an earlier answer sends back. Raises BadParameter."""
    if file is not None:
        return _bounded(_of_file(file))
    if again:
        return _bounded(_of_page(again))
    if len(text) > LONGEST_TEXT:
        raise BadParameter(_("At most %(most)d letters are read at once.") % {"most": LONGEST_TEXT})
    return _bounded(_pasted(text.replace("\0", "").replace("\r\n", "\n")))


def as_sent(notes: Iterable[FileNote]) -> str:
    """The notes for the page to send back."""
    return json.dumps([[note.number, note.text] for note in notes], ensure_ascii=False)


def _pasted(text: str) -> list[FileNote]:
    """Numbered notes; where none has a number, each line is one."""
    found = find_notes(text)
    if found.notes:
        return [FileNote(note.number, note.text) for note in found.notes]
    lines = filter(None, (line.strip() for line in text.split("\n")))
    return [FileNote(str(number), line) for number, line in enumerate(lines, start=1)]


def _of_file(file: UploadedFile[bytes]) -> list[FileNote]:
    if (file.size or 0) > LARGEST_FILE:
        raise BadParameter(_("The file is larger than %(most)d MB.") % {"most": LARGEST_FILE // 1_000_000})
    try:
        return list(read_file(file.read(), file.name or "").notes)
    except Unreadable as error:
        raise BadParameter(str(error)) from error


def _of_page(again: str) -> list[FileNote]:
    try:
        return [FileNote(str(number), str(text).replace("\0", "")) for number, text in json.loads(again)]
    except (ValueError, TypeError, RecursionError) as error:
        raise BadParameter(_("What the page sent back cannot be read. Please send your notes again.")) from error


def _bounded(notes: list[FileNote]) -> list[FileNote]:
    if len(notes) > MOST_NOTES:
        raise BadParameter(
            _("There are %(count)d notes; at most %(most)d are checked at once. Please send a chapter at a time.")
            % {"count": len(notes), "most": MOST_NOTES}
        )
    for note in notes:
        if len(note.text) > LONGEST_NOTE:
            raise BadParameter(
                _("Note %(number)s has %(length)d letters; no footnote is that long. Does each begin on its own line?")
                % {"number": note.number[:LONGEST_NUMBER], "length": len(note.text)}
            )
    return [FileNote(note.number[:LONGEST_NUMBER], note.text) for note in notes]
