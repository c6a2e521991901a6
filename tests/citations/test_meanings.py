"""Decisions for many: what words mean is remembered and offered, never applied where several meanings are known."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Unit
from citations.deciding import alike, own_mention
from citations.imports.footnotes import ingest
from citations.meanings import remember
from citations.models import Candidate, Citation, Meaning, Review
from citations.review import meaning
from core.changes import history_of
from tests import factories
from tests.citations.reading_desk import send
from tests.desk import Page, address, messages_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor("anna"))
    return client


def unresolved(text: str) -> Citation:
    return factories.citation(
        footnote=factories.footnote(text), as_written=text, end=len(text), reason="No archive of this name is known."
    )


def cited() -> list[str]:
    return [meaning(citation) for citation in Citation.objects.order_by("footnote__order", "start", "id")]


def act(desk: Client, action: str, *citations: Citation, **fields: Any) -> Any:
    chosen = [str(citation.pk) for citation in citations]
    return desk.post(
        address(Citation, "changelist"), {"action": action, "_selected_action": chosen, **fields}, follow=True
    )


# -- what words mean --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decided", "as_unit", "then", "means"),
    [
        (
            "Arkhiv Trotskogo, f. 13, d. 1613",
            "Houghton/13/1613",
            "Arkhiv Trotskogo, f. 13, d. 1613, l. 2",
            "Houghton/13/1613, 2",
        ),
        ("Arkhiv Trotskogo, f. 13, d. 1613", "Houghton/13/1613", "Arkhiv Trotskogo, f. 13, d. 99", "Houghton/13/99"),
        ("Архив Троцкого. Ф. 13. Д. 1613", "Houghton/13/1613", "Arkhiv Trotskogo, f. 13, d. 99", "Houghton/13/99"),
        ("Arkhiv Trotskogo, f. 1, d. 5", "Houghton/13/1613", "Arkhiv Trotskogo, f. 1, d. 5", "Houghton/13/1613"),
        (
            "Arkhiv Trotskogo, f. 1, d. 5",
            "Houghton/13/1613",
            "Arkhiv Trotskogo, f. 1, d. 6",
            "No archive of this name is known.",
        ),
    ],
    ids=["the same file", "another file of it", "in another script", "one file", "no other than that file"],
)
def test_a_decision_serves_the_next_import(decided: str, as_unit: str, then: str, means: str) -> None:
    mention = own_mention(unresolved(decided))
    assert mention is not None
    remember(mention.reference, factories.unit(as_unit), factories.editor("anna"))
    Citation.objects.all().delete()
    ingest(f"1. {then}.".encode(), "next.txt", title="The next article")
    assert cited() == [means]


def test_what_is_held_under_its_own_words_is_not_sent_elsewhere() -> None:
    held = factories.unit("RGASPI/17/1")
    Meaning.objects.create(words="RGASPI fond 17 opis 1", unit=factories.unit("GARF/5"))
    ingest(b"1. RGASPI, f. 17, op. 1, l. 3.", "a.txt", title="An article of three words")
    assert cited() == [f"{held}, 3"]


def test_several_meanings_leave_a_citation_ambiguous() -> None:
    for path in ("Houghton/13", "Hoover/7"):
        factories.unit(f"{path}/1613")
        Meaning.objects.create(words="Arkhiv Trotskogo fond 5", unit=Unit.objects.get(path=path))
    ingest(b"1. Arkhiv Trotskogo, f. 5, d. 1613.", "a.txt", title="An article of three words")
    assert cited() == ["Houghton/13/1613 | Hoover/7/1613"]


def test_a_reading_says_that_it_is_as_decided_before(desk: Client) -> None:
    Meaning.objects.create(words="Arkhiv Trotskogo fond 5", unit=factories.unit("Houghton/13"))
    text = words(send(desk, "1. Arkhiv Trotskogo, f. 5, d. 1613, l. 2."))
    assert "new archival unit Houghton/13/1613 sheets 2 as decided before for these words" in text
    assert "will be made: delo 1613" in text


def test_a_publication_is_remembered_by_its_words() -> None:
    first, second = (factories.publication("Letters", date=year, volume=year) for year in ("1930", "1931"))
    mention = own_mention(unresolved("A. Petrova, Letters from Exile (Riga: Logos, 1931), 14"))
    assert mention is not None
    remember(mention.reference, second, None)
    ingest(
        b"1. A. Petrova, Letters from Exile (Riga: Logos, 1931), 20.",
        "a.txt",
        title="An article of three words",
    )
    assert [meaning(citation) for citation in Citation.objects.filter(publication=second)] == ["Letters, 20"]
    assert not Citation.objects.filter(publication=first).exists()


# -- at the desk ------------------------------------------------------------------------------------------------------


def test_a_decision_is_remembered_on_request_and_the_rest_is_offered(desk: Client) -> None:
    unit = factories.unit("Houghton/13/1613")
    factories.unit("Houghton/13/99")
    one, other, third = (unresolved(f"Arkhiv Trotskogo, f. 13, d. {n}, l. 2") for n in (1613, 99, 7))
    unresolved("Another archive altogether, f. 13, d. 99")
    response = Page(desk, one).send(unit=str(unit.pk), remember="on", follow=True)
    kept = Meaning.objects.get()
    assert (kept.words, str(kept.unit or kept.repository)) == ("Arkhiv Trotskogo", "Houghton")
    assert [each.citation for each in alike(kept)] == [third, other]
    page = desk.get(reverse("admin:decide_the_rest", args=[kept.pk]))
    assert "“Arkhiv Trotskogo” means" in words(page)
    done = desk.post(
        reverse("admin:decide_the_rest", args=[kept.pk]), {"citation": [str(other.pk), str(third.pk)]}, follow=True
    )
    assert messages_of(done) == ["Decided: 2."]
    assert [meaning(each) for each in Citation.objects.order_by("pk")[:3]] == [
        "Houghton/13/1613",
        "Houghton/13/99",
        "Houghton/13/7",
    ]
    assert response.status_code in (200, 302)


def test_many_are_decided_together(desk: Client) -> None:
    unit = factories.unit("GARF/9414/1/2")
    citations = [unresolved(f"State archive, d. {number}") for number in range(3)]
    asked = act(desk, "decide", *citations)
    assert "What do these citations cite?" in words(asked)
    assert "Say what they cite: one unit or one publication." in words(act(desk, "decide", *citations, decide="1"))
    done = act(desk, "decide", *citations[:2], decide="1", unit=str(unit.pk))
    assert messages_of(done) == ["Decided: 2."]
    assert list(Citation.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "resolved",
        "resolved",
        "unresolved",
    ]
    reasons = history_of(Citation).filter(pgh_label="update").values_list("pgh_context__metadata__reason", flat=True)
    assert set(reasons) == {"decided together in the review queue"}


def test_what_all_of_them_may_mean_is_offered(desk: Client) -> None:
    one, other = unresolved("Ibid."), unresolved("Ibid., l. 3")
    shared, own = factories.unit("GARF/1"), factories.unit("GARF/2")
    for citation in (one, other):
        Candidate.objects.create(citation=citation, unit=shared)
    Candidate.objects.create(citation=one, unit=own)
    Citation.objects.update(outcome="ambiguous", reason="")
    page = act(desk, "decide", one, other)
    assert re.findall(r'name="candidate" value="([^"]+)"', page.content.decode()) == [f"unit:{shared.pk}"]
    act(desk, "decide", one, other, decide="1", candidate=f"unit:{shared.pk}")
    assert set(Citation.objects.values_list("unit", "outcome")) == {(shared.pk, "resolved")}


def test_a_published_citation_is_not_sent_to_a_draft(desk: Client) -> None:
    citation = unresolved("State archive, d. 5")
    Citation.objects.update(status="draft")
    draft = factories.unit("GARF/1")
    published = factories.citation(status="published", reason="Not known.")
    done = act(desk, "decide", citation, published, decide="1", unit=str(draft.pk))
    told = messages_of(done)
    assert told[0] == "Decided: 1."
    assert "This cannot be published, because what it points at is a draft" in told[1]


def test_a_citation_is_assigned_and_noted(desk: Client) -> None:
    boris = factories.editor("boris")
    one, other = unresolved("State archive, d. 5"), unresolved("State archive, d. 6")
    assert "Who is to look at these citations?" in words(act(desk, "assign", one))
    act(desk, "assign", one, assign="1", assignee=str(boris.pk), note="Ask the archive.")
    review = Review.objects.get()
    assert (review.citation, review.assignee, review.note) == (one, boris, "Ask the archive.")
    listed = desk.get(address(Citation, "changelist"), {"assigned": "none"})
    assert [row.pk for row in listed.context["cl"].result_list] == [other.pk]
    desk.force_login(boris)
    assert "Citations assigned to you 1" in words(desk.get("/admin/"))
    mine = desk.get(address(Citation, "changelist"), {"assigned": "me"})
    assert [row.pk for row in mine.context["cl"].result_list] == [one.pk]


def test_who_may_not_change_citations_decides_nothing(client: Client) -> None:
    from django.contrib.auth.models import Permission, User

    kept = Meaning.objects.create(words="Arkhiv Trotskogo", unit=factories.unit("Houghton/13"))
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_citation"))
    client.force_login(viewer)
    assert client.get(reverse("admin:decide_the_rest", args=[kept.pk])).status_code == 403
    citation = unresolved("State archive, d. 5")
    act(client, "decide", citation, decide="1", unit=str(factories.unit().pk))
    citation.refresh_from_db()
    assert citation.outcome == "unresolved"
