"""Sources in styles and in the files of reference managers: what is written is read back by their own readers."""

from __future__ import annotations

import datetime
import json
import random
import re

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from core.sources import Source, key_of, page
from core.sources.bibtex import to_bibtex
from core.sources.box import forms
from core.sources.csl import to_csl
from core.sources.entries import Entry, date_parts, entry
from core.sources.ris import to_ris
from notation.leaves import read_leaves
from notation.names_parts import parse_name
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
        "language": "ru",
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
            "URL": "https://example.org/documents/7/letter/",
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
    assert date_parts(edtf) == parts


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


# -- a thousand records, read back by other people's readers -------------------------------------------------------

AWKWARD = [
    "plain words", "Ёлка и Ґанок", "100 % & more", "a_b #1 $5 ~ ^", "C:\\temp\\new", "{braced}", "open { brace",
    "close } brace", "“quoted”, ‘once’", "TY  - JOUR", "ER  - ", "@book{x,", "a = {b},", "two  spaces", "tab\there",
    "line\nbreak", "comma, and stop.", "naïve – dash — long", "№ 5", "𝔘nicode 🙂", 'double "marks"', "percent%20",
    "x" * 500,
]  # fmt: skip
PLAIN_NAMES = ["Trotsky, Leon", "Троцкий, Лев Давидович", "Smith and Sons", "O’Neil, J.", "Жан-Поль"]
UNESCAPED = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", r"\&": "&", r"\%": "%", r"\$": "$", r"\#": "#", r"\_": "_",
}  # fmt: skip


def generated(count: int) -> list[Entry]:
    chance = random.Random(17)  # noqa: S311 - the same records each time

    def words() -> str:
        return " ".join(chance.choice(AWKWARD) for _ in range(chance.randint(1, 3)))

    made = []
    for number in range(count):
        names = tuple(parse_name(name) for name in chance.sample(PLAIN_NAMES, chance.randint(0, 3)))
        kind = chance.choice(["book", "article", "newspaper", "chapter", "thesis", "web", "letter", "document", "unit"])
        archival = kind in ("letter", "document", "unit")
        made.append(
            Entry(
                f"key-{number}",
                kind,
                words(),
                authors=names,
                recipients=names[:1] if archival else (),
                container="" if archival or kind in ("book", "thesis") else words(),
                date=chance.choice([(), (1927,), (1927, 3), (1927, 3, 9)]),
                volume=chance.choice(["", "3", "XIV"]),
                pages=chance.choice(["", "5", "12–15", "5, 9–11"]),
                place=chance.choice(["", words()]),
                publisher=chance.choice(["", words()]),
                archive=words() if archival else "",
                call_number=words() if archival else "",
                url=f"https://example.org/{number}?a={{b}}&c=%20#d_e",
                language="ru",
            )
        )
    return made


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_thousand_records_as_ris_are_read_back_without_loss() -> None:
    entries = generated(1000)
    read = rispy.loads("".join(to_ris(entries)))
    assert len(read) == 1000
    for made, found in zip(entries, read, strict=True):
        assert found["id"] == made.key
        assert found["title"] == flat(made.title)
        assert found.get("authors", []) == [name.inverted for name in made.authors]
        assert found.get("secondary_authors", []) == [name.inverted for name in made.recipients]
        assert found.get("secondary_title", "") == flat(made.container)
        assert (found.get("place_published", ""), found.get("publisher", "")) == (
            flat(made.place),
            flat(made.publisher),
        )
        assert found.get("name_of_database", "") == flat(made.archive)
        assert found.get("accession_number", "") == flat(made.call_number)
        assert found.get("year", "") == made.year
        pages = [found[name] for name in ("start_page", "end_page") if name in found]
        assert "–".join(pages) == made.pages
        assert found["urls"] == [made.url]


def unescaped(text: str) -> str:
    return re.sub("|".join(map(re.escape, UNESCAPED)), lambda match: UNESCAPED[match[0]], text)


def test_a_thousand_records_as_bibtex_are_read_back_without_loss() -> None:
    entries = generated(1000)
    library = parse_string("".join(to_bibtex(entries)))
    assert not library.failed_blocks
    assert [block.key for block in library.entries] == [made.key for made in entries]
    for made, found in zip(entries, library.entries, strict=True):
        fields = {name: field.value for name, field in found.fields_dict.items()}
        names = " and ".join(
            f"{{{name.inverted}}}" if re.search(r"\band\b", name.inverted) else name.inverted for name in made.authors
        )
        assert unescaped(fields["title"]) == flat(made.title)
        assert unescaped(fields.get("author", "")) == names
        host = fields.get("journal") or fields.get("booktitle") or fields.get("howpublished") or ""
        assert unescaped(host) == flat(made.container)
        assert unescaped(fields.get("address", "")) == flat(made.place)
        assert unescaped(fields.get("publisher") or fields.get("school") or "") == flat(made.publisher)
        assert unescaped(fields.get("archive", "")) == flat(made.archive)
        assert unescaped(fields.get("shelfmark", "")) == flat(made.call_number)
        assert (fields.get("year", ""), fields.get("pages", "").replace("--", "–")) == (made.year, made.pages)


def test_a_thousand_records_as_csl_are_read_back_without_loss() -> None:
    entries = generated(1000)
    read = json.loads("".join(to_csl(entries)))
    assert [item["title"] for item in read] == [made.title for made in entries]
    assert [item.get("archive_location", "") for item in read] == [made.call_number for made in entries]
    assert [item["URL"] for item in read] == [made.url for made in entries]
