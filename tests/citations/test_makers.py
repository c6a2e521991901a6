"""Makers of works as a reader reads them, and what a work proves here."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from archive.models import DocumentPerson
from citations.makers import each_maker, makers
from citations.models import Citation, Contribution, Evidence, Publication
from people.models import Event
from tests import factories as make
from tests.desk import words
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


def entered(**fields: Any) -> Citation:
    """A citation that stands in no note: what an editor entered to prove something."""
    return Citation.objects.create(outcome="resolved", status=PUBLISHED, **fields)


# printed, the person's names (English, Russian) → in a table and on the title page, to who reads English and Russian
PRINTED = [
    ("Aleksei Gusev", "Gusev, Alexei", "Гусев, Алексей", "en", "Aleksei Gusev", ("Aleksei Gusev", "")),
    ("Aleksei Gusev", "Gusev, Alexei", "Гусев, Алексей", "ru", "Гусев", ("Алексей Гусев", "Aleksei Gusev")),
    ("А. Гусев", "Gusev, Alexei", "Гусев, Алексей", "en", "Gusev", ("Alexei Gusev", "А. Гусев")),
    ("А. Гусев", "Gusev, Alexei", "Гусев, Алексей", "ru", "А. Гусев", ("А. Гусев", "")),
    ("El’tsin", "Eltsin, Boris", "Эльцин, Борис", "ru", "Эльцин", ("Борис Эльцин", "El’tsin")),
    ("N. Markin", "Sedov, Lev", "Седов, Лев", "ru", "N. Markin", ("N. Markin", "Лев Седов")),
    ("N. Markin", "Sedov, Lev", "Седов, Лев", "en", "N. Markin", ("N. Markin", "Lev Sedov")),
    ("Clara Weiss", "Weiss, Clara", "", "ru", "Clara Weiss", ("Clara Weiss", "")),
    ("", "Weiss, Clara", "", "ru", "Weiss", ("Clara Weiss", "")),
    ("", "Sedov, Lev", "Седов, Лев", "ru", "Седов", ("Лев Седов", "")),
    ("Anonym", "", "", "ru", "Anonym", ("Anonym", "")),
]


@pytest.mark.parametrize(("printed", "name_en", "name_ru", "language", "short", "full"), PRINTED)
def test_a_name_stands_in_the_readers_script_where_the_person_is_known_in_it(
    printed: str, name_en: str, name_ru: str, language: str, short: str, full: tuple[str, str]
) -> None:
    work = make.publication("Очерк")
    person = make.person(name_en, name_ru=name_ru) if name_en else None
    Contribution.objects.create(publication=work, person=person, name_printed=printed)
    with translation.override(language):
        assert makers(work) == short
        assert [(maker.text, maker.beside) for maker in each_maker(work)] == [full]


def test_a_role_is_told_once_of_all_who_had_it() -> None:
    work = make.publication("Очерк")
    shares = [("Ilf", "author"), ("Petrov", "author"), ("Orlov", "editor"), ("Berg", "editor"), ("Lunin", "translator")]
    for order, (name, role) in enumerate(shares):
        Contribution.objects.create(publication=work, name_printed=name, role=role, order=order)
    told = [(maker.text, maker.role) for maker in each_maker(Publication.objects.get(pk=work.pk))]
    assert told == [("Ilf", ""), ("Petrov", ""), ("Orlov", ""), ("Berg", "editors"), ("Lunin", "translator")]


def test_a_work_tells_apart_who_cites_it_and_what_it_proves_here(client: Client) -> None:
    work = make.publication("A lecture", status=PUBLISHED)
    note = make.footnote(
        "A lecture, p. 5.", publication=make.publication("Grain", status=PUBLISHED), number="7", status=PUBLISHED
    )
    make.citation(work, footnote=note, pages="5", status=PUBLISHED)
    exiled = entered(publication=work, pages="n. 4", as_written="A lecture, n. 4")
    entered(publication=work, pages="n. 9", as_written="A lecture, n. 9")
    event = Event.objects.create(person=make.person("Berg, Anna", status=PUBLISHED), kind="exile", date="1928")
    for about in ("date", "date"):
        Evidence.objects.create(citation=exiled, event=event, about=about)
    told = words(client.get(work.get_absolute_url()))
    cited, proves = told.split("What it proves here")
    assert "Who cites it 3 citations in the list Grain , note 7" in cited
    assert "n. 4 of citation" in proves
    assert proves.count("Berg, Anna : exile, 1928") == 1
    assert "A lecture, n. 9" in proves


def test_what_was_entered_to_prove_something_is_opis_own(client: Client) -> None:
    file = make.unit("RGASPI/17/171/87", status=PUBLISHED)
    entered(unit=file, leaves="83", as_written="RGASPI 17/171/87/83")
    assert "Opis itself, as evidence" in words(client.get(file.get_absolute_url()))


def test_where_no_footnote_is_held_a_count_says_what_it_counts(client: Client) -> None:
    entered(unit=make.unit("RGASPI/17", status=PUBLISHED), as_written="RGASPI, f. 17")
    for counted in ("people", "works"):
        told = words(client.get(f"/citations/{counted}/"))
        assert "Counted are the footnotes of works, and none is held yet." in told
        assert "Nothing has been published here yet." not in told


def test_signatories_of_a_document_are_named_after_one_word(client: Client) -> None:
    document = make.document("Declaration", status=PUBLISHED)
    for name, role in (("Berg, Anna", "signatory"), ("Orlov, Ivan", "signatory"), ("Lunin, Petr", "mentioned")):
        DocumentPerson.objects.create(document=document, person=make.person(name, status=PUBLISHED), role=role)
    assert "signatory: Berg, Anna ; Orlov, Ivan · mentioned: Lunin, Petr" in words(client.get("/documents/"))
