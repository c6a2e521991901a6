"""What a mention means among the records held: a wrong link costs more than a missing one."""

from __future__ import annotations

from typing import Any

import pytest

from citations.imports.footnotes import ingest
from citations.linking import cut, may_be, surname
from citations.models import Citation, Contribution, Publication
from citations.review import meaning
from notation.references import PublicationReference
from tests import factories

pytestmark = pytest.mark.django_db


def read(*notes: str) -> list[str]:
    """What each citation of these notes means."""
    text = "A title of some words\n\n" + "".join(f"{n}. {note}\n" for n, note in enumerate(notes, start=1))
    ingest(text.encode(), "notes.txt")
    found = Citation.objects.order_by("footnote__order", "start", "id")
    return [f"{citation.outcome}: {meaning(citation)}" for citation in found]


@pytest.mark.parametrize(
    ("notes", "meant"),
    [
        (["RGASPI, f. 17, op. 171, d. 87, l. 83."], ["resolved: RGASPI/17/171/87, 83"]),
        (["РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83–84 об."], ["resolved: RGASPI/17/171/87, 83–84 об."]),
        (
            ["РЦХИДНИ, ф. 17, оп. 171, д. 87, л. 1.", "RGASPI, f. 17, op. 171, d. 87, l. 2."],
            ["resolved: RGASPI/17/171/87, 1", "resolved: RGASPI/17/171/87, 2"],
        ),
        (
            ["Ibid., l. 5."],
            ["unresolved: No reference stands before this one, so there is nothing for it to repeat."],
        ),
    ],
)
def test_archival_references(notes: list[str], meant: list[str]) -> None:
    assert read(*notes) == meant


def test_an_unknown_archive_is_kept_with_its_reason() -> None:
    found = read("АЗКП, ф. 1, оп. 2, д. 3, л. 4.")
    assert found == ["unresolved: No archive of this name is known."]
    assert Citation.objects.get().as_written.startswith("АЗКП")


def test_the_same_thing_twice_in_one_note_is_two_places() -> None:
    assert read("RGASPI, f. 17, op. 171, d. 87, l. 83; RGASPI, f. 17, op. 171, d. 87, l. 83.") == [
        "resolved: RGASPI/17/171/87, 83",
        "resolved: RGASPI/17/171/87, 83",
    ]


def test_a_short_title_makes_no_second_publication() -> None:
    read("K. Novak, The Winter Isolators (Riga: Logos, 1999), p. 12.", "Novak, Winter Isolators, 14.", "Ibid., 15.")
    cited = [citation.publication for citation in Citation.objects.order_by("pk")]
    assert [work and work.title for work in cited] == ["The Winter Isolators"] * 3
    assert len(set(cited)) == 1


@pytest.mark.parametrize(
    ("held", "cited", "same"),
    [
        ({"makers": ["A. Petrova"]}, {"authors": ("A. Petrova",)}, True),
        ({"makers": ["Петрова А.Н."]}, {"authors": ("A. N. Petrova",)}, True),
        ({"makers": ["A. Petrova"]}, {"authors": ("B. Ivanov",)}, False),
        ({"makers": ["A. Petrova", "B. Ivanov"]}, {"authors": ("B. Ivanov",)}, True),
        ({"makers": []}, {"authors": ("B. Ivanov",)}, True),
        ({"makers": ["A. Petrova"]}, {}, True),
        ({"container": "Voprosy istorii"}, {"container": "Вопросы истории"}, True),
        ({"container": "Voprosy istorii"}, {"container": "Past and Present"}, False),
        ({"issue": "No. 9"}, {"issue": "9"}, True),
        ({"issue": "No. 9"}, {"issue": "10"}, False),
        ({"volume": "2"}, {"volume": "т. 3"}, False),
    ],
)
def test_what_is_one_work(held: dict[str, Any], cited: dict[str, Any], same: bool) -> None:
    makers = held.pop("makers", [])
    work = factories.publication("Works", **held)
    for order, name in enumerate(makers, start=1):
        Contribution.objects.create(publication=work, name_printed=name, order=order)
    assert may_be(work, PublicationReference(title="Works", **cited)) is same


def test_a_work_of_one_title_by_another_is_another_work() -> None:
    held = factories.publication("A Winter in Suzdal", date="1931")
    Contribution.objects.create(publication=held, name_printed="B. Ivanov")
    assert read("A. Petrova, A Winter in Suzdal (Riga: Logos, 1931), p. 14.") == ["resolved: A Winter in Suzdal, 14"]
    assert Publication.objects.filter(title="A Winter in Suzdal").count() == 2
    assert Citation.objects.get().publication != held


def test_two_works_that_it_may_be_are_its_candidates() -> None:
    for _ in range(2):
        factories.publication("A Winter in Suzdal")
    assert read("A. Petrova, A Winter in Suzdal (Riga: Logos, 1931), p. 14.") == [
        "ambiguous: A Winter in Suzdal | A Winter in Suzdal"
    ]


def test_a_misreading_that_no_table_can_hold_stays_in_the_queue() -> None:
    """A number of 200 letters is no number: the citation is kept, unresolved, and the import goes on."""
    number = "1" * 30
    found = read(f"RGASPI, f. {'x' * 150}{number}, op. 1, d. 2, l. 3.", "RGASPI, f. 17, op. 171, d. 87, l. 83.")
    assert found[-1] == "resolved: RGASPI/17/171/87, 83"


@pytest.mark.parametrize(
    ("note", "kind", "container", "volume", "issue"),
    [
        ("A. Petrova, “A Winter in Suzdal”, Biulleten’, No. 9, January 1930.", "article", "Biulleten’", "", "9"),
        ("Петрова А. Зима в Суздале // Вопросы истории. 1990. № 4. С. 5–9.", "article", "Вопросы истории", "", "4"),
        ("A. Petrova, “A Winter,” Past & Present 12, no. 3 (1990): 5–9.", "article", "Past & Present", "12", "3"),
        ("A. Petrova, A Winter in Suzdal (Riga: Logos, 1931), p. 14.", "book", "", "", ""),
    ],
)
def test_what_a_new_publication_is(note: str, kind: str, container: str, volume: str, issue: str) -> None:
    read(note)
    made = Publication.objects.exclude(footnotes__isnull=False).get()
    assert (made.kind, made.container, made.volume, made.issue) == (kind, container, volume, issue)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("B. M. Eltsin", "Eltsin"),
        ("Eltsin B.M.", "Eltsin"),
        ("Eltsin, Boris", "Eltsin"),
        ("Ельцин Б. М.", "Ельцин"),
        ("", ""),
    ],
)
def test_surnames(name: str, expected: str) -> None:
    assert surname(name) == expected


def test_a_text_too_long_is_cut_visibly() -> None:
    assert cut("x" * 60, Publication, "volume") == "x" * 49 + "…"
    assert cut("x" * 50, Publication, "volume") == "x" * 50
    assert cut("x" * 9999, Publication, "title") == "x" * 9999
