"""Clusters of VIAF, as XML or as the JSON made of it: headings of many libraries, dates, and the numbers they give.

The rule: the same reader for both, since one is the other's tree; dates at the end of a heading are no part of a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from people.imports.said import LONGEST_NAME, Described, Said, described, identifiers, in_words

PERSONAL = "Personal"
# In whose language a library writes its headings.
LIBRARIES = {
    "LC": "en", "NLI": "he", "DNB": "de", "BNF": "fr", "SUDOC": "fr", "RSL": "ru", "NUKAT": "pl", "PLWABN": "pl",
    "BNE": "es", "ICCU": "it", "NKC": "cs", "LNL": "ar", "ERRR": "et", "NLR": "ru",
}  # fmt: skip
DATES = {"birthDate": "born", "deathDate": "died"}
NUMBERS = {"LC": "LCNAF", "DNB": "GND", "ISNI": "ISNI", "WKP": "Wikidata"}
_PREFIX = re.compile(r"\A(?:ns\d+:|\{[^}]*\})")
_NUMBERED_LINE = re.compile(rb"\A\d+\t", re.MULTILINE)
# `Rakovskiĭ, Kh. G., 1873-1941.`: what stands behind the name.
_YEARS = re.compile(r"[\s,(]+(?:b\. |d\. |ca\.? )?\d{3,4}\??(?:\s?[-–—]\s?(?:ca\.? )?(?:\d{3,4}\??)?)?\.?\)?[.,]?\s*\Z")


class Declares(ValueError):
    """The file declares entities, which can read other files or fill the memory."""


def clusters_of_xml(content: bytes) -> Iterator[Any]:
    """Each cluster as a tree of dictionaries; also of a dump, where each line begins with a number."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    pieces = content.splitlines() if _NUMBERED_LINE.match(content) else [content]
    for piece in pieces:
        bare = _NUMBERED_LINE.sub(b"", piece).strip()
        if not bare:
            continue
        root = etree.fromstring(bare, parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise Declares
        if _local(root.tag) == "VIAFCluster":
            yield _tree(root)
        else:
            yield from (_tree(each) for each in root.iter("{*}VIAFCluster"))


def clusters_of_json(text: str) -> Iterator[Any]:
    """One, several in a list, or one a line. Raises ValueError."""
    try:
        whole = json.loads(text)
    except ValueError:
        whole = [json.loads(line) for line in text.splitlines() if line.strip()]
    for each in _several(whole):
        plain = _plain(each)
        yield plain.get("VIAFCluster", plain) if isinstance(plain, dict) else plain


def read_cluster(cluster: Any) -> Described | None:
    """None for what is no person. Raises the errors of looking for what is not there."""
    if _text(cluster.get("nameType", PERSONAL)) != PERSONAL:
        return None
    value = _text(cluster["viafID"])
    headings = list(_headings(cluster))
    called = next((heading.text for heading in headings), value)
    dates = (Said(kind, in_words(_text(cluster.get(name)).replace("-00", ""))) for name, kind in DATES.items())
    numbers = [("VIAF", value), *_numbers(cluster)]
    found = [*dates, *headings, *_variants(cluster), *identifiers(numbers)]
    return described("VIAF", value, called, found) if value.isascii() and value.isdecimal() else None


def _headings(cluster: Any) -> Iterator[Said]:
    for heading in _several((cluster.get("mainHeadings") or {}).get("data")):
        library = next(map(_text, _several((heading.get("sources") or {}).get("s"))), "")
        yield Said("name", _bare(_text(heading.get("text"))), LIBRARIES.get(library, ""), "variant")


def _variants(cluster: Any) -> Iterator[Said]:
    for variant in _several((cluster.get("x400s") or {}).get("x400")):
        fields = _several((variant.get("datafield") or {}).get("subfield"))
        parts = [_text(field) for field in fields if field.get("@code", field.get("code")) in ("a", "b")]
        yield Said("name", _bare(", ".join(part.rstrip(" ,") for part in parts)), "", "variant")


def _bare(heading: str) -> str:
    """The name alone; nobody's is longer."""
    return _YEARS.sub("", heading[: 2 * LONGEST_NAME])


def _numbers(cluster: Any) -> Iterator[tuple[str, str]]:
    for source in _several((cluster.get("sources") or {}).get("source")):
        library, _bar, written = _text(source).partition("|")
        if library in NUMBERS:
            yield NUMBERS[library], written


def _several(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]


def _text(found: Any) -> str:
    if isinstance(found, dict):
        found = found.get("#text", found.get("content", ""))
    return " ".join(str(found or "").split())


def _tree(element: Any) -> Any:
    """As VIAF itself makes JSON of its XML: attributes with an at sign, several of a name as a list."""
    made: dict[str, Any] = {f"@{_local(name)}": value for name, value in element.attrib.items()}
    for child in element.iterchildren("*"):
        name, value = _local(child.tag), _tree(child)
        made[name] = [*_several(made[name]), value] if name in made else value
    text = (element.text or "").strip()
    if not made:
        return text
    return {**made, "#text": text} if text else made


def _plain(found: Any) -> Any:
    """Without the prefixes of namespaces."""
    if isinstance(found, dict):
        return {_local(name): _plain(value) for name, value in found.items()}
    return [_plain(each) for each in found] if isinstance(found, list) else found


def _local(name: Any) -> str:
    return _PREFIX.sub("", str(name))
