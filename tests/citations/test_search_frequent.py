"""What is answered from the sums of a frequent word is what counting its hits would answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from citations.models import Citation, Contribution, Footnote, FrequentWord, Worded
from citations.searching import answers, frequent, rebuilding
from core.records import Status
from tests import factories
from tests.citations.test_search_upkeep import Editors
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db
SUMMED = ("word", "public", "repository_id", "year", "language", "kind", "outcome", "verification")


def keep(*words: str) -> None:
    FrequentWord.objects.bulk_create(map(FrequentWord, words))
    with connection.cursor() as cursor:
        cursor.execute(frequent.SUMS)


def sums() -> list[tuple[Any, ...]]:
    return sorted(Worded.objects.exclude(n=0).values_list(*SUMMED, "n"))


def cite(text: str, path: str, work: Any, **fields: Any) -> Citation:
    note = factories.footnote(text, publication=work, status=PUBLISHED)
    unit = factories.unit(path, status=PUBLISHED)
    return factories.citation(unit, footnote=note, as_written=text, start=0, end=len(text), **fields)


@pytest.fixture
def cited() -> None:
    """Citations of “письмо”, of works by one Письмов, of both, of neither; and drafts."""
    by_him = factories.publication("Essays", date="1994", language="en", status=PUBLISHED)
    Contribution.objects.create(publication=by_him, name_printed="Письмов, И.")
    other = factories.publication("Очерки", date="2001", language="ru", status=PUBLISHED)
    for n, (text, path, work) in enumerate(
        [
            ("Письмо о хлебе", "RGASPI/17/1/1", other),
            ("Письмо о зерне", "GARF/1/1/1", by_him),
            ("Дело о зерне", "GARF/1/1/2", by_him),
            ("Дело о хлебе", "RGASPI/17/1/2", other),
            ("Письма, архив", "RGASPI/17/1/1", other),
        ]
    ):
        cite(text, path, work, status=PUBLISHED, verification="checked" if n % 2 else "not checked")
    cite("Письмо тайное", "RGASPI/17/1/3", other, status=Status.DRAFT)


@pytest.mark.parametrize(
    ("kept", "asked", "count", "from_sums"),
    [
        ("письм", {"q": "письмо"}, 3, True),
        ("письм", {"q": "ПИСЬМАМИ", "sort": "year"}, 3, True),
        ("письм", {"q": "письмо", "sort": "shelfmark"}, 3, True),
        ("письм", {"q": "письмо", "per_page": "1", "page": "3"}, 3, True),
        ("письм", {"q": "письмо", "repository": "RGASPI"}, 2, True),
        ("письм", {"q": "письмо", "verification": ["checked", "disputed"]}, 1, True),
        ("письм", {"q": "письмо", "year_min": "1990", "year_max": "1994"}, 1, True),
        ("письм", {"q": "письмо", "language": "de"}, 0, True),
        # By the name, and by the word beside it.
        ("=pismov", {"q": "Письмова"}, 2, True),
        ("=pismov", {"q": "Pismov", "repository": "GARF"}, 2, True),
        ("хлеб", {"q": "хлебе"}, 2, True),
        # Not this word alone: hits are counted.
        ("письм", {"q": "письмо хлеб"}, 1, False),
        ("письм", {"q": "письмо -архив"}, 2, False),
        ("письм", {"q": '"письмо о хлебе"'}, 1, False),
        ("письм", {"q": "письмо OR дело"}, 5, False),
        ("письм", {"q": "письмо", "under": "RGASPI/17"}, 2, False),
        ("хлеб", {"q": "письмо"}, 3, False),
        ("=th", {"q": "the"}, 0, False),
    ],
)
def test_sums_answer_as_counting_does(
    client: Client, cited: None, monkeypatch: Any, kept: str, asked: dict[str, Any], count: int, from_sums: bool
) -> None:
    counted = client.get("/citations/", asked)
    listed = client.get("/citations/", asked | {"format": "json"}).json()
    assert listed["count"] == count
    keep(kept)
    if from_sums:
        monkeypatch.setattr(answers, "_counted", None)
    summed = client.get("/citations/", asked)
    assert client.get("/citations/", asked | {"format": "json"}).json() == listed
    for shown in ("facets", "years"):
        assert getattr(summed.context["page"], shown) == getattr(counted.context["page"], shown)


def test_staff_have_drafts_in_the_sums_and_nobody_else(client: Client, cited: None) -> None:
    keep("письм")
    client.force_login(factories.editor())
    assert client.get("/citations/", {"q": "письмо", "format": "json"}).json()["count"] == 4


def test_what_is_published_or_withdrawn_counts_at_once(client: Client, cited: None) -> None:
    keep("письм", "хлеб")

    def counts() -> list[int]:
        words = ("письмо", "хлеб")
        return [client.get("/citations/", {"q": word, "format": "json"}).json()["count"] for word in words]

    draft = Citation.objects.get(status=Status.DRAFT)
    Citation.objects.filter(pk=draft.pk).update(status=PUBLISHED)
    assert counts() == [4, 2]
    Footnote.objects.filter(text=draft.as_written).update(text="Хлеб и письма тайные")
    Citation.objects.filter(pk=draft.pk).update(start=0, end=20)
    assert counts() == [4, 3]
    Citation.objects.filter(pk=draft.pk).delete()
    assert counts() == [3, 2]


@pytest.mark.parametrize("seed", range(2))
def test_after_any_edits_the_sums_are_those_of_the_citations(seed: int) -> None:
    """T16: after edits at random."""
    editors = Editors(seed)
    keep("письм", "зерн", "grain", "=rakovsk", "=shcherbakov")
    for _turn in range(60):
        editors.turn()
    kept = sums()
    Worded.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(frequent.SUMS)
    assert kept
    assert kept == sums()


def test_words_of_many_citations_are_chosen_when_the_search_is_made_anew(cited: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(frequent, "SHARE", 0.3)
    rebuilding.rebuild()
    assert FrequentWord.objects.count() == 0  # six citations are counted quickly enough
    monkeypatch.setattr(frequent, "LEAST", 1)
    rebuilding.rebuild()
    chosen = set(FrequentWord.objects.values_list("word", flat=True))
    assert {"письм", "хлеб"} <= chosen
    assert not {"архив", "17", "о"} & chosen
    assert sum(Worded.objects.filter(word="письм").values_list("n", flat=True)) == 4
