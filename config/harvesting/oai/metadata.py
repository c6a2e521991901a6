"""What a harvested record says, in each form that can be asked for.

The rule: a form is a prefix, its schema, and a function from a record to one element. Boundary: the fields are those of
`core.sources`; here they only get what a page of ours tells beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from archive.models import Repository
from config.harvesting.oai.records import Harvested
from core.sources.dublin import Element, to_dublin_core
from people.models import Person

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold in any way.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Form:
    prefix: str
    namespace: str
    schema: str
    make: Callable[[Harvested, str], Any]


def told(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    """A new element with this text, below the parent."""
    made = etree.SubElement(parent, tag, {name: written(value) for name, value in attributes.items()})
    made.text = written(text) or None
    return made


def written(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)


def _dublin_core(harvested: Harvested, permalink: str) -> Any:
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    assert harvested.source is not None, "what is gone says nothing"
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


FORMS: Mapping[str, Form] = {
    form.prefix: form
    for form in (Form("oai_dc", OAI_DC, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", _dublin_core),)
}
