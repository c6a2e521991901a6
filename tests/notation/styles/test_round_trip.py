"""What a style prints is read back as the same reference: `parse(format(x)) == x`, for every archive of the table.

Wikipedia templates are no notes and are left out.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notation.leaves import read_leaves
from notation.names import parse_name
from notation.parsing import read_note
from notation.references import ArchivalReference, Level, PublicationReference, Reference
from notation.sorting import shelfmark_key
from notation.styles import styles, write
from notation.styles.works import bare_number
from notation.vocabulary import Archive, archives, find_archives, scheme

NUMBERS = {
    "fond": "17",
    "opis": "171",
    "delo": "87",
    "papka": "3",
    "record group": "59",
    "entry": "5",
    "box": "3",
    "folder": "2",
    "collection": "Example Papers",
    "series": "FO 371",
    "piece": "56780",
    "shelfmark": "F/7/13500",
    "number": "123",
    "file": "237",
}
STYLES = [found for found in styles() if found.name != "wikipedia"]


def example(archive: Archive, name: str) -> ArchivalReference:
    levels = [level.name for level in scheme(archive.scheme).levels if level.name in NUMBERS]
    if archive.scheme == "box":
        levels.remove("series")
    series = {"barch": "R 9215"}.get(archive.scheme, NUMBERS["series"])
    path = tuple(Level(level, series if level == "series" else NUMBERS[level]) for level in levels)
    return ArchivalReference(name, name, path, read_leaves("41–44 об., 46"))


def meaning(reference: Reference) -> tuple[object, ...]:
    if not isinstance(reference, ArchivalReference):
        return ("no archive", reference)
    codes = frozenset(archive.code for archive in find_archives(reference.repository))
    path = tuple((level.name, shelfmark_key(level.number)) for level in reference.path)
    return codes or reference.repository, path, reference.leaves.canonical()


def printed(reference: ArchivalReference, cyrillic: bool, among: tuple[str, ...]) -> Iterator[str]:
    for found in STYLES:
        if among and found.name not in among:
            continue
        language = "ru" if cyrillic else "en" if found.language == "ru" else found.language
        yield write(reference, found.name, language=language)


def misread(archive: Archive, name: str, *among: str) -> list[tuple[str, object]]:
    reference = example(archive, name)
    cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in name)
    wrong: list[tuple[str, object]] = []
    for note in printed(reference, cyrillic, among):
        found = [meaning(mention.reference) for mention in read_note(note)]
        if found != [meaning(reference)]:
            wrong.append((note, found))
    return wrong


def acronyms(archive: Archive) -> list[str]:
    """The first present one."""
    return [name.text for name in archive.names if name.kind == "acronym" and not name.former][:1]


@pytest.mark.parametrize("code", archives())
def test_every_style_of_every_archive_is_read_back(code: str) -> None:
    for name in acronyms(archives()[code]):
        assert misread(archives()[code], name) == []


@pytest.mark.parametrize("code", archives())
def test_every_name_an_archive_bears_or_bore_is_read_back(code: str) -> None:
    archive = archives()[code]
    names = [name.text for name in archive.names]
    assert [wrong for name in names for wrong in misread(archive, name, "chicago", "gost")] == []


NUMBER = st.one_of(
    st.integers(1, 99999).map(str), st.integers(1, 9999).map("Р-{}".format), st.integers(1, 999).map("{}а".format)
)
SHEET = st.tuples(st.integers(1, 400), st.sampled_from(["", " об."]))
SHEETS = st.lists(SHEET, min_size=1, max_size=3).map(lambda sheets: ", ".join(f"{n}{side}" for n, side in sheets))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["РГАСПИ", "ГАРФ", "РЦХИДНИ"]),
    NUMBER,
    st.integers(1, 999),
    NUMBER,
    SHEETS,
    st.sampled_from(["en", "ru"]),
)
def test_any_soviet_reference_is_read_back(
    name: str, fond: str, opis: int, delo: str, sheets: str, language: str
) -> None:
    path = (Level("fond", fond), Level("opis", str(opis)), Level("delo", delo))
    reference = ArchivalReference(name, name, path, read_leaves(sheets))
    for found in STYLES:
        note = write(reference, found.name, language=language)
        assert [meaning(mention.reference) for mention in read_note(note)] == [meaning(reference)], note


BOOK = PublicationReference(
    "Collected Works", ("Leon Trotsky",), year="1930", place="London", publisher="Verso", pages="12–15"
)
ARTICLE = PublicationReference(
    "The Turn", ("John Smith",), container="Slavic Review", volume="44", issue="2", year="1985", pages="213–231"
)
RUSSIAN_BOOK = PublicationReference(
    "Моя жизнь", ("Троцкий Л. Д.",), year="1991", place="М.", publisher="Панорама", pages="12–15"
)
RUSSIAN_ARTICLE = PublicationReference(
    "О задачах партии", ("Бухарин Н. И.",), container="Большевик", issue="№ 5", year="1927", pages="3–12"
)
LATIN_WORKS = (
    BOOK,
    replace(BOOK, authors=("John Smith", "Anna Brown")),
    replace(BOOK, authors=(), editors=("John Smith", "Anna Brown")),
    replace(BOOK, authors=(), editors=("John Smith",)),
    replace(BOOK, editors=("John Smith",)),
    replace(BOOK, volume="2", pages="120"),
    ARTICLE,
    replace(ARTICLE, container="Kommunist", volume="", issue="5"),
    replace(BOOK, title="The Long Turn", editors=("Anna Brown",), container="The Party Papers"),
)
CYRILLIC_WORKS = (
    RUSSIAN_BOOK,
    replace(RUSSIAN_BOOK, authors=(), editors=("Иванов И. И.",)),
    replace(RUSSIAN_BOOK, volume="2", pages="120"),
    RUSSIAN_ARTICLE,
    replace(RUSSIAN_ARTICLE, container="Отечественная история", volume="12"),
    replace(RUSSIAN_BOOK, editors=("Иванов И. И.",), container="Спорные вопросы"),
)
# The short style prints no titles.
WHOLE = ("chicago", "gost", "mla", "apa", "german", "french")


@pytest.mark.parametrize("style", WHOLE)
@pytest.mark.parametrize("work", [*LATIN_WORKS, *CYRILLIC_WORKS])
def test_a_printed_work_is_read_back(style: str, work: PublicationReference) -> None:
    note = write(work, style)
    [mention] = read_note(note)
    assert parts(mention.reference, note) == parts(work, note)


def parts(reference: Reference, note: str) -> tuple[object, ...]:
    """What of the reference the note prints; who edited a chapter's book is told by some readers only."""
    assert isinstance(reference, PublicationReference)
    whose = reference.authors if reference.container else (*reference.authors, *reference.editors)
    surnames = {parse_name(name).surname for name in whose}
    issue = bare_number(reference.issue or reference.number)
    volume = bare_number(reference.volume) if f" {bare_number(reference.volume)}" in note else ""
    named = {surname for surname in surnames if surname in note}
    return reference.title, named, reference.container, volume, issue, reference.year, reference.pages
