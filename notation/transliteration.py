"""Cyrillic names and titles in Latin letters, by the published tables that books and catalogues follow.

The rule: each scheme is a table that names its source; only what the source says is in it, and a letter it lacks falls
back to ALA-LC without marks. Boundary: nothing is turned back into Cyrillic (`Khrushchev` cannot be: match, do not
convert), and a person's customary spelling (`Trotsky`) is a name to store, not a rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from notation.folding import CYRILLIC_TO_ASCII

VOWELS = "аеёиоуыэюяіїєѣѵ"

# How a key of a table is read: `^е` at the start of a word, `Vе` after a vowel, `сV` before one, `ий$` at the end.
_RUSSIAN = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"


def _row(latin: str, **more: str) -> dict[str, str]:
    """The Russian alphabet against its Latin letters, `_` for none."""
    letters = {cyr: "" if lat == "_" else lat for cyr, lat in zip(_RUSSIAN.split(), latin.split(), strict=True)}
    return letters | more


def _rules(table: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in table.split())
    return {key: latin for key, _, latin in pairs}


_PLAIN = _row("a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch \" y ' e iu ia")
_MARKED = _row("a b v g d e ë zh z i ĭ k l m n o p r s t u f kh t͡s ch sh shch ʺ y ʹ ė i͡u i͡a")
_BGN = _row("a b v g d e ë zh z i y k l m n o p r s t u f kh ts ch sh shch ” y ’ e yu ya")
_BGN_RULES = _rules("^е=ye Vе=ye йе=yye ъе=”ye ье=’ye ^ё=yë Vё=yë йё=yyë ъё=”yë ьё=’yë")
_SCHOLARLY = _row("a b v g d e ë ž z i j k l m n o p r s t u f ch c č š šč ʺ y ʹ ė ju ja")
_ISO9 = _row("a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â")
_GOST_B = _row("a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh `` y` ` e` yu ya")
_GOST_B_RULES = _rules("це=ce цё=cyo ци=ci цй=cj цы=cy` цэ=ce` цю=cyu ця=cya")
_WIKIPEDIA = _row("a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya")
_WIKIPEDIA_RULES = _rules("^е=ye Vе=ye йе=ye ъе=ye ье=ye ьё=yo ъё=yo ьи=yi ьо=yo ий$=y ый$=y")
_GERMAN = _row("a b w g d e jo sch s i i k l m n o p r s t u f ch z tsch sch schtsch _ y _ e ju ja")
_GERMAN_RULES = _rules(
    "^е=je Vе=je ъе=je ье=je ьи=ji ьо=jo жё=scho чё=tscho шё=scho щё=schtscho ий$=i ый$=y VсV=ss кс=x Vйе=je ьё=jo"
)
_FRENCH = _row("a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch _ y _ e iou ia")
_FRENCH_RULES = _rules(
    "ге=gue ги=gui гё=guio гий$=gui гие=guie "
    "ин$=ine ын$=yne ий$=i ый$=y VсV=ss Vи=ï Vе=ïe ие=ie ье=ie ьё=io жё=jo чё=tcho шё=cho щё=chtcho"
)
_POLISH = _row("a b w g d ie io ż z i j k ł m n o p r s t u f ch c cz sz szcz _ y _ e iu ia")
_POLISH_RULES = _rules(
    "^е=je Vе=je ъе=je ье=je же=że че=cze ше=sze ще=szcze це=ce ле=le "
    "^ё=jo Vё=jo ьё=jo жё=żo чё=czo шё=szo щё=szczo лё=lo "
    "жи=ży ши=szy ци=cy ли=li ль=l лю=lu ля=la зь=ź нь=ń сь=ś ць=ć ^ю=ju Vю=ju ью=ju ^я=ja Vя=ja ья=ja ъя=ja "
    "ий$=ij ский$=ski цкий$=cki ьи=ji"
)
_UKRAINIAN_PLAIN = _PLAIN | _rules("г=h ґ=g и=y і=i ї=i є=ie й=i ’=")
_UKRAINIAN_2010 = _PLAIN | _rules("г=h зг=zgh ґ=g и=y і=i ї=i ^ї=yi є=ie ^є=ye й=i ^й=y ю=iu ^ю=yu я=ia ^я=ya ь= ’= '=")
_UKRAINIAN_MARKED = _MARKED | _rules("г=h ж=z͡h ґ=g и=y і=i ї=ï є=i͡e ’=")
_UKRAINIAN_SCHOLARLY = _SCHOLARLY | _rules("г=h ґ=g и=y і=i ї=ji є=je ’=")
_BELARUSIAN_PLAIN = _PLAIN | _rules("г=h ґ=g і=i ў=u ё=io ’=")


@dataclass(frozen=True, slots=True)
class Scheme:
    """`letters` maps keys as described above to Latin; `languages` are those the table was made for."""

    name: str
    title: str
    source: str
    letters: Mapping[str, str]
    languages: tuple[str, ...] = ("ru",)


_LOC = "ALA-LC Romanization Tables"
_DECREE_55 = "Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010"
_ALL = (
    Scheme("ala-lc", "ALA-LC without marks", f"{_LOC}, Russian (2012), ligatures and marks left out", _PLAIN),
    Scheme("ala-lc-marks", "ALA-LC", f"{_LOC}, Russian (2012)", _MARKED),
    Scheme("bgn", "BGN/PCGN", "BGN/PCGN 1947 system for Russian", _BGN | _BGN_RULES),
    Scheme("scholarly", "Scholarly (ISO/R 9:1968, DIN 1460)", "DIN 1460:1982", _SCHOLARLY),
    Scheme("scholarly-x", "Scholarly with x", "ISO/R 9:1968, variant with x for х", _SCHOLARLY | {"х": "x"}),
    Scheme("iso9", "ISO 9:1995 (GOST 7.79-2000 A)", "ISO 9:1995, table 1", _ISO9),
    Scheme("gost-b", "GOST 7.79-2000 B", "ГОСТ 7.79–2000, system B", _GOST_B | _GOST_B_RULES),
    Scheme("wikipedia", "English Wikipedia", "Wikipedia: Romanization of Russian", _WIKIPEDIA | _WIKIPEDIA_RULES),
    Scheme("german", "German (Duden)", "Duden, Transkription aus dem Russischen", _GERMAN | _GERMAN_RULES),
    Scheme("french", "French", "Wikipédia: Transcription du russe en français", _FRENCH | _FRENCH_RULES),
    Scheme("polish", "Polish (PWN)", "Wielki słownik ortograficzny PWN, transkrypcja", _POLISH | _POLISH_RULES),
    Scheme("ala-lc-uk", "ALA-LC for Ukrainian, no marks", f"{_LOC}, Ukrainian (2011)", _UKRAINIAN_PLAIN, ("uk",)),
    Scheme("ala-lc-uk-marks", "ALA-LC for Ukrainian", f"{_LOC}, Ukrainian (2011)", _UKRAINIAN_MARKED, ("uk",)),
    Scheme("scholarly-uk", "Scholarly for Ukrainian", "DIN 1460:1982", _UKRAINIAN_SCHOLARLY, ("uk",)),
    Scheme("ukraine-2010", "Ukrainian national", _DECREE_55, _UKRAINIAN_2010, ("uk",)),
    Scheme("ala-lc-be", "ALA-LC for Belarusian, no marks", f"{_LOC}, Belarusian (2012)", _BELARUSIAN_PLAIN, ("be",)),
)
_SCHEMES = {scheme.name: scheme for scheme in _ALL}


def schemes(language: str = "") -> tuple[Scheme, ...]:
    """All schemes, or those made for one language (`ru`, `uk`, `be`)."""
    return tuple(scheme for scheme in _ALL if not language or language in scheme.languages)


def romanise(text: str, scheme: str = "ala-lc") -> str:
    """The text with its Cyrillic letters in Latin, the rest untouched: `ЦАМО` gives `TsAMO`, `Щорс` gives `Shchors`.

    KeyError for an unknown scheme. Words in capitals keep the acronym's form (`RTsKhIDNI`) up to eight letters;
    longer ones are headings and are set in capitals throughout.
    """
    by_letter = _by_letter(scheme)
    if by_letter and not _LONG_CAPITALS.search(text):
        return text.translate(by_letter)
    pattern, latin = _compiled(scheme)

    def write(match: re.Match[str]) -> str:
        written = latin[(match.lastindex or 1) - 1]
        if not match[0][0].isupper():
            return written
        if match[0].isupper() and _in_heading(match):
            return written.upper()
        return written[:1].upper() + written[1:]

    return pattern.sub(write, text)


@lru_cache(maxsize=4096)
def spellings(name: str, language: str = "") -> tuple[tuple[str, str], ...]:
    """Every romanisation of a Cyrillic name with the scheme it follows; each spelling once, empty for Latin names.

    Without a language the letters decide: ў is Belarusian, ї, є, ґ, і are Ukrainian, anything else Russian.
    """
    language = language or ("be" if _BELARUSIAN.search(name) else "uk" if _UKRAINIAN.search(name) else "ru")
    found: dict[str, str] = {}
    for scheme in schemes(language) if _CYRILLIC.search(name) else ():
        found.setdefault(romanise(name, scheme.name), scheme.name)
    return tuple((scheme, text) for text, scheme in found.items())


_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_BELARUSIAN = re.compile("[ўЎ]")
_LETTER = r"[^\W\d_]"
_HEADING = 9
_LONG_CAPITALS = re.compile(f"[\u0400-\u042f\u0490Ѣ]{{{_HEADING}}}")


@cache
def _by_letter(scheme: str) -> dict[int, str]:
    """A plain letter table, ten times as fast, for schemes without rules on neighbours; empty for the others."""
    letters = CYRILLIC_TO_ASCII | dict(_SCHEMES[scheme].letters)
    if any(len(key) > 1 for key in letters):
        return {}
    capitals = {key.upper(): latin[:1].upper() + latin[1:] for key, latin in letters.items()}
    return str.maketrans(letters | capitals)


def _in_heading(match: re.Match[str]) -> bool:
    text, start, end = match.string, match.start(), match.end()
    while start and text[start - 1].isupper() and end - start < _HEADING:
        start -= 1
    while end < len(text) and text[end].isupper() and end - start < _HEADING:
        end += 1
    return end - start >= _HEADING


@cache
def _compiled(scheme: str) -> tuple[re.Pattern[str], list[str]]:
    """One alternation of all keys, the most particular first, and what each group stands for."""
    letters = CYRILLIC_TO_ASCII | dict(_SCHEMES[scheme].letters)
    keys = sorted(letters, key=lambda key: (len(key.strip("^V$")), len(key)), reverse=True)
    return re.compile("|".join(f"({_key_pattern(key)})" for key in keys), re.IGNORECASE), [letters[key] for key in keys]


def _key_pattern(key: str) -> str:
    before = {"^": rf"(?<!{_LETTER})", "V": rf"(?<=[{VOWELS}])"}.get(key[0], "")
    after = {"$": rf"(?!{_LETTER})", "V": rf"(?=[{VOWELS}])"}.get(key[-1], "")
    return before + re.escape(key.strip("^V$")) + after
