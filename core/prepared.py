"""Questions of fixed text are planned once for each connection: to plan a page's fifty lines took twice as long as to
find them.

The rule: the text is a constant of our own modules, values come as `%s`. PostgreSQL itself looks at the text anew where
the search path has changed, so that what the public and the desk see stays apart. Boundary: a question whose best plan
depends on its values is asked in the ordinary way.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.utils import CursorWrapper

# For each connection of psycopg2: the name under which it knows a text. They last as long as the connection does.
_PREPARED: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_NUMBERS = count(1)


def ask(cursor: CursorWrapper, text: str, values: Sequence[Any] = ()) -> None:
    """Execute it; the cursor then holds what it finds."""
    known = _PREPARED.setdefault(connection.connection, {})
    if name := known.get(text):
        cursor.execute(_executing(name, len(values)), values)
        return
    # A new name at each attempt: one that failed after it was prepared leaves its name behind.
    name = f"opis_{next(_NUMBERS)}"
    cursor.execute(f"PREPARE {name} AS {_numbered(text)}; {_executing(name, len(values))}", values)
    known[text] = name


@lru_cache(maxsize=1024)
def _executing(name: str, values: int) -> str:
    return f"EXECUTE {name}({', '.join(['%s'] * values)})" if values else f"EXECUTE {name}"


def _numbered(text: str) -> str:
    """`%s` as `$1`, `$2` …; the percent signs that are left stand doubled already."""
    first, *rest = text.split("%s")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))
