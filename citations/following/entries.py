"""A record as one line of news: what it is called, where it stands, and when it was last changed.

Boundary: rows come as their lists read them; only the times are asked for here, in one question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from archive.models import Document, Repository, Unit
from archive.shelfmarks import shelfmark
from citations.makers import makers
from citations.models import Citation, Publication
from core.filters import in_language
from core.listing import reader_language
from people.models import Person

LONGEST = 300
# XML and the head of a mail can hold none of these.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class News:
    title: str
    address: str
    detail: str
    changed: datetime


def news(rows: Sequence[Any]) -> list[News]:
    """The rows are of one kind."""
    if not rows:
        return []
    changed = dict(type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", "changed_at"))
    return [
        News(_line(title), row.get_absolute_url(), _line(detail), changed[row.pk])
        for row in rows
        if row.pk in changed
        for title, detail in [said_of(row)]
    ]


def _line(text: str) -> str:
    return _CONTROL.sub(" ", text)[:LONGEST].strip()


def said_of(row: models.Model) -> tuple[str, str]:
    """What a record is called in the reader's language, and what else tells it from others."""
    language = reader_language()
    match row:
        case Citation():
            return _of_citation(row), row.as_written
        case Publication():
            by = makers(row)
            return (f"{by}, " if by else "") + row.title + (f" ({row.year})" if row.year else ""), row.translation
        case Unit():
            return shelfmark(row, language), in_language(row, "title")[0]
        case Person():
            return in_language(row, "name")[0], in_language(row, "epithet")[0]
        case Document():
            return in_language(row, "title")[0], row.date
        case Repository():
            return row.code, in_language(row, "name")[0]
    raise AssertionError(row)


def _of_citation(citation: Citation) -> str:
    """`Ivanova, A history (1994), note 3: RGASPI, f. 17, op. 171, d. 87, l. 83`."""
    note = citation.footnote
    place = _("citation %(number)s") % {"number": citation.pk}
    if note is not None:
        place = f"{said_of(note.publication)[0]}, {_('note %(number)s') % {'number': note.number}}"
    if citation.unit:
        return f"{place}: {shelfmark(citation.unit, reader_language(), citation.leaves)}"
    cited = citation.document or citation.publication
    return f"{place}: {said_of(cited)[0]}" if cited else place
