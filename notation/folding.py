"""Keys under which the spellings of one name or word meet, whatever its script, romanisation or accents.

The rule: a key depends on the text alone, so it can be stored, indexed and compared as it is. Boundary: keys make
candidates; whether two names mean the same person is decided elsewhere (`notation.names` ranks, an editor decides).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# One Latin spelling for each Cyrillic letter: ALA-LC without marks, and for letters that Russian lacks what the
# Library of Congress tables give for Ukrainian, Belarusian, Bulgarian and Serbian. Old letters as their modern ones.
_LETTERS = """
аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юiu яia
іi їi єie ґg ўu ђdj јj љlj њnj ћc џdzh ѣe ѳf ѵi
"""
CYRILLIC_TO_ASCII = {pair[0]: pair[1:] for pair in _LETTERS.split()}
_CYRILLIC = str.maketrans(CYRILLIC_TO_ASCII)

# Latin letters that lose their meaning with their mark (`Stučka` is Стучка), or that have no bare form.
_LATIN = str.maketrans(
    {
        "č": "ch",
        "š": "sh",
        "ž": "zh",
        "ż": "zh",
        "ŝ": "shch",
        "ț": "ts",
        "ţ": "ts",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "đ": "d",
        "ı": "i",
    }
)
# Hebrew and Yiddish as the alphabets of names need them; `anyascii` makes ח an h and צ a plain ts of other letters.
_HEBREW = str.maketrans(
    {**dict(zip("אבגדהזחטילםמןנסעףפקרשת", "a v g d h z kh t i l m m n n s a f f k r sh t".split(" "), strict=True))}
    | {"ו": "u", "כ": "kh", "ך": "kh", "צ": "ts", "ץ": "ts", "׳": ""}
)
_HEBREW_FINAL_H = re.compile(r"ה\b")  # a vowel there
_HEBREW_FIRST_V = re.compile(r"\bו")  # no vowel there
_HEBREW_LETTERS = re.compile("[\u05d0-\u05ea]")
_HEBREW_GERESH = re.compile("([גזצץ])['׳]")
_GERESH = {"ג": "dzh", "ז": "zh", "צ": "ch", "ץ": "ch"}
# Soft and hard signs, however they were typed: they are written in one romanisation and left out in the next.
_SIGNS = dict.fromkeys(map(ord, "'’‘ʼʹʺ″′`´\"ʻ"))
_COMBINING = re.compile("[\u0300-\u036f\u1dc0-\u1dff\ufe20-\ufe2f]+")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SHORT_I = str.maketrans("yj", "ii")
_MANY_I = re.compile("ii+")


@lru_cache(maxsize=65536)
def folded_key(text: str) -> str:
    """Lower-case ASCII words: `Раковский`, `Rakovskiĭ`, `Rakovskii`, `Rakovskij`, `Rakovsky` all give `rakovski`.

    Words stay words, parted by one space. Letters that the romanisations of English, scholarly and library use tell
    apart by `i`, `y` or `j` alone are one; those that need a language to be read (`w`, `sch`, `tz`) are left to
    `skeleton_key`.
    """
    latin = ascii_words(text)
    return _MANY_I.sub("i", latin.translate(_SHORT_I)).replace("ie", "e")


def ascii_words(text: str) -> str:
    """Lower-case ASCII words of a text in any script, with nothing merged yet: `Хрущёв` gives `khrushchev`."""
    if _HEBREW_LETTERS.search(text):
        text = _HEBREW_GERESH.sub(lambda match: _GERESH[match[1]], text)
        text = _HEBREW_FINAL_H.sub("a", _HEBREW_FIRST_V.sub("v", text.replace("וו", "v"))).translate(_HEBREW)
    lower = unicodedata.normalize("NFKC", text.translate(_SIGNS)).lower()
    if not lower.isascii():
        latin = unicodedata.normalize("NFD", lower.translate(_CYRILLIC).translate(_LATIN))
        latin = _COMBINING.sub("", latin)
        lower = latin if latin.isascii() else _other_scripts(latin)
    return _BETWEEN_WORDS.sub(" ", lower).strip()


def _other_scripts(text: str) -> str:
    from anyascii import anyascii  # imported late: 1 text in 1,000 is neither Latin nor Cyrillic

    ascii_text: str = anyascii(text)
    return ascii_text.lower().translate(_SIGNS)


# The skeleton's classes. Hushing sounds and х are one (`q`) because `ch` is ч in English, х in German and ш in French;
# з, с and ц are one (`s`) because `z` is ц in German and `s` is з. The longest spelling is read first.
_CLASSES = {
    "q": "schtsch stsch szcz shch schch chtch tsch tch dsch dzh tsh sch cz sz dj zh sh ch kh h",
    "s": "tz ts dz ds cc zz ss s z c",
    "v": "ff ph v w f",
    "g": "gu gh g",
    "t": "th dt t",
    "kt": "ct",
}
_SOUNDS = {spelling: sound for sound, spellings in _CLASSES.items() for spelling in spellings.split()}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_X_AS_KS = re.compile(r"(?<=le|li|ma|se)x|\bx(?=en)")  # Alexander, Felix, Maxim, Xenia; else х as in Xruščev
_FRENCH_J = re.compile(r"j(?=i)|\bj(?=[bcdgk-np-tv])|(?<=[aeiou])j(?=[oe]v\b)")  # Menjinski, Jdanov, Iejov
_HUSH_BEFORE_TP = re.compile("q(?=[tp])")  # German writes шт, шп as `st`, `sp`
_VOWELS = str.maketrans("oyj", "eii")
_VOWELS_BUT_O = str.maketrans("yj", "ii")
_GLIDE = re.compile(r"(?<=[aeu])i+|i+(?=[aeu])")
_REPEAT = re.compile(r"(.)\1+")
_FINAL_I = re.compile(r"i\b|(?<=in)e\b|(?<=[aei]v)as\b")  # French -ine for -ин, Lithuanian -evas for -ев
_C_AS_K = re.compile(r"(?<=[aeiou])c(?=o)|c(?=[lr])")  # Nicolaevsky, Cliff


def skeleton_key(text: str) -> str:
    """What is left of a name in every romanisation: `Khrushchev`, `Chruschtschow`, `Хрущёв` give `qruqev`.

    Much coarser than `folded_key`: unlike names meet as well (Ельцин and Эльцин both give `elsin`), so it proposes
    and never identifies. Words stay words; similar keys have similar trigrams.
    """
    return " ".join(filter(None, map(_coarse, ascii_words(text).split())))


def skeleton_with_o(word: str) -> str:
    """The skeleton that keeps o and e apart: Троцкий is not Третский, though it may be meant; ё alone is both."""
    return _skeleton_of_word(word, _VOWELS_BUT_O)


@lru_cache(maxsize=131072)  # 700,000 names of 100,000 persons are made of some thousands of words
def _coarse(word: str) -> str:
    return _skeleton_of_word(word, _VOWELS)


def _skeleton_of_word(word: str, vowels: dict[int, int]) -> str:
    latin = _C_AS_K.sub("k", _FRENCH_J.sub("q", word.replace("ou", "u")))
    sounds = _SOUND.sub(_sound, _X_AS_KS.sub("ks", latin).replace("x", "q"))
    merged = _HUSH_BEFORE_TP.sub("s", sounds).translate(vowels)
    return _REPEAT.sub(r"\1", _FINAL_I.sub("", _GLIDE.sub("", _REPEAT.sub(r"\1", merged))))


def _sound(match: re.Match[str]) -> str:
    return _SOUNDS[match[0]]


_CONSONANT = re.compile("[aeiu]")
_LIPS = str.maketrans("bp", "vv")


def consonant_key(text: str) -> str:
    """The skeleton without its vowels, for scripts that leave them out: `רקובסקי` and `Раковский` give `rkvsk`.

    The coarsest key; б, п and в are one, as Hebrew and Greek write them.
    """
    return _REPEAT.sub(r"\1", _CONSONANT.sub("", skeleton_key(text)).translate(_LIPS))
