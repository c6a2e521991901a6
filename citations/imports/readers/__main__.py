"""`python -m citations.imports.readers KIND`: a file on standard input, its notes or why it was refused as JSON.

The limits (`core.limited`) are set before anything is read, and before what reads it is imported.
"""

from __future__ import annotations

import dataclasses
import sys
from typing import Any

from core.limited import answer_parent


def answer(content: bytes) -> dict[str, Any]:
    from citations.imports.readers.found import Refused

    try:
        return dataclasses.asdict(_read(sys.argv[1], content))
    except Refused as refusal:
        return {"refused": str(refusal)}


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


answer_parent(answer)
