"""Two records that were made one are two again: what an undo takes back, and what it leaves alone."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.models import Unit
from core.merging.undoing import CannotUndo, undo
from core.models import Merge
from core.publishing import publish
from people.models import Event, Name, Organisation, Person
from tests import factories as make
from tests.core.joining import joined
from tests.desk import messages_of, words
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("anna"))
    return client


# -- what an undo leaves ----------------------------------------------------------------------------------------------


def test_later_edits_stay_and_are_listed() -> None:
    kept, gone = make.person("Eltsin, B.", sex="m"), make.person("Eltsin, B.", born="1890", died="1937")
    event = Event.objects.create(person=gone, kind="exile")
    name = Name.objects.create(person=gone, text="Eltsine")
    done = joined(kept, gone)
    kept.refresh_from_db()
    kept.born = "1891"
    kept.save()
    other = make.person("Third, T.")
    Event.objects.filter(pk=event.pk).update(person=other)
    Name.objects.filter(pk=name.pk).delete()
    left = undo(done)
    assert sorted(left) == [
        f"event {event.pk} (exile): “person” has been edited since.",
        f"name {name.pk} has been deleted since.",
        f"person {kept.pk} (Eltsin, B.): “born” has been edited since.",
    ]
    kept.refresh_from_db()
    assert (kept.born, kept.died, Person.objects.get(pk=gone.pk).died) == ("1891", "", "1937")


def test_a_merge_on_top_is_undone_first() -> None:
    first, second, third = (make.person("Eltsin, B.") for _n in range(3))
    one, two = joined(second, first), joined(third, second)
    with pytest.raises(CannotUndo, match="has to be undone first"):
        undo(one)
    undo(two)
    undo(one)
    assert Person.objects.count() == 3
    with pytest.raises(CannotUndo, match="undone already"):
        undo(one)


def test_of_three_merges_that_wrote_one_field_the_last_holds() -> None:
    """Ufa became Perm; the board took Omsk from one, Perm again from another: the first undo changes nothing yet."""
    ufa, perm, omsk = (make.place(name) for name in ("Ufa", "Perm", "Omsk"))
    board, second, third = (
        Organisation.objects.create(name_en=f"Board {place}", place=place) for place in (ufa, omsk, perm)
    )
    first = joined(perm, ufa, name_en="mine")
    theirs = []
    for other in (second, third):
        board.refresh_from_db()
        theirs.append(joined(board, other, name_en="mine", place="theirs"))
    stages = []
    for done in (first, *theirs):
        assert undo(done) == []
        stages.append(str(Organisation.objects.get(pk=board.pk).place))
    assert stages == ["Perm", "Perm", "Ufa"]


def test_what_a_later_merge_rests_on_goes_back_with_that_one(desk: Client) -> None:
    """A draft was published for what came to it; it stays public while another merge keeps a public file in it."""
    kept, gone, third = (Unit.objects.get(pk=make.unit(f"RGASPI/17/{n}").pk) for n in ("171", "0171", "00171"))
    for unit in (gone, third):
        publish([unit])
    make.unit("RGASPI/17/00171/88", status=PUBLISHED)
    one = joined(kept, gone)
    two = joined(Unit.objects.get(pk=kept.pk), Unit.objects.get(pk=third.pk))
    undone = desk.post(f"/admin/core/merge/{one.pk}/undo/", follow=True)
    assert "Some of it waits until a later merge is undone; see below." in messages_of(undone)
    assert f"archival unit {kept.pk} (RGASPI/17/171): status" in words(undone)
    assert (Merge.objects.get(pk=one.pk).left, Unit.objects.get(pk=kept.pk).status) == ("", PUBLISHED)
    assert undo(two) == []
    assert Unit.objects.get(pk=kept.pk).status == "draft"
    assert "Waits until" not in words(desk.get(f"/admin/core/merge/{one.pk}/change/"))


def test_a_row_that_a_merge_made_stays_while_another_merge_uses_it() -> None:
    kept, gone, third = (make.person(name) for name in ("Eltsin, Boris", "Elcin, B.", "Jelzin, B."))
    Name.objects.create(person=third, text="Elcin, B.", language="de")
    one = joined(kept, gone, name_en="mine")
    two = joined(kept, third, name_en="mine")
    assert undo(one) == []
    assert sorted(kept.names.values_list("text", "language")) == [("Elcin, B.", "de"), ("Jelzin, B.", "")]
    assert undo(two) == []
    assert (list(kept.names.all()), [name.text for name in third.names.all()]) == ([], ["Elcin, B."])


def test_an_undo_tells_why_the_record_cannot_come_back() -> None:
    kept, gone = make.place("Ufa"), make.place("Oufa")
    done = joined(kept, gone, name_en="mine")
    taken = make.place("Oufa")
    with pytest.raises(CannotUndo, match="There is already one of the places") as refused:
        undo(done)
    assert refused.value.first == taken
    assert Merge.objects.get().undone_at is None


def test_a_shelfmark_that_a_later_merge_took_names_that_merge_with_a_link(desk: Client) -> None:
    kept, gone = make.unit("RGASPI/17/1"), make.unit("RGASPI/17/2")
    one = joined(kept, gone)
    other = make.unit("RGASPI/5/2/9").parent
    assert other is not None
    two = joined(Unit.objects.get(path="RGASPI/17"), Unit.objects.get(path="RGASPI/5"))
    assert Unit.objects.get(pk=other.pk).path == "RGASPI/17/2"
    page = desk.post(f"/admin/core/merge/{one.pk}/undo/", follow=True)
    assert messages_of(page)[0].startswith(
        "There is already one of the archival units with this Shelfmark: RGASPI/17/2."
    )
    assert f"another merge, which has to be undone first: {two}." in words(page)
    assert f'<a href="/admin/core/merge/{two.pk}/change/">Open that merge</a>' in page.content.decode()
    assert undo(two) == []
    assert undo(one) == []
    assert set(Unit.objects.filter(pk__in=[gone.pk, other.pk]).values_list("path", flat=True)) == {
        "RGASPI/17/2",
        "RGASPI/5/2",
    }
