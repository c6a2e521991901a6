"""Two records are made one: what is asked, what moves, what stays findable."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client

from archive.models import DocumentPerson, Unit
from citations.models import Candidate, Citation, Contribution, Evidence, Footnote, Publication, PublicationIdentifier
from core.merging.applying import Undecided, merge
from core.merging.planning import plan_of
from core.merging.rows import keys_to
from core.merging.rules import RULES
from core.merging.undoing import undo
from core.publication import ruled_models
from core.records import Conflict
from people.models import Event, Identifier, Name, Organisation, Person, Relation
from tests import factories as make
from tests.core.joining import asked, joined
from tests.desk import address, words
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("anna"))
    return client


# -- what is asked ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "open_questions", "born"),
    [
        ("1890", "", [], "1890"),
        ("", "1890", [], "1890"),
        ("2 June 1890", "2 июня 1890", [], "2 June 1890"),  # one date in two spellings
        ("1890", "1891", ["Born"], None),
        ("1890", "около 1890", ["Born"], None),
    ],
)
def test_two_different_births_stop_a_merge(mine: str, theirs: str, open_questions: list[str], born: str | None) -> None:
    kept, gone = make.person("Eltsin, B.", born=mine), make.person("Eltsin, B.", born=theirs)
    assert asked(kept, gone) == open_questions
    if born is None:
        with pytest.raises(Undecided, match="Still to be decided: Born"):
            joined(kept, gone)
        assert Person.objects.count() == 2
        joined(kept, gone, born="theirs")
        born = theirs
    else:
        joined(kept, gone)
    assert [person.born for person in Person.objects.all()] == [born]


def test_two_numbers_of_one_authority_are_a_question() -> None:
    kept, gone = make.person("Eltsin, B."), make.person("Eltsin, B.")
    Identifier.objects.create(person=kept, authority="VIAF", value="1")
    Identifier.objects.create(person=gone, authority="VIAF", value="2")
    Identifier.objects.create(person=gone, authority="GND", value="118540238")
    assert asked(kept, gone) == ["Both have this, and it differs: VIAF."]
    done = joined(kept, gone, VIAF="theirs")
    assert sorted(map(str, kept.identifiers.all())) == ["GND 118540238", "VIAF 2"]
    assert undo(done) == []
    assert sorted(map(str, kept.identifiers.all())) == ["VIAF 1"]


def test_nobody_dies_twice() -> None:
    kept, gone = make.person("Eltsin, B."), make.person("Eltsin, B.")
    Event.objects.create(person=kept, kind="death", date="1937")
    shot = Event.objects.create(person=gone, kind="execution", date="10 July 1937")
    Evidence.objects.create(citation=make.citation(), event=shot)
    assert asked(kept, gone) == ["Both have this, and it differs: death."]
    done = joined(kept, gone, death="mine")
    assert [event.date for event in kept.events.all()] == ["1937"]
    assert Evidence.objects.count() == 0
    undo(done)
    assert [event.date for event in Event.objects.order_by("pk")] == ["1937", "10 July 1937"]
    assert Evidence.objects.get().event == shot


def test_what_joins_the_two_with_one_another_goes_only_when_told() -> None:
    kept, gone = make.person("Eltsin, B."), make.person("Eltsin, Boris")
    Relation.objects.create(person=gone, other=kept, kind="sibling")
    assert asked(kept, gone) == [
        "Heading in Latin script",
        "These join the two with one another: Eltsin, Boris brother or sister of Eltsin, B..",
    ]
    done = joined(kept, gone, name_en="mine", joined="yes")
    assert Relation.objects.count() == 0
    undo(done)
    assert str(Relation.objects.get()) == "Eltsin, Boris brother or sister of Eltsin, B."


def test_files_of_the_same_number_stop_two_fonds() -> None:
    kept, gone = make.unit("RGASPI/17/171/87").parent, make.unit("RGASPI/17/0171/87").parent
    make.unit("RGASPI/17/0171/88")
    assert asked(kept, gone) == ["Both have one of the same number: RGASPI/17/171/87 and RGASPI/17/0171/87."]
    joined(kept, gone, too="yes")
    assert [unit.path for unit in Unit.objects.order_by("sort_key")] == [
        "RGASPI/17", "RGASPI/17/171", "RGASPI/17/171/87", "RGASPI/17/171/88",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("inner", "outer"),
    [("RGASPI/17/171", "RGASPI/17"), ("RGASPI/17/171/87", "RGASPI/17"), ("RGASPI/17", "RGASPI/17/171")],
)
def test_a_unit_is_not_merged_with_what_it_lies_in(inner: str, outer: str) -> None:
    make.unit("RGASPI/17/171/87")
    with pytest.raises(Undecided, match="lies in"):
        joined(Unit.objects.get(path=inner), Unit.objects.get(path=outer))


def test_a_chapter_is_not_merged_with_its_book() -> None:
    book = make.publication("Works")
    volume = make.publication("Volume 2", part_of=book)
    chapter = make.publication("Chapter", part_of=volume)
    for one, other in ((volume, book), (book, volume), (chapter, book)):
        assert plan_of(one, other).refusals, (one, other)


def test_what_changed_since_the_page_was_opened_is_not_merged() -> None:
    """T13: by a merge."""
    kept, gone = make.person("Eltsin, B."), make.person("Eltsin, B.")
    seen = plan_of(kept, gone).state()
    Name.objects.create(person=gone, text="Ельцин")
    with pytest.raises(Conflict, match="has changed since you looked"):
        merge(kept, gone, {}, "the same", seen=seen)
    gone.delete()
    with pytest.raises(Conflict, match="no longer there"):
        merge(kept, Person(pk=gone.pk or 999), {}, "the same")


# -- what moves -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", list(RULES), ids=lambda model: model.__name__)
def test_every_key_to_a_record_is_followed(model: Any) -> None:
    """An app that is added later is covered the day its key is added."""
    keys = {
        field
        for other in ruled_models()
        for field in other._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is model and other.publication_rule != "public"  # type: ignore[attr-defined]  # ruled
    }
    assert set(keys_to(model)) == keys


def test_everything_of_a_person_goes_along_and_comes_back() -> None:
    kept, gone = make.person("Eltsin, Boris"), make.person("Ельцин, Борис", name_ru="Ельцин, Борис")
    for person in (kept, gone):
        Name.objects.create(person=person, text="Eltsine")
        Event.objects.create(person=person, kind="exile", date="1928")
    Event.objects.create(person=gone, kind="arrest", date="1929")
    letter, work = make.document(), make.publication()
    DocumentPerson.objects.create(document=letter, person=gone, role="author")
    Contribution.objects.create(publication=work, person=gone)
    seen = make.citation(seen_by=None)
    Evidence.objects.create(citation=seen, person=gone, about="born")
    done = joined(kept, gone, name_en="mine")
    assert [name.text for name in kept.names.all()] == ["Eltsine"]
    assert Person.objects.get().name_ru == "Ельцин, Борис"
    assert [(event.kind, event.date) for event in kept.events.all()] == [("exile", "1928"), ("arrest", "1929")]
    assert [row.person for row in (*letter.roles.all(), *work.contributions.all(), *Evidence.objects.all())] == [
        kept
    ] * 3
    assert undo(done) == []
    assert [name.text for name in kept.names.all()] == ["Eltsine"]
    assert [(event.kind, event.date) for event in gone.events.all()] == [("exile", "1928"), ("arrest", "1929")]
    assert [row.person for row in (*letter.roles.all(), *work.contributions.all(), *Evidence.objects.all())] == [
        gone
    ] * 3


def test_a_part_that_both_have_keeps_what_either_says() -> None:
    kept, gone, friend = make.person("Eltsin, B."), make.person("Eltsin, B."), make.person("Dingelshtedt, F.")
    Relation.objects.create(person=kept, other=friend, kind="friend")
    Relation.objects.create(person=gone, other=friend, kind="friend", date="1927")
    done = joined(kept, gone)
    assert [relation.date for relation in kept.relations.all()] == ["1927"]
    undo(done)
    assert [relation.date for relation in Relation.objects.order_by("pk")] == ["", "1927"]


def test_an_ambiguous_citation_names_the_one_thing_once() -> None:
    kept, gone = make.unit("RGASPI/17/171/87"), make.unit("RGASPI/17/171/087")
    doubtful = make.citation(outcome="ambiguous", reason="")
    for unit in (kept, gone):
        Candidate.objects.create(citation=doubtful, unit=unit)
    done = joined(kept, gone, number="mine")
    assert [candidate.unit for candidate in doubtful.candidates.all()] == [kept]
    undo(done)
    assert [candidate.unit for candidate in doubtful.candidates.order_by("pk")] == [kept, gone]


def test_notes_of_two_entries_of_one_work_become_one() -> None:
    unit = make.unit()
    kept, gone = make.publication("History", date="1990"), make.publication("History", date="1990")
    for work in (kept, gone):
        note = make.footnote("RGASPI, f. 17.", publication=work, number="1", order=1)
        make.citation(unit, footnote=note, leaves="5")
    make.footnote("Another.", publication=gone, number="2", order=2)
    PublicationIdentifier.objects.create(publication=gone, authority="OCLC", value="7")
    done = joined(kept, gone)
    assert [note.text for note in Footnote.objects.order_by("order")] == ["RGASPI, f. 17.", "Another."]
    assert Citation.objects.count() == 1
    undo(done)
    assert [note.publication for note in Footnote.objects.order_by("pk")] == [kept, gone, gone]
    assert Citation.objects.count() == 2


def test_places_and_boards_keep_their_other_names() -> None:
    kept, gone = make.place("Leningrad", former_names=["Petrograd"]), make.place("St Petersburg", name_ru="Петербург")
    person = make.person(born_at=gone)
    joined(kept, gone, name_en="mine")
    kept.refresh_from_db()
    assert (kept.name_ru, kept.former_names) == ("Петербург", ["Petrograd", "St Petersburg"])
    person.refresh_from_db()
    assert person.born_at == kept
    board, other = (Organisation.objects.create(name_en=name) for name in ("Cheka", "VChK"))
    joined(board, other, name_en="mine")
    assert [name.text for name in board.names.all()] == ["VChK"]


# -- what the public sees ---------------------------------------------------------------------------------------------


def test_old_addresses_lead_on_for_ever(client: Client) -> None:
    """T42: a record that was merged."""
    first, second, third = (make.person(f"Eltsin, {letter}.", status=PUBLISHED) for letter in "ABC")
    old = first.get_absolute_url()
    one = joined(second, first, name_en="mine")
    two = joined(third, second, name_en="mine")
    assert client.get(old).status_code == 301
    assert client.get(f"/people/{first.pk}/").headers["Location"] == third.get_absolute_url()
    undo(two)
    assert client.get(old).headers["Location"] == second.get_absolute_url()
    undo(one)
    assert client.get(old).status_code == 200


def test_what_was_a_draft_leads_nowhere(client: Client) -> None:
    kept, gone = make.person("Eltsin, B.", status=PUBLISHED), make.person("Eltsin, B.")
    joined(kept, gone)
    assert client.get(f"/people/{gone.pk}/").status_code == 404
    hidden, public = make.person("Eltsin, C."), make.person("Eltsin, C.", status=PUBLISHED)
    joined(hidden, public)
    assert client.get(public.get_absolute_url(), follow=True).status_code == 200
    hidden.refresh_from_db()
    assert hidden.status == PUBLISHED


def test_a_unit_and_all_below_it_keep_their_old_addresses(client: Client) -> None:
    kept = make.unit("RGASPI/17/171", status=PUBLISHED)
    make.unit("RGASPI/17/0171/88/2", status=PUBLISHED)
    gone = Unit.objects.get(path="RGASPI/17/0171")
    done = joined(kept, gone)
    for old, new in (("0171", "171"), ("0171/88", "171/88"), ("0171/88/2", "171/88/2")):
        response = client.get(f"/archive/RGASPI/17/{old}/")
        assert (response.status_code, response.headers["Location"].partition("?")[0]) == (
            301,
            f"/archive/RGASPI/17/{new}/",
        )
    undo(done)
    assert client.get("/archive/RGASPI/17/0171/88/2/").status_code == 200
    assert client.get("/archive/RGASPI/17/171/88/").status_code == 301


def test_counts_and_search_follow_at_once(client: Client) -> None:
    """T16: after a merge."""
    kept = make.unit("RGASPI/17/171/87", status=PUBLISHED)
    gone = make.unit("RGASPI/17/0171/87", status=PUBLISHED)
    make.citation(kept, leaves="1", status=PUBLISHED)
    make.citation(gone, leaves="2", status=PUBLISHED)

    def count(path: str) -> int:
        found = client.get("/citations/", {"under": path, "format": "json"})
        return int(found.json()["count"]) if found.status_code == 200 else 0

    before = (count("RGASPI/17/171"), count("RGASPI/17/0171"))
    done = joined(kept, gone)
    assert (before, count("RGASPI/17/171")) == ((1, 1), 2)
    undo(done)
    assert (count("RGASPI/17/171"), count("RGASPI/17/0171")) == (1, 1)


def test_a_merged_person_is_found_under_either_heading(client: Client) -> None:
    kept, gone = make.person("Eltsin, Boris", status=PUBLISHED), make.person("Vardin, Ilarion", status=PUBLISHED)
    done = joined(kept, gone, name_en="mine")
    for question in ("Eltsin", "Вардин"):
        found = client.get("/people/", {"q": question, "format": "json"}).json()["results"]
        assert [row["id"] for row in found] == [kept.pk], question
    undo(done)
    found = client.get("/people/", {"q": "Вардин", "format": "json"}).json()["results"]
    assert [row["id"] for row in found] == [gone.pk]


def test_what_was_deleted_says_so_and_why(client: Client, desk: Client) -> None:
    """T42: 410 and a reason, never a page that is just not there."""
    visitor = Client()
    person, draft = make.person("Nobody, N.", status=PUBLISHED), make.person("Draft, D.")
    page = address(person, "delete")
    assert "Reason" in words(desk.get(page))
    desk.post(page, {"post": "yes", "reason": "never lived: a slip of the list of 1928"})
    desk.post(address(draft, "delete"), {"post": "yes"})
    answer = visitor.get(f"/people/{person.pk}/")
    assert answer.status_code == 410
    assert "never lived: a slip of the list of 1928" in words(answer)
    assert visitor.get(f"/people/{draft.pk}/").status_code == 404


def test_many_deleted_at_once_say_why_too(desk: Client) -> None:
    works = [make.publication(f"Work {n}", status=PUBLISHED) for n in range(2)]
    chosen = {"action": "delete_selected", "_selected_action": [work.pk for work in works]}
    assert "Reason" in words(desk.post(address(Publication, "changelist"), chosen))
    desk.post(address(Publication, "changelist"), {**chosen, "post": "yes", "reason": "printed nowhere"})
    assert "printed nowhere" in words(Client().get(f"/publications/{works[0].pk}/"))
    unit = make.unit("RGASPI/9", status=PUBLISHED)
    desk.post(address(unit, "delete"), {"post": "yes", "reason": "no such fond"})
    answer = Client().get("/archive/RGASPI/9/")
    assert (answer.status_code, "no such fond" in words(answer)) == (410, True)
