"""Where nothing is found, what would find something: a filter less, a word as it is spelt here, the other script.

Each attempt is counted with the filters of the list that it opens, so that the number is that of the list; what finds
nothing is not offered. It asks the database several times, and only for pages that have nothing else to show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import connection, models
from django.http import QueryDict
from django.urls import reverse

from archive.filters import DocumentFilters, RepositoryFilters, UnitFilters
from archive.models import Document, Repository, Unit
from citations.everywhere import (
    Asked,
    of_archives,
    of_citations,
    of_documents,
    of_persons,
    of_publications,
    of_units,
)
from citations.filters import CitationFilters, PublicationFilters
from citations.models import Citation, Publication
from core.listing import Filters
from core.parameters import BadParameter
from core.search import FIELDS
from notation.transliteration import romanise
from people.filters import PersonFilters
from people.models import Person

# Of a word's likest spellings, and how much of their trigrams has to agree.
SPELLINGS, LIKE_ENOUGH = 2, 0.4
# A question of so many words is tried word by word.
MOST_WORDS = 6
WORD = re.compile(r"[^\W\d_]{4,}")
# The name of a field is a word of ours and stays as it is.
FIELD = re.compile(rf"((?<!\w)(?:{'|'.join(FIELDS)}):)", re.IGNORECASE)
LISTS: tuple[tuple[Asked, type[Filters], Callable[[], models.QuerySet[Any]]], ...] = (
    (of_persons, PersonFilters, Person.objects.all),
    (of_archives, RepositoryFilters, Repository.objects.all),
    (of_units, UnitFilters, Unit.objects.all),
    (of_documents, DocumentFilters, Document.objects.all),
    (of_publications, PublicationFilters, Publication.objects.all),
    (of_citations, CitationFilters, Citation.objects.all),
)
# Latin letters of English romanisation, the longest first.
CYRILLIC = dict(
    pair.split("=")
    for pair in (
        "shch=щ zh=ж kh=х ts=ц ch=ч sh=ш yu=ю iu=ю ya=я ia=я yo=ё a=а b=б v=в g=г d=д e=е z=з i=и j=й k=к l=л m=м n=н"
        " o=о p=п r=р s=с t=т u=у f=ф h=х c=ц y=ы w=в x=х q=к"
    ).split()
)
LATIN = re.compile("|".join(CYRILLIC))


@dataclass(frozen=True, slots=True)
class Attempt:
    """An address that finds `count` records: without the filter called `label` (its `words`), or for other `words`."""

    words: str
    address: str
    count: int
    label: str = ""


def in_list(filters: Filters, chips: list[Mapping[str, str]], path: str) -> list[Attempt]:
    """For a list narrowed to nothing."""
    return [attempt for attempt in _in_list(filters, chips, path) if attempt.count]


def _in_list(filters: Filters, chips: list[Mapping[str, str]], path: str) -> Iterator[Attempt]:
    for chip in chips if len(chips) > 1 else ():
        others = QueryDict(urlsplit(chip["without"]).query)
        yield Attempt(chip["words"], chip["without"], _count(type(filters), others, filters.queryset), chip["label"])
    typed = filters.data.get("q", "")
    # Where the words alone find something, the filters are to blame; else other words are tried without filters too.
    to_blame = len(chips) > 1 and _count(type(filters), QueryDict(urlencode({"q": typed})), filters.queryset)
    for question in otherwise(typed):
        changed = filters.data.copy()
        changed["q"] = question
        changed.pop("page", None)
        alone = QueryDict(urlencode({"q": question}))
        counted = ((asked, _count(type(filters), asked, filters.queryset)) for asked in (changed, alone))
        asked, count = next(((asked, n) for asked, n in counted if n or to_blame), (alone, 0))
        yield Attempt(question, f"{path}?{asked.urlencode()}", count)


def everywhere(typed: str) -> list[Attempt]:
    """For the search over everything."""
    found = []
    for question in otherwise(typed):
        each = ((asked(question), filters, rows) for asked, filters, rows in LISTS)
        count = sum(_count(filters, asked, rows()) for asked, filters, rows in each if asked is not None)
        found.append(Attempt(question, f"{reverse('search')}?{urlencode({'q': question, 'text': 1})}", count))
    return [attempt for attempt in found if attempt.count]


def otherwise(typed: str) -> list[str]:
    """The question without fields, in the other script, and with each word as something is spelt that stands here."""
    pieces = FIELD.split(typed)
    own_words = "".join(pieces[::2])
    in_script = romanise if re.search("[а-яё]", own_words.lower()) else cyrillic
    found = [own_words, _changed(pieces, in_script)]
    words = list(dict.fromkeys(WORD.findall(own_words)))
    for word in words if len(words) <= MOST_WORDS else ():
        for spelling in similar(word):
            found.append(_changed(pieces, partial(re.sub, rf"\b{word}\b", spelling)))
    return [question for question in dict.fromkeys(found) if question != typed]


def _changed(pieces: list[str], change: Callable[[str], str]) -> str:
    """Every other piece is the name of a field."""
    return "".join(piece if number % 2 else change(piece) for number, piece in enumerate(pieces))


def cyrillic(text: str) -> str:
    return LATIN.sub(lambda match: CYRILLIC[match[0]], text.lower())


def similar(word: str) -> list[str]:
    """Words of titles and names that are spelt much like this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT spelling, likeness FROM similar_spellings(lower(searched_text(%s)))", [word])
        found = [spelling for spelling, likeness in cursor.fetchall() if LIKE_ENOUGH <= likeness < 1]
    return found[:SPELLINGS]


def _count(filters: type[Filters], asked: QueryDict, rows: models.QuerySet[Any]) -> int:
    """How many records the list has; none where it would refuse the question."""
    made = filters(asked, queryset=rows)
    try:
        made.clean_or_refuse()
        return int((made.found if isinstance(made, CitationFilters) else made.qs).count())
    except BadParameter:
        return 0
