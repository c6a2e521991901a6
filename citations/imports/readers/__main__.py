"""`python -m citations.imports.readers KIND`: a file on standard input, its notes or why it was refused as JSON.

The limits are set before anything is read: 1 GiB of memory, 20 s of work, no file larger than the answer may be.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import sys

MEMORY = 1 << 30
SECONDS = 20
ANSWER = 64_000_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ANSWER, ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from citations.imports.readers.found import Refused

    try:
        answer = dataclasses.asdict(_read(sys.argv[1], sys.stdin.buffer.read()))
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer))


def _read(kind: str, content: bytes):  # type: ignore[no-untyped-def]  # FileNotes, imported after the limits are set
    if kind == "docx":
        from citations.imports.readers.docx import read_docx as read
    elif kind == "pdf":
        from citations.imports.readers.pdf import read_pdf as read
    elif kind == "tei":
        from citations.imports.readers.tei import read_tei as read
    else:
        from citations.imports.readers.html import read_html

        return read_html(content.decode())
    return read(content)


main()
