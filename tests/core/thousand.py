"""A thousand made-up entries of every kind with every awkward sign, the same each time."""

from __future__ import annotations

import random

from core.sources.dated import dated
from core.sources.entries import UNIT, Entry
from notation.names_parts import PersonalName, is_body, parse_name

AWKWARD = [
    "plain words", "Ёлка и Ґанок", "100 % & more", "a_b #1 $5 ~ ^", "C:\\temp\\new", "{braced}", "open { brace",
    "close } brace", "“quoted”, ‘once’", "TY  - JOUR", "ER  - ", "@book{x,", "a = {b},", "two  spaces", "tab\there",
    "line\nbreak", "comma, and stop.", "naïve – dash — long", "№ 5", "𝔘nicode 🙂", 'double "marks"', "percent%20",
    "''twice'' ``back``", "1917--1921 --- and on", "?`que !`no", "<<ancient>>", "e\u0301 combined \u0438\u0306",
    "\u05e9\u05dc\u05d5\u05dd \u0633\u0644\u0627\u0645", "\u200frtl\u200e mark", "<i>tag</i> &amp; &#38;", "'=1+1",
    "x" * 100,
]  # fmt: skip
NAMES = [
    "Trotsky, Leon", "Троцкий, Лев Давидович", "Smith and Sons", "O’Neil, J.", "Жан-Поль", "von der Goltz, Rüdiger",
    "King, Martin Luther, Jr.", "Ибн-Сина", "ИМЛ при ЦК КПСС", "Academy of Sciences of the USSR", "E\u0301luard, Paul",
    "Nguye\u0302\u0303n, Thi\u0323", "and, And", "others", "de la Mare, Walter", "100 Авторов", "Müller & Söhne",
    "Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine Adolph", "{Braced}, J%",
    "\u05d0\u05d1\u05df, \u05d3\u05d5\u05d3",
]  # fmt: skip
# EDTF, and the words it was read from.
DATES = [
    ("", ""), ("", "б. г."), ("1927", "1927"), ("1927-03", "март 1927"), ("1927-03-09", "9 March 1927"),
    ("1922/1932", "1922–32"), ("1928~", "около 1928"), ("1928?", "1928?"), ("1928-06/1928-07", "июнь–июль 1928"),
    ("192X", "1920-е"), ("../1928", "не позднее 1928"), ("1927~/1929~", "конец 1920-х"), ("1928/1929", "1928/29"),
]  # fmt: skip
PRINTED = {
    "book": ("", "pamphlet", "edition", "edited collection", "journal", "newspaper", "journal issue"),
    "article": ("",), "newspaper": ("",), "chapter": ("",), "thesis": ("",), "web": ("",),
}  # fmt: skip
ARCHIVAL = {"letter": ("", "telegram"), "document": ("", "stenogram", "photograph"), "unit": (UNIT,)}
NUMBERS = [
    (), (("ISBN", "978-5-02-018000-0"),), (("ISBN", "5-02-018000-X"), ("ISBN", "978-5-02-018001-7")),
    (("ISSN", "0131-6095"), ("OCLC", "12345678")), (("DOI", "10.1000/a_b(c)<d>;1#2%3"),),
]  # fmt: skip


def named(name: str) -> PersonalName:
    return PersonalName(name) if is_body(name) else parse_name(name)


def thousand(count: int = 1000) -> list[Entry]:
    chance = random.Random(17)  # noqa: S311 - the same records each time
    return [_one(chance, number) for number in range(count)]


def _one(chance: random.Random, number: int) -> Entry:
    def words(least: int = 0) -> str:
        return " ".join(chance.choice(AWKWARD) for _ in range(chance.randint(least, 3)))

    def names(most: int) -> tuple[PersonalName, ...]:
        return tuple(map(named, chance.sample(NAMES, chance.randint(0, most))))

    kind = chance.choice([*PRINTED, *ARCHIVAL])
    printed = kind in PRINTED
    part = printed and kind not in ("book", "thesis")
    own_page = chance.random() < 0.5
    return Entry(
        f"key-{number}",
        kind,
        words(1),
        word=chance.choice((PRINTED | ARCHIVAL)[kind]),
        translation=words(),
        original="" if printed else words(),
        authors=names(5),
        editors=names(2) if printed else (),
        translators=names(1) if printed else (),
        compilers=names(2) if printed else (),
        recipients=() if printed else names(2),
        container=words(1) if part else "",
        issued=dated(*chance.choice(DATES)),
        volume=chance.choice(["", "3", "XIV"]) if printed else "",
        issue=chance.choice(["", "5", "1/2"]) if kind == "article" else "",
        edition=chance.choice(["", "2-е изд., испр."]) if printed else "",
        pages=chance.choice(["", "5", "12–15", "5, 9–11", "S-12", "xi–xiv"]) if printed else "",
        extent=chance.choice(["", "344"]) if kind in ("book", "thesis") else "",
        place=words() if printed else "",
        publisher=words() if printed else "",
        archive="" if printed else words(1),
        call_number="" if printed else words(1),
        topics=tuple(chance.sample(["exile", "Opposition", "история"], chance.randint(0, 2))) if printed else (),
        url=f"https://example.org/publications/{number}/"
        if own_page
        else f"https://a.example/{number}?a={{b}};c=%20#d_e",
        own_page=own_page,
        accessed=chance.choice([(), (2026, 11, 23)]) if printed else (),
        language=chance.choice(["", "ru", "en"]),
        identifiers=chance.choice(NUMBERS) if printed else (),
    )
