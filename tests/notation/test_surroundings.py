"""A reference is read the same whatever stands around it and however it was set."""

from __future__ import annotations

import pytest

from notation.parsing import read_note
from notation.references import ArchivalReference
from tests.notation.saying import reference_said

_REFERENCES = {
    "RGASPI, f. 17, op. 171, d. 87, ll. 83–85": "RGASPI 17/171/87: 83-85",
    "ГАРФ. Ф. Р-5446. Оп. 1а. Д. 77. Л. 4 об.": "GARF Р-5446/1а/77: 4v",
    "GARF 5446/1a/77, 4": "GARF 5446/1a/77: 4",
    "TNA, FO 371/118, p. 12": "TNA series FO 371/piece 118: 12",
    "IfZ, MA 544, Bl. 34": "IfZ shelfmark MA 544: 34",
    "HIA, Orlov Papers, box 5, folder 2": "HIA collection Orlov Papers/box 5/folder 2",
    "DDEL, NSC Series, box 4": "DDEL collection NSC Series/box 4",
}


@pytest.mark.parametrize(
    "around",
    [
        "{}.",
        "({}).",
        "[{}]",
        "12. {}",
        "[12] {}",
        "See {}.",
        "See, for example, {}.",
        "Cf. also {}.",
        "См.: {}",
        "Подробнее об этом см.: {}",
        "The decision of 5 May 1931 is in {}.",
        "The decision was taken in May. {}",
        "A. Orlov to P. Belov, 5 May 1931, {}.",
        "Letter of Orlov to Belov, 5 May 1931. {}.",
        "“We are lost.” {}.",
        "«Мы пропали». {}",
        "{}. The letter is undated.",
        "{} (emphasis added).",
    ],
)
@pytest.mark.parametrize("written", _REFERENCES)
def test_words_around_change_nothing(written: str, around: str) -> None:
    assert _read(around.format(written)) == [_REFERENCES[written]]


@pytest.mark.parametrize(
    "around",
    [
        "John Smith, Long Title (Paris, 1999), 55; {}.",
        "{}; John Smith, Long Title (Paris, 1999), 55.",
        "{}, quoted in Smith, Long Title, 5.",
        "Орлов П.П. История города. М., 1990. С. 55; {}",
    ],
)
@pytest.mark.parametrize("written", _REFERENCES)
def test_works_around_change_nothing(written: str, around: str) -> None:
    assert _read(around.format(written)) == [_REFERENCES[written]]


@pytest.mark.parametrize(
    ("sign", "instead"),
    [
        (" ", "\u00a0"),
        (" ", "  "),
        (", ", ",\n"),
        ("–", "-"),
        ("–", "—"),
        ("–", "\u2212"),
        ("Оп", "Oп"),
        ("ГАРФ", "ГAPФ"),
    ],
)
@pytest.mark.parametrize("written", _REFERENCES)
def test_how_it_is_set_changes_nothing(written: str, sign: str, instead: str) -> None:
    assert _read(written.replace(sign, instead)) == [_REFERENCES[written]]


def _read(text: str) -> list[str]:
    found = [mention.reference for mention in read_note(text)]
    return [reference_said(reference) for reference in found if isinstance(reference, ArchivalReference)]
