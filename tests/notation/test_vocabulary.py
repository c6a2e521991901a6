"""Archives under the names that notes give them, and how their units are cited.

FOUND: the archives, then the names in text that must find them and nothing else.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from notation import vocabulary
from notation.transliteration import romanise
from notation.vocabulary import archives, find_archives, find_name_at_end, names_pattern_words, scheme, schemes

FOUND = """
RGASPI  | РГАСПИ | RGASPI | rgaspi | РЦХИДНИ | RTsKhIDNI | RCChIDNI | ЦПА ИМЛ | TsPA IML | ЦХДМО
RGASPI  | Rossiiskii gosudarstvennyi arkhiv sotsial'no-politicheskoi istorii
RGASPI  | Rossijskij gosudarstvennyj archiv social'no-političeskoj istorii
RGASPI  | Russian State Archive of Socio-Political History | Центральный партийный архив
GARF    | ГАРФ | ГА РФ | GARF | GA RF | ЦГАОР СССР | TsGAOR | CGAOR | ЦГА РСФСР
RGANI   | РГАНИ | RGANI | ЦХСД | TsKhSD
RGAE    | РГАЭ | RGAE | ЦГАНХ | TsGANKh SSSR
RGVA    | РГВА | RGVA | ЦГАСА | TsGASA | ЦХИДК | Особый архив
AVPRF   | АВП РФ | АВПРФ | AVPRF | AVP RF | AVP SSSR
APRF    | АП РФ | АПРФ | APRF | AP RF
TsAMO   | ЦАМО | TsAMO | TsAMO RF | ЦАМО РФ | CAMO
TsAFSB  | ЦА ФСБ | TsA FSB | TsAFSB | ЦА ФСБ России | ЦА КГБ
TsDAHOU | ЦДАГО | ЦДАГО України | TsDAHO | TsDAGO | ЦГАОО Украины | ПА ИИП КПУ
TNA     | TNA | The National Archives, Kew | Public Record Office | PRO
HIA     | HIA | Hoover Institution Archives | Hoover Institution
Houghton | Houghton Library, Harvard University | Harvard University, Houghton Library
IISH    | IISH | IISG | International Institute of Social History
HPSSS   | HP | HPSSS | Harvard Project on the Soviet Social System
UCRDC   | UCRDC | Ukrainian Canadian Research and Documentation Centre
BStU    | BStU | BStU MfS | Stasi Records Archive
YIVO    | YIVO | YIVO Archives, New York | YIVO Institute for Jewish Research
PAAA    | PA AA | PAAA | PA-AA | Politisches Archiv des Auswärtigen Amts
"""


def found_rows() -> list[tuple[str, str]]:
    rows = [[part.strip() for part in line.split("|")] for line in FOUND.strip().splitlines()]
    return [(code, name) for code, *names in rows for name in names]


@pytest.mark.parametrize(("code", "name"), found_rows())
def test_an_archive_is_found_under_any_name_it_bore(code: str, name: str) -> None:
    assert [archive.code for archive in find_archives(name)] == [code]


@pytest.mark.parametrize("name", ["", " ", "Pravda", "ГАХХ", "архив", "f. 17", "."])
def test_what_is_no_archive_finds_none(name: str) -> None:
    assert find_archives(name) == ()


@pytest.mark.parametrize("code", archives())
def test_every_name_of_an_archive_finds_it(code: str) -> None:
    for name in archives()[code].names:
        assert archives()[code] in find_archives(name.text), name.text


@pytest.mark.parametrize("code", archives())
def test_an_archive_is_described_in_full(code: str) -> None:
    archive = archives()[code]
    assert archive.scheme in schemes()
    assert archive.city
    assert len(archive.country) == 2
    assert code.isalnum(), "the code stands in addresses"
    assert any(name.kind == "name" and name.language == "en" for name in archive.names)
    for name in archive.names:
        assert name.text == name.text.strip() != ""
        assert name.years_from is None or name.years_to is None or name.years_from <= name.years_to


@pytest.mark.parametrize("code", archives())
def test_cyrillic_names_are_found_by_every_romanisation(code: str) -> None:
    archive = archives()[code]
    for name in archive.names:
        if name.language == "ru":
            assert archive in find_archives(romanise(name.text, "ala-lc-marks"))
            assert archive in find_archives(romanise(name.text, "scholarly"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Его фонд: Центральный государственный архив РСФСР", "Центральный государственный архив РСФСР"),
        ("Копия в НА РС (Я)", "НА РС (Я)"),
        ("Cf. Central State Archive of the RSFSR", "Central State Archive of the RSFSR"),
        ("Orlov, TNA: PRO", "TNA: PRO"),
        ("копия в РГАСПИ", None),
        ("он жил в СССР", None),
        ("", None),
        (" . ", None),
    ],
)
def test_the_longest_name_that_ends_a_text_is_found(text: str, name: str | None) -> None:
    start = find_name_at_end(text)
    assert (None if start is None else text[start:]) == name


def test_a_former_name_says_so_and_when() -> None:
    names = {name.text: name for name in archives()["RGASPI"].names}
    assert (names["РЦХИДНИ"].former, names["РЦХИДНИ"].years_from, names["РЦХИДНИ"].years_to) == (True, 1991, 1999)
    assert not names["РГАСПИ"].former


@pytest.mark.parametrize(
    ("code", "language", "acronym", "name"),
    [
        ("RGASPI", "ru", "РГАСПИ", "Российский государственный архив социально-политической истории"),
        ("RGASPI", "en", "RGASPI", "Russian State Archive of Socio-Political History"),
        ("BArch", "de", "BArch", "Bundesarchiv"),
        ("Houghton", "ru", "Houghton", "Хоутонская библиотека Гарвардского университета"),
    ],
)
def test_an_archive_has_a_name_in_the_language_of_the_note(code: str, language: str, acronym: str, name: str) -> None:
    archive = archives()[code]
    assert archive.name(language, "acronym") == acronym
    assert archive.name(language) == name


def test_the_table_is_as_wide_as_the_field() -> None:
    countries = [archive.country for archive in archives().values()]
    assert len(countries) >= 150
    assert {"RU", "UA", "BY", "EE", "LV", "LT", "GE", "AM", "AZ", "KZ", "UZ", "MD", "PL", "DE", "US"} <= set(countries)


ROWS = tomllib.loads((Path(vocabulary.__file__).parent / "data" / "archives.toml").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS["archive"], ids=lambda row: row["code"])
def test_an_archive_says_where_its_facts_were_read_or_that_they_were_not(row: dict[str, Any]) -> None:
    assert ("checked" in row) != row.get("unconfirmed", False)
    assert len(archives()[row["code"]].checked) == len(row.get("checked", ()))


def test_every_source_is_used() -> None:
    used = {name.split()[0] for row in ROWS["archive"] for name in row.get("checked", ())}
    assert used == set(ROWS["source"])


def test_no_archive_says_a_former_name_of_the_same_years_twice() -> None:
    for row in ROWS["archive"]:
        said = [str(former) for former in row.get("former", ())]
        assert len(said) == len(set(said)), row["code"]


@pytest.mark.parametrize(
    ("code", "text", "years"),
    [
        ("RGVA", "ЦГАСА", (1958, 1992)),
        ("RGVA", "ЦГАКА", (1941, 1958)),
        ("RGVA", "ЦХИДК", (1992, 1999)),
        ("GARF", "ЦГИАМ", (1941, 1961)),
        ("TsAGM", "ЦАОПИМ", (2005, 2013)),
        ("TsAGM", "ЦАОДМ", (1993, 2005)),
        ("TsAGM", "ЦМАМ", (1993, 2005)),
        ("TsGAIPD", "ЛПА", (1945, 1991)),
        ("TsGASPb", "ЛГАОРСС", (1964, 1974)),
        ("RGADA", "ЦГАДА", (1941, 1992)),
        ("ORRNB", "ОР ГПБ", (1937, 1992)),
        ("RGAVMF", "ЦГАВМФ", (1941, 1992)),
    ],
)
def test_the_years_of_a_former_name(code: str, text: str, years: tuple[int, int]) -> None:
    [name] = [name for name in archives()[code].names if name.text == text]
    assert (name.former, name.years_from, name.years_to) == (True, *years)


def test_an_acronym_of_several_archives_finds_them_all() -> None:
    cities = {archive.city for archive in find_archives("ГАСО")}
    assert {"Smolensk", "Saratov", "Yekaterinburg"} <= cities


def test_the_present_bearer_of_a_name_comes_before_a_former_one() -> None:
    assert find_archives("НАРБ")[0].city == "Minsk"


def test_the_words_for_a_matcher_hold_every_name_longest_first() -> None:
    words = names_pattern_words()
    assert {"РГАСПИ", "RTsKhIDNI", "Public Record Office"} <= set(words)
    assert [len(word) for word in words] == sorted((len(word) for word in words), reverse=True)


@pytest.mark.parametrize(
    ("name", "language", "terms", "leaves"),
    [
        ("fond", "en", ["f.", "op.", "d."], ("l.", "ll.")),
        ("fond", "ru", ["ф.", "оп.", "д."], ("л.", "л.")),
        ("fond-uk", "uk", ["ф.", "оп.", "спр."], ("арк.", "арк.")),
        ("fond-be", "be", ["ф.", "воп.", "спр."], ("арк.", "арк.")),
        ("rg", "en", ["RG", "entry", "box", "folder"], ("p.", "pp.")),
        ("barch", "de", ["", "", ""], ("Bl.", "Bl.")),
    ],
)
def test_the_levels_of_a_scheme(name: str, language: str, terms: list[str], leaves: tuple[str, str]) -> None:
    found = scheme(name)
    assert [level.term(language) for level in found.levels] == terms
    assert (found.leaves.term(language), found.leaves.term(language, plural=True)) == leaves


def test_every_scheme_is_used_by_an_archive() -> None:
    assert {archive.scheme for archive in archives().values()} == set(schemes())


def test_an_unknown_scheme_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        scheme("dewey")
