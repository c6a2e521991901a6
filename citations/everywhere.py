"""What each list is asked of a question of the one search box: its words, and its fields as the filters of that list.

The rule: a list is asked all of a question or nothing of it, so that what it shows is what was asked. `type:letter
date:1928 Rakovsky` asks documents for a kind, years and a word. A field that a list has no filter for, that means none
or several of its values, is excluded or stands beside an OR leaves the list out. Citations know the whole language
themselves (`citations.searching`); of persons only names are asked (`core.search`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.http import QueryDict

from archive.models import Document, Repository, Unit
from citations.models import Publication
from citations.searching.asking import kind_names
from citations.searching.codes import KINDS, word
from core.search import (
    InField,
    InYears,
    NotUnderstood,
    Phrase,
    Question,
    Term,
    Word,
    is_in_fields,
    name_stems,
    read_question,
)
from core.search import names_without_fields as names_of
from notation.folding import folded_key
from people.finding import find

# Parameters of a list; none where it cannot be asked.
Parameters = Mapping[str, str]
# What stands in a field, and the archive that is asked for beside it → what the list is asked.
Filter = Callable[[str, str], Parameters]
Asked = Callable[[str], QueryDict | None]
NOTHING: Parameters = {}


def of_citations(typed: str) -> QueryDict | None:
    return _as_address({"q": typed})


def of_persons(typed: str) -> QueryDict | None:
    return _as_address({"q": names_of(typed)})


def of_archives(typed: str) -> QueryDict | None:
    return _narrowed(typed, {}, dated=False)


def of_units(typed: str) -> QueryDict | None:
    return _narrowed(typed, {"archive": _archive, "fond": _fond}, dated=True)


def of_documents(typed: str) -> QueryDict | None:
    filters = {
        "type": lambda text, _archive: _kind(text, Document.Kind.values),
        "archive": _archive,
        "fond": _fond,
        "author": lambda text, _archive: _person(text, "person", part="by"),
        "to": lambda text, _archive: _person(text, "person", part="to"),
    }
    return _narrowed(typed, filters, dated=True)


def of_publications(typed: str) -> QueryDict | None:
    filters = {
        "type": lambda text, _archive: _kind(text, Publication.Kind.values),
        "author": lambda text, _archive: _person(text, "author"),
    }
    return _narrowed(typed, filters, dated=True)


def _narrowed(typed: str, filters: Mapping[str, Filter], *, dated: bool) -> QueryDict | None:
    if not is_in_fields(typed):
        return _as_address({"q": typed})
    try:
        question = read_question(typed)
    except NotUnderstood:
        return None
    asked: dict[str, str] = {}
    words = []
    archive = _archive_of(question)
    for group in question.groups:
        if all(isinstance(term, Word | Phrase) for term in group):
            words.append(" OR ".join(map(_written, group)))
            continue
        own = _parameters(group[0], filters, archive, dated=dated) if len(group) == 1 else NOTHING
        if not own or asked.keys() & own.keys():
            return None
        asked |= own
    return _as_address({**asked, "q": " ".join(words)})


def _archive_of(question: Question) -> str:
    fields = (term for group in question.groups for term in group if isinstance(term, InField))
    return next((field.text for field in fields if field.name == "archive"), "")


def _parameters(term: Term, filters: Mapping[str, Filter], archive: str, *, dated: bool) -> Parameters:
    match term:
        case InField(name, text, False) if name in filters:
            return filters[name](text, archive)
        case InYears(first, last, False) if dated:
            ends = {"year_min": first, "year_max": last}
            return {name: str(year) for name, year in ends.items() if year is not None}
        case _:
            return NOTHING


def _written(term: Term) -> str:
    minus = "-" if term.negated else ""
    return f'{minus}"{term.text}"' if isinstance(term, Phrase) else f"{minus}{getattr(term, 'text', '')}"


def _as_address(asked: Parameters) -> QueryDict | None:
    said = {name: value for name, value in asked.items() if value}
    return QueryDict(urlencode(said)) if said else None


def _kind(text: str, kinds: list[str]) -> Parameters:
    kind = word(KINDS, kind_names().get(text.lower(), 0))
    return {"kind": kind} if kind in kinds else NOTHING


def _archive(text: str, _archive: str) -> Parameters:
    return _only("repository", [each.code for each in _archives(text)])


def _archives(text: str) -> list[Repository]:
    return Repository.objects.called(text, folded_key(text)) or list(Repository.objects.named_like(text)[:2])


def _fond(text: str, archive: str) -> Parameters:
    fonds = Unit.objects.top().numbered(text)
    if archive:
        fonds = fonds.filter(repository__in=_archives(archive))
    return _only("under", list(fonds.values_list("path", flat=True)[:2]))


def _person(text: str, name: str, **more: str) -> Parameters:
    """Whom the name means beyond doubt, in any case of grammar; of several who bear it, or are only like it, nobody."""
    found = _only(name, _bearers(text) or _bearers(" ".join(name_stems(text))))
    return {**found, **more} if found else NOTHING


def _bearers(text: str) -> list[str]:
    hits = find(text, 2)
    return [str(number) for number in hits.ids if number not in hits.near]


def _only(name: str, values: list[str]) -> Parameters:
    return {name: values[0]} if len(values) == 1 else NOTHING
