"""What a style prints is read back as the same reference: `parse(format(x)) == x`, for every archive of the table.

Wikipedia templates are no notes and are left out.
"""

from collections.abc import Iterator, Sequence
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


@settings(max_examples=150)
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


@st.composite
def documents(draw: st.DrawFn) -> ArchivalReference:
    """A letter or a report in a file, with its title in the language of the note."""
    title = draw(st.sampled_from(["Letter to the Central Committee", "Report on the harvest", "Minutes, no. 5"]))
    path = (Level("fond", "17"), Level("opis", draw(NUMBER)), Level("delo", draw(NUMBER)))
    return ArchivalReference("RGASPI", "RGASPI", path, read_leaves(draw(SHEETS)), title)


@settings(max_examples=100)
@given(documents())
def test_a_document_keeps_its_title(document: ArchivalReference) -> None:
    for found in STYLES:
        if found.name == "short":  # the short form names the sheet alone
            continue
        note = write(document, found.name, language="en")
        [mention] = read_note(note)
        assert meaning(mention.reference) == meaning(document), note
        assert isinstance(mention.reference, ArchivalReference)
        assert mention.reference.title == document.title, note


# -- printed works ------------------------------------------------------------------------------------------------

LATIN = {
    "names": ["John Smith", "Anna Brown", "Peter Green", "Mary White", "A. B. Carter"],
    "titles": [
        "The Long Road",
        "Party and Province",
        "A Winter in Ufa",
        "Exile",
        "Letters from Narym",
        "The Turn of 1928",
    ],
    "journals": ["Slavic Review", "Kritika", "Europe-Asia Studies", "Cahiers du monde russe"],
    "newspapers": ["Pravda", "The Times"],
    "days": ["7 March", "21 December", "1 May"],
    "places": ["London", "New York", "New Haven", "Moscow"],
    "publishers": ["Verso", "Yale University Press", "Indiana University Press"],
}
CYRILLIC = {
    "names": ["Иванов И. И.", "Петрова А. Н.", "Сидоров П. П.", "Орлов В. К."],
    "titles": ["Моя жизнь", "О задачах партии", "Ссылка и воля", "Письма из Нарыма", "Поворот 1928 года"],
    "journals": ["Большевик", "Вопросы истории", "Отечественная история"],
    "newspapers": ["Правда", "Известия"],
    "days": ["7 марта", "21 декабря", "1 мая"],
    "places": ["М.", "Л.", "СПб.", "Томск"],
    "publishers": ["Наука", "Панорама", "Политиздат"],
}
PAGES = st.one_of(st.integers(1, 900).map(str), st.integers(1, 400).map(lambda page: f"{page}–{page + 14}"))


@st.composite
def works(draw: st.DrawFn, words: dict[str, list[str]]) -> PublicationReference:
    """A book, an edited book or a collection of documents, a volume, an article, a newspaper's, a chapter."""

    def one(name: str) -> str:
        return draw(st.sampled_from(words[name]))

    names = draw(st.lists(st.sampled_from(words["names"]), min_size=2, max_size=4, unique=True))
    several = draw(st.booleans())
    authors, editors = (tuple(names[:2]), tuple(names[2:])) if several else (tuple(names[:1]), tuple(names[1:2]))
    year = str(draw(st.integers(1917, 2024)))
    work = PublicationReference(one("titles"), authors, year=year, pages=draw(PAGES))
    printed = replace(work, place=one("places"), publisher=one("publishers"))
    volume = str(draw(st.integers(1, 40)))
    return draw(
        st.sampled_from(
            [
                printed,
                replace(printed, editors=editors),
                replace(printed, authors=(), editors=authors),
                replace(printed, volume=volume),
                replace(printed, container=one("titles"), editors=editors),
                replace(work, container=one("journals"), volume=volume, issue=str(draw(st.integers(1, 12)))),
                replace(work, container=one("journals"), issue=str(draw(st.integers(1, 12)))),
                replace(work, container=one("newspapers"), issue=one("days")),
            ]
        )
    )


# What a style leaves out by its own rule; everything else that it prints is read back. Where it names only a publisher,
# a reader takes that for a place (`Verso, 1930` is written as `London, 1930` is), so both are one imprint here.
LEFT_OUT = {
    "chicago": "",
    "gost": "",
    "french": "",
    "mla": "place",
    "apa": "place",
    "german": "publisher",
    "short": "place publisher container issue",
}


@settings(max_examples=300)
@given(st.one_of(works(LATIN), works(CYRILLIC)), st.sampled_from(sorted(LEFT_OUT)))
def test_a_printed_work_is_read_back(work: PublicationReference, style: str) -> None:
    note = write(work, style)
    [mention] = read_note(note)
    assert isinstance(mention.reference, PublicationReference)
    wanted = told(work, style, LEFT_OUT[style].split())
    if style == "short" and work.container:
        wanted["volume"] = ""
    if style == "short" and work.authors:
        wanted["editors"] = ()
    assert told(mention.reference, style) == wanted, note


def told(work: PublicationReference, style: str, without: Sequence[str] = ()) -> dict[str, object]:
    """The fields; names by surname and initial, since styles turn and shorten them, surnames alone in the short one."""
    fields: dict[str, object] = {
        name: getattr(work, name) for name in ("title", "container", "year", "pages", "volume")
    }
    for role in ("authors", "editors"):
        names = [parse_name(name) for name in getattr(work, role)]
        fields[role] = tuple(name.surname if style == "short" else (name.surname, name.initials[:1]) for name in names)
    fields["issue"] = bare_number(work.issue)
    fields["imprint"] = {getattr(work, name) for name in ("place", "publisher") if name not in without} - {""}
    return {name: "" if name in without else value for name, value in fields.items()}


@pytest.mark.parametrize(
    ("style", "note", "left"),
    [
        ("chicago", "John Smith et al., Exile (London: Verso, 1930), 5.", ["John Smith"]),
        ("mla", "John Smith et al., Exile, Verso, 1930, p. 5.", ["John Smith"]),
        ("short", "Smith et al., Exile (1930), 5", ["Smith"]),
        (
            "gost",
            "Smith J., Brown A., Green P. Exile. London : Verso, 1930. P. 5.",
            ["Smith J.", "Brown A.", "Green P."],
        ),
    ],
)
def test_of_three_authors_some_styles_name_the_first(style: str, note: str, left: list[str]) -> None:
    authors = ("John Smith", "Anna Brown", "Peter Green")
    work = PublicationReference("Exile", authors, year="1930", place="London", publisher="Verso", pages="5")
    assert write(work, style) == note
    [mention] = read_note(note)
    assert isinstance(mention.reference, PublicationReference)
    assert list(mention.reference.authors) == left


PAGE = PublicationReference(
    "A Page", ("John Smith",), container="The Site", year="2019", url="https://example.org/a", accessed="2026-11-23"
)


@pytest.mark.parametrize("style", sorted(LEFT_OUT))
def test_the_address_of_a_page_is_read_back(style: str) -> None:
    addresses = [
        mention.reference.url
        for mention in read_note(write(PAGE, style))
        if isinstance(mention.reference, PublicationReference)
    ]
    assert "https://example.org/a" in addresses
