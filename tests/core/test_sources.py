"""Sources in styles and in the files of reference managers: what is written is read back by their own readers."""

from __future__ import annotations

import datetime
import json

import pytest
import rispy

from core.sources import Source, key_of, page
from core.sources.bibtex import to_bibtex
from core.sources.box import forms
from core.sources.csl import to_csl
from core.sources.dated import day_parts
from core.sources.entries import Entry, entry
from core.sources.ris import to_ris
from notation.leaves import read_leaves
from notation.references import ArchivalReference, Level, PublicationReference
from notation.styles import to_text

LETTER = ArchivalReference(
    "RGASPI",
    "РГАСПИ",
    (Level("fond", "325"), Level("opis", "1"), Level("delo", "481")),
    read_leaves("12 об."),
    "Letter to Trotsky",
)
SOURCE = Source(
    "letter-7",
    "/documents/7/letter/",
    LETTER,
    LETTER,
    "letter",
    ("Letter to Trotsky", "Письмо Троцкому"),
    authors=("Rakovsky, Christian",),
    recipients=("Trotsky, Leon",),
    date="1928-06-02",
    language="ru",
)
BOOK = PublicationReference("Моя жизнь", ("Троцкий Л. Д.",), year="1991", place="М.", publisher="Панорама")
WORK = Source("trotskii-1991-3", "/publications/3/", BOOK, BOOK, date="1991", language="ru")
PERSON = page("/people/1/rakovsky/", "rakovsky-1", "Rakovsky, Christian", "Раковский, Христиан")
DAY = datetime.date(2026, 11, 23)
LINK = "https://example.org/people/1/rakovsky/"


@pytest.mark.parametrize(
    ("source", "reader", "printed"),
    [
        (
            WORK,
            "en",
            {
                "chicago": "L. D. Trotskii, Moia zhizn' (Moscow: Panorama, 1991).",
                "gost": "Троцкий Л. Д. Моя жизнь. М. : Панорама, 1991.",
                "mla": "L. D. Trotskii, Moia zhizn', Panorama, 1991.",
                "short": "Trotskii, Moia zhizn' (1991)",
                "wikipedia": "{{cite book |last=Троцкий |first=Л. Д. |title=Моя жизнь |location=М. "
                "|publisher=Панорама |year=1991}}",
            },
        ),
        (
            SOURCE,
            "ru",
            {
                "chicago": "Letter to Trotsky, RGASPI, f. 325, op. 1, d. 481, l. 12ob.",
                "gost": "Letter to Trotsky // РГАСПИ. Ф. 325. Оп. 1. Д. 481. Л. 12 об.",
                "mla": "Letter to Trotsky, RGASPI, f. 325, op. 1, d. 481, l. 12ob.",
                "short": "РГАСПИ 325/1/481, л. 12 об.",
                "wikipedia": "{{cite archive |item=Letter to Trotsky |fonds=325 |series=op. 1 |file=d. 481 |page=12ob. "
                "|institution=RGASPI |location=Moscow}}",
            },
        ),
    ],
)
def test_a_source_stands_in_every_style_of_the_box(source: Source, reader: str, printed: dict[str, str]) -> None:
    assert {form.style: to_text(form.runs) for form in forms(source, LINK, reader)} == printed  # type: ignore[arg-type]  # one of two


def test_a_page_of_ours_is_cited_with_its_address_and_the_day() -> None:
    source = page("/people/1/rakovsky/", "rakovsky-1", "Rakovsky, Christian", "Раковский, Христиан", DAY)
    printed = {form.style: to_text(form.runs) for form in forms(source, LINK, "en")}
    assert printed["chicago"] == f"“Rakovsky, Christian,” Opis, accessed November 23, 2026, {LINK}."
    assert printed["gost"] == f"Раковский, Христиан // Opis. URL: {LINK} (дата обращения: 23.11.2026)."


def entries_of(*sources: Source) -> list[Entry]:
    return [entry(source, f"https://example.org{source.address}", "en") for source in sources]


def test_a_letter_as_ris_keeps_archive_call_number_and_recipient() -> None:
    [read] = rispy.loads("".join(to_ris(entries_of(SOURCE))))
    assert read == {
        "type_of_reference": "PCOMM",
        "id": "letter-7",
        "title": "Letter to Trotsky",
        "authors": ["Rakovsky, Christian"],
        "secondary_authors": ["Trotsky, Leon"],
        "year": "1928",
        "date": "1928/06/02",
        "name_of_database": "RGASPI",
        "accession_number": "f. 325, op. 1, d. 481, l. 12ob.",
        "urls": ["https://example.org/documents/7/letter/"],
        "database_provider": "Opis",
        "language": "ru",
        "original_publication": "Письмо Троцкому",
    }


def test_a_letter_as_csl() -> None:
    assert json.loads("".join(to_csl(entries_of(SOURCE)))) == [
        {
            "id": "letter-7",
            "type": "personal_communication",
            "title": "Letter to Trotsky",
            "author": [{"family": "Rakovsky", "given": "Christian"}],
            "recipient": [{"family": "Trotsky", "given": "Leon"}],
            "issued": {"date-parts": [[1928, 6, 2]]},
            "archive": "RGASPI",
            "archive_location": "f. 325, op. 1, d. 481, l. 12ob.",
            "call-number": "f. 325, op. 1, d. 481, l. 12ob.",
            "original-title": "Письмо Троцкому",
            "URL": "https://example.org/documents/7/letter/",
            "source": "Opis",
            "language": "ru",
        }
    ]


def test_a_book_as_bibtex() -> None:
    assert "".join(to_bibtex(entries_of(WORK))) == (
        "@book{trotskii-1991-3,\n"
        "  title = {Моя жизнь},\n"
        "  author = {Троцкий, Л. Д.},\n"
        "  year = {1991},\n"
        "  address = {М.},\n"
        "  publisher = {Панорама},\n"
        "  url = {https://example.org/publications/3/},\n"
        "  library = {Opis},\n"
        "  langid = {ru},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("edtf", "parts"),
    [
        ("1928-06-02", (1928, 6, 2)),
        ("1928-06", (1928, 6)),
        ("1928", (1928,)),
        ("1928/1930", ()),
        ("192X", ()),
        ("1928~", ()),
        ("", ()),
    ],
)
def test_only_a_plain_date_is_one_to_a_reference_manager(edtf: str, parts: tuple[int, ...]) -> None:
    assert day_parts(edtf) == parts


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("RGASPI/17/171/87", "l83"), "rgaspi-17-171-87-l83"),
        (("ЦГАИПД СПб/Р-24/2в/1", ""), "tsgaipd-spb-r-24-2v-1"),
        (("Троцкий", 1991, 3), "trotskii-1991-3"),
        (("«»", "…"), ""),
    ],
)
def test_a_key_names_files(words: tuple[object, ...], key: str) -> None:
    assert key_of(*words) == key
