"""Templates of the English Wikipedia: `{{cite archive}}` for archives, `cite book`, `cite journal`, `cite web`.

The rule: only parameters that the templates' documentation names, and a bar or brace in a value cannot end it.
Boundary: Wikipedia has no `Ibid.`; every note is given in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notation.names_parts import parse_name
from notation.references import ArchivalReference, PublicationReference, Reference
from notation.styles.runs import Runs, plain
from notation.styles.shelfmarks import archive_of, leaf_numbers, repository_name, steps
from notation.styles.style import Style
from notation.styles.works import bare_number, day_and_year, kind

_ESCAPES = {"|": "{{!}}", "{{": "&#123;&#123;", "}}": "&#125;&#125;", "\n": " "}
_ESCAPED = re.compile(r"\||\{\{|\}\}|\n")
# The parameters of `cite archive` by level; the others go into `item-id` in words.
_PARAMETERS = {
    "fond": "fonds",
    "opis": "series",
    "delo": "file",
    "box": "box",
    "folder": "folder",
    "file": "file",
    "series": "series",
    "collection": "collection",
}

_TEMPLATES = {"article": "cite journal", "newspaper": "cite news", "web": "cite web", "thesis": "cite thesis"}
_CONTAINERS = {"article": "journal", "newspaper": "newspaper", "web": "website", "chapter": "title"}

_NUMBER_ALONE = ("fonds", "box", "folder", "collection")


def full(reference: Reference, language: str) -> Runs:
    if isinstance(reference, ArchivalReference):
        return _template("cite archive", _archive(reference, language))
    return _template(_TEMPLATES.get(kind(reference), "cite book"), _publication(reference))


def _template(name: str, parameters: Iterator[tuple[str, str]]) -> Runs:
    filled = "".join(f" |{key}={_ESCAPED.sub(_escape, value)}" for key, value in parameters if value)
    return plain(f"{{{{{name}{filled}}}}}")


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES[match[0]]


def _archive(reference: ArchivalReference, language: str) -> Iterator[tuple[str, str]]:
    yield "item", reference.title
    yield from _path(reference, language)
    several = re.search("[,-]", reference.leaves.canonical())
    yield "pages" if several else "page", leaf_numbers(reference.leaves, language)
    archive = archive_of(reference)
    yield "institution", repository_name(reference, language)
    yield "location", archive.city if archive else ""
    yield "item-url", reference.url


def _path(reference: ArchivalReference, language: str) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    others: list[str] = []
    parameter = ""
    for step, level in zip(steps(reference, language), reference.path, strict=True):
        word = f"{step.term} {step.number}" if step.term else step.number
        if step.joined and parameter:
            found[parameter] += step.joined + word
            continue
        parameter = _PARAMETERS.get(level.name, "")
        if not parameter or parameter in found:
            others.append(word)
            parameter = ""
        else:
            found[parameter] = step.number if parameter in _NUMBER_ALONE else word
    yield from found.items()
    yield "item-id", ", ".join(others)


def _publication(reference: PublicationReference) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(reference.authors, 1):
        parsed = parse_name(name)
        index = str(number) if len(reference.authors) > 1 else ""
        yield f"last{index}", parsed.surname
        yield f"first{index}", " ".join(filter(None, (parsed.given, parsed.patronymic)))
    for number, name in enumerate(reference.editors, 1):
        parsed = parse_name(name)
        index = str(number) if len(reference.editors) > 1 else ""
        yield f"editor{index}-last", parsed.surname
        yield f"editor{index}-first", " ".join(filter(None, (parsed.given, parsed.patronymic)))
    what = kind(reference)
    yield "chapter" if what == "chapter" else "title", reference.title
    yield _CONTAINERS.get(what, "series"), reference.container
    yield "volume", bare_number(reference.volume)
    yield "issue", "" if what == "newspaper" else bare_number(reference.issue or reference.number)
    yield "location", reference.place
    yield "publisher", reference.publisher
    if what == "newspaper":
        yield "date", day_and_year(reference)
    else:
        yield "date" if not reference.year.isdecimal() else "year", reference.year
    yield "pages" if re.search(r"\D", reference.pages) else "page", reference.pages
    yield "url", reference.url
    yield "access-date", reference.accessed


def again(reference: Reference, earlier: Reference, language: str) -> Runs:
    return full(reference, language)


STYLE = Style("wikipedia", "Wikipedia templates", "en", full, full, full, again, stop="")
