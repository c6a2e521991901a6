"""A unit or an archive in EAD3, with everything published beneath it, or alone as harvesters are given it.

The rule: what `archive.imports.ead` reads of a file is written so that it reads the same again: identifiers, numbers as
written, titles, dates, boxes and folders. Boundary: a level that EAD does not know is `otherlevel` under its own word.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive.imports.finding_aids import LEVELS
from archive.models import Component, Container, Repository, Unit
from core.exchange import Absolute
from core.exchange.markup import DECLARATION, Element, element, held, is_name, opened, paragraphs, written
from core.exports import SLICE
from core.parameters import BadParameter

NAMESPACE = "http://ead3.archivists.org/schema/"
# More is a whole archive of many fonds, which a reader takes fond by fond, and a harvester by OAI-PMH.
MOST_UNITS = 100_000
_KNOWN = ("class", "collection", "file", "fonds", "item", "recordgrp", "series", "subfonds", "subgrp", "subseries")
# The word of EAD for ours, where it comes back as ours.
_LEVELS = {**{word: word for word in _KNOWN if word not in LEVELS}} | {
    LEVELS[word]: word for word in ("recordgrp", "fonds", "subgrp")
}


def finding_aid_of_unit(unit: Unit, absolute: Absolute) -> Iterator[bytes]:
    taken: set[str] = set()
    yield from _unit(unit, absolute, taken)
    yield from _below(unit.path, taken)
    yield b"</archdesc></ead>\n"


def unit_alone(unit: Unit, absolute: Absolute) -> Iterator[bytes]:
    """Without what lies beneath, which has records of its own, but with what it is part of."""
    yield from _unit(unit, absolute, set())
    above = unit.parent or unit.repository
    place = {"relationtype": "otherrelationtype", "otherrelationtype": "isPartOf"}
    entry = element("relationentry", unit.path.rpartition("/")[0])
    yield written(element("relations", element("relation", entry, **place, href=absolute(above.get_absolute_url()))))
    yield b"</archdesc></ead>\n"


def finding_aid_of_archive(repository: Repository, absolute: Absolute) -> Iterator[bytes]:
    yield from _archive(repository, absolute)
    yield from _below(repository.code, set())
    yield b"</archdesc></ead>\n"


def archive_alone(repository: Repository, absolute: Absolute) -> Iterator[bytes]:
    """Without the units, which have records of their own."""
    yield from _archive(repository, absolute)
    yield b"</archdesc></ead>\n"


def _unit(unit: Unit, absolute: Absolute, taken: set[str]) -> Iterator[bytes]:
    address = absolute(unit.get_absolute_url())
    yield from _head(unit.path, unit.title_en or unit.title_ru or unit.path, unit.changed_at.isoformat(), address)
    yield opened(_described("archdesc", unit, taken))
    yield from _parts(unit, taken, _holder(unit.repository))


def _archive(repository: Repository, absolute: Absolute) -> Iterator[bytes]:
    address = absolute(repository.get_absolute_url())
    yield from _head(repository.code, repository.name_en, repository.changed_at.isoformat(), address)
    yield opened(element("archdesc", level="otherlevel", otherlevel="archive"))
    titles = [held("unittitle", repository.name_en, lang="eng"), held("unittitle", repository.name_ru, lang="rus")]
    yield written(element("did", _holder(repository), element("unitid", repository.code), *titles))


def _head(identifier: str, title: str, changed: str, address: str) -> Iterator[bytes]:
    event = element(
        "maintenanceevent",
        element("eventtype", value="derived"),
        element("eventdatetime", changed[:10], standarddatetime=changed[:10]),
        element("agenttype", value="machine"),
        element("agent", "Opis"),
    )
    yield DECLARATION
    yield opened(element("ead"), NAMESPACE)
    yield written(
        element(
            "control",
            element("recordid", identifier, instanceurl=address),
            element("filedesc", element("titlestmt", element("titleproper", title))),
            element("maintenancestatus", value="derived"),
            element("maintenanceagency", element("agencyname", "Opis")),
            element("maintenancehistory", event),
        )
    )


def _below(path: str, taken: set[str]) -> Iterator[bytes]:
    """Everything beneath, each component closed when the next one does not lie in it."""
    tree = Unit.objects.published().tree_below(path)
    if len(tree) > MOST_UNITS:
        raise BadParameter(_("This holds more than %(most)d units: take its parts.") % {"most": MOST_UNITS})
    if not tree:
        return
    yield b"<dsc>"
    open_now = 0
    for first in range(0, len(tree), SLICE):
        some = tree[first : first + SLICE]
        found = Unit.objects.for_finding_aid([number for number, _depth in some])
        for number, depth in some:
            yield b"</c>" * (open_now - depth + 1)
            yield opened(_described("c", found[number], taken))
            yield from _parts(found[number], taken)
            open_now = depth
    yield b"</c>" * open_now + b"</dsc>"


def _described(name: str, unit: Unit, taken: set[str]) -> Element:
    """The start of a component, or of the whole."""
    level = _LEVELS.get(unit.level, "otherlevel")
    other = unit.level if level == "otherlevel" else ""
    component = _component(unit)
    identifier = component.identifier if component else ""
    own = identifier if is_name(identifier) and identifier not in taken else ""
    taken.add(own)
    return element(name, id=own, level=level, otherlevel=other)


def _parts(unit: Unit, taken: set[str], holder: Element | None = None) -> Iterator[bytes]:
    component = _component(unit)
    number = component.unitid if component else unit.number
    extent, description = _whole_extent(unit)
    normal = "/".join(day.isoformat() for day in (unit.date_earliest, unit.date_latest) if day)
    parts = [
        holder,
        held("unitid", number),
        held("unittitle", unit.title_en, lang="eng" if unit.title_ru else ""),
        held("unittitle", unit.title_ru, lang="rus"),
        held("unitdate", unit.date, normal=normal if "/" in normal else ""),
        held("physdesc", extent),
        *(part for place in unit.containers.all() for part in _place(place)),
        element("dao", daotype="unknown", href=unit.url) if unit.url else None,
    ]
    kept = [part for part in parts if part is not None]
    yield written(element("did", *(kept or [element("unittitle")])))
    if description.strip():
        yield written(element("scopecontent", *paragraphs(description)))


def _whole_extent(unit: Unit) -> tuple[str, str]:
    """The extent and the description; of an extent too long for its field the whole stands before the description."""
    first, _end, rest = unit.description.partition("\n\n")
    whole = unit.extent.endswith("…") and first.startswith(unit.extent[:-1])
    return (first, rest) if whole else (unit.extent, unit.description)


def _place(container: Container) -> Iterator[Element]:
    """`Box 1, Folder 3-5`: the box, and the folder in it."""
    outer = f"place-{container.pk}"
    for nth, part in enumerate(container.text.split(", ")):
        kind, space, rest = part.partition(" ")
        kind, rest = (kind, rest) if space and kind.isalpha() else ("", part)
        localtype = kind.lower() if kind.istitle() else kind
        yield element("container", rest, localtype=localtype, **({"parent": outer} if nth else {"id": outer}))


def _holder(repository: Repository) -> Element:
    return element("repository", element("corpname", element("part", repository.name_en or repository.code)))


def _component(unit: Unit) -> Component | None:
    return getattr(unit, "component", None)
