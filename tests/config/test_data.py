"""`/data/`: which packages there are, and that each comes whole, in parts, or not at all when nothing has changed."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from citations.packaging import SUMS, package
from core.publishing import withdraw
from tests import factories
from tests.factories import PUBLISHED
from tests.world import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Two days of packages of a small world."""
    settings.PACKAGES = tmp_path / "packages"
    world(1)
    for day in (2, 3):
        package(settings.PACKAGES, date(2026, 11, day), "CC-BY-4.0", keep=5)
    return tmp_path / "packages"


def taken(client: Client, address: str, **headers: str) -> tuple[int, bytes, Any]:
    answer: Any = client.get(address, headers=headers)
    return answer.status_code, answer.getvalue(), answer.headers


def test_the_page_tells_what_there_is_or_that_there_is_nothing(client: Client, folder: Path, settings: Any) -> None:
    page = client.get("/data/?lang=en").content.decode()
    for name in ("opis-2026-11-03.zip", "opis-2026-11-03.sqlite", "opis-2026-11-02.zip"):
        assert f'<a href="/data/{name}">{name}</a>' in page
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() in page
    assert '<a rel="license" href="https://spdx.org/licenses/CC-BY-4.0.html">CC-BY-4.0</a>' in page
    assert "datasette opis-2026-11-03.sqlite" in page
    assert "shelfmarks = {unit[&quot;id&quot;]: unit[&quot;path&quot;]" in page
    assert '<td class="n">2</td>' in page  # persons
    told = client.get("/data/?format=jsonld").json()
    assert [part["version"] for part in told["hasPart"]] == ["2026-11-03", "2026-11-02"]
    download = told["hasPart"][0]["distribution"][0]
    assert download["contentUrl"] == "http://testserver/data/opis-2026-11-03.zip"
    assert download["sha256"] in page
    settings.PACKAGES = folder / "nowhere"
    assert "No package has been made here yet." in client.get("/data/?lang=en").content.decode()
    assert client.get("/data/?format=jsonld").json()["hasPart"] == []
    assert client.get("/data/?format=csv").status_code == 400


def test_a_package_is_sent_whole_in_parts_or_not_again(client: Client, folder: Path) -> None:
    address, content = "/data/opis-2026-11-03.zip", (folder / "opis-2026-11-03.zip").read_bytes()
    status, body, headers = taken(client, address)
    assert (status, body) == (200, content)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    assert headers["ETag"] == tag
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Length"] == str(len(content))
    assert headers["Content-Disposition"] == 'attachment; filename="opis-2026-11-03.zip"'
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert taken(client, address, **{"if-none-match": tag})[0] == 304
    assert taken(client, address, **{"if-modified-since": headers["Last-Modified"]})[0] == 304
    size = len(content)
    parts = {
        "bytes=0-9": (206, content[:10], f"bytes 0-9/{size}"),
        "bytes=100-": (206, content[100:], f"bytes 100-{size - 1}/{size}"),
        "bytes=-7": (206, content[-7:], f"bytes {size - 7}-{size - 1}/{size}"),
        f"bytes={size}-": (416, b"", f"bytes */{size}"),
        "bytes=9-3": (416, b"", f"bytes */{size}"),
        "bytes=0-1,4-5": (200, content, None),
        "bytes=-": (200, content, None),
        "pages=1-2": (200, content, None),
    }
    for asked, (status, body, told) in parts.items():
        got = taken(client, address, range=asked)
        assert (got[0], got[1], got[2].get("Content-Range")) == (status, body, told), asked
    assert taken(client, address, range="bytes=100-", **{"if-range": '"another"'})[:2] == (200, content)
    answer = client.head(address)
    answer.close()
    assert answer.headers["Content-Length"] == str(size)


def test_only_what_is_kept_is_given(client: Client, folder: Path) -> None:
    (folder / "secret.txt").write_text("secret")
    assert client.get("/data/latest.zip").headers["Location"] == "/data/opis-2026-11-03.zip"
    assert client.get("/data/latest.sqlite").headers["Location"] == "/data/opis-2026-11-03.sqlite"
    assert sorted(client.get(f"/data/{SUMS}").content.decode().splitlines()) == sorted(
        (folder / SUMS).read_text().splitlines()
    )
    for name in ("secret.txt", "..%2Fsettings.py", "opis-2026-11-01.zip", ".SHA256SUMS", "latest.csv"):
        assert client.get(f"/data/{name}").status_code == 404, name
    assert client.post("/data/opis-2026-11-03.zip").status_code == 405
    (folder / "opis-2026-11-03.zip").unlink()
    assert client.get("/data/opis-2026-11-03.zip").status_code == 404
    assert "opis-2026-11-02.zip" in client.get("/data/").content.decode()


def test_a_package_that_holds_what_was_withdrawn_since_is_named_and_not_given(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    """T30: from the packages; one that is made anew is given."""
    settings.PACKAGES = tmp_path
    secret, other = factories.person("Secret", status=PUBLISHED), factories.person("Other", status=PUBLISHED)
    package(tmp_path, timezone.now().date(), "CC-BY-4.0", keep=0)
    name = f"opis-{timezone.now().date()}.zip"
    sum_of = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    factories.person("A draft of today")
    assert taken(client, f"/data/{name}")[0] == 200
    for take_back, records in (
        (lambda: withdraw([secret]), "one record in it has"),
        (other.delete, "2 records in it have"),
    ):
        take_back()
        page = client.get("/data/?lang=en").content.decode()
        assert f"Given out no longer: {records} been withdrawn." in page
        assert f"<s>{name}</s>" in page
        assert sum_of in page
        gone = client.get(f"/data/{name}?", HTTP_ACCEPT_LANGUAGE="en")
        assert gone.status_code == 410
        assert "holds what has been withdrawn since" in gone.content.decode()
        assert client.get("/data/latest.zip", follow=True).status_code == 410
        told = client.get("/data/?format=jsonld").json()["hasPart"][0]
        assert told["creativeWorkStatus"] == "Withdrawn"
        assert "contentUrl" not in told["distribution"][0]
    package(tmp_path, timezone.now().date(), "CC-BY-4.0", keep=0)
    assert taken(client, f"/data/{name}")[0] == 200
