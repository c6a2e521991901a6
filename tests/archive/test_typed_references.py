"""A reference typed into the search box in any form lands on its file; what means nothing here is told, not guessed."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client

from archive.models import FormerReference, RepositoryName, Unit
from tests import factories
from tests.factories import PUBLISHED

pytestmark = pytest.mark.django_db

# Archives with their acronym, names and former acronyms, and units of each as (fond, opis, delo).
ARCHIVES = {
    "RGASPI": ("РГАСПИ", "ЦПА ИМЛ"),
    "GARF": ("ГАРФ", "ЦГАОР"),
    "RGANI": ("РГАНИ", "ЦХСД"),
    "RGAE": ("РГАЭ", "ЦГАНХ"),
}
UNITS = [
    ("RGASPI", "17", "171", "87"),
    ("RGASPI", "558", "11", "492"),
    ("GARF", "Р-5446", "81а", "12"),
    ("RGANI", "89", "73", "34"),
    ("RGAE", "4372", "9", "5а"),
]
# {a} is the archive's code, {я} its Russian acronym, {б} a former one; {f}, {o}, {d} the numbers; {l} a sheet.
FORMS = [
    "{a} {f}/{o}/{d}",
    "{a}/{f}/{o}/{d}",
    "{a} {f}-{o}-{d}",
    "{a}, {f}/{o}/{d}/{l}",
    "{a} {f}/{o}/{d}/{l}",
    "{a} {f}.{o}.{d}.{l}",
    "{a}, f. {f}, op. {o}, d. {d}",
    "{a}, f. {f}, op. {o}, d. {d}, l. {l}",
    "{a}, f. {f}, op. {o}, d. {d}, l. {l} ob.",
    "{a}, f. {f}, op. {o}, d. {d}, ll. {l}–9",
    "{a} f.{f} op.{o} d.{d} l.{l}",
    "{a} f {f} op {o} d {d} l {l}",
    "{a}, fond {f}, opis {o}, delo {d}, list {l}",
    "{a}, fond {f}, opis' {o}, delo {d}, listy {l}-9",
    "{a}, fond {f}, opis {o}, file {d}, folio {l}",
    "{a}, fund {f}, inv. {o}, file {d}, sheet {l}",
    "{a}, f. {f}, op. {o}, ed. khr. {d}, l. {l}",
    "{A}, F. {f}, Op. {o}, D. {d}, L. {l}",
    "{a}: f. {f}, op. {o}, d. {d}",
    "({a}, f. {f}, op. {o}, d. {d}, l. {l})",
    "{a}, f. {f}, op. {o}, d. {d}, l. {l}.",
    "  {a},  f. {f},  op. {o},  d. {d}  ",
    "{я} {f}/{o}/{d}",
    "{я}. Ф. {f}. Оп. {o}. Д. {d}",
    "{я}. Ф. {f}. Оп. {o}. Д. {d}. Л. {l}",
    "{я}. Ф. {f}. Оп. {o}. Д. {d}. Л. {l} об.",
    "{я}. Ф. {f}. Оп. {o}. Д. {d}. Лл. {l}–9",
    "{я}, ф. {f}, оп. {o}, д. {d}, л. {l}об",
    "{я} ф.{f} оп.{o} д.{d} л.{l}",
    "{я} ф {f} оп {o} д {d}",
    "{я}, фонд {f}, опись {o}, дело {d}, лист {l}",
    "{я}, ф. {f}, оп. {o}, ед. хр. {d}, л. {l}",
    "{я}. Ф.{f}. Оп.{o}. Ед.хр.{d}.",
    "{я} {f}/{o}/{d}/{l}",
    "{б}, ф. {f}, оп. {o}, д. {d}, л. {l}",
    "{б}. Ф. {f}. Оп. {o}. Д. {d}",
    "{б} {f}/{o}/{d}",
    "ф. {f}, оп. {o}, д. {d}, л. {l}",
    "f. {f}, op. {o}, d. {d}",
    "{f}/{o}/{d}",
    "/archive/{a}/{f}/{o}/{d}/",
    "{z}/{f}/{o}/{d}",
]
NONSENSE = [
    *("RGASPI 17/171/9999", "RGASPI, f. 17, op. 999, d. 87", "РГАСПИ. Ф. 9999. Оп. 1. Д. 1", "GARF 17/171/87"),
    *("ГАРФ, ф. 17, оп. 171, д. 87, л. 5", "RGANI, f. 17, op. 171, d. 87", "RGAE 17/171/87", "9999/1/1"),
    *("ф. 9999, оп. 1, д. 1", "f. 1, op. 2, d. 3, l. 4", "17/171/88", "558/11/493", "17-171-88", "RGVA 17/171/87"),
    *("NARA RG 59, box 12", "TNA FO 371/12345", "BArch R 58/1234", "Hoover, box 17, folder 171", "ЦАМО 17/171/87"),
    *("44/2", "207 с.", "1927–1929", "No. 3 (1994)", "pp. 17–171", "с. 171", "vol. 17, no. 171", "171/87", "87"),
    *("17", "f. 17", "ф.", "op. 171", "д. 87", "л. 83", "f., op., d.", "///", "17//87", "RGASPI//87", "RGASPI/17/x/87"),
    *("Ibid., l. 5", "Там же", "Указ. соч.", "письмо Троцкого", "Trotskii to Rakovskii", "17/171/87; 558/11/492"),
    *("RGASPI 17/171/87 and RGASPI 558/11/492", "https://example.org/17/171/87", "25.12.1927", "12/25/1927", "½/¼/⅛"),
]


@pytest.fixture
def held() -> dict[str, Unit]:
    for code, (acronym, former) in ARCHIVES.items():
        home = factories.repository(code, status=PUBLISHED)
        RepositoryName.objects.create(repository=home, text=acronym, language="ru", kind="acronym")
        RepositoryName.objects.create(repository=home, text=former, language="ru", kind="acronym", former=True)
    return {"/".join(path): factories.unit("/".join(path), status=PUBLISHED) for path in UNITS}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_lands_on_its_file(client: Client, held: dict[str, Unit], form: str) -> None:
    missed = {}
    for archive, fond, opis, delo in UNITS:
        if "-" in fond and "{f}-{o}" in form:
            continue  # `Р-5446-81а-12` can be parted in two ways
        acronym, former = ARCHIVES[archive]
        names = {"a": archive, "A": archive.title(), "z": archive.lower(), "я": acronym, "б": former}
        typed = form.format(**names, f=fond, o=opis, d=delo, l=7)
        answer = client.get("/search/", {"q": typed})
        wanted = held[f"{archive}/{fond}/{opis}/{delo}"].get_absolute_url()
        landed = answer.headers.get("Location", "").partition("?")[0]
        if landed != wanted:
            missed[typed] = (answer.status_code, unquote(landed))
    assert missed == {}


@pytest.mark.parametrize("typed", NONSENSE)
def test_what_means_nothing_here_lands_nowhere(client: Client, held: dict[str, Unit], typed: str) -> None:
    answer = client.get("/search/", {"q": typed})
    assert answer.status_code == 200, answer.headers.get("Location")


def test_there_are_two_hundred_forms_and_fifty_that_mean_nothing() -> None:
    assert len(FORMS) * len(UNITS) > 200
    assert len(NONSENSE) >= 50


def test_a_former_shelfmark_lands_on_the_file_of_today(client: Client, held: dict[str, Unit]) -> None:
    FormerReference.objects.create(unit=held["RGANI/89/73/34"], archive="ЦХСД", shelfmark="5/33/240")
    answer = client.get("/search/", {"q": "ЦХСД, ф. 5, оп. 33, д. 240, л. 12"})
    assert answer.headers["Location"].startswith("/archive/RGANI/89/73/34/?l=12&from=")
