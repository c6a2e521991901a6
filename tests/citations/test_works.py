"""Files of reference managers in: what each form says, and that what Opis writes comes back the same."""

from __future__ import annotations

import pytest

from citations.imports.works import read_works
from core.sources.bibtex import to_bibtex
from core.sources.csl import to_csl
from core.sources.entries import Entry
from core.sources.ris import to_ris
from core.text_files import Unreadable
from notation.names_parts import PersonalName
from tests.core.test_thousand_entries import flat
from tests.core.thousand import thousand

# Kinds of entries, and of the publications that they come back as.
KINDS = {
    "book": "book",
    "article": "article",
    "newspaper": "article",
    "chapter": "chapter",
    "thesis": "thesis",
    "web": "web page",
}

ARTICLE = {
    "kind": "article",
    "title": "The Politics of Exile & Return",
    "language": "en",
    "authors": "Doe, Jane; Roe, R. M.",
    "container": "Slavic Notes",
    "volume": "12",
    "issue": "3",
    "date": "1999",
    "page_range": "12–40",
    "doi": "10.1/ex",
    "url": "https://notes.example/12",
    "url_seen": "2026-11-23",
}
RIS = """TY  - JOUR
TI  - The Politics of Exile & Return
AU  - Doe, Jane
AU  - Roe, R. M.
T2  - Slavic Notes
PY  - 1999
VL  - 12
IS  - 3
SP  - 12
EP  - 40
LA  - en
DO  - 10.1/ex
UR  - https://notes.example/12
Y2  - 2026/11/23
ER  -
"""
BIBTEX = r"""
@article{doe1999,
  title = {The {Politics} of Exile \& Return},
  author = {Doe, Jane and R. M. Roe},
  journal = {Slavic Notes}, volume = 12, number = {3}, year = 1999, pages = {12--40},
  langid = {en}, doi = {10.1/ex}, url = {https://notes.example/12}, urldate = {2026-11-23},
}
"""
CSL = """[{"id": "doe", "type": "article-journal", "title": "The Politics of Exile & Return", "language": "en",
  "author": [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "R. M."}],
  "container-title": "Slavic Notes", "volume": "12", "issue": 3, "issued": {"date-parts": [[1999]]}, "page": "12-40",
  "DOI": "10.1/ex", "URL": "https://notes.example/12", "accessed": {"date-parts": [[2026, 11, 23]]}}]"""
LETTER = """TY  - PCOMM
TI  - Письмо Л. Сосновскому
AU  - Раковский, Христиан
A2  - Сосновский, Лев
DA  - 1928/06/02
DB  - Russian State Archive of Socio-Political History
AN  - f. 17, op. 171, d. 87, ll. 83–84ob.
ER  -
"""


@pytest.mark.parametrize("text", [RIS, BIBTEX, CSL], ids=["ris", "bibtex", "csl"])
def test_an_article_says_the_same_in_every_form(text: str) -> None:
    (work,) = read_works(text)
    assert work.sheet == "publications"
    assert work.row.cells == ARTICLE


def test_a_letter_with_a_shelfmark_is_a_document() -> None:
    (work,) = read_works(LETTER)
    assert work.sheet == "documents"
    assert work.row.cells == {
        "title_ru": "Письмо Л. Сосновскому",
        "kind": "letter",
        "authors": "Раковский, Христиан",
        "addressees": "Сосновский, Лев",
        "date": "1928-06-02",
        "archive": "Russian State Archive of Socio-Political History",
        "shelfmark": "17/171/87",
        "sheets": "83–84ob.",
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("TY  - EDBOOK\nTI  - A\nER  - \n", "edited collection"),
        ("TY  - THES\nTI  - A\nER  - \n", "thesis"),
        ("@incollection{a, title={A}}", "chapter"),
        ("@misc{a, title={A}, url={https://a.example}}", "web page"),
        ("@unheardof{a, title={A}}", "book"),
        ('[{"type": "pamphlet", "title": "A"}]', "pamphlet"),
        ('{"items": [{"type": "webpage", "title": "A"}]}', "web page"),
    ],
)
def test_kinds_of_works(text: str, kind: str) -> None:
    assert read_works(text)[0].row["kind"] == kind


def test_names_in_bibtex() -> None:
    text = r"@book{a, title={A}, author={Ludwig van Doe and {Smith and Sons} and M{\"u}ller, Jos{\'e} and others}}"
    assert read_works(text)[0].row["authors"] == "van Doe, Ludwig; Smith and Sons; Müller, José"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no file of a reference manager"),
        ("RGASPI, f. 17", "no file of a reference manager"),
        ("[1, 2]", "no list of works"),
        ("[", "no JSON"),
        ("[]", "holds no works"),
        ("@book{a, title={A}", "cannot be read from line 1"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_works(text)


WRITERS = {"ris": to_ris, "bibtex": to_bibtex, "csl": to_csl}


def cells_of(made: Entry) -> dict[str, str]:
    """What the columns of publications hold of an entry that Opis wrote."""
    numbers = {"isbn": "", "issn": "", "doi": "", "oclc": ""}
    for authority, value in made.identifiers:
        cell = f'"{value}"' if ";" in value else value
        numbers[authority.lower()] = "; ".join(filter(None, (numbers[authority.lower()], cell)))
    told = {
        "kind": made.word or KINDS[made.kind],
        "title": flat(made.title),
        "translation": flat(made.translation),
        "authors": in_cell(made.authors),
        "editors": in_cell(made.editors),
        "translators": in_cell(made.translators),
        "compilers": in_cell(made.compilers),
        "container": flat(made.container),
        "date": made.issued.iso or made.issued.words,
        "volume": made.volume,
        "issue": made.issue,
        "edition": made.edition,
        "page_range": made.pages,
        "pages": made.extent,
        "place": flat(made.place),
        "publisher": flat(made.publisher),
        "topics": "; ".join(made.topics),
        "url": "" if made.own_page else made.url,
        "url_seen": "2026-11-23" if made.accessed else "",
        "language": made.language,
        **numbers,
    }
    return {name: in_table(cell) for name, cell in told.items() if cell}


def in_table(text: str) -> str:
    """An apostrophe of its own before a sign of formulas is doubled, since tables take one away."""
    return f"'{text}" if text.startswith("'=") else text


def in_cell(names: tuple[PersonalName, ...]) -> str:
    return "; ".join(name.inverted for name in names)


@pytest.mark.parametrize("form", WRITERS)
def test_a_thousand_works_come_back_as_they_went(form: str) -> None:
    """What Opis writes for a reference manager, read again by Opis: the same cells, whatever signs stand in them."""
    made = [entry for entry in thousand() if entry.kind in KINDS]
    works = read_works("".join(WRITERS[form](made)))
    assert len(works) == len(made)
    for entry, work in zip(made, works, strict=True):
        assert work.sheet == "publications"
        expected = cells_of(entry)
        if form == "bibtex" and "url" in expected:
            expected["url"] = expected["url"].replace("{", "%7B").replace("}", "%7D")
        assert work.row.cells == expected


@pytest.mark.parametrize("form", WRITERS)
def test_a_thousand_documents_and_files_come_back_as_they_went(form: str) -> None:
    made = [entry for entry in thousand() if entry.kind not in KINDS]
    works = read_works("".join(WRITERS[form](made)))
    for entry, work in zip(made, works, strict=True):
        cells = dict(work.row.cells)
        assert work.sheet == ("units" if entry.kind == "unit" else "documents")
        assert cells["archive"] == flat(entry.archive)
        assert cells.get("date", "") == (entry.issued.iso or entry.issued.words)
        assert in_table(flat(entry.title)) in (cells.get("title_en"), cells.get("title_ru"))
        if entry.kind != "unit":
            assert cells["kind"] == (entry.word or {"letter": "letter", "document": "other"}[entry.kind])
            assert cells.get("authors", "") == in_cell(entry.authors)
            assert cells.get("addressees", "") == in_cell(entry.recipients)
            assert cells.get("languages", "") == entry.language
