"""Records for tests: plain functions with sensible defaults; drafts unless `status` says otherwise."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.auth.models import User

from archive.models import Document, Repository, Unit
from citations.models import Citation, Footnote, Publication
from core.models import Batch
from core.records import Status
from people.models import Person, Place

PUBLISHED = Status.PUBLISHED
LEVELS = ("fond", "opis", "delo", "part")
_numbers = count(1)


def editor(name: str = "editor", **fields: Any) -> User:
    """Somebody who may do everything at the desk."""
    return User.objects.create_superuser(name, password="secret", **fields)


def batch(source: str = "notes.txt", **fields: Any) -> Batch:
    return Batch.objects.create(kind=Batch.Kind.FOOTNOTES, source=source, content_hash="0" * 64, **fields)


def place(name_en: str = "Moscow", **fields: Any) -> Place:
    return Place.objects.create(name_en=name_en, **fields)


def person(name_en: str = "Eltsin, Boris", **fields: Any) -> Person:
    return Person.objects.create(name_en=name_en, **fields)


def repository(code: str = "RGASPI", **fields: Any) -> Repository:
    """The archive of this code; the one that stands already, if one does."""
    found, _made = Repository.objects.get_or_create(code=code, defaults={"name_en": f"Archive {code}", **fields})
    return found


def unit(path: str = "RGASPI/17/171/87", **fields: Any) -> Unit:
    """The unit at this path, with whatever is missing above it of the same status; `fields` are its own."""
    code, *numbers = path.split("/")
    status = {"status": fields["status"]} if "status" in fields else {}
    above, home = None, repository(code, **status)
    for depth, number in enumerate(numbers, start=1):
        here = "/".join([code, *numbers[:depth]])
        below = Unit.objects.filter(path=here).first()
        if below is None:
            own = fields if depth == len(numbers) else status
            level = LEVELS[min(depth, len(LEVELS)) - 1]
            below = Unit(**{"repository": home, "parent": above, "number": number, "level": level, **own})
            below.save()
        above = below
    assert above is not None
    return above


def document(title_en: str = "Letter on the opposition", **fields: Any) -> Document:
    return Document.objects.create(title_en=title_en, **fields)


def publication(title: str = "A history of the opposition", **fields: Any) -> Publication:
    return Publication.objects.create(title=title, **fields)


def footnote(text: str = "RGASPI, f. 17, op. 171, d. 87, l. 83.", **fields: Any) -> Footnote:
    """A note; of a publication of its own (with the same status) unless one is given."""
    number = next(_numbers)
    status = {"status": fields["status"]} if "status" in fields else {}
    made = {"publication": fields.get("publication") or publication(f"Work no. {number}", **status)}
    return Footnote.objects.create(**{"number": str(number), "order": number, "text": text, **fields, **made})


def citation(cited: Unit | Publication | Document | None = None, **fields: Any) -> Citation:
    """A citation in a note of its own; resolved where something is cited, else unresolved."""
    status = {"status": fields["status"]} if "status" in fields else {}
    note = fields.pop("footnote", None) or footnote(**status)
    target: dict[str, Any] = {} if cited is None else {type(cited).__name__.lower(): cited, "outcome": "resolved"}
    defaults = {"as_written": note.text, "start": 0, "end": len(note.text), "reason": "" if cited else "Not known."}
    return Citation.objects.create(footnote=note, **{**defaults, **target, **fields})
