"""Following a list: Atom feeds, e-mail alerts asked for twice and ended by one click."""

from __future__ import annotations

import re
from io import StringIO
from smtplib import SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from archive.models import Document
from citations.following.lists import Followed, followed_at
from citations.models import Alert, Citation, VisitorAct
from core.publishing import publish, withdraw
from tests import factories as make
from tests.world import world

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PERSON = {"email": "reader@example.org"}


@pytest.fixture
def post(settings: Any) -> None:
    """A site that can send mail."""
    settings.EMAIL_HOST = "mail.example.org"


def feed(client: Client, address: str) -> Any:
    """The feed, checked against what RFC 4287 asks of every feed and entry."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8"), address
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [found] = element.findall(f"{ATOM}{name}")
            assert (found.text or "").strip(), (address, name)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", element.find(f"{ATOM}updated").text)  # type: ignore[union-attr, arg-type]  # looked at above
        assert element.find(f"{ATOM}id").text.startswith("tag:testserver,2026:")  # type: ignore[union-attr]  # see above
        assert element.find(f"{ATOM}link[@rel='alternate']").get("href").startswith("http://testserver/")  # type: ignore[union-attr]  # see above
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"http://testserver{address}"  # type: ignore[union-attr]  # see above
    ids = [found.text for found in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    return root


def titles(root: Any) -> list[str]:
    return [found.text for found in root.findall(f"{ATOM}entry/{ATOM}title")]


def test_every_list_has_a_feed_of_what_it_holds(client: Client) -> None:
    made = world(3)
    for kind, query in (
        ("citations", "under=RGASPI%2F17"), ("citations", f"person={made['person'].pk}"), ("people", "q=Ivanova"),
        ("publications", "language=ru"), ("documents", ""), ("units", "under=RGASPI%2F17"), ("archives", ""),
        ("citations", f"cited={made['work'].pk}"),
    ):  # fmt: skip
        followed = Followed(kind, query)
        root = feed(client, followed.feed)
        listed = client.get(followed.address, headers={"accept": "application/json"}).json()
        assert len(titles(root)) == listed["count"], followed
        assert root.find(f"{ATOM}link[@rel='alternate']").get("href") == f"http://testserver{followed.address}"


def test_what_an_entry_says(client: Client) -> None:
    made = world(2)
    root = feed(client, f"/feeds/citations/?publication={made['work'].pk}&under=RGASPI%2F17%2F171%2F87")
    assert titles(root)[-1] == "Ivanova, Очерк истории 1 (1926), note 1: RGASPI, f. 17, op. 171, d. 87, l. 81"
    entry = root.findall(f"{ATOM}entry")[-1]
    assert entry.find(f"{ATOM}summary").text == "RGASPI, f. 17, op. 171, d. 87, l. 81"
    assert entry.find(f"{ATOM}id").text == f"tag:testserver,2026:citations/{made['citation'].pk}"
    russian = client.get("/feeds/people/?lang=ru").content.decode()
    assert "<title>Иванова, Анна 1</title>" in russian


def test_a_feed_that_was_read_is_not_sent_again(client: Client) -> None:
    world(2)
    seen = client.get("/feeds/people/")
    assert client.get("/feeds/people/", headers={"if-none-match": seen["ETag"]}).status_code == 304
    make.person("New, Anna", status="published")
    assert client.get("/feeds/people/", headers={"if-none-match": seen["ETag"]}).status_code == 200


def test_the_newest_of_a_feed_is_what_was_published_last(client: Client) -> None:
    """Not what was entered last: a finding aid waits for years, and is news on the day on which it is published."""
    early, late = (make.document(title, date="1999") for title in ("Entered first", "Entered last"))
    for document in (late, early):
        publish([document])
    late.summary_en = "Changed, and no news for that."
    late.save()
    root = feed(client, "/feeds/documents/?q=entered")
    assert titles(root) == ["Entered first", "Entered last"]
    assert len(root.findall(f"{ATOM}entry/{ATOM}published")) == 2


def test_what_was_published_long_ago_follows_by_number(client: Client, monkeypatch: Any) -> None:
    for title in ("Entered first", "Entered last", "Entered and withdrawn"):
        make.document(title, status="published")
    withdraw([Document.objects.get(title_en="Entered and withdrawn")])
    publish([make.document("Entered today")])
    monkeypatch.setattr("citations.following.published.REACH", 1)
    assert titles(feed(client, "/feeds/documents/?q=entered")) == ["Entered today", "Entered last", "Entered first"]


def test_words_that_xml_cannot_hold_and_markup_are_harmless(client: Client) -> None:
    note = make.footnote("<b>1 & 2</b> \x01", status="published")
    make.citation(footnote=note, status="published")
    root = feed(client, "/feeds/citations/")
    assert root.find(f"{ATOM}entry/{ATOM}summary").text == "&lt;b&gt;1 &amp; 2&lt;/b&gt;"


@pytest.mark.parametrize(
    "address", ["/feeds/people/?no=1", "/feeds/citations/?under=NOWHERE/1", "/feeds/people/?q=%00"]
)
def test_a_feed_refuses_what_its_list_refuses(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400
    assert client.get("/feeds/nothing/").status_code == 404


def test_pages_name_their_feed(client: Client) -> None:
    made = world(2)
    for address, kind, query in (
        (made["person"].get_absolute_url(), "citations", f"person={made['person'].pk}"),
        (made["unit"].get_absolute_url(), "citations", "under=RGASPI%2F17%2F171%2F87"),
        (made["work"].get_absolute_url(), "citations", f"cited={made['work'].pk}"),
        (made["letter"].get_absolute_url(), "citations", f"document={made['letter'].pk}"),
        (made["repository"].get_absolute_url(), "citations", "repository=RGASPI"),
        ("/people/?q=Ivanova&sort=name&page=1", "people", "q=Ivanova"),
    ):
        page = client.get(address).content.decode()
        feed_here = f'type="application/atom+xml" title="What is new" href="{Followed(kind, query).feed}">'
        assert feed_here in page, address
        assert f'href="{Followed(kind, query).form}"' in page, address
        assert client.get(Followed(kind, query).form).status_code == 200


def test_the_same_list_is_followed_once_however_it_is_written() -> None:
    one = followed_at("http://testserver/citations/?sort=year&under=RGASPI/17&outcome=resolved&page=3")
    assert one == followed_at("/citations/?outcome=resolved&under=RGASPI%2F17") == Followed(
        "citations", "outcome=resolved&under=RGASPI%2F17"
    )  # fmt: skip


# -- letters ----------------------------------------------------------------------------------------------------------


def link_in(letter: Any, path: str) -> str:
    found = re.search(rf"http://testserver({path}\S+)", letter.body)
    assert found, letter.body
    return found[1]


def followed_by(client: Client, of: str) -> Alert:
    """Asked for and confirmed."""
    answer = client.post(f"/follow/?of={of}", PERSON)
    assert (answer.status_code, urlsplit(answer["Location"]).path) == (302, "/follow/")
    link = link_in(mail.outbox.pop(), "/follow/confirm/")
    assert not Alert.objects.exists()
    assert client.get(link).status_code == 200
    assert not Alert.objects.exists()
    assert client.post(link).status_code == 200
    client.post(link)
    return Alert.objects.get()


def run() -> str:
    out = StringIO()
    call_command("send_alerts", stdout=out, stderr=out)
    return out.getvalue().strip()


def test_an_alert_from_asking_to_ending(client: Client, post: None) -> None:
    file = make.unit("RGASPI/17/171/87", status="published")
    make.citation(file, status="published")
    alert = followed_by(client, "/citations/%3Funder%3DRGASPI/17")
    assert (alert.email, alert.kind, alert.query) == ("reader@example.org", "citations", "under=RGASPI%2F17")
    assert run() == "1 alerts, 0 letters sent, 0 failed."
    draft = make.citation(file, leaves="5")
    make.citation(make.unit("GARF/1/1", status="published"), status="published")
    assert run() == "1 alerts, 0 letters sent, 0 failed."
    publish([draft])
    assert run() == "1 alerts, 1 letters sent, 0 failed."
    [letter] = mail.outbox
    assert letter.to == ["reader@example.org"]
    assert letter.subject == "Opis: 1 new in Citations: Under the shelfmark: RGASPI/17"
    assert "note " in letter.body
    assert "RGASPI, f. 17, op. 171, d. 87, l. 5" in letter.body
    assert link_in(letter, "/citations/") == draft.get_absolute_url()
    assert run() == "1 alerts, 0 letters sent, 0 failed."
    withdraw([draft])
    publish([draft])
    assert run() == "1 alerts, 0 letters sent, 0 failed."
    stop = link_in(letter, "/follow/stop/")
    assert letter.extra_headers["List-Unsubscribe"] == f"<http://testserver{stop}>"
    assert (client.get(stop).status_code, Alert.objects.count()) == (200, 1)
    strict = Client(enforce_csrf_checks=True)
    assert (strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code, Alert.objects.count()) == (200, 0)
    assert strict.post(stop).status_code == 200


def test_a_letter_that_could_not_be_sent_is_tried_again(client: Client, post: None, monkeypatch: Any) -> None:
    followed_by(client, "/people/")
    make.person("Новикова, Анна", status="published")

    def fails(self: Any, **options: Any) -> int:
        raise SMTPServerDisconnected("away")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fails)
        assert run().splitlines()[0] == "1 alerts, 0 letters sent, 1 failed."
        answer = client.post("/follow/?of=/people/", PERSON)
        assert (answer.status_code, "could not be sent" in answer.content.decode()) == (503, True)
    assert run() == "1 alerts, 1 letters sent, 0 failed."


def test_without_a_mail_server_nothing_is_sent_and_the_form_says_so(client: Client) -> None:
    for answer in (client.get("/follow/?of=/people/"), client.post("/follow/?of=/people/", PERSON)):
        assert "This site sends no e-mail at present." in answer.content.decode()
    assert mail.outbox == []
    # The timer of a site that does without runs every morning all the same.
    assert run() == "No mail server is named (EMAIL_HOST), so nothing is sent; 0 alerts wait."


def test_nobody_fills_somebody_s_letter_box(client: Client, post: None) -> None:
    asked = [client.post("/follow/?of=/people/", PERSON, REMOTE_ADDR=f"203.0.{n}.1").status_code for n in range(7)]
    assert asked == [302] * 5 + [429] * 2
    others = [client.post("/follow/?of=/people/", {"email": f"r{n}@example.org"}).status_code for n in range(11)]
    assert others == [302] * 10 + [429]
    assert len(mail.outbox) == 15
    assert not VisitorAct.objects.filter(who__contains="example").exists()


def test_programs_and_wrong_addresses_get_no_letter(client: Client, post: None) -> None:
    assert client.post("/follow/?of=/people/", {**PERSON, "website": "x"}).status_code == 302
    for wrong in ("", "reader", "a@b", "x@example.org\nBcc: y@example.org"):
        assert client.post("/follow/?of=/people/", {"email": wrong}).status_code == 400, wrong
    for of in ("", "/nowhere/", "/people/?no=1", "http://[", "/people/1/", "/people/?q=%00"):
        assert client.get("/follow/", {"of": of}).status_code == 400, of
    for link in ("/follow/confirm/x/", "/follow/stop/x/"):
        assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
    assert mail.outbox == []
    assert Client(enforce_csrf_checks=True).post("/follow/?of=/people/", PERSON).status_code == 403


def test_an_alert_tells_of_nothing_that_is_not_public(client: Client, post: None) -> None:
    followed_by(client, "/citations/")
    hidden = make.citation(make.unit("RGASPI/1"))
    Citation.objects.filter(pk=hidden.pk).update(as_written="secret")
    assert run() == "1 alerts, 0 letters sent, 0 failed."
