"""An import is undone and put back as a whole at the desk: told first, refused where somebody built on it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from pghistory.models import Context

from archive.models import Unit
from citations.models import Footnote, Publication, Reading
from citations.tables import ALL
from core.history import because
from core.models import Batch, SentFile
from core.records import Status
from core.roles import make_roles
from core.tables.undoing import undo
from tests import factories as make
from tests.citations.test_sent_files import UNITS, checksums, send
from tests.desk import messages_of, words

# Which of two came later is told by their transactions.
pytestmark = pytest.mark.django_db(transaction=True)

NOTES = "1. RGASPI, f. 17, op. 171, d. 87, l. 83.\n2. Ibid., l. 84.\n3. GARF, f. 9414, op. 1, d. 2, l. 3."


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("anna"))
    return client


def imported(desk: Client, rows: str = UNITS) -> Batch:
    send(desk, "units.csv", rows)
    desk.post(reverse("admin:sent_file", args=[SentFile.objects.latest("pk").pk]))
    return Batch.objects.latest("pk")


def ask(desk: Client, batch: Batch, what: str) -> Any:
    response = desk.get(reverse(f"admin:{what}", args=[batch.pk]))
    assert response.status_code == 200
    return response


def do(desk: Client, batch: Batch, what: str, reason: str = "") -> Any:
    seen = ask(desk, batch, what).context["seen"]
    return desk.post(reverse(f"admin:{what}", args=[batch.pk]), {"seen": seen, "reason": reason}, follow=True)


def links_of(response: Any) -> list[str]:
    return re.findall(r'<li><a href="(/admin/\w+/\w+/\d+/\w+/)">', response.content.decode())


def test_an_import_of_a_file_is_undone_and_put_back_time_and_again(desk: Client) -> None:
    make.unit("RGASPI/17/171", status=Status.PUBLISHED)
    before = checksums()
    batch = imported(desk)
    after = checksums()
    asked = ask(desk, batch, "undo_import")
    assert dict(asked.context["counts"])["Archival units"] == 2
    assert "This would be deleted" in words(asked)
    assert checksums() == after
    for _time in range(2):
        undone = do(desk, batch, "undo_import", "the wrong opis")
        assert messages_of(undone) == ["The import was undone; nothing of it is left. It can be put back."]
        assert (checksums(), SentFile.objects.get().batch) == (before, None)
        assert "Put this import back" in words(undone)
        assert "Undo this import" not in words(undone)
        again = do(desk, batch, "put_import_back", "it was the right one")
        assert messages_of(again) == ["The import was put back."]
        assert (checksums(), SentFile.objects.get().batch) == (after, batch)
    unit = Unit.objects.get(path="RGASPI/17/171/87")
    history = words(desk.get(reverse("admin:archive_unit_history", args=[unit.pk])))
    assert f"undo of import {batch.pk}: the wrong opis" in history
    assert f"import {batch.pk} put back: it was the right one" in history
    assert ask(desk, batch, "put_import_back").context["counts"] == []


def test_the_reading_of_an_import_opens_with_its_undo_and_is_entered_again_when_it_is_put_back(desk: Client) -> None:
    desk.post(reverse("admin:read_footnotes"), {"text": NOTES, "title": "An article"})
    reading = Reading.objects.get()
    desk.post(reverse("admin:reading_entered", args=[reading.pk]))
    reading.refresh_from_db()
    batch, publication, after = reading.batch, reading.publication, checksums()
    assert batch is not None
    do(desk, batch, "undo_import")
    reading.refresh_from_db()
    assert (reading.state, reading.batch, reading.publication) == ("open", None, None)
    assert not Footnote.objects.exists()
    assert not Publication.objects.exists()
    do(desk, batch, "put_import_back")
    reading.refresh_from_db()
    assert (reading.state, reading.batch, reading.publication) == ("entered", batch, publication)
    assert checksums() == after


def test_what_was_entered_again_is_not_put_back_beside_it(desk: Client) -> None:
    first = imported(desk)
    do(desk, first, "undo_import")
    second = imported_again(desk)
    asked = ask(desk, first, "put_import_back")
    assert f"The same has been entered again since, as {second}: undo that first." in words(asked)
    assert links_of(asked) == [reverse("admin:core_batch_change", args=[second.pk])]


def imported_again(desk: Client) -> Batch:
    desk.post(reverse("admin:sent_file", args=[SentFile.objects.get().pk]))
    return Batch.objects.latest("pk")


def test_what_somebody_built_on_or_edited_is_named_and_nothing_is_deleted(desk: Client) -> None:
    batch = imported(desk)
    cited, edited = Unit.objects.get(path="RGASPI/17/171/87"), Unit.objects.get(path="RGASPI/17/171/88")
    make.citation(cited)
    edited.title_en = "Letters"
    edited.save()
    asked = ask(desk, batch, "undo_import")
    assert "It cannot be undone: nothing is deleted while one of these stands" in words(asked)
    assert links_of(asked) == [reverse("admin:archive_unit_change", args=[unit.pk]) for unit in (edited, cited)]
    assert 'type="submit" class="default"' not in asked.content.decode()
    told = do(desk, batch, "undo_import")
    assert messages_of(told)[0].startswith("Since the import somebody has edited archival unit")
    assert Unit.objects.filter(batch=batch).count() == 4


def test_nothing_comes_back_where_something_new_stands_in_the_way(desk: Client) -> None:
    make.unit("RGASPI/17/171")
    batch = imported(desk)
    do(desk, batch, "undo_import")
    new = make.unit("RGASPI/17/171/87")
    asked = ask(desk, batch, "put_import_back")
    assert f"archival unit {new.pk} (RGASPI/17/171/87) has been entered since and has the same “shelfmark”." in words(
        asked
    )
    assert links_of(asked) == [reverse("admin:archive_unit_change", args=[new.pk])]
    do(desk, batch, "put_import_back")
    assert list(Unit.objects.filter(path__startswith="RGASPI/17/171/")) == [new]
    new.delete()
    do(desk, batch, "put_import_back")
    assert Unit.objects.filter(path__startswith="RGASPI/17/171/").count() == 2


def test_nothing_comes_back_to_what_has_been_deleted_since(desk: Client) -> None:
    opis = make.unit("RGASPI/17/171")
    batch = imported(desk)
    do(desk, batch, "undo_import")
    number = opis.pk
    opis.delete()
    asked = ask(desk, batch, "put_import_back")
    assert f"Archival units (2) rest on archival unit {number}, which has been deleted since" in words(asked).replace(
        "archival units (2)", "Archival units (2)"
    )
    assert links_of(asked) == [reverse("admin:archive_unit_history", args=[number])]


def test_what_was_put_back_by_hand_stays_and_the_rest_comes_back(desk: Client) -> None:
    make.unit("RGASPI/17/171")
    batch = imported(desk)
    one = Unit.objects.get(path="RGASPI/17/171/87")
    do(desk, batch, "undo_import")
    here = reverse("admin:archive_unit_restore", args=[one.pk, 1])
    desk.post(here, {"seen": desk.get(here).context["seen"]})
    assert dict(ask(desk, batch, "put_import_back").context["counts"])["Archival units"] == 1
    do(desk, batch, "put_import_back")
    assert Unit.objects.filter(batch=batch).count() == 2
    # Whoever put one back by hand wanted it here.
    assert (
        undo_refused(desk, batch) == f"Since the import somebody has edited archival unit {one.pk} (RGASPI/17/171/87)."
    )


def undo_refused(desk: Client, batch: Batch) -> str:
    [(sentence, _address)] = ask(desk, batch, "undo_import").context["hindrances"]
    return str(sentence)


def test_what_was_public_has_its_address_back(desk: Client) -> None:
    """Tables that are loaded may be public from the start."""
    batch = make.batch()
    with because("tables", batch=batch.pk):
        unit = make.unit("RGASPI/17/171/87", status=Status.PUBLISHED)
    here, visitor = unit.get_absolute_url(), Client()
    do(desk, batch, "undo_import")
    assert visitor.get(here).status_code == 410
    do(desk, batch, "put_import_back")
    assert visitor.get(here).status_code == 200


def test_an_undo_of_before_contexts_noted_it_is_known_by_its_reason(desk: Client) -> None:

    batch = imported(desk)

    undo(ALL, batch.pk)
    last = Context.objects.latest("created_at")
    last.metadata = {"reason": f"undo of import {batch.pk}"}
    last.save()
    do(desk, batch, "put_import_back")
    assert Unit.objects.filter(batch=batch).count() == 4


def test_only_whoever_imported_it_or_an_editor_takes_it_back(desk: Client) -> None:
    batch = imported(desk)
    make_roles()
    other = User.objects.create_user("boris", is_staff=True)
    other.groups.add(Group.objects.get(name="contributor"))
    visitor = Client()
    visitor.force_login(other)
    for what in ("undo_import", "put_import_back"):
        assert visitor.get(reverse(f"admin:{what}", args=[batch.pk])).status_code == 403
    Batch.objects.update(user=other)
    assert visitor.get(reverse("admin:undo_import", args=[batch.pk])).status_code == 200
    assert desk.get(reverse("admin:undo_import", args=[batch.pk])).status_code == 200
    assert desk.get(reverse("admin:undo_import", args=[2_000_000_000])).status_code == 404


def test_what_has_changed_since_it_was_told_is_told_again(desk: Client) -> None:
    batch = imported(desk)
    seen = ask(desk, batch, "undo_import").context["seen"]
    make.citation(Unit.objects.get(path="RGASPI/17/171/87"))
    told = desk.post(reverse("admin:undo_import", args=[batch.pk]), {"seen": seen}, follow=True)
    assert messages_of(told) == ["Something here has changed since you looked. This is how it stands now."]
    assert Unit.objects.filter(batch=batch).exists()
