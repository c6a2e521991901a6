"""What a harvested record says, in each form that can be asked for.

The rule: a form is a prefix, its schema, the kinds of record that it fits, and a function from a record to one element.
Boundary: the fields of Dublin Core are those of `core.sources`, here they only get what a page of ours tells beside
them; archives, units and persons are written by their own `exchange`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from lxml import etree

from archive.exchange import ead
from archive.models import Repository
from config.harvesting.oai.records import HARVESTED, Harvested
from core.exchange import Absolute
from core.sources.dublin import Element, to_dublin_core
from people.exchange import eac
from people.models import Person

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold in any way.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


EVERY_KIND = frozenset(kind.name for kind in HARVESTED)


@dataclass(frozen=True, slots=True)
class Form:
    """`parts` names what its records are made of beside their own row, by kind, to be read for many at once."""

    prefix: str
    namespace: str
    schema: str
    make: Callable[[Harvested, Absolute], Any]
    kinds: frozenset[str] = EVERY_KIND
    parts: Callable[[str], tuple[Any, ...]] = lambda _kind: ()

    def gather(self, found: Iterable[Harvested]) -> None:
        by_kind: dict[str, list[Any]] = {}
        for harvested in found:
            if harvested.record is not None:
                by_kind.setdefault(harvested.kind, []).append(harvested.record)
        for kind, records in by_kind.items():
            prefetch_related_objects(records, *self.parts(kind))


def told(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    """A new element with this text, below the parent."""
    made = etree.SubElement(parent, tag, {name: written(value) for name, value in attributes.items()})
    made.text = written(text) or None
    return made


def written(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)


def _dublin_core(harvested: Harvested, absolute: Absolute) -> Any:
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    assert harvested.source is not None, "what is gone says nothing"
    permalink = absolute(harvested.source.address)
    for element in [*to_dublin_core(harvested.source, permalink), *_beside(harvested.record)]:
        made = told(root, f"{{{DC}}}{element.name}", element.text)
        if element.language:
            made.set(XML_LANG, element.language)
    return root


def _beside(record: Any) -> list[Element]:
    """What the page of a record tells and its citation does not."""
    match record:
        case Person():
            told = [("type", "person", ""), ("date", record.years, "")]
            told += [("description", record.epithet_en, "en"), ("description", record.epithet_ru, "ru")]
        case Repository():
            told = [("type", "archive", ""), ("identifier", record.code, "")]
        case _:
            names = ("summary_en", "summary_ru", "description", "translation")
            told = [
                ("description", getattr(record, name, ""), name[8:] if name[:8] == "summary_" else "") for name in names
            ]
    return [Element(name, text, language) for name, text, language in told if text]


def _finding_aid(harvested: Harvested, absolute: Absolute) -> Any:
    """Each unit by itself, as every other record: with what lies beneath it a fond would come once for each level."""
    alone = ead.archive_alone if isinstance(harvested.record, Repository) else ead.unit_alone
    return _located(alone(harvested.record, absolute), ead.NAMESPACE, EAD_SCHEMA)


def _authority_record(harvested: Harvested, absolute: Absolute) -> Any:
    return _located(eac.authority_record(harvested.record, absolute), eac.NAMESPACE, EAC_SCHEMA)


def _located(pieces: Iterable[bytes], namespace: str, schema: str) -> Any:
    root = etree.fromstring(b"".join(pieces))
    root.set(f"{{{XSI}}}schemaLocation", f"{namespace} {schema}")
    return root


EAD_SCHEMA = "https://www.loc.gov/ead/ead3.xsd"
EAC_SCHEMA = "https://eac.staatsbibliothek-berlin.de/schema/v2/eac.xsd"
FORMS: Mapping[str, Form] = {
    form.prefix: form
    for form in (
        Form("oai_dc", OAI_DC, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", _dublin_core),
        Form(
            "ead3",
            ead.NAMESPACE,
            EAD_SCHEMA,
            _finding_aid,
            frozenset({"archives", "units"}),
            lambda kind: ("component", "containers") if kind == "units" else (),
        ),
        Form("eac-cpf", eac.NAMESPACE, EAC_SCHEMA, _authority_record, frozenset({"people"}), lambda _kind: eac.parts()),
    )
}
