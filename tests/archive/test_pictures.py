"""Pictures that are sent to the desk: painted anew, harmless, and seen by nobody before their record is public."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image as Canvas

from archive.models import Image
from core.images import Painted, Refused, painted
from tests import factories as make
from tests.desk import Page, errors_of
from tests.factories import PUBLISHED


def drawn(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """A picture, red on its left half."""
    canvas = Canvas.new(mode, size)
    if mode == "RGB":
        canvas.paste((220, 0, 0), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    canvas.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Canvas.Image:
    return Canvas.open(io.BytesIO(content))


# -- what becomes of a file -------------------------------------------------------------------------------------------

TURNED = Canvas.Exif()
TURNED[0x0112] = 6  # held upright, as telephones note it
TURNED[0x010E] = "taken at home"


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        (drawn("JPEG"), (40, 20)),
        (drawn("PNG", "RGBA"), (40, 20)),
        (drawn("PNG", "I;16"), (40, 20)),
        (drawn("TIFF", "1"), (40, 20)),
        (drawn("TIFF", "CMYK"), (40, 20)),
        (drawn("GIF", "P"), (40, 20)),
        (drawn("WEBP"), (40, 20)),
        (drawn("JPEG", exif=TURNED), (20, 40)),
        (drawn("PNG", "L", (6000, 30)), (4000, 20)),
        (drawn("PNG") + b"<script>alert(1)</script>", (40, 20)),
    ],
    ids=["jpeg", "clear", "16 bit", "black and white", "for print", "gif", "webp", "turned", "large", "with a tail"],
)
def test_every_kind_of_picture_becomes_a_jpeg(sent: bytes, size: tuple[int, int]) -> None:
    made = painted(sent)
    full, preview = made.read(), made.preview
    assert opened(full).format == opened(preview).format == "JPEG"
    assert opened(full).size == (made.width, made.height) == size
    assert max(opened(preview).size) == min(1000, max(size))
    assert not opened(full).getexif()
    assert b"script" not in full
    assert b"taken at home" not in full


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "no picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no picture that can be read"),
        (b"%PDF-1.4", "no picture that can be read"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "no picture that can be read"),
        (drawn("JPEG", size=(400, 400))[:300], "damaged"),
        (drawn("PNG", "1", (10_000, 8_001)), "more than 80 million pixels"),
    ],
    ids=["nothing", "svg", "pdf", "postscript", "cut off", "bomb"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(sent: bytes, said: str) -> None:
    """T21: pictures."""
    with pytest.raises(Refused, match=said):
        painted(sent)


# -- at the desk, and for the public ----------------------------------------------------------------------------------


@pytest.fixture
def kept(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def got(reader: Client, address: str, etag: str = "") -> tuple[int, bytes, Any]:
    """Status, content (read to the end, which closes it) and headers."""
    answer = reader.get(address, headers={"if-none-match": etag} if etag else {})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, content, answer.headers


def upload(content: bytes, name: str = "../../лист 83.html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


@pytest.mark.django_db
def test_a_scan_sent_at_the_desk_is_public_with_its_record_and_gone_with_it(kept: Any, client: Client) -> None:
    """T23, T24, T30: kept under its digest, served as nothing but a picture, gone with its record."""
    client.force_login(make.editor())
    letter = make.document(status=PUBLISHED)
    page = Page(client, Image)
    assert errors_of(page.send(file=upload(b"no picture"), document=letter.pk)).keys() == {"file"}
    page.send(file=upload(drawn()), document=letter.pk, leaf="83", credit="RGASPI", licence="CC BY")
    scan = Image.objects.get()
    assert (scan.width, scan.height, scan.licence_address) == (40, 20, "http://creativecommons.org/licenses/by/4.0/")
    assert sorted(path.suffixes for path in kept.rglob("*.jpg")) == [[".jpg"], [".preview", ".jpg"]]

    public = Client()
    for address in (scan.full, scan.preview):
        assert got(client, address)[0] == 200
        assert got(public, address)[0] == 404
    assert public.get(letter.get_absolute_url()).content.count(b"<img") == 0
    Image.objects.update(status=PUBLISHED)
    status, content, headers = got(public, scan.full)
    assert (status, opened(content).size) == (200, (40, 20))
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    etag = headers["ETag"]
    assert got(public, scan.full, etag)[0] == 304
    assert got(public, scan.preview, etag)[0] == 200
    Image.objects.update(status="draft")
    assert got(public, scan.full, etag)[0] == 404
    assert got(client, scan.full.replace("full", "huge"))[0] == 404

    Page(client, scan).send(**{"file-clear": "on"})
    scan.refresh_from_db()
    assert (scan.file.name, scan.width) == ("", None)
    assert len(list(kept.rglob("*.jpg"))) == 2, "what history can put back is still there"


@pytest.mark.django_db
def test_a_portrait_stands_at_the_head_of_a_life_with_credit_and_rights(kept: Any, client: Client) -> None:
    """And where none is held, the gap says whether one is known elsewhere."""
    anna, boris = make.person("Petrova, Anna", status=PUBLISHED), make.person("Petrov, Boris", status=PUBLISHED)
    english = {"accept-language": "en"}

    def head(person: Any) -> str:
        page = client.get(person.get_absolute_url(), headers=english).content.decode()
        return " ".join(page[page.index("person-head") : page.index('class="columns"')].split())

    assert "No picture of this person is known here." in head(anna)
    portrait = Image.objects.create(
        person=anna, file=painted(drawn("PNG", size=(300, 400))), width=300, height=400, status=PUBLISHED,
        caption_en="Anna Petrova, drawn from memory", credit="O. Sokolov", licence="CC BY", rights="Family archive",
    )  # fmt: skip
    shown = head(anna)
    assert f'<img src="{portrait.preview}" width="300" height="400"' in shown
    assert 'alt="Anna Petrova, drawn from memory"' in shown
    assert "Credit: O. Sokolov" in shown
    assert '<a rel="license external" href="http://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in shown
    assert "Family archive" in shown
    Image.objects.create(person=boris, caption_en="Boris", credit="An archive, T-1", status=PUBLISHED)
    assert "No picture is held here; one is known." in head(boris)
    assert "Credit: An archive, T-1" in head(boris)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../../etc/passwd", "images/x.jpg", "images/ab/" + "c" * 62 + ".svg"])
def test_no_row_names_a_file_that_was_not_kept_as_a_picture(name: str) -> None:
    """T23: nor another file of the machine."""
    with pytest.raises(IntegrityError, match="image_as_kept"), transaction.atomic():
        Image.objects.create(document=make.document(), file=name, width=1, height=1)


@pytest.mark.django_db
def test_a_picture_whose_file_is_lost_is_not_found(kept: Any, client: Client) -> None:
    lost = Image.objects.create(
        document=make.document(status=PUBLISHED), file=Painted(b"full", b"small", 2, 1), width=2, height=1,
        status=PUBLISHED,
    )  # fmt: skip
    assert got(client, lost.full)[:2] == (200, b"full")
    for path in kept.rglob("*.jpg"):
        path.unlink()
    assert got(client, lost.full)[0] == 404


# -- the manifest ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_scans_of_a_letter_are_a_manifest_in_the_order_of_its_sheets(client: Client) -> None:
    home = make.unit("RGASPI/17/171/87", status=PUBLISHED)
    letter = make.document("Letter no. 1", title_ru="Письмо № 1", date="2 June 1928", status=PUBLISHED)
    letter.copies.create(unit=home, leaves="83–84")
    for position, leaf, status in (
        (3, "84", PUBLISHED),
        (2, "83 об.", PUBLISHED),
        (1, "83", PUBLISHED),
        (0, "82", "draft"),
    ):
        Image.objects.create(
            document=letter, position=position, leaf=leaf, file=f"images/ab/{'c' * 62}.jpg", width=1200, height=1600,
            credit="RGASPI", licence="CC BY", status=status,
        )  # fmt: skip
    assert Image.objects.filter(document=letter, leaf="82").exists()
    address = f"/documents/{letter.pk}/manifest.json"
    assert address in client.get(letter.get_absolute_url()).content.decode()
    answer = client.get(address)
    told = answer.json()
    assert answer.headers["Content-Type"].startswith("application/ld+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert told["id"] == f"http://testserver{address}"
    assert told["label"] == {"en": ["Letter no. 1"], "ru": ["Письмо № 1"]}
    assert told["rights"] == "http://creativecommons.org/licenses/by/4.0/"
    assert [canvas["label"]["ru"] for canvas in told["items"]] == [["л. 83"], ["л. 83 об."], ["л. 84"]]
    assert {"en": ["2 June 1928"], "ru": ["2 июня 1928 г."]} in [line["value"] for line in told["metadata"]]
    marks = {"en": ["RGASPI, f. 17, op. 171, d. 87, ll. 83–84"], "ru": ["RGASPI, ф. 17, оп. 171, д. 87, л. 83–84"]}
    assert marks in [line["value"] for line in told["metadata"]]
    for canvas in told["items"]:
        painting = canvas["items"][0]["items"][0]
        assert painting["target"] == canvas["id"]
        assert "#" not in canvas["id"]
        assert (canvas["width"], canvas["height"]) == (painting["body"]["width"], painting["body"]["height"])
        assert canvas["thumbnail"][0]["width"] == 750
        assert canvas["requiredStatement"]["value"] == {"none": ["RGASPI"]}


@pytest.mark.django_db
def test_without_public_scans_there_is_no_manifest(client: Client) -> None:
    letter = make.document(status=PUBLISHED)
    Image.objects.create(document=letter, credit="RGASPI", status=PUBLISHED)
    Image.objects.create(document=letter, file=f"images/ab/{'c' * 62}.jpg", width=2, height=1)
    assert "manifest.json" not in client.get(letter.get_absolute_url()).content.decode()
    for number in (letter.pk, letter.pk + 1, make.document().pk):
        assert client.get(f"/documents/{number}/manifest.json").status_code == 404


@pytest.mark.django_db
def test_a_document_tells_how_often_its_sheets_are_cited(client: Client) -> None:
    """Also by those who cite the file without naming the letter."""
    home = make.unit("RGASPI/17/171/87", status=PUBLISHED)
    letter = make.document(status=PUBLISHED)
    for leaves in ("83–84", "12а", "200"):
        letter.copies.create(unit=home, leaves=leaves)
    for leaves in ("84 об.", "80–90", "85", ""):
        make.citation(home, leaves=leaves, status=PUBLISHED)
    make.citation(home, leaves="83")
    page = client.get(letter.get_absolute_url()).content.decode()
    assert page.count("of these sheets") == 1
    assert 'unit=RGASPI/17/171/87&amp;l=83%E2%80%9384">2 citations of these sheets</a>' in page
    assert client.get("/citations/?unit=RGASPI/17/171/87&l=83–84&format=json").json()["count"] == 2
