"""Personal names as they are written: their parts, and the forms that styles and lists need.

The rule: a name is taken apart only as far as its own words show (a comma, initials, a patronymic); nothing is
completed. Boundary: which person bears a name is for `names.rank` to propose and for an editor to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

# Patronymics in Cyrillic and in the romanisations of English, German, French, scholarly and Polish use. `Ильич` and
# the like are listed, because `-ич` alone also ends surnames (`Бабич`).
_PATRONYMIC = re.compile(
    r"(?:[ое]вич|[ое]вна|[иі]чна|ївна|йович|ьич|кузьмич|лукич|фомич|савич|никитич"
    r"|[oeëiй]v?(?:vi(?:ch|tch|č|cs|ci)|wi(?:tsch|cz|č)|vici?)|(?:ov|ev|ow|ew|iv|iw)n[ay]|ich?na|il['’]?yich|il['’ʹ]?i(?:ch|č|tch)|iljitsch|nikitich)$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[^\W\d_]{1,2}\.(?:-[^\W\d_]{1,2}\.)?|[^\W\d_]")
_INITIALS_RUN = re.compile(r"(?<=\w\.)(?=[^\W\d_])")
_PARTICLES = {"von", "van", "de", "der", "den", "di", "la", "le", "zu", "фон", "де", "ван"}
# Within a body's name, never within a person's.
_JOINING = {*"and of the for in & und für et и при по для имени им.".split()}
_BRACKETS = re.compile(r"\s{0,3}[(\[]([^()\[\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class PersonalName:
    """`given` and `patronymic` may be initials (`Л.`); `also` holds names given in brackets."""

    surname: str
    given: str = ""
    patronymic: str = ""
    also: tuple[str, ...] = ()

    @property
    def natural(self) -> str:
        """`Lev Davidovich Trotsky`"""
        return " ".join(filter(None, (self.given, self.patronymic, self.surname)))

    @property
    def inverted(self) -> str:
        """`Trotsky, Lev Davidovich`"""
        forenames = " ".join(filter(None, (self.given, self.patronymic)))
        return f"{self.surname}, {forenames}" if forenames else self.surname

    @property
    def initials(self) -> str:
        """`Л. Д.`; one initial for each part of a double name: `Ж.-П.`"""
        words = f"{self.given} {self.patronymic}".split()
        return " ".join("-".join(map(_initial, filter(None, word.split("-")))) for word in words)

    @property
    def surname_initials(self) -> str:
        """`Троцкий Л. Д.`"""
        return " ".join(filter(None, (self.surname, self.initials)))

    @property
    def initials_surname(self) -> str:
        """`Л. Д. Троцкий`"""
        return " ".join(filter(None, (self.initials, self.surname)))


@lru_cache(maxsize=16384)
def parse_name(text: str) -> PersonalName:
    """`Троцкий, Лев Давидович`, `Trotsky, L. D.`, `Л.Д. Троцкий`, `Leon Trotsky`; a lone word is a surname."""
    also = tuple(filter(None, (name.strip() for name in _BRACKETS.findall(text)))) if _has_brackets(text) else ()
    plain = _plain(text)
    surname, comma, forenames = (part.strip() for part in plain.partition(","))
    if comma and forenames:
        return PersonalName(surname, *_forenames(_words(forenames)), also)
    words = _words(surname)
    if len(words) <= 1:
        return PersonalName(surname, also=also)
    start, end = _surname_at(words)
    return PersonalName(" ".join(words[start:end]), *_forenames(words[:start] + words[end:]), also)


def is_body(name: str) -> bool:
    """Whether this is no person's name but that of a body or firm: `Smith and Sons`, `ИМЛ при ЦК КПСС`.

    Only for files that part names at all costs: `Academy of Arts` taken apart would be `Arts, Academy of`.
    """
    if "," in name:
        return False
    words = name.split()
    last = words[-1] if words else ""
    if any(word in _JOINING or any(map(str.isdigit, word)) for word in words):
        return True
    # Two capitals are initials: `Ivanova AB`.
    acronym = 3 <= len(last) <= 5 and last.isalpha() and last.isupper() and not name.isupper()
    return len(words) > 1 and (acronym or (words[0][:1].isupper() and last[:1].islower()))


def natural_order(heading: str) -> str:
    """A heading as one says it: `Sokolnikov (Brilliant), Grigorii` is `Grigorii Sokolnikov (Brilliant)`."""
    surname, comma, forenames = heading.partition(", ")
    whole = surname.count("(") == surname.count(")")
    return f"{forenames} {surname}" if comma and whole and forenames.strip() else heading


_MOST_BRACKETS = 4


@lru_cache(maxsize=16384)
def variants(text: str) -> tuple[str, ...]:
    """The names that one with brackets holds: `Сокольников (Бриллиант), Г. Я.` is two surnames, `(Sergo)` a forename.

    `Kamo (Ter-Petrosian, Simon)` is two names. Without brackets it is the name as it stands.
    """
    plain = _plain(text)
    if not _has_brackets(text):
        return (plain,) if plain else ()
    found = [plain]
    for match in islice(_BRACKETS.finditer(text), _MOST_BRACKETS):
        other = match[1].strip()
        before = _BRACKETS.sub("", text[: match.start()])
        surname, comma, forenames = plain.partition(",")
        if "," in other or not comma:
            found.append(other)
        elif "," in before:
            found.append(f"{surname}, {other}")
        else:
            found.append(f"{other},{forenames}")
    return tuple(dict.fromkeys(filter(None, found)))


def _has_brackets(text: str) -> bool:
    return "(" in text or "[" in text


def _plain(text: str) -> str:
    """Without what stands in brackets; of a hundred names one has some."""
    return " ".join((_BRACKETS.sub("", text) if _has_brackets(text) else text).split())


def _words(text: str) -> list[str]:
    return _INITIALS_RUN.sub(" ", text).split()


def _surname_at(words: list[str]) -> tuple[int, int]:
    """Where the surname stands: before initials or a final patronymic, else at the end with its particle."""
    count = len(words)
    if not _INITIAL.fullmatch(words[0]) and all(_INITIAL.fullmatch(word) for word in words[1:]):
        return 0, 1
    ends_in_patronymic = _PATRONYMIC.search(words[-1]) and count >= 3
    if ends_in_patronymic and not any(_PATRONYMIC.search(word) for word in words[1:-1]):
        return 0, count - 2
    start = count - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return start, count


def _forenames(words: list[str]) -> tuple[str, str]:
    """The given name (which may be several words) and the patronymic or second initial."""
    if len(words) == 2 and all(_INITIAL.fullmatch(word) for word in words):
        return words[0], words[1]
    if len(words) >= 2 and (_PATRONYMIC.search(words[-1]) or _INITIAL.fullmatch(words[-1])):
        return " ".join(words[:-1]), words[-1]
    return " ".join(words), ""


def _initial(word: str) -> str:
    """`Yu.` and `Ж.` stay as they are; of a full name only the first letter is sure."""
    return word if word.endswith(".") else f"{word[0].upper()}."
