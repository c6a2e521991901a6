"""The ten endnotes of the demonstration lecture: an article is read from its text to its references."""

from __future__ import annotations

import pytest

from notation.footnotes import find_notes
from notation.ibid import ReadNote, read_notes
from notation.references import ArchivalReference, PublicationReference
from tests.notation.saying import said

_NOTES = [
    "Russian State Archive of Socio-Political History (RGASPI), f. 17, op. 171, d. 87, l. 83.",
    "Ibid., l. 144.",
    "Ibid., ll. 116-117. Emphasis in the original.",
    "RGASPI, f. 17, op. 171, d. 109, ll. 41-44.",
    "Ibid., l. 45.",
    "Letter to leading Trotskyists, June 2, 1928. Harvard University, Houghton Library, Leon Trotsky Soviet Papers,"
    " T-1613. URL: https://hollisarchives.lib.harvard.edu/repositories/24/archival_objects/387681",
    "RGASPI, f. 17, op. 171, d. 153, l. 236.",
    "N. Markin, “Medlennaia rasprava nad Kh. G. Rakovskim”, Biulleten’ oppozitsii, No. 9, January 1930."
    " URL: https://iskra-research.org/FI/BO/BO-09.shtml",
    "Tetradi verkhne-ural’skogo politicheskogo izoliatora 1932-1933, ed. by Alexei Gusev, A. Reznik, A. Fokin,"
    " V. Shabalin, Moscow: Trovant 2022, p. 120.",
    "Ibid., pp. 299-300.",
]


@pytest.fixture(scope="module")
def read() -> tuple[ReadNote, ...]:
    paragraphs = [f"A paragraph of the lecture that quotes a file.[{number}]" for number in range(1, 11)]
    notes = [f"[{number}]\n\n{text}" for number, text in enumerate(_NOTES, 1)]
    found = find_notes("\n\n".join([*paragraphs, "", *notes, "Loading"]))
    assert found.problems == ()
    assert [note.text for note in found.notes] == _NOTES
    return read_notes(found.notes)


def test_every_note_is_read(read: tuple[ReadNote, ...]) -> None:
    editors = "Alexei Gusev; A. Reznik; A. Fokin; V. Shabalin"
    tetradi = f"{editors}. Tetradi verkhne-ural’skogo politicheskogo izoliatora 1932-1933 (2022)"
    assert [" ; ".join(map(said, note.mentions)) for note in read] == [
        "RGASPI 17/171/87: 83",
        "RGASPI 17/171/87: 144",
        "RGASPI 17/171/87: 116-117",
        "RGASPI 17/171/109: 41-44",
        "RGASPI 17/171/109: 45",
        "Harvard University, Houghton Library collection Leon Trotsky Soviet Papers/item T-1613",
        "RGASPI 17/171/153: 236",
        "N. Markin. Medlennaia rasprava nad Kh. G. Rakovskim. Biulleten’ oppozitsii No. 9 (1930)",
        f"{tetradi}: 120",
        f"{tetradi}: 299-300",
    ]


def test_the_remark_is_kept(read: tuple[ReadNote, ...]) -> None:
    assert read[2].mentions[0].remark == "Emphasis in the original"


def test_the_letter_has_its_title_and_address(read: tuple[ReadNote, ...]) -> None:
    letter = read[5].mentions[0].reference
    assert isinstance(letter, ArchivalReference)
    assert letter.title == "Letter to leading Trotskyists, June 2, 1928"
    assert letter.url == "https://hollisarchives.lib.harvard.edu/repositories/24/archival_objects/387681"


def test_the_article_has_its_address_and_the_book_its_editors(read: tuple[ReadNote, ...]) -> None:
    article, book = read[7].mentions[0].reference, read[8].mentions[0].reference
    assert isinstance(article, PublicationReference)
    assert isinstance(book, PublicationReference)
    assert article.url == "https://iskra-research.org/FI/BO/BO-09.shtml"
    assert book.editors == ("Alexei Gusev", "A. Reznik", "A. Fokin", "V. Shabalin")
    assert (book.place, book.publisher) == ("Moscow", "Trovant")
