"""Filters that several lists share: a record by its number, a choice in the reader's language, words, and years."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, get_language_info, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from core.listing import reader_language
from core.words import KeptWords

Rows = TypeVar("Rows", bound=models.QuerySet[Any])
# Languages in which our historians and their sources write; Django's own catalogue names them for the reader.
LANGUAGE_CODES = [
    "ru",
    "en",
    "de",
    "fr",
    "uk",
    "be",
    "pl",
    "it",
    "es",
    "ka",
    "hy",
    "az",
    "kk",
    "uz",
    "lt",
    "lv",
    "et",
    "fi",
    "cs",
    "hu",
    "ro",
    "bg",
    "sr",
    "tr",
    "he",
    "sv",
    "nl",
    "pt",
    "ja",
    "zh-hans",
]
FIRST_YEAR, LAST_YEAR = 1, 2100
LONGEST_QUESTION = 200
MOST_WORDS = 10
_PIECES = re.compile(r'-?"[^"]*"|\S+')


# Django's Russian catalogue has the people or an error in place of these tongues; ours goes before it.
OF_OUR_OWN = (gettext_noop("Latvian"), gettext_noop("Belarusian"), gettext_noop("Dutch"))


def language_name(code: str) -> str:
    """`de` → German or немецкий; a code that we cannot name stands for itself."""
    return _language_name(code, get_language())


@lru_cache(maxsize=1024)
def _language_name(code: str, _reader: str | None) -> str:
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    # Russian writes them small; of Django's Russian names two thirds begin with a capital.
    return name[:1].lower() + name[1:] if get_language() == "ru" else name


def in_language(record: models.Model, field: str, wanted: str = "") -> tuple[str, str]:
    """The text of `field_en` or `field_ru` in the reader's language, else the other one, and its language.

    `wanted` is for who has asked for the reader's language once for many.
    """
    wanted = wanted or reader_language()
    for language in (wanted, "ru" if wanted == "en" else "en"):
        text = getattr(record, f"{field}_{language}")
        if text:
            return text, language
    return "", wanted


class ReaderChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs, not when running
    """Records to choose from, by their names in the reader's language."""

    default_error_messages = {"invalid_choice": gettext_lazy("There is no such record.")}

    def label_from_instance(self, obj: models.Model) -> str:
        return in_language(obj, "name")[0] if hasattr(obj, "name_en") else str(obj)


class ReaderChoiceFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]  # django-filter has no types
    field_class = ReaderChoiceField

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("empty_label", "—")
        super().__init__(*args, **options)


class RecordFilter(ReaderChoiceFilter):
    """A record by its number, where there are too many for a list to choose from: other pages link here."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, widget=forms.HiddenInput, **options)


class WordsFilter(django_filters.CharFilter):  # type: ignore[misc]  # see ReaderChoiceFilter
    """`q`: what was typed, at most 200 characters; the subclass of `Filters` says where it is looked for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_QUESTION)
        super().__init__(*args, **options)


class LanguageFilter(django_filters.ChoiceFilter):  # type: ignore[misc]  # see ReaderChoiceFilter
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, choices=languages, empty_label="—", **options)


def languages() -> list[tuple[str, str]]:
    return sorted(((code, language_name(code)) for code in LANGUAGE_CODES), key=lambda choice: choice[1])


class YearField(forms.IntegerField):
    """A year in ASCII digits: Python's `int` takes `١٩٢٨` as well."""

    def to_python(self, value: Any) -> int | None:
        if value and not str(value).isascii():
            raise ValidationError(_("a year is understood, such as 1928."))
        return super().to_python(value)


class YearFilter(django_filters.NumberFilter):  # type: ignore[misc]  # see ReaderChoiceFilter
    field_class = YearField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)

    def get_max_validator(self) -> None:
        """The bounds are the field's own."""


def since(field: str, year: int) -> models.Q:
    """The uncertain date may lie in this year or later; a date that is not known does not count."""
    return models.Q(**{f"{field}_latest__gte": date(year, 1, 1)}) | models.Q(
        **{f"{field}_latest__isnull": True, f"{field}_earliest__isnull": False}
    )


def until(field: str, year: int) -> models.Q:
    """The uncertain date may lie in this year or earlier."""
    return models.Q(**{f"{field}_earliest__lte": date(year, 12, 31)}) | models.Q(
        **{f"{field}_earliest__isnull": True, f"{field}_latest__isnull": False}
    )


def holding_words(rows: Rows, question: str, *fields: str) -> Rows:
    """Rows whose text holds the words: quotes, OR and minus as in web searches, Russian and English endings alike.

    `fields` must be those of the model's full-text index, in its order.
    """
    # An index finds what holds a word, not what does not: looked for as they were typed, exclusions alone had the words
    # of each record made anew, a second and a half for 200,000 documents.
    if unwanted := _left_out(question):
        left_out = holding_words(rows.model._default_manager.all(), " OR ".join(unwanted), *fields)
        return rows.exclude(pk__in=left_out.order_by().values("pk"))
    query = SearchQuery(question, config="russian", search_type="websearch")
    return rows.alias(words=KeptWords(*fields)).filter(words=query)


def _left_out(question: str) -> list[str]:
    """Words and phrases of a question that does nothing but exclude them: `-письмо -"на заводе"`."""
    pieces = _PIECES.findall(question)
    words = [piece[1:] for piece in pieces if piece[0] == "-" and (piece[1:2].isalnum() or piece[1:2] == '"')]
    return words if len(words) == len(pieces) and "or" not in map(str.lower, words) else []


def beginning_words(rows: Rows, typed: str, *fields: str) -> Rows:
    """As `holding_words`, of a question that is still being typed: its last word may be the beginning of one."""
    words = re.findall(r"[^\W_]+", typed)[:MOST_WORDS]
    if not words:
        return rows.none()
    *whole, last = (f"'{word}'" for word in words)
    query = SearchQuery(" & ".join([*whole, f"{last}:*"]), config="russian", search_type="raw")
    return rows.alias(words=KeptWords(*fields)).filter(words=query)
