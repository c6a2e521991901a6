"""The words of dates in English and Russian, and a text cut into the tokens they stand for.

The rule: a word is known in every case it is printed in, or the text is not understood; nothing is skipped silently
but the words of kind `ignored`. Boundary: what the tokens mean together is `dates`' affair.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MONTHS = """
January February March April May June July August September October November December
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""
MONTHS = dict(zip(("en", "ru", "ru-genitive"), (line.split() for line in _MONTHS.split("\n") if line), strict=True))
# Stem and endings; a stem alone is the abbreviation (`янв.`, `Sept.`).
_MONTH_STEMS = (
    ("январ янв", "ь я ю ем е"),
    ("феврал фев февр", "ь я ю ем е"),
    ("март мар", "а у ом е"),
    ("апрел апр", "ь я ю ем е"),
    ("ма", "й я ю ем е"),
    ("июн", "ь я ю ем е"),
    ("июл", "ь я ю ем е"),
    ("август авг", "а у ом е"),
    ("сентябр сен сент", "ь я ю ем е"),
    ("октябр окт", "ь я ю ем е"),
    ("ноябр ноя нояб", "ь я ю ем е"),
    ("декабр дек", "ь я ю ем е"),
)

# What a phrase stands for. Words are parted by any spaces and stops, so `ст ст` is `ст. ст.` and `ст.ст.` too.
# Cyrillic с is "since", Latin c is "circa".
_PHRASE_TABLE = """
circa      circa | ca | c | about | around | approximately | approx | near | ~
circa      около | ок | примерно | приблизительно
maybe      probably | possibly | perhaps | presumably | вероятно | возможно | предположительно | видимо | предп
notbefore  not earlier than | no earlier than | not before | earliest | не ранее | не раньше | не ранее чем
notafter   not later than | no later than | not after | by | latest | не позднее | не позже | не позднее чем
before     before | prior to | earlier than | earlier | до | ранее | раньше
after      after | later than | later | после | позднее | позже
since      since | from | с | со | начиная с
dated      dated | от
until      until | till | through | to | up to | по | вплоть до
now        present | the present | now | настоящее время | наст время | н в
between    between | между
and        and | и | &
or         or | или | либо
early      early | beginning of | the beginning of | start of | early in | начало | начала | начале | начался | нач
middle     mid | middle of | the middle of | middle | середина | середины | середине | середину | сер
late       late | end of | the end of | late in | конец | конца | конце | концу | кон
half1      first half of | the first half of | 1st half of | I половина | 1-я половина | 1-й половине | 1-й половины
half1      первая половина | первой половины | первой половине | первую половину
half2      second half of | the second half of | 2nd half of | II половина | 2-я половина | 2-й половине | 2-й половины
half2      вторая половина | второй половины | второй половине | вторую половину
half1      перв пол | 1-я пол | I пол
half2      втор пол | 2-я пол | II пол
quarter1   first quarter of | 1st quarter of | I квартал | I кв | 1-й квартал | первый квартал
quarter2   second quarter of | 2nd quarter of | II квартал | II кв | 2-й квартал | второй квартал
quarter3   third quarter of | 3rd quarter of | III квартал | III кв | 3-й квартал | третий квартал
quarter4   fourth quarter of | the fourth quarter of | 4th quarter of | IV квартал | IV кв | 4-й квартал
season21   spring | spring of | весна | весны | весной | весне | весну
season22   summer | summer of | лето | лета | летом | лету
season23   autumn | autumn of | fall | fall of | осень | осени | осенью
season24   winter | winter of | зима | зимы | зимой | зиме | зиму
century    century | centuries | cent | век | века | веке | веку | веков | веках | в | вв
julian     o s | os | old style | julian | julian calendar | ст ст | ст стиля | ст стилю
julian     по старому стилю | старого стиля | старый стиль
gregorian  n s | ns | new style | gregorian | gregorian calendar | н ст | нов ст
gregorian  по новому стилю | нового стиля | новый стиль
undated    undated | no date | n d | s d | sine dato
undated    б д | б/д | без даты | без числа | дата не установлена | не датировано
year       г | гг | год | года | году | годы | годов | годах | годом | годам | годами | year | years | yr
in         в | во
ignored    in | on | of | the | at | in the year | месяц | месяца | числа | число
weekday    monday | tuesday | wednesday | thursday | friday | saturday | sunday
weekday    понедельник | вторник | среда | среду | четверг | пятница | пятницу | суббота | субботу | воскресенье
"""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is one of _PHRASE_TABLE, a sign, or a figure with its `values`: number, month, roman, decade, ymd …"""

    kind: str
    values: tuple[int, ...] = ()
    text: str = ""


class UnknownWordError(ValueError):
    """A word of no date; the text is not understood."""


def tokens(text: str) -> list[Token]:
    """The tokens of a date in words; UnknownWordError where the text holds anything else."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ё", "е").strip().rstrip(".;,")
    found: list[Token] = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if not match:
            raise UnknownWordError(plain[at:])
        at = match.end()
        token = _token(match)
        if token:
            found.append(token)
    return found


def _token(match: re.Match[str]) -> Token | None:
    kind, text = match.lastgroup or "", match[0]
    if kind == "space":
        return None
    if kind == "word":
        return _word(text)
    if kind == "sign":
        return Token("-" if text[0] in _DASHES else text, text=text)
    if kind == "roman":
        return Token("roman", (roman(text),), text)
    numbers = tuple(map(roman_or_number, _NUMBERS.findall(text)))
    return Token(kind, numbers, text)


def _word(text: str) -> Token | None:
    key = " ".join(_PHRASE_PARTS.findall(text))
    if key in _MONTH_NUMBERS:
        return Token("month", (_MONTH_NUMBERS[key],), text)
    kind = _PHRASES[key]
    return None if kind == "ignored" else Token(kind, text=text)


_ROMAN = {"i": 1, "v": 5, "x": 10}


def roman(text: str) -> int:
    digits = [_ROMAN[letter] for letter in text.translate(_LOOKALIKES)]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < following else digit for digit, following in pairs)


def roman_or_number(text: str) -> int:
    return int(text) if text.isdecimal() else roman(text)


def written_roman(number: int) -> str:
    """`XIX` for 19; centuries only, so up to 39."""
    return "X" * (number // 10) + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][number % 10]


_LOOKALIKES = str.maketrans("хі", "xi")  # Roman numerals typed on a Cyrillic keyboard
_DASHES = "-–—‒−‐‑"


def _month_numbers() -> dict[str, int]:
    numbers = {name.lower(): number for number, name in enumerate(MONTHS["en"], 1)}
    numbers.update({name[:3]: number for name, number in numbers.items()}, sept=9)
    for number, (stems, endings) in enumerate(_MONTH_STEMS, 1):
        full, *short = stems.split()
        numbers.update({full + ending: number for ending in endings.split()})
        numbers.update(dict.fromkeys([full, *short] if full != "ма" else [], number))
    return numbers


_MONTH_NUMBERS = _month_numbers()
_PHRASE_PARTS = re.compile(r"[^\s.]+")
_PHRASES = {
    " ".join(_PHRASE_PARTS.findall(phrase.lower())): row[:10].strip()
    for row in _PHRASE_TABLE.strip().splitlines()
    for phrase in row[10:].split("|")
}


def _phrase_pattern() -> str:
    words = sorted({*_MONTH_NUMBERS, *_PHRASES}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"[\s.]{1,3}") for word in words)


_R = r"[ivxхі]{1,6}"
_NUMBERS = re.compile(rf"\d+|{_R}")
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<ymd>(?<!\d)\d{{4}}(?P<s>[-./])\d{{1,2}}(?P=s)\d{{1,2}}(?!\d))
    |(?P<dmy>(?<!\d)\d{{1,2}}(?:\.\s?\d{{1,2}}\.\s?|[./\s]\s?{_R}[./\s]\s?)\d{{4}}(?!\d))
    |(?P<slashed>(?<!\d)\d{{1,2}}(?P<t>[/-])\d{{1,2}}(?P=t)\d{{4}}(?!\d))
    |(?P<my>(?<![\d.])(?:\d{{1,2}}|{_R})\.\s?\d{{4}}(?!\d))
    |(?P<dm>(?<!\d)\d{{1,2}}(?:\.\d{{1,2}}|\.{_R})(?![\d.]*\d))
    |(?P<word>(?<![^\W\d_])(?:{_phrase_pattern()})(?![^\W\d_])\.?)
    |(?P<decade>(?<!\d)\d{{1,3}}0(?:'?s\b|-?(?:е|ые|х|ых|м|ым)\b))
    |(?P<number>\d+(?:(?:st|nd|rd|th)\b|-?(?:го|ое|ого|е|й|ого|ом|м)\b)?)
    |(?P<roman>(?<!\w){_R}(?!\w))
    |(?P<sign>[{re.escape(_DASHES)}]{{1,2}}|[,./()\[\]?]|…)""",
    re.VERBOSE | re.IGNORECASE,
)
