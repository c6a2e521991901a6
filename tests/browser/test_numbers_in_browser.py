"""Numbers and networks as they are used: asked for by form, drawn, listed, opened and taken along."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from archive.models import DocumentPerson
from citations.models import Contribution
from people.models import Person
from tests import factories as make
from tests.browser.conftest import Opener
from tests.browser.test_notebook_in_browser import reach
from tests.factories import PUBLISHED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who wrote it, title, kind, year, pages, copies printed
WORKS = [
    ("Berg", "Grain", "book", "1926", 100, 2_000),
    ("Berg", "Bread", "book", "1927", 50, None),
    ("Orlova", "Steel", "book", "1927", 200, 1_000),
    ("Orlova", "Herald", "journal", "1927", None, 4_000),
]
# Both appear in the first two; both cite one file.
DOCUMENTS = {"Letter": ("Berg", "Orlova"), "Reply": ("Orlova", "Berg"), "Report": ("Orlova", "Lunin")}


@pytest.fixture
def counted(live_server: LiveServer) -> dict[str, Person]:
    people = {name: make.person(f"{name}, X", status=PUBLISHED) for name in ("Berg", "Orlova", "Lunin")}
    file = make.unit("RGASPI/17/171/87", status=PUBLISHED)
    for who, title, kind, year, pages, copies in WORKS:
        fields = {"kind": kind, "date": year, "pages": pages, "copies": copies, "status": PUBLISHED}
        work = make.publication(title, **fields)
        Contribution.objects.create(publication=work, person=people[who], role="author")
        note = make.footnote("RGASPI, f. 17, op. 171, d. 87.", publication=work, number="1", order=1, status=PUBLISHED)
        make.citation(file, footnote=note, status=PUBLISHED)
    for title, both in DOCUMENTS.items():
        document = make.document(title, status=PUBLISHED)
        for name, role in zip(both, ("author", "addressee"), strict=True):
            DocumentPerson.objects.create(document=document, person=people[name], role=role)
    return people


def sums(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("dl.sums > div").all_inner_texts()]


def taken(page: Page, form: str) -> str:
    """What stands behind the link of this name under “As a file”."""
    link = page.locator("p.forms").get_by_role("link", name=form, exact=True)
    answer = page.request.get(link.evaluate("link => link.href"))
    assert answer.ok, form
    return answer.text()


@pytest.mark.parametrize("scripts", [True, False])
def test_publications_are_counted_by_form_and_every_number_opens_its_list(
    live_server: LiveServer, counted: dict[str, Person], open_page: Opener, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto(f"{live_server.url}/statistics/")
    assert sums(page) == [
        "Titles 4",
        "Pages at least 350 not known of 1 title",
        "Copies printed at least 7,000 not known of 1 title",
        "Pages × copies at least 400,000 not known of 2 titles",
    ]
    page.get_by_label("Without periodicals and articles").check()
    page.get_by_label("Orlova, X").check()
    page.locator("#id_show").select_option(label="Pages")
    page.get_by_role("button", name="Show").click()
    assert sums(page) == [
        "Titles 2", "Pages 150", "Copies printed at least 2,000 not known of 1 title",
        "Pages × copies at least 200,000 not known of 1 title",
    ]  # fmt: skip
    bars = page.locator("figure rect.bar-mark title").all_text_contents()
    rows = page.locator("table.tally tbody tr")
    assert [row.split("\t")[0] for row in rows.all_inner_texts()] == ["1926", "1927"]
    assert bars == ["1926: 100", "1927: 50"]
    assert taken(page, "SVG").count("bar-mark") >= len(bars)
    assert taken(page, "CSV").splitlines()[1].startswith("1926,")
    rows.nth(1).get_by_role("link", name="1", exact=True).first.click()
    assert page.locator("li.row cite").all_inner_texts() == ["Bread"]
    page.go_back()
    page.get_by_role("link", name="not known of 1 title").first.click()
    assert page.locator("li.row cite").all_inner_texts() == ["Bread"]


def test_networks_are_walked_by_keyboard_and_each_tie_opens_what_joins(
    live_server: LiveServer, counted: dict[str, Person], open_page: Opener
) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/networks/")
    assert page.locator("figure circle.node").count() == 3
    rows = page.locator("table.tally tbody tr")
    assert [row.split("\t") for row in rows.all_inner_texts()] == [
        ["Berg, X", "Orlova, X", "2"], ["Orlova, X", "Lunin, X", "1"],
    ]  # fmt: skip
    reach(page, 'svg a[aria-label^="Lunin"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**person={counted['Lunin'].pk}")
    assert page.locator("figure circle.node").count() == 2
    assert "GRAPHML" in page.locator("p.forms").inner_text()
    assert taken(page, "CSV").count("\n") == 2
    rows.get_by_role("link", name="1", exact=True).click()
    assert page.locator("li.row .row-main > a").all_inner_texts() == ["Report"]
    # historians, by the files that both cite; and what to do where there are none
    page.goto(f"{live_server.url}/networks/historians/")
    rows.get_by_role("link", name="1", exact=True).click()
    expect(page.locator("main")).to_contain_text("RGASPI, f. 17, op. 171, d. 87")
    Contribution.objects.filter(person=counted["Berg"]).update(person=counted["Orlova"])
    page.goto(f"{live_server.url}/networks/historians/")
    page.locator("p.empty").get_by_role("link", name="Who cites, and how much").click()
    assert page.url.endswith("/citations/people/")
