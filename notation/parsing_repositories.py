"""The archive's name before a reference: `РГАСПИ`, `Название (далее — РГАЛИ)`, `RGASPI (Russian State …)`.

The rule: read backwards from the first number, and take an acronym, a known name or a phrase with a word for archive.
Boundary: which archive it is today is not asked here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from notation.known import known_archive, known_name_start, romanised


class Named(NamedTuple):
    """Name as printed, its romanised acronym (or itself), and where the words stand."""

    as_written: str
    name: str
    start: int
    end: int


_WINDOW = 220
_SHORTEST = 2
_SEPARATORS = " \t\n\xa0,.:;–—-"
_BRACKETS = " \t\n\xa0(["
_ACRONYM = r"[^\W\d_]*[A-ZА-ЯЁІЇЄҐ][^\W\d_]*[A-ZА-ЯЁІЇЄҐ][^\W\d_]*"
_IS_ACRONYM = re.compile(rf"[«“\"(]?{_ACRONYM}(?:[-–/](?:{_ACRONYM}|[A-ZА-ЯЁ](?!\w)))*")
# Words that go with an acronym without being one: `ЦДАГО України`, `ИЦ УВД по Энской обл.`, `ГАЭО № 3, г. Энск`.
_COMPANION = re.compile(
    r"(?:рф|rf|по|при|pri|po|України|Украины|Ukrainy|Ukraïny|Україна|Беларуси|Kompartii|г\.|g\.|№|№\s?\d+|N?\d{1,2},?|обл\.|обл|в|у|v|u"
    r"|[оО]бласт(?:и|ь|ей)|[oO]blast(?:i|ei)|края|kraia|Республики|Respubliki|и|Berlin|Berlin-Lichterfelde|BU|Bi|By|Gd|Ka|Ki|Kr|Lu|Łd|Po|Rz|Sz|Wr|Freiburg|Koblenz|Dahlwitz-Hoppegarten|Moscow|Kyiv|Harvard"
    r"|[А-ЯA-Z][^\W\d_]+(?:ой|ского|skoi|oi|ському|ской|ая|ій|ii)),?"
)
ARCHIVE_WORD = re.compile(
    r"arkhiv|arhiv|archiw|archiv|архив|архів|архіў|librar|biblio|библиотек|бібліотек|museum|музе[йя]|muzei"
    r"|records office|record office|sklad|department of state|institution",
    re.IGNORECASE,
)
# At the end of a spelled-out name: `Архив Президента РФ`.
_QUOTED_NAME = re.compile(r"«(?P<name>[^«»]{3,100})»\Z")  # `МКУ «Архив города Энска»`
_COUNTRIES = frozenset(("РФ", "RF", "СССР", "SSSR", "USSR", "РСФСР", "RSFSR", "УССР", "URSR", "УРСР", "БССР", "BSSR"))
_TOWN = re.compile(r",?\s[гgм]\.\s?[А-ЯA-Z][^\W\d_-]+(?:-[^\W\d_]+)*\Z")
_ARCHIVE_BEFORE = re.compile(
    r"(?:^|[\s(])((?:(?:Научный|Отраслевой|Центральный)\sархив|(?:Nauchnyi|Otraslevoi|Tsentral['’]?nyi)\sarkhiv"
    r"|Архив|Arkhiv|Archiv|Archive of the)\s)\Z"
)
_BEFORE_DEPARTMENT = re.compile(r"(?:[.,:]\s|\s(?=[^\W\d_]))(?:[^\W\d_]{3,12}\s)?\Z")
# `IRLI, Rukopisnyi otdel, f. 411`
_SECTION_AT_END = re.compile(
    r"[.,:]\s[^;(.,”]{0,30}(?:[Оо]тдел|[Oo]tdel|ОХД|OKhD|[Сс]ектор|[Dd]ivision)[^;(.,”]{0,20}\Z"
)
_ROMAN = re.compile(r"[IVX]+\Z")
_PAREN_ACRONYM = re.compile(
    r"\(\s?(?:(?:далее|далі|dalee|dali|henceforth|hereafter|dalej(?:\sjako)?|im Folgenden)"
    r"\s?:?\s?[-–—]?\s?(?:в тексте\s?)?(?:as\s)?)?"
    r"(?P<acronym>[«“\"]?[^()]{2,40}?[»”\"]?)\s?\)$",
    re.IGNORECASE,
)
_BEFORE_PAREN = re.compile(rf"(?P<acronym>{_ACRONYM}(?:[\s-]{_ACRONYM}){{0,3}})\s?\([^()]{{5,120}}\)$")
# Where the words of a name cannot begin earlier.
_HARD_STOP = re.compile(
    r"//|[;()\[\]“”„»\"!?]|(?<=[а-яёa-z0-9’'])(?<!\bг)(?<!\bSt)(?<!\bим)(?<!\bg)(?<!\bim)\.\s|:\s|\s[–—-]\s|,[’”]\s|\n\n"
)
_NAME_START = re.compile(r"[A-ZА-ЯЁІЇЄҐ«]")


def read_repository(text: str, floor: int, end: int) -> Named | None:
    """The archive named in text[floor:end] right before `end`; None where the words there name none."""
    begin = max(floor, end - _WINDOW)
    window = text[begin:end].rstrip(_SEPARATORS)
    found = _before_bracket(window) if window.endswith(("(", "[")) else _at_end(window) or _before_section(window)
    return found._replace(start=begin + found.start, end=begin + found.end) if found else None


def _before_section(window: str) -> Named | None:
    section = _SECTION_AT_END.search(window)
    found = _at_end(window[: section.start()]) if section else None
    if not found or not known_archive(found.as_written):
        return None
    return Named(window[found.start :], found.name, found.start, len(window))


def _before_bracket(window: str) -> Named | None:
    """`RGASPI (f. 17, op. 3)`: before a bracket other names may stand, so only a known one counts."""
    found = _at_end(window.rstrip(_BRACKETS))
    return found if found and known_archive(found.as_written) else None


@lru_cache(maxsize=4096)
def _at_end(window: str) -> Named | None:
    """Kept, since the same few names stand before most references."""
    if len(window) < _SHORTEST:
        return None
    found = _otherwise(window) if _NAME_START.search(window) else None
    begin = known_name_start(window)
    if begin is None or (found and found.start < begin and found.end == len(window)):
        return found
    # An acronym or a bracket may end a name and not be one: `Центральный партийный архив … при ЦК КПСС`.
    return _named(window[begin:], window[begin:], begin, len(window))


def _otherwise(window: str) -> Named | None:
    """By the looks of the words, where the name may be one that the vocabulary lacks."""
    if window.endswith(")") and (found := _with_parentheses(window)):
        return found
    found = _acronym_at_end(window)
    if found is None and (window[-1].isalpha() or window[-1] in "’'»\"”"):
        found = _known_at_end(window) or _spelled_out(window)
    return found


def names_archive(text: str) -> Named | None:
    """The archive's name that is the whole of text, if it is one by its words, its looks or the vocabulary."""
    if known_name_start(text) == 0:
        return _named(text, text, 0, len(text))
    found = _acronym_at_end(text) or _known_at_end(text)
    return found if found and found.start == 0 else None


def archive_and_department(text: str, floor: int, department: Named) -> Named | None:
    """The known archive before a department's acronym: `AAN, KC PZPR, 237/V/15`, `ГАЭО. Отдел ДСПИ. Ф. 2`."""
    match = _BEFORE_DEPARTMENT.search(text, max(floor, department.start - 60), department.start)
    found = read_repository(text, floor, match.start()) if match else None
    return found if found and known_archive(found.as_written) else None


def with_archive(text: str, floor: int, named: Named) -> Named:
    """The section of an archive with the archive: `ГАЭО. Отдел ДСПИ. Ф. 2` is of ГАЭО."""
    whole = None if known_archive(named.as_written) else archive_and_department(text, floor, named)
    return Named(text[whole.start : named.end], whole.name, whole.start, named.end) if whole else named


def is_acronym(word: str) -> bool:
    return _IS_ACRONYM.fullmatch(word) is not None


def _named(as_written: str, acronym: str, start: int, end: int) -> Named:
    return Named(as_written, romanised(acronym.strip('«»“”" ')), start, end)


def _with_parentheses(window: str) -> Named | None:
    before = _BEFORE_PAREN.search(window)
    if before:
        return _named(before[0], before["acronym"], before.start(), len(window))
    inside = _PAREN_ACRONYM.search(window)
    acronym = inside["acronym"] if inside else ""
    named_so = inside and not _ROMAN.match(acronym) and (is_acronym(acronym.split()[0]) or known_archive(acronym))
    if not inside or not named_so:
        stripped = window[: max(0, window.rfind("("))].rstrip(_SEPARATORS)
        return _acronym_at_end(stripped) or _known_at_end(stripped) or _spelled_out(stripped)
    name_start = _phrase_start(window, inside.start())
    name = window[name_start : inside.start()].strip(_SEPARATORS)
    return _named(name or acronym, acronym, name_start if name else inside.start(), len(window))


def _acronym_at_end(window: str) -> Named | None:
    """The run of acronyms and their companions that ends the window."""
    town = _TOWN.search(window)
    at = run_start = town.start() if town else len(window)
    seen = False
    while at > 0:
        while at > 0 and window[at - 1].isspace():
            at -= 1
        word_start = max(window.rfind(" ", 0, at), window.rfind("\n", 0, at), window.rfind("\xa0", 0, at)) + 1
        word = window[word_start:at]
        opened = word.startswith(("(", "[", "“", "„", '"', "«", "//", "‘"))
        bare = word.lstrip('([“„"«/‘')
        if _IS_ACRONYM.fullmatch(bare) and (seen is False or not bare.endswith((",", ";"))):
            seen, run_start = True, at - len(bare)
        elif not _COMPANION.fullmatch(word):
            break
        elif word.lower() in ("г.", "g."):
            pass
        at = word_start
        if opened:
            break
    if not seen or window[run_start:] in _COUNTRIES:
        return None
    if archive := _ARCHIVE_BEFORE.search(window, max(0, run_start - 30), run_start):
        run_start = archive.start(1)
    run = window[run_start:]
    return _named(run, run, run_start, len(window))


def _known_at_end(window: str) -> Named | None:
    """A name from the vocabulary that is no acronym by its looks: `Hoover`, `Цамо рф`."""
    words = list(re.finditer(r"\S+", window))[-6:]
    for word in words:
        phrase = window[word.start() :].lstrip('([“„"«/')
        if known_archive(phrase):
            return _named(phrase, phrase, len(window) - len(phrase), len(window))
    return None


def _spelled_out(window: str) -> Named | None:
    """`Государственный архив Энской области`: a phrase with a word for archive, back to where it must begin."""
    quoted = _QUOTED_NAME.search(window)
    start = quoted.start("name") if quoted else _phrase_start(window, len(window))
    phrase = window[start : quoted.end("name") if quoted else len(window)]
    if not ARCHIVE_WORD.search(phrase):
        return None
    first, comma, rest = phrase.partition(",")
    if comma and not ARCHIVE_WORD.search(first):
        moved = len(first) + 1 + len(rest) - len(rest.lstrip())
        start, phrase = start + moved, phrase[moved:]
        first, comma, rest = phrase.partition(",")
    if comma and not ARCHIVE_WORD.search(rest):
        return _named(first, first, start, start + len(first))
    return _named(phrase, phrase, start, start + len(phrase))


def _phrase_start(window: str, end: int) -> int:
    start = 0
    for stop in _HARD_STOP.finditer(window, 0, end):
        start = stop.end()
    capital = _NAME_START.search(window, start, end)
    return capital.start() if capital else end
