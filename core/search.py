"""The language of the search box: what was typed becomes groups of terms; what each term means is the asker's matter.

Words must all occur; `OR` (`ИЛИ`, `|`) between two makes them alternatives; `"…"` is a phrase, in any quotation marks;
`-` before a term excludes it; `author:`, `to:`, `archive:`, `fond:`, `date:` and `type:` look in one place. OR binds
closer than the space: `Раковский OR Сосновский письмо` asks for letters of either. Any text gives a question or a
sentence; nothing here depends on what is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from notation.folding import folded_key

LONGEST = 1000
MOST_TERMS = 40
FIRST_YEAR, LAST_YEAR = 1, 2100

# What may stand before the colon, in both languages of the site.
FIELDS = {
    "author": "author",
    "автор": "author",
    "to": "to",
    "кому": "to",
    "archive": "archive",
    "архив": "archive",
    "fond": "fond",
    "фонд": "fond",
    "date": "date",
    "дата": "date",
    "type": "type",
    "вид": "type",
}
_EITHER = {"OR", "ИЛИ", "|", "||"}
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_CONTROL = re.compile("[\x00-\x1f\x7f\x80-\x9f]+")
_PIECE = re.compile(r'([-−–]?)(?:([^\W\d_]{1,10}):(?=\S))?("[^"]*"|[^\s"]+)')
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_YEARS = re.compile(r"(\d{1,4})?\s?(\.\.|…|-|–|—)?\s?(\d{1,4})?")
# Endings of Russian surnames and given names in folded letters, which have ий and ый as one `i`, and ие as `e`. Names
# are stored under the same stems (`citations.searching.upkeep`).
ENDINGS = "ogo|ego|omu|emu|aia|eia|eiu|eem|uiu|ikh|oi|ei|ee|im|em|om|ia|iu|a|e|i|o|u"
_STEM = re.compile(f"(.{{3,}}?)(?:{ENDINGS})")


class NotUnderstood(ValueError):
    """The question cannot be asked; the message is a sentence for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    text: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InField:
    """`author:Раковский`; `name` is a value of FIELDS."""

    name: str
    text: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InYears:
    """`date:1927..1929`; both ends belong to it, None is open."""

    first: int | None
    last: int | None
    negated: bool = False


Term = Word | Phrase | InField | InYears


@dataclass(frozen=True, slots=True)
class Question:
    """Of every group at least one term has to hold."""

    groups: tuple[tuple[Term, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The single words that are looked for, for marking hits and for other spellings."""
        return tuple(
            term.text for group in self.groups for term in group if isinstance(term, Word) and not term.negated
        )

    def with_spellings(self, instead: dict[str, str]) -> Question:
        """The same question with these words written otherwise."""
        return Question(
            tuple(
                tuple(Word(instead.get(t.text, t.text), t.negated) if isinstance(t, Word) else t for t in group)
                for group in self.groups
            )
        )


def read_question(typed: str) -> Question:
    """Raises NotUnderstood where it is too long, has too many terms, or a field holds what it cannot."""
    if len(typed) > LONGEST:
        raise NotUnderstood(_("at most %(most)d characters are read.") % {"most": LONGEST})
    groups: list[list[Term]] = []
    joined = False
    for term in _terms(_CONTROL.sub(" ", typed.translate(_QUOTES))):
        if term is None:
            joined = bool(groups)
        elif joined:
            groups[-1].append(term)
            joined = False
        else:
            groups.append([term])
    if sum(map(len, groups)) > MOST_TERMS:
        raise NotUnderstood(_("at most %(most)d words are looked for at once.") % {"most": MOST_TERMS})
    return Question(tuple(map(tuple, groups)))


def is_in_fields(typed: str) -> bool:
    """Whether a part of the question stands in a field."""
    return any(name.lower() in FIELDS for _minus, name, _rest in _PIECE.findall(typed))


def names_without_fields(typed: str) -> str:
    """What a list of persons is asked: the words, and who is named in `author:` and `to:`.

    `type:letter date:1928` names nobody; taken for words it found a Mr Alter.
    """
    if not is_in_fields(typed):
        return typed
    kept = []
    for minus, name, rest in _PIECE.findall(typed.translate(_QUOTES)):
        field = FIELDS.get(name.lower())
        if field is None:
            kept.append(f"{minus}{name}:{rest}" if name else f"{minus}{rest}")
        elif field in ("author", "to") and not minus:
            kept.append(rest.strip('"'))
    return " ".join(kept)


def names_left_out(typed: str) -> tuple[str, list[str]]:
    """A question for persons in two: the names asked for, and those of whom is not asked: `Eltsin -Boris`."""
    pieces = _PIECE.findall(typed.translate(_QUOTES))
    unwanted = [rest.strip('"') for minus, _name, rest in pieces if minus]
    if not unwanted:
        return typed, []
    return " ".join(f"{name}:{rest}" if name else rest for minus, name, rest in pieces if not minus), unwanted


def _terms(text: str) -> list[Term | None]:
    """The terms in order; None stands for an OR."""
    found: list[Term | None] = []
    for minus, name, rest in _PIECE.findall(text):
        if rest in _EITHER and not (minus or name):
            found.append(None)
            continue
        term = _term(FIELDS.get(name.lower(), ""), name, rest, bool(minus))
        if term is not None:
            found.append(term)
    return found


def _term(field: str, name: str, rest: str, negated: bool) -> Term | None:
    text = _EDGES.sub("", rest)
    if field == "date":
        return _years(rest.strip('"'), negated)
    if not text:
        return None
    if field:
        return InField(field, text, negated)
    if rest.startswith('"') and " " in text:
        return Phrase(text, negated)
    return Word(f"{name} {text}" if name else text, negated)


def _years(text: str, negated: bool) -> InYears:
    match = _YEARS.fullmatch(text)
    if match and (match[1] or match[3]):
        first, last = (int(year) if year else None for year in (match[1], match[3]))
        if not match[2]:
            last = first
        if (first or FIRST_YEAR) <= (last or LAST_YEAR) and 0 not in (first, last) and (last or 1) <= LAST_YEAR:
            return InYears(first, last, negated)
    raise NotUnderstood(_("date: takes a year or a span of years, such as 1928, 1927..1929 or 1927.."))


def name_stems(text: str) -> tuple[str, ...]:
    """Under which a name is looked for, whatever its case, script and romanisation: `Раковского` gives `rakovsk`."""
    return tuple(dict.fromkeys(name_stem(word) for word in folded_key(text).split() if len(word) > 1))


def name_stem(word: str) -> str:
    """A folded word without the ending of its grammatical case; three letters at least are left."""
    match = _STEM.fullmatch(word)
    return match[1] if match else word
