"""Files are parsed in a child process: whatever one does to it, the site goes on and says that it is refused."""

from __future__ import annotations

from citations.imports.readers.found import FileNote, FileNotes, Refused, gettext_noop
from citations.imports.readers.kinds import Kind
from core.limited import Died, ask_child

DIED = gettext_noop(
    "The file is refused: it is damaged, or reading it took more memory or time than any book needs."
    " Send it in parts, or as plain text."
)


def read_limited(content: bytes, kind: Kind) -> FileNotes:
    """The notes of the file, read apart. Raises Refused."""
    try:
        said = ask_child("citations.imports.readers", content, kind.value)
    except Died as died:
        raise Refused(DIED) from died
    if refused := said.get("refused"):
        raise Refused(refused)
    notes = tuple(FileNote(**note) for note in said["notes"])
    return FileNotes(notes, said["title"], tuple(said["problems"]), said["text"])
