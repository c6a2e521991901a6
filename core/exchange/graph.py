"""Statements about things with addresses, written as Turtle; and JSON-LD as plain dictionaries.

The rule: a term is written with its prefix, an address whole, and words with their language; what is empty is not said.
Boundary: which vocabulary says what is for the apps; nothing here fetches a context or a vocabulary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rico": "https://www.ica.org/standards/RiC/ontology#",
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')
# What an IRI cannot hold in Turtle.
_OUTSIDE = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """`rico:RecordSet`: the name of a vocabulary in `PREFIXES`, and a word of it."""

    name: str


@dataclass(frozen=True, slots=True)
class Address:
    whole: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text, in a language where it has one."""

    text: str
    language: str = ""


Object = Term | Address | Words
# One thing, and what is said of it: (`rico:title`, words) …
Thing = tuple[str, Iterable[tuple[str, Object]]]


def both(english: str, russian: str) -> list[Words]:
    """What stands in two languages, as far as it is there."""
    return [Words(text, language) for text, language in ((english, "en"), (russian, "ru")) if text]


def to_turtle(things: Iterable[Thing]) -> Iterator[bytes]:
    yield "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items()).encode()
    for subject, statements in things:
        said = [f"{_predicate(name)} {_object(value)}" for name, value in dict.fromkeys(statements) if _says(value)]
        if said:
            written = " ;\n    ".join(said)
            yield f"\n{_iri(subject)}\n    {written} .\n".encode()


def _says(value: Object) -> bool:
    return not isinstance(value, Words) or bool(value.text.strip())


def _predicate(name: str) -> str:
    return "a" if name == "rdf:type" else name


def _object(value: Object) -> str:
    if isinstance(value, Term):
        return value.name
    if isinstance(value, Address):
        return _iri(value.whole)
    language = f"@{value.language}" if _LANGUAGE.match(value.language) else ""
    return f'"{_SPECIAL.sub(_escaped, value.text)}"{language}'


def _iri(address: str) -> str:
    return f"<{_OUTSIDE.sub(lambda match: f'%{ord(match[0]):02X}', address)}>"


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


# -- JSON-LD ----------------------------------------------------------------------------------------------------------


def to_json_ld(body: Mapping[str, Any]) -> Iterator[bytes]:
    """One record in the words of schema.org."""
    whole = {"@context": "https://schema.org", **filled(body)}
    yield json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def filled(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not known; a list of one is that one."""
    kept: dict[str, Any] = {}
    for name, value in parts.items():
        said = [part for part in value if part] if isinstance(value, list | tuple) else value
        if said:
            kept[name] = said[0] if isinstance(said, list) and len(said) == 1 else said
    return kept


def in_both(english: str, russian: str) -> list[dict[str, str]]:
    return [{"@language": words.language, "@value": words.text} for words in both(english, russian)]
