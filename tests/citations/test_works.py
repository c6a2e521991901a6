"""Files of reference managers in: what each form says, and that what Opis writes comes back the same."""

from __future__ import annotations

import pytest

from citations.imports.works import read_works
from core.sources.bibtex import to_bibtex
from core.sources.csl import to_csl
from core.sources.ris import to_ris
from core.text_files import Unreadable
from tests.core.test_sources import flat, generated

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


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl"])
def test_a_thousand_works_come_back_as_they_went(form: str) -> None:
    """What Opis writes for a reference manager, read again by Opis: the same cells, whatever signs stand in them."""
    made = [entry for entry in generated(1000) if entry.kind in KINDS]
    write = {"ris": to_ris, "bibtex": to_bibtex, "csl": to_csl}[form]
    works = read_works("".join(write(made)))
    assert len(works) == len(made)
    for entry, work in zip(made, works, strict=True):
        cells = work.row.cells
        assert work.sheet == "publications"
        assert cells["title"] == flat(entry.title)
        assert cells.get("kind") == KINDS[entry.kind]
        assert cells.get("authors", "") == "; ".join(name.inverted for name in entry.authors)
        assert cells.get("container", "") == flat(entry.container)
        assert (cells.get("place", ""), cells.get("publisher", "")) == (flat(entry.place), flat(entry.publisher))
        assert (cells.get("volume", ""), cells.get("page_range", "")) == (entry.volume, entry.pages)
        assert cells.get("date", "") == "-".join(f"{part:02}" for part in entry.date)
        assert cells["language"] == "ru"
