"""Files are parsed in a child process: whatever one does to it, the site goes on and says that it is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from citations.imports.readers.found import FileNote, FileNotes, Refused, gettext_noop
from citations.imports.readers.kinds import Kind

HOME = Path(__file__).parents[3]
SECONDS = 30
DIED = gettext_noop(
    "The file is refused: it is damaged, or reading it took more memory or time than any book needs."
    " Send it in parts, or as plain text."
)


def read_limited(content: bytes, kind: Kind) -> FileNotes:
    """The notes of the file, read apart. Raises Refused."""
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(content)
        question.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", "citations.imports.readers", kind.value],
                stdin=question,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=HOME,
                env={"PYTHONDONTWRITEBYTECODE": "1"},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(DIED) from error
        if done.returncode:
            raise Refused(DIED)
        answer.seek(0)
        said = json.load(answer)
    if refused := said.get("refused"):
        raise Refused(refused)
    notes = tuple(FileNote(**note) for note in said["notes"])
    return FileNotes(notes, said["title"], tuple(said["problems"]), said["text"])
