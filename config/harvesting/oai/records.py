"""What is harvested, in the order of harvesting: of each kind what is public, then what was once and is no longer.

The rule: a stretch is gone through by number, so that nothing which stands still is passed over while others change.
Boundary: the words of the protocol are `verbs`.
"""

# ruff: noqa: S608 - the statement is made of the names of our own models

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote

from django.db import connection, models
from django.db.models.functions import Cast

from archive.models import Document, FormerAddress, Repository, Unit
from citations.following.lists import LISTS
from config.harvesting.kinds import KINDS, Kind
from core.departures import kind_of
from core.history import history_of
from core.models import FormerRecord
from core.publication import as_the_site
from core.sources import Source

HARVESTED: Sequence[Kind] = tuple(kind for kind in KINDS.values() if kind.name != "citations")
# Kinds whose records lie in an archive, so that each archive has a set of them.
BY_ARCHIVE = {"units": "path__startswith", "documents": "copies__unit__path__startswith"}
STATES = ("held", "gone", "moved", "withdrawn")
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+\Z")


@dataclass(frozen=True, slots=True)
class Harvested:
    """One record; `record` and `source` are None where it was public once and is no longer.

    `position` is by what the next page begins after it.
    """

    position: int
    kind: str
    key: str
    stamp: datetime
    record: Any = None
    source: Source | None = None
    archives: tuple[str, ...] = ()

    @property
    def sets(self) -> list[str]:
        return [self.kind, *(f"{self.kind}:{archive}" for archive in self.archives if _SET.match(archive))]

    @property
    def local(self) -> str:
        """Its identifier after `oai:HOST:`, such as `units/RGASPI/17/171/87`."""
        return f"{self.kind}/{quote(self.key, safe='/~:;,()')}"


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for: since, before (not included), a kind, an archive; and the kinds that the form fits."""

    since: datetime | None = None
    before: datetime | None = None
    kind: str = ""
    archive: str = ""
    fitting: frozenset[str] = frozenset(kind.name for kind in HARVESTED)

    def holds(self, stamp: datetime) -> bool:
        return (self.since is None or stamp >= self.since) and (self.before is None or stamp < self.before)

    def on(self, rows: models.QuerySet[Any], column: str) -> models.QuerySet[Any]:
        if self.since:
            rows = rows.filter(**{f"{column}__gte": self.since})
        return rows.filter(**{f"{column}__lt": self.before}) if self.before else rows


def stretches(window: Window) -> list[tuple[Kind, str]]:
    kinds = [kind for kind in HARVESTED if kind.name in window.fitting and window.kind in ("", kind.name)]
    return [(kind, state) for kind in kinds for state in STATES if state != "moved" or kind.model is Unit]


def harvest(window: Window, stretch: int, after: int, most: int) -> Iterator[tuple[int, Harvested]]:
    """The next `most` records and one more, if there is one, each with the number of its stretch."""
    found = 0
    for number, (kind, state) in enumerate(stretches(window)):
        if number < stretch or found > most:
            continue
        for each in _rows(kind, state, window, after if number == stretch else 0, most + 1 - found):
            found += 1
            yield number, each


def sets() -> list[tuple[str, str]]:
    """Set and its name: a kind, and of some kinds what lies in one archive."""
    archives = [row for row in Repository.objects.order_by("code") if _SET.match(row.code)]
    found = [(kind.name, str(kind.model._meta.verbose_name_plural)) for kind in HARVESTED]
    return found + [
        (f"{kind.name}:{archive.code}", f"{kind.model._meta.verbose_name_plural}: {archive.name_en or archive.code}")
        for kind in HARVESTED
        if kind.name in BY_ARCHIVE
        for archive in archives
    ]


def found_at(local: str) -> Harvested | None:
    """The record with this identifier, also one that is gone."""
    name, _slash, written = local.partition("/")
    kind, key = KINDS.get(name), unquote(written)
    if kind not in HARVESTED or kind is None or not key or any(ord(letter) < 32 for letter in key):
        return None
    if _key_column(kind) == "id" and not re.fullmatch("[1-9][0-9]{0,17}", key):
        return None
    held = _held(kind, _listed(kind).filter(**{_key_column(kind): key})[:1])
    gone = (_gone(kind, FormerRecord.objects.filter(kind=kind_of(kind.model), key=key)), _withdrawn(kind, 0, 1, key))
    moved = _moved(FormerAddress.objects.filter(path=key)) if kind.model is Unit else ()
    return next((each for some in (held, *gone, moved) for each in some), None)


def _rows(kind: Kind, state: str, window: Window, after: int, most: int) -> Iterable[Harvested]:
    if state == "held":
        rows = window.on(_listed(kind), "changed_at").filter(pk__gt=after)
        if window.archive:
            rows = rows.filter(**{BY_ARCHIVE[kind.name]: f"{window.archive}/"}).distinct()
        return _held(kind, rows.order_by("pk")[:most])
    if window.archive and kind.model is not Unit:
        return ()  # where a document lay that is gone nobody knows
    within = f"{window.archive}/" if window.archive else ""
    if state == "gone":
        gone = window.on(FormerRecord.objects.filter(kind=kind_of(kind.model), key__startswith=within), "gone_at")
        return _gone(kind, gone.filter(pk__gt=after).order_by("pk"), most)
    if state == "moved":
        moved = window.on(FormerAddress.objects.filter(path__startswith=within), "unit__changed_at")
        return _moved(moved.filter(pk__gt=after).order_by("pk")[:most])
    return [
        each
        for each in _withdrawn(kind, after, most if not (window.since or window.before or within) else 0)
        if window.holds(each.stamp) and each.key.startswith(within)
    ][:most]


def _listed(kind: Kind) -> models.QuerySet[Any]:
    """As the list of this kind reads them for a reference manager's file."""
    page = LISTS[kind.name][0]()
    page.form = "ris"
    return page.rows().order_by("pk")


def _held(kind: Kind, rows: Iterable[Any]) -> Iterator[Harvested]:
    source = LISTS[kind.name][0].source
    column = _key_column(kind)
    for row in rows:
        told = source(row) if source else None
        yield Harvested(row.pk, kind.name, str(getattr(row, column)), row.changed_at, row, told, _archives(row))


def _archives(row: models.Model) -> tuple[str, ...]:
    if isinstance(row, Unit):
        return (row.repository_code,)
    if isinstance(row, Document):
        return tuple(dict.fromkeys(copy.unit.repository_code for copy in row.copies.all()))
    return ()


def _gone(kind: Kind, rows: models.QuerySet[FormerRecord], most: int = 1) -> Iterator[Harvested]:
    """Without those whose address is a record's again."""
    column = _key_column(kind)
    key = Cast(models.OuterRef("key"), _field(kind, column))
    again = kind.model._default_manager.order_by().filter(**{column: key})
    for row in rows.filter(~models.Exists(again))[:most]:
        yield Harvested(row.pk, kind.name, row.key, row.gone_at, archives=_archive_in(kind, row.key))


def _moved(rows: models.QuerySet[FormerAddress]) -> Iterator[Harvested]:
    for row in rows.select_related("unit"):
        yield Harvested(row.pk, "units", row.path, row.unit.changed_at, archives=_archive_in(KINDS["units"], row.path))


def _withdrawn(kind: Kind, after: int, most: int, key: str = "") -> list[Harvested]:
    """Drafts that were public once, under the address that they had then; nothing else of them is told.

    The history alone knows them, and the public cannot read it. `most` 0 is all of them.
    """
    table, history, column = kind.model._meta.db_table, history_of(kind.model), _key_column(kind)
    column = "pgh_obj_id" if column == "id" else column
    with as_the_site(writes=False), connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT t.id, was."{column}"::text, (SELECT min(h.pgh_created_at) FROM {history} h
                    WHERE h.pgh_obj_id = t.id AND h.pgh_id > was.pgh_id)
                FROM {table} t CROSS JOIN LATERAL (SELECT h.* FROM {history} h
                    WHERE h.pgh_obj_id = t.id AND h.status = 'published' ORDER BY h.pgh_id DESC LIMIT 1) was
                WHERE t.status = 'draft' AND t.id > %s AND (%s = '' OR was."{column}"::text = %s)
                ORDER BY t.id LIMIT %s""",
            [after, key, key, most or None],
        )
        rows = cursor.fetchall()
    return [
        Harvested(number, kind.name, was, stamp or datetime.now(UTC), archives=_archive_in(kind, was))
        for number, was, stamp in rows
    ]


def _archive_in(kind: Kind, key: str) -> tuple[str, ...]:
    return (key.partition("/")[0],) if kind.model is Unit else ()


def _key_column(kind: Kind) -> str:
    return str(kind.model.address_key)  # type: ignore[attr-defined]  # all of them are records


def _field(kind: Kind, column: str) -> models.Field[Any, Any]:
    field = kind.model._meta.get_field(column)
    assert isinstance(field, models.Field), column
    return field
