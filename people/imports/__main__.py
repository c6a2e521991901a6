"""`python -m people.imports LANGUAGES`: an authority's file on standard input, what it says of persons as JSON.

The limits (`core.limited`) are set before anything is read, and before what reads it is imported.
"""

from __future__ import annotations

import sys
from typing import Any

from core.limited import answer_parent


def answer(content: bytes) -> dict[str, Any]:
    from people.imports.reading import read_apart

    return read_apart(content, sys.argv[1].split(","))


answer_parent(answer)
