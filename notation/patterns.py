"""The words of archival notation as data: which term names which level, in which language, with an example each.

The rule: a form is accepted because it stands in a table here with an example that the tests read. Boundary: no
grammar; what may follow what is decided in `parsing_archival`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Spellings (without stop, in lower case) of one level, and one example that is read with each as it stands."""

    level: str
    spellings: tuple[str, ...]
    example: str


# fmt: off
TERMS = (
    Term("fond", ("f", "fond", "fonds", "fund", "fonda", "fondy"), "RGASPI, {} 17, op. 171, d. 87, l. 83"),
    Term("fond", ("ф", "фонд", "фонды", "фонда", "фд"), "РГАСПИ. {} 17. Оп. 171. Д. 87. Л. 83"),
    Term("opis", ("op", "opis", "opis'", "opis’", "opisi", "opys", "inv"), "RGASPI, f. 17, {} 171, d. 87, l. 83"),
    Term("fond", ("zesp", "fondo"), "RGASPI, {} 17, op. 171, d. 87, l. 83"),
    Term("opis", ("o",), "RGASPI, f. 17, {} 171, d. 87, l. 83"),
    Term("opis", ("inw", "inventaire", "inventario"), "RGASPI, f. 17, {} 171, d. 87, l. 83"),
    Term("delo", ("a. e", "a.e", "а. е", "а.е", "a. j", "a.j"), "CDA, f. 17, op. 171, {} 87, l. 83"),
    Term("leaf", ("listi",), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("fond", ("stock",), "RGASPI, {} 17, op. 171, d. 87, l. 83"),
    Term("delo", ("ed. kh", "ed.kh", "e. kh", "e.kh", "unit"), "RGALI, f. 17, op. 171, {} 87, l. 83"),
    Term("papka", ("portfolio",), "AVP RF, f. 6, op. 7, {} 18, d. 18, l. 83"),
    Term("delo", ("fascicolo",), "RGASPI, f. 17, op. 171, {} 87, l. 83"),
    Term("leaf", ("feuillet", "feuillets", "foglio", "fogli"), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("opis", ("opysu", "inventory"), "RGASPI, f. 17, {} 171, d. 87, l. 83"),
    Term("opis", ("ap", "apr", "apyrašas", "n", "nim", "nimistu"), "LYA, f. K-1, {} 3, b. 45, l. 12"),
    Term("opis", ("siy", "siyahı"), "ARDA, f. 411, {} 8, iş 44"),
    Term("opis", ("оп", "опис", "опись", "описи", "описа", "воп", "вопіс"), "РГАСПИ. Ф. 17. {} 171. Д. 87. Л. 83"),
    Term("delo", ("d", "dd", "del", "delo", "dela", "spr", "sprava", "spravy"), "RGASPI, f. 17, op. 171, {} 87, l. 83"),
    Term("delo", ("ed. khr", "ed.khr", "ed khr", "ed. hr", "ed.hr"), "RGALI, f. 17, op. 171, {} 87, l. 83"),
    Term("opis", ("per", "пер"), "RGANI, f. 89, {} 46, dok. 11"),
    Term("delo", ("dok", "док"), "RGANI, f. 89, per. 46, {} 11"),
    Term("delo", ("dos", "dosar", "iş"), "ANIC, f. 17, inv. 171, {} 87, f. 83"),
    Term("delo", ("b", "byla"), "LYA, f. K-1, ap. 3, {} 45, l. 12"),
    Term("delo", ("е. х", "е.х", "арх"), "РГАСПИ. Ф. 17. Оп. 171. {} 87. Л. 83"),
    Term("delo", ("д", "дд", "дело", "дела", "ед. хр", "ед.хр", "ед хр"), "РГАСПИ. Ф. 17. Оп. 171. {} 87. Л. 83"),
    Term("delo", ("спр", "справа", "справи", "од. зб", "од.зб"), "ЦДАГО України. Ф. 1. Оп. 32. {} 87. Арк. 83"),
    Term("delo", ("адз. зах", "адз.зах"), "НАРБ. Ф. 1. Воп. 32. {} 87. Арк. 83"),
    Term("leaf", ("l", "ll", "list", "listy", "lists"), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("leaf", ("leaf", "leaves", "sheet", "sheets"), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("leaf", ("ark", "arkush", "arkushi", "fol", "fols", "folio", "folios"), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("leaf", ("fo", "ff"), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("leaf", ("lp",), "LVA, f. 101, apr. 1, l. 87, {} 83"),
    Term("leaf", ("bl", "blatt", "k", "karta"), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("leaf", ("л", "лл", "лист", "листы", "листа", "листах"), "ГАРФ. Ф. 1. Оп. 2. Д. 3. {} 83"),
    Term("leaf", ("арк", "аркуш", "аркуші"), "ЦДАГО України. Ф. 1. Оп. 2. Спр. 3. {} 83"),
    Term("page", ("p", "pp", "page", "pages", "s", "ss", "str", "stb"), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("page", ("seite", "seiten", "stronie", "stronach"), "GARF, f. 1, op. 2, d. 3, {} 83"),
    Term("page", ("с", "сс", "стр", "стор", "стб", "страница", "страницы"), "ГАРФ. Ф. 1. Оп. 2. Д. 3. {} 83"),
    Term("razdel", ("razd", "razdel", "разд", "раздел"), "RGANI, f. 2, {} IV, op. 3, d. 11, l. 83"),
    Term("papka", ("papka", "pap", "por", "папка", "пап", "пор", "п"), "AVP RF, f. 6, op. 7, {} 18, d. 18, l. 83"),
    Term("sviazka", ("sv", "sviazka", "св", "связка"), "GARF, f. 110, op. 24, {} 3, d. 77, l. 4"),
    Term("karton", ("karton", "kart", "картон", "карт", "к"), "OR RGB, f. 126, {} 14, l. 83"),
    Term("part", ("ch", "chast", "chast’", "part", "pt", "vyp"), "GARF, f. 110, op. 24, d. 77, {} 3, l. 4"),
    Term("part", ("ч", "часть", "вып"), "ГАРФ. Ф. 110. Оп. 24. Д. 77. {} 3. Л. 4"),
    Term("volume", ("t", "tom", "vol", "v", "volume", "kn", "т", "том", "кн"), "GARF, f. 1, op. 24, d. 77, {} 3, l. 4"),
    Term("roll", ("roll", "reel", "rolka", "пленка", "рол"), "GARF, f. 1, op. 2, d. 3, {} 8"),
    Term("od", ("od",), "TsDIAL, f. 9, op. 2, spr. 4, {} 31"),
    Term("record group", ("rg", "record group"), "NARA, {} 155, entry 1, box 2"),
    Term("entry", ("entry",), "NARA, RG 155, {} 1, box 2"),
    Term("piece", ("piece",), "TNA, record group 371, {} 5"),
    Term("series", ("series", "ser", "subseries"), "Hoover Institution Archives, collection 350, {} 2, box 3"),
    Term("collection", ("collection", "coll"), "HIA, {} 350, box 1, folder 2"),
    Term("box", ("box", "boxes", "carton", "container", "коробка", "кор"), "HIA, Example Papers, {} 2"),
    Term("folder", ("folder", "folders", "fold", "fldr"), "HIA, Example Papers, box 1, {} 2"),
    Term("file", ("file", "files", "dossier"), "KGB {} 4150, p. 83"),
    Term("file", ("sygn", "sygnatura"), "AAN, KC PZPR, {} 237, k. 4"),
    Term("item", ("item", "items", "doc", "document"), "HIA, collection 350, box 1, folder 2, {} 5"),
    Term("frame", ("frame", "frames", "fr"), "HIA, Example Papers, reel 8, {} 83"),
    Term("serial", ("serial",), "FBI file 4150, {} 3291"),
)
# fmt: on

SOVIET = frozenset({"fond", "opis", "delo"})
WITHIN_DELO = frozenset({"part", "volume", "od", "roll"})
# From the whole down to the part: a level given in "Ibid., box 3" keeps those before it and drops those after it.
ORDER = (
    "department",
    "record group",
    "collection",
    "subcollection",
    "fond",
    "series",
    "entry",
    "razdel",
    "opis",
    "karton",
    "papka",
    "sviazka",
    "box",
    "folder",
    "call number",
    "shelfmark",
    "piece",
    "delo",
    "file",
    "number",
    "volume",
    "chapter",
    "part",
    "paragraph",
    "od",
    "roll",
    "notebook",
    "item",
    "serial",
    "frame",
)
RANK = {name: rank for rank, name in enumerate(ORDER)}


def _keyed_by_last_word() -> dict[str, str]:
    """`ед. хр` is found by its last word `хр`: the scanner stops at a word that stands before a number."""
    return {re.split(r"[\s.]+", spelling)[-1].rstrip("'’"): term.level for term in TERMS for spelling in term.spellings}


LEVEL_OF = _keyed_by_last_word()


def _first_words() -> dict[str, re.Pattern[str]]:
    """By the last word of a term of two words what is looked for before it: `ед.` or `е.` before `х`."""
    found: dict[str, list[str]] = {}
    for term in TERMS:
        for spelling in term.spellings:
            first, *rest = re.split(r"[\s.]+", spelling)
            if rest:
                found.setdefault(rest[-1], []).append(re.escape(first))
    return {
        last: re.compile(rf"(?<!\w)(?:{'|'.join(firsts)})\.?\s?\Z", re.IGNORECASE) for last, firsts in found.items()
    }


FIRST_WORD = _first_words()

# `Р-5446`, `Р – 1235`, `И-9`, `4п`, `87а`, `88-р`, `67346-фп`, `12 ос`, `33 987`, `142–148`, `51/8`, `T-1613`, `III`.
NUMBER = re.compile(
    r"(?:[^\W\d_]{1,2}(?:\s?[-–—‑]\s?|\s?))?\d{1,7}(?:[ \u00a0\u202f]\d{3}(?![\d/]|[-–.]\d))?"
    # Never the end of an ordinal: `3-я`.
    r"(?:\s?(?:ос|оц|рс|доп|сс)(?!\w)|[^\W\d_]{1,2}(?!\w|\.?\s?\d)"
    r"|[-–](?!(?:я|й|е|ю|го|му|м|х)(?!\w))[^\W\d_]{1,2}(?!\w|\.?\s?\d))?"
    r"(?:[/–—-]\d{1,6}(?:[^\W\d_](?!\w))?){0,2}|[IVXLCivxlc]{1,6}(?!\w)"
)

# `5446/1a/77`, `17/171/87/83`, `Р-5446/12/1`, `C101-00-02/0033`, `IV/208`, `51/f.3/g-7`, `30/IV 2/2/8`, `861.00/12`.
_STEP = r"(?:[^\W\d_][-.]?)?\d{1,6}(?:ob|об|[^\W\d_])?(?!\w)|[IVX]{1,5}(?=/)"
_SLASHED = (
    r"\d{3}\.\d{2,4}\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?/\d{1,5}|\d{3}[A-Z]?\.\d{2,4}[A-Z]?/[\dA-Z]+(?:[-–]\d+)*"
    r"|\d{1,4}/(?:J\s)?[IVX]{1,4}\s\d{1,3}(?:/\d{1,5}){1,4}"
    rf"|(?:[^\W\d_]{{1,2}}[-/]?)?\d{{1,6}}[^\W\d_]?(?:/(?:{_STEP})){{1,4}}(?!/)"
    r"|[A-Z]{0,2}\d{1,4}(?:-\d{1,3}){1,4}/\d{1,6}"
    r"|[IVX]{1,5}/\d{1,6}(?!/)"
)
_DOTTED = r"(?:[^\W\d_]{1,2}-?)?\d{1,5}[а-яa-z]?\.\d{1,4}[а-яa-z]?\.\d{1,5}[а-яa-z]?(?:\.\d{1,4})?(?!\w|\.\d)"
# `558-11-1118`, after an archive's name only.
_DASHED = r"\d{1,5}[а-яa-z]?-\d{1,4}[а-яa-z]?-\d{1,5}[а-яa-z]?(?:-\d{1,4})?(?![\w/]|[-–]\w)"
# `3235. f., 1/22. apr., 706. l.`: numbers before their terms, as Latvians and Hungarians write.
_NUMBER_FIRST = r"(?:[^\W\d_]{1,2}-?)?\d{1,6}\.\s?[fF]\.,?\s?(?=\d)"
NUMBER_FIRST_LEVELS = {
    **{"f": "fond", "apr": "opis", "l": "delo", "lp": "leaf"},
    **{"cs": "opis", "ő": "delo", "ö": "delo", "o": "leaf", "d": "part"},
}
_IBID = (
    r"[Ii]b(?:id(?:em)?(?!\w)|(?=\.))|[Ii]d(?:em(?=[,.]?\s(?:pp?\.|ll?\.|\d|op\.|d\.|f\.)|\.?\s?\Z)|(?=\.,))"
    r"|[Тт]ам\s(?:же|само)(?!\w)|[Тт]амсама(?!\w)|[Tt]am\s?[zż]he?(?!\w)|[Tt]am(?:że|též)|[Ee]b(?:d|enda)(?!\w)|[Aa]\.\s?a\.\s?O"
    r"|(?:[Tt]en\spat|[Tt]urpat|[Ss]amas)(?!\w)|Uo\."
    r"|(?:[Oo]p|[Ll]oc|[Aa]rt)\.\s?cit|[Уу]каз\.?\s?(?:соч|изд|ст)|[Цц]ит\.\s?соч|[Uu]kaz\.\s?soch"
)
# A word is worth a look when a number, a letter-and-number, a Roman numeral or a lone capital follows it.
TOKENS = re.compile(
    # The lookaheads save trying every alternative at every word, the possessive signs trying a word letter by letter.
    rf"(?<![^\W\d_])(?=\w)(?:(?=[IiТтTtEeAaOoLlУуЦцUuSs])(?P<ibid>{_IBID})\.?"
    r"|(?<![\d/-])(?<!\d\.)(?=[^\W\d_]{0,2}[-/]?\d|[IVX]{1,5}/)"
    rf"(?:(?P<dotted>{_DOTTED})|(?P<slashed>{_SLASHED})|(?P<dashed>{_DASHED})|(?P<postfixed>{_NUMBER_FIRST}))"
    r"|(?P<word>[^\W\d_]{1,10}+)['’]?+[.:]?+\s{0,2}+(?:(?:№|[Nn][or]\.?)\s{0,2}+)?"
    r"(?=\d|(?<![^\W\d_])(?:[^\W\d_]{1,2}\s?[-–—‑]?\s?\d|[IVX]{1,4}(?!\w)|[А-ЯA-Z](?![\w.’']))))"
)
