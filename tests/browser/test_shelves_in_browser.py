"""A file's strip walked with the keyboard, and a letter's scans looked at closely."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from archive.models import Image
from core.images import painted
from tests import factories as make
from tests.archive.test_pictures import drawn
from tests.browser.conftest import Opener
from tests.factories import PUBLISHED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def letter(settings: Any, tmp_path: Any) -> Any:
    """Two scans of a letter on sheets 83 and 84 of a file of which 5, 83 with its verso and 90 are cited."""
    settings.MEDIA_ROOT = tmp_path
    unit = make.unit("RGASPI/17/171/87", status=PUBLISHED)
    for leaves in ("5", "83", "83 об.", "90"):
        make.citation(unit, leaves=leaves, status=PUBLISHED)
    document = make.document("Letter no. 1", status=PUBLISHED)
    document.copies.create(unit=unit, leaves="83–84")
    for leaf, size in (("83", (60, 40)), ("84", (40, 60))):
        scan = painted(drawn(size=size))
        Image.objects.create(
            document=document, file=scan, width=scan.width, height=scan.height, leaf=leaf, caption_en=f"Sheet {leaf}",
            credit="RGASPI", licence="public domain", status=PUBLISHED,
        )  # fmt: skip
    return document


def test_the_strip_is_one_stop_for_tab_and_walked_with_arrows(
    live_server: LiveServer, letter: Any, open_page: Opener
) -> None:
    page = open_page()
    page.goto(f"{live_server.url}/archive/RGASPI/17/171/87/")
    strip = page.locator("[data-strip]")
    assert strip.locator(".strip a").count() == 4
    assert strip.locator(".strip a[tabindex='0']").count() == 1
    strip.locator(".strip a[tabindex='0']").focus()
    places = []
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Home", "End", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
        places.append(" ".join(page.locator(":focus").inner_text().split()))
    assert [place.replace("cited ", "") for place in places] == [
        "83 ×2", "83 verso ×2", "90 ×1", "90 ×1", "5 ×1", "90 ×1", "83 verso ×2", "83 ×2",
    ]  # fmt: skip
    assert strip.locator("[data-said]").inner_text().startswith("83: 2 citations")
    strip.locator(".strip a", has_text="90").hover()
    expect(strip.locator("[data-said]")).to_contain_text("90: 1 citation: Work no.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?l=83")
    assert page.locator("tr.marked").count() == 2
    assert page.locator(".strip a[aria-current='true']").get_attribute("tabindex") == "0"

    plain = open_page(java_script_enabled=False)
    plain.goto(f"{live_server.url}/archive/RGASPI/17/171/87/")
    assert plain.locator(".strip a[tabindex]").count() == 0
    assert not plain.locator("[data-keys]").is_visible()


def test_scans_are_pictures_that_can_be_looked_at_closely(
    live_server: LiveServer, letter: Any, open_page: Opener
) -> None:
    asked: list[str] = []
    page = open_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + letter.get_absolute_url())
    assert all(url.startswith(live_server.url) for url in asked)
    assert not any("openseadragon" in url for url in asked), "fetched only when it is asked for"
    pictures = page.locator(".scan img")
    expect(pictures).to_have_count(2)
    for number, width in enumerate((60, 40)):  # they are fetched only when they come into sight
        pictures.nth(number).scroll_into_view_if_needed()
        expect(pictures.nth(number)).to_have_js_property("naturalWidth", width)
    page.get_by_role("button", name="Look closely").press("Enter")
    expect(page.locator(".scan-which")).to_have_text("1 / 2 · l. 83")
    expect(page.locator(".scan-canvas canvas").first).to_be_visible()
    page.get_by_role("button", name="Next").press("Enter")
    expect(page.locator(".scan-which")).to_have_text("2 / 2 · l. 84")
    page.get_by_role("button", name="Enlarge").click()
    page.get_by_role("button", name="Turn").click()
    page.keyboard.press("Escape")
    expect(page.locator(".scan-viewer")).to_be_hidden()
    assert page.locator(":focus").inner_text() == "Look closely"

    plain = open_page(java_script_enabled=False)
    plain.goto(live_server.url + letter.get_absolute_url())
    assert not plain.get_by_role("button", name="Look closely").is_visible()
    plain.locator("a.scan").first.click()
    assert plain.url.endswith("/full.jpg")
