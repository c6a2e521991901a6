"""A page of the list of citations with its facets; and, where nothing is found, what other spellings would find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection, models
from django.forms import BoundField

from citations.filters import CitationFilters
from citations.models import Citation, Found
from citations.searching.answers import Answer, answer
from citations.searching.asking import condition
from citations.searching.facets import LABELS, Facet, Year, histogram, in_words
from citations.searching.lines import lines

# A word is taken for another only where this much of their trigrams agrees.
LIKE_ENOUGH = 0.4


class FoundPage(Page[Any]):
    """`also`: the words that were looked for instead of those typed; `plain_fields`: what narrows without counts."""

    facets: list[Facet]
    years: list[Year]
    also: dict[str, str]
    plain_fields: list[BoundField]

    @property
    def last_year(self) -> int:
        return self.years[-1].year


def page_of(
    filters: CitationFilters, sort: str, per_page: int, number: int, rows: models.QuerySet[Any] | None = None
) -> FoundPage:
    """The page of this number, the last one where there are not so many; of `rows` where more than lines is wanted."""
    answered, also = _answered(filters, sort, per_page, number)
    paginator: Paginator[Any] = Paginator(answered.ids, per_page)
    paginator.count = answered.count  # a cached property, filled beforehand
    page = FoundPage(records_of(answered.ids, rows), answered.page, paginator)
    chosen = {name: filters.data.getlist(name) for name in LABELS}
    page.facets = in_words(answered.facets, chosen)
    page.years = histogram(answered.facets["year"])
    page.also = also
    page.plain_fields = [filters.form[name] for name in ("under", "year_min", "year_max")]
    return page


def keys_of(filters: CitationFilters, sort: str, most: int) -> list[int]:
    """The numbers of the first citations found, `most` of them, in order."""
    return _answered(filters, sort, most, 1)[0].ids


def records_of(keys: Sequence[int], rows: models.QuerySet[Any] | None = None) -> list[Citation]:
    """The citations of these numbers as lines; of `rows` where more than lines is wanted."""
    return lines(keys) if rows is None else _in_order(rows, keys)


def _answered(filters: CitationFilters, sort: str, per_page: int, number: int) -> tuple[Answer, dict[str, str]]:
    """The answer, with the words that were looked for instead of those typed, where those find nothing."""
    cleaned = filters.form.cleaned_data
    with_fonds = len(cleaned["repository"]) == 1 or bool(cleaned["fond"])
    answered = answer(filters.found, sort, per_page, number, with_fonds, filters.stored)
    if answered.count or not cleaned.get("q"):
        return answered, {}
    return _respelled(filters, sort, per_page, number, with_fonds) or (answered, {})


def _in_order(rows: models.QuerySet[Any], numbers: Sequence[int]) -> list[Citation]:
    found = rows.in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def _respelled(
    filters: CitationFilters, sort: str, per_page: int, number: int, with_fonds: bool
) -> tuple[Answer, dict[str, str]] | None:
    """The answer to the question with each unknown word as it is spelt here, if that finds anything."""
    question = filters.question()
    also = {word: other for word in question.words if (other := _spelt(word))}
    if not also:
        return None
    found = filters.narrowed(Found.objects.filter(condition(question.with_spellings(also))))
    answered = answer(found, sort, per_page, number, with_fonds)
    return (answered, also) if answered.count else None


def _spelt(word: str) -> str:
    """The likest spelling that occurs here; empty where the word itself does, or nothing is like it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT spelling, likeness FROM similar_spellings(lower(searched_text(%s)))", [word])
        found = cursor.fetchall()
    if not found or found[0][1] < LIKE_ENOUGH or found[0][1] == 1:
        return ""
    return str(found[0][0])
