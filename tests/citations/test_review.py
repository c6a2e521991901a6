"""The review queue at the desk: what is open is decided there, and footnotes are read there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from citations.models import Candidate, Citation
from citations.review import queue
from tests import factories
from tests.desk import Page, address, errors_of, told, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor("anna"))
    return client


def ambiguous() -> Citation:
    citation = factories.citation(outcome="ambiguous", reason="")
    for path in ("RGASPI/17/171/12", "GARF/9414/1/2"):
        Candidate.objects.create(citation=citation, unit=factories.unit(path))
    return citation


# -- the queue --------------------------------------------------------------------------------------------------------


def test_each_number_of_the_queue_opens_exactly_its_list(desk: Client) -> None:
    batch = factories.batch()
    ambiguous()
    factories.citation()
    factories.citation(factories.unit("RGASPI/1", batch=batch), batch=batch)
    factories.citation(factories.unit("Hoover/2", status="published", batch=batch))
    lines = {line.label: (line.count, line.address) for line in queue()}
    assert {label: count for label, (count, _address) in lines.items()} == {
        "Ambiguous citations": 1,
        "Unresolved citations": 1,
        "Drafts from imports: citations": 1,
        "Drafts from imports: archival units": 1,
    }
    for label, (count, page) in lines.items():
        assert desk.get(page).context["cl"].result_count == count, label


def test_the_first_page_of_the_desk_shows_the_queue(desk: Client) -> None:
    factories.citation()
    text = words(desk.get("/admin/"))
    assert "Review queue Ambiguous citations 0 Unresolved citations 1 Read footnotes" in text


def test_the_list_says_what_each_cites_or_may_cite_or_why_not(desk: Client) -> None:
    ambiguous()
    factories.citation(reason="No archive of this name is known.")
    factories.citation(factories.unit("RGASPI/17/171/87"), leaves="83")
    text = words(desk.get(address(Citation, "changelist")))
    assert "RGASPI/17/171/12 | GARF/9414/1/2" in text
    assert "No archive of this name is known." in text
    assert "RGASPI/17/171/87, 83" in text


def test_the_list_narrows_to_the_notes_of_one_work(desk: Client) -> None:
    one, other = factories.citation(), factories.citation()
    assert one.footnote is not None
    assert other.footnote is not None
    page = desk.get(f"{address(Citation, 'changelist')}?in={one.footnote.publication_id}")
    assert [row.pk for row in page.context["cl"].result_list] == [one.pk]
    assert desk.get(f"{address(Citation, 'changelist')}?in=abc").status_code == 200


def test_the_note_is_shown_with_the_citation_marked_and_no_markup_of_its_own(desk: Client) -> None:
    note = factories.footnote("See <b>RGASPI</b>, f. 17, and <i>others</i>.")
    citation = factories.citation(footnote=note, start=4, end=24, as_written=note.text[4:24])
    body = desk.get(address(citation)).content.decode()
    assert "See <mark>&lt;b&gt;RGASPI&lt;/b&gt;, f. 17</mark>, and &lt;i&gt;others&lt;/i&gt;." in body


# -- deciding ---------------------------------------------------------------------------------------------------------


def test_one_of_the_candidates_is_chosen(desk: Client) -> None:
    citation = ambiguous()
    chosen = citation.candidates.last()
    assert chosen is not None
    response = Page(desk, citation).send(choice=str(chosen.pk))
    assert response.status_code == 302, errors_of(response)
    citation.refresh_from_db()
    assert (citation.outcome, str(citation.unit), citation.reason) == ("resolved", "GARF/9414/1/2", "")
    assert citation.candidates.count() == 2


def test_a_choice_can_be_taken_back(desk: Client) -> None:
    citation = ambiguous()
    Page(desk, citation).send(choice=str(citation.candidates.get(unit__path="GARF/9414/1/2").pk))
    Page(desk, citation).send(unit="")
    citation.refresh_from_db()
    assert (citation.outcome, citation.unit) == ("ambiguous", None)


def test_a_candidate_of_another_citation_cannot_be_chosen(desk: Client) -> None:
    citation = ambiguous()
    foreign = Candidate.objects.create(citation=factories.citation(), unit=factories.unit("RGASPI/99"))
    response = Page(desk, citation).send(choice=str(foreign.pk))
    assert "choice" in errors_of(response)


@pytest.mark.parametrize("target", ["unit", "publication", "document"])
def test_a_target_is_set_for_an_unresolved_one(desk: Client, target: str) -> None:
    citation = factories.citation(reason="No archive of this name is known.")
    meant: Any = getattr(factories, target)()
    response = Page(desk, citation).send(**{target: str(meant.pk)})
    assert response.status_code == 302, errors_of(response)
    citation.refresh_from_db()
    assert (citation.outcome, getattr(citation, target), citation.reason) == ("resolved", meant, "")


def test_a_document_may_be_cited_with_its_unit_but_not_with_a_publication(desk: Client) -> None:
    citation = factories.citation()
    both = {"unit": str(factories.unit().pk), "document": str(factories.document().pk)}
    assert told(Page(desk, citation).send(**both, publication=str(factories.publication().pk))) == [
        "A citation cites one thing, or a document and the unit that it lies in."
    ]
    assert Page(desk, citation).send(**both).status_code == 302


def test_without_a_target_it_must_say_why(desk: Client) -> None:
    citation = factories.citation(factories.unit())
    response = Page(desk, citation).send(unit="")
    assert errors_of(response) == {"reason": ["Give what it cites, or say why that is not known."]}
    assert Page(desk, citation).send(unit="", reason="The file was renumbered.").status_code == 302
    citation.refresh_from_db()
    assert (citation.outcome, citation.reason) == ("unresolved", "The file was renumbered.")


def test_evidence_is_entered_on_the_citation(desk: Client) -> None:
    citation, person = factories.citation(factories.unit()), factories.person()
    page = Page(desk, citation)
    row = {"evidence-TOTAL_FORMS": "1", "evidence-0-person": str(person.pk), "evidence-0-about": "born"}
    response = page.send(**row)
    assert response.status_code == 302, errors_of(response)
    assert [(str(row.person), row.about) for row in citation.evidence.all()] == [("Eltsin, Boris", "born")]
    several = {**row, "evidence-0-publication": str(factories.publication().pk)}
    factories.citation(factories.unit("RGASPI/1"))
    other = Citation.objects.order_by("pk").last()
    assert other is not None
    assert told(Page(desk, other).send(**several)) == ["Evidence supports exactly one statement."]
