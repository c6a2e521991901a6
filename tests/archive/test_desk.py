"""Forms of the desk that help: a shelfmark in one line, a warning about the same sheets, who checked and when."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from archive.models import Copy, Document, Unit
from tests import factories as make
from tests.desk import Page, errors_of, messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor("anna"))
    return client


def units() -> list[tuple[str, str, str]]:
    return [(unit.path, unit.level, unit.status) for unit in Unit.objects.order_by("sort_key")]


@pytest.mark.parametrize(
    "typed", ["RGASPI, f. 17, op. 171, d. 87", "РГАСПИ, ф. 17, оп. 171, д. 87", "РГАСПИ. Ф. 17. Оп. 171. Д. 87."]
)
def test_a_shelfmark_in_one_line_makes_the_missing_levels(desk: Client, typed: str) -> None:
    make.unit("RGASPI/17", status="draft")
    assert Page(desk, Unit).send(typed=typed, title_en="Stenograms").status_code == 302
    assert units() == [
        ("RGASPI/17", "fond", "draft"), ("RGASPI/17/171", "opis", "draft"), ("RGASPI/17/171/87", "delo", "draft"),
    ]  # fmt: skip
    assert Unit.objects.get(path="RGASPI/17/171/87").title_en == "Stenograms"


def test_a_fond_alone_is_a_shelfmark_too(desk: Client) -> None:
    make.repository("GARF")
    assert Page(desk, Unit).send(typed="GARF, f. 5446").status_code == 302
    assert units() == [("GARF/5446", "fond", "draft")]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a letter of 1928", "This is not understood as one shelfmark in an archive that is held here."),
        ("GARF, f. 1", "This is not understood as one shelfmark in an archive that is held here."),
        ("RGASPI, f. 17, op. 171, d. 87", "This unit is here already: RGASPI/17/171/87."),
    ],
)
def test_what_is_no_new_shelfmark_is_told_and_nothing_made(desk: Client, typed: str, told: str) -> None:
    make.unit("RGASPI/17/171/87")
    answer = Page(desk, Unit).send(typed=typed, title_en="Stenograms")
    assert errors_of(answer)["typed"] == [told]
    assert "Stenograms" in answer.content.decode()
    assert len(units()) == 3


def test_field_by_field_still_needs_its_fields(desk: Client) -> None:
    assert set(errors_of(Page(desk, Unit).send())) == {"repository", "level", "number"}
    unit = make.unit("RGASPI/17")
    assert "typed" not in Page(desk, unit).data


def test_another_description_of_the_same_sheets_is_noticed(desk: Client) -> None:
    unit = make.unit("RGASPI/17/171/87")
    first, second = make.document("Letter"), make.document("Another letter")
    Copy.objects.create(document=first, unit=unit, leaves="41–44")
    copies = {"copies-TOTAL_FORMS": "1", "copies-0-unit": unit.pk, "copies-0-state": ""}
    page = Page(desk, second)
    apart = desk.post(page.address, {**page.data, **copies, "copies-0-leaves": "45"}, follow=True)
    assert not [said for said in messages_of(apart) if "lies there too" in said]
    page = Page(desk, second)
    saved = desk.post(page.address, {**page.data, "copies-0-leaves": "44 об."}, follow=True)
    assert "Another document lies there too: RGASPI/17/171/87, 41–44, “Letter”." in messages_of(saved)
    assert Document.objects.count() == 2


def test_who_checked_it_and_when_is_filled_in(desk: Client) -> None:
    citation = make.citation(make.unit())
    assert Page(desk, citation).send(verification="checked").status_code == 302
    citation.refresh_from_db()
    assert (str(citation.verified_by), citation.verified_on) == ("anna", timezone.localdate())
    other = make.citation(make.unit())
    boris = make.editor("boris")
    Page(desk, other).send(verification="checked", verified_by=boris.pk, verified_on="2020-05-01")
    other.refresh_from_db()
    assert (other.verified_by, str(other.verified_on)) == (boris, "2020-05-01")
