"""Printed works in the shapes of APA, German, French and (in Cyrillic) English notes: `Smith, J. (1985). The Turn. …`

The rule: a shape is read only where it fits from the first name to the last page, in any script; all that strays is
left to the looser readers. Boundary: one citation at a time, as in `publications`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from notation.drafts import Draft
from notation.publications import main_title, mark_fields
from notation.publications_patterns import YEAR

_CAPITAL = "A-ZÀ-ÞŁŚŻŹĆŠČŽĐĒĪŪĀА-ЯЁІЇЄҐ"
_WORD = rf"[{_CAPITAL}][^\W\d_]+(?:[-’'][^\W\d_]+){{0,2}}"
_INITIALS = rf"(?:[{_CAPITAL}][^\W\d_]?\.[\s-]?){{1,3}}"
_GIVEN = rf"(?:{_INITIALS}|{_WORD}(?:\s(?:{_WORD}|{_INITIALS})){{0,2}})"
_PAGES = r"(?P<pages>\d{1,5}(?:[-–]\d{1,5})?(?:,\s\d{1,5}(?:[-–]\d{1,5})?){0,9})"
_ISSUE = r"(?P<issue>\d{1,4}(?:[-–/]\d{1,4})?)"

# `Smith, J., & Brown, A. (Eds.) (1990). `
_APA_NAME = rf"{_WORD},\s(?:[{_CAPITAL}][^\W\d_]?\.[\s-]?){{1,3}}(?<!\s)"
_APA_NAMES = rf"(?P<names>{_APA_NAME}(?:,?\s(?:&\s)?{_APA_NAME}){{0,6}})"
_APA_HEAD = rf"{_APA_NAMES}(?P<role>\s\(Eds?\.\)\.?)?\s\((?P<year>{YEAR})[a-d]?\)\.\s"
_VOLUME = r"(?P<volume>\d{1,3}|[IVXLC]{1,6})"
_APA_PAGES = rf"(?:\s\((?:Vol\.\s{_VOLUME})?(?:(?:,\s)?pp?\.\s{_PAGES})?\))?"
_APA_EDITED = rf"(?:\s\((?P<editors>[^()]{{3,160}}?),\sEds?\.(?:;\sVol\.\s{_VOLUME})?(?:[;,]\spp?\.\s{_PAGES})?\))"
_APA_PUBLISHER = r"(?:\.\s(?P<publisher>[^.,\d]{2,80}))?\Z"
# `7 March`, `7 марта`: the day of a newspaper.
_DAY = r"(?P<issue>\d{1,2}\s[^\W\d_]{3,10})"
_APA = (
    (
        rf"{_APA_HEAD}(?P<title>[^.]{{2,300}})\.\s(?P<container>[^.,()]{{2,120}}),\s"
        rf"(?=[\d(])(?:(?P<volume>\d{{1,4}})?(?:\({_ISSUE}\))?,\s)?{_PAGES}\Z"
    ),
    (
        rf"{_APA_HEAD}(?P<title>[^.]{{2,300}})\.\sIn\s(?:(?P<editors>[^()]{{3,160}}?)\s\(Eds?\.\),\s)?"
        rf"(?P<container>[^.()]{{2,200}}?){_APA_PAGES}(?:\.\s(?P<publisher>[^.]{{2,80}}))?\Z"
    ),
    rf"{_APA_HEAD}(?P<title>[^.()]{{2,300}}?){_APA_EDITED}{_APA_PUBLISHER}",
    rf"{_APA_HEAD}(?P<title>[^.()]{{2,300}}?){_APA_PAGES}{_APA_PUBLISHER}",
    rf"{_APA_NAMES}\s\((?P<year>{YEAR}),\s{_DAY}\)\.\s(?P<title>[^.]{{2,300}})\.\s(?P<container>[^.,()]{{2,120}})(?:,\s{_PAGES})?\Z",
)

# `Smith, John und Brown, Anna (Hg.): `
_GERMAN_NAME = rf"{_WORD},\s{_GIVEN}(?<!\s)"
_GERMAN_NAMES = rf"{_GERMAN_NAME}(?:(?:\sund|,|\s/)\s{_GERMAN_NAME}){{0,3}}(?:\su\.\sa\.)?"
_GERMAN_HEAD = rf"(?P<names>{_GERMAN_NAMES})(?P<role>\s\((?:Hg|Hrsg)\.\))?:\s(?P<title>[^:]{{2,300}}?)"
_GERMAN_END = rf"(?:,\s(?:S|Sp)\.\s{_PAGES})?\Z"
_GERMAN_PLACE = rf",\s(?P<place>[{_CAPITAL}][^,:\d]{{0,60}})\s(?P<year>{YEAR})"
_GERMAN_VOLUME = r"(?:,\sBd\.\s(?P<volume>\d{1,3}|[IVXLC]{1,6}))?"
_GERMAN = (
    rf"{_GERMAN_HEAD},\sin:\s(?P<container>[^,:()]{{2,120}}?),\s{_DAY}\s(?P<year>{YEAR}){_GERMAN_END}",
    (
        rf"{_GERMAN_HEAD},\sin:\s(?P<container>[^,:()]{{2,120}}?)(?:\s(?P<volume>\d{{1,4}}))?\s\((?P<year>{YEAR})\)"
        rf"(?:,\s(?:H|Heft|Nr)\.?\s{_ISSUE})?{_GERMAN_END}"
    ),
    (
        rf"{_GERMAN_HEAD},\sin:\s(?:(?P<editors>{_GERMAN_NAMES})\s\((?:Hg|Hrsg)\.\):\s)?(?P<container>[^:()]{{2,200}}?)"
        rf"{_GERMAN_VOLUME}{_GERMAN_PLACE}{_GERMAN_END}"
    ),
    rf"{_GERMAN_HEAD}(?:,\shg\.\svon\s(?P<editors>[^,:\d]{{3,120}}))?{_GERMAN_VOLUME}{_GERMAN_PLACE}{_GERMAN_END}",
)

# `John Smith et Anna Brown (dir.), `
_FRENCH_NAME = rf"(?:{_INITIALS}\s?|(?:{_WORD}\s(?:{_INITIALS}\s?)?){{1,2}}){_WORD}"
_FRENCH_NAMES = rf"{_FRENCH_NAME}(?:\set\sal\.|(?:,\s{_FRENCH_NAME}){{0,2}}\set\s{_FRENCH_NAME})?"
_FRENCH_END = rf",\s(?P<year>{YEAR}),\spp?\.\s{_PAGES}\Z"
_FRENCH_PLACE = (
    rf",\s(?P<place>{_WORD}(?:[\s-]{_WORD}){{0,2}}|[{_CAPITAL}][^\W\d_]{{0,3}}\.)"
    rf",\s(?P<publisher>[{_CAPITAL}][^,«»()\d]{{1,60}})"
)
_FRENCH_VOLUME = r"(?:,\s(?:vol|t)\.\s(?P<volume>\d{1,3}|[IVXLC]{1,6}))?"
_FRENCH = (
    (
        rf"(?P<names>{_FRENCH_NAMES}),\s«\s?(?P<title>[^«»]{{2,300}}?)\s?»,\s(?P<container>[^,«»()]{{2,120}})"
        rf",\s{_DAY}\s(?P<year>{YEAR}),\spp?\.\s{_PAGES}\Z"
    ),
    (
        rf"(?P<names>{_FRENCH_NAMES}),\s«\s?(?P<title>[^«»]{{2,300}}?)\s?»,\s(?P<container>[^,«»()]{{2,120}})"
        rf"{_FRENCH_VOLUME}(?:,\s[nN]°\s?{_ISSUE})?{_FRENCH_END}"
    ),
    (
        rf"(?P<names>{_FRENCH_NAMES}),\s«\s?(?P<title>[^«»]{{2,300}}?)\s?»,\sdans\s"
        rf"(?:(?P<editors>{_FRENCH_NAMES})\s\(dir\.\),\s)?(?P<container>[^«»()]{{2,160}}?)"
        rf"{_FRENCH_VOLUME}{_FRENCH_PLACE}{_FRENCH_END}"
    ),
    (
        rf"(?P<names>{_FRENCH_NAMES})(?P<role>\s\(dir\.\))?,\s(?![a-z])(?P<title>[^,«»()]{{2,200}}?)"
        rf"(?:,\s(?P<editors>{_FRENCH_NAMES})\s\(dir\.\))?{_FRENCH_VOLUME}{_FRENCH_PLACE}{_FRENCH_END}"
    ),
)

# Russian works in English notes (`publications` reads the others): `И. Орлов, Поворот (М.: Наука, 1991), 5`.
_ENGLISH_NAMES = rf"{_FRENCH_NAME}(?:\set\sal\.|(?:,\s{_FRENCH_NAME}){{0,2}},?\sand\s{_FRENCH_NAME})?"
_ENGLISH_HEAD = rf"(?P<names>{_ENGLISH_NAMES})(?P<role>,\s(?:eds?\.|editors?))?,\s(?P<title>[^,“”()]{{2,200}}?)"
_ENGLISH_QUOTED = rf"(?P<names>{_ENGLISH_NAMES}),\s“(?P<title>[^“”]{{2,300}}?),”\s"
_ENGLISH_EDITED = rf"(?:,\s(?:ed\.|edited\sby)\s(?P<editors>{_ENGLISH_NAMES}))?"
_ENGLISH_VOLUME = r"(?:,\svol\.\s(?P<volume>\d{1,3}|[IVXLC]{1,6}))?"
_ENGLISH_ISSUE = rf"(?:,\sno\.\s{_ISSUE})?"
_ENGLISH_IMPRINT = rf"\s\((?P<place>[^():]{{1,60}}):\s(?P<publisher>[^():]{{2,60}}),\s(?P<year>{YEAR})\),\s{_PAGES}\Z"
_MLA_END = rf"(?:,\s(?P<publisher>[{_CAPITAL}][^,“”()\d]{{1,60}}))?,\s(?P<year>{YEAR}),\spp?\.\s{_PAGES}\Z"
_ENGLISH = (
    rf"{_ENGLISH_QUOTED}(?P<container>[^,“”()]{{2,120}}?),\s{_DAY}\s(?P<year>{YEAR}),\s(?:pp?\.\s)?{_PAGES}\Z",
    (
        rf"{_ENGLISH_QUOTED}(?P<container>[^,“”()]{{2,120}}?)(?:\s(?P<volume>\d{{1,4}}))?{_ENGLISH_ISSUE}"
        rf"\s\((?P<year>{YEAR})\):\s{_PAGES}\Z"
    ),
    (rf"{_ENGLISH_QUOTED}in\s(?P<container>[^,“”()]{{2,160}}?){_ENGLISH_EDITED}{_ENGLISH_VOLUME}{_ENGLISH_IMPRINT}"),
    rf"{_ENGLISH_HEAD}{_ENGLISH_EDITED}{_ENGLISH_VOLUME}{_ENGLISH_IMPRINT}",
    (
        rf"{_ENGLISH_QUOTED}(?P<container>[^,“”()]{{2,160}}?){_ENGLISH_EDITED}{_ENGLISH_VOLUME}{_ENGLISH_ISSUE}{_MLA_END}"
    ),
    (rf"{_ENGLISH_HEAD}{_ENGLISH_EDITED}{_ENGLISH_VOLUME}{_MLA_END}"),
)
# `Иванов и Петров, ред., Сборник (1991), 12`, `Иванов, “Поворот” (1991), 12`: the short form.
_SHORT_NAMES = rf"(?P<names>{_WORD}(?:\s(?:и|and)\s{_WORD}|\sи\sдр\.|\set\sal\.)?)"
_SHORT_END = rf"\s\((?P<year>{YEAR})\)(?:,\s{_PAGES})?\Z"
_SHORT = (
    rf"{_SHORT_NAMES},\s“(?P<title>[^“”]{{2,300}}?)”{_SHORT_END}",
    rf"{_SHORT_NAMES}(?P<role>,\sред\.)?,\s(?P<title>[^,“”()]{{2,200}}?)(?:,\svol\.\s{_VOLUME})?{_SHORT_END}",
)
# `The Party Papers, edited by John Smith, Verso, 1990, p. 12`
_EDITED_BY = (rf"(?P<title>[^,“”()]{{2,200}}),\sedited\sby\s(?P<editors>{_ENGLISH_NAMES}){_ENGLISH_VOLUME}{_MLA_END}",)

# A sign and a mark that every citation of the family has, found at once.
_MARKS = (
    ("). ", re.compile(rf"\({YEAR}(?:[a-d]|,\s\d{{1,2}}\s[^\W\d_]{{3,10}})?\)\.\s"), _APA),
    (": ", re.compile(rf"\A{_WORD},\s[^:;]{{2,160}}:\s.{{2,400}}{YEAR}\)?(?:,\s|\Z)", re.DOTALL), _GERMAN),
    (", p", re.compile(rf"[,\w]\s{YEAR},\spp?\.\s\d"), _FRENCH),
    (
        ", ",
        re.compile(
            rf"\A(?=.{{0,400}}[\u0400-\u04ff]).{{8,500}}(?:\([^()]{{0,120}}{YEAR}\)[:,]|[,\w]\s{YEAR},(?:\spp?\.)?)\s\d",
            re.DOTALL,
        ),
        (*_ENGLISH, *_SHORT),
    ),
    (", edited by ", re.compile(rf",\s{YEAR},\spp?\.\s\d"), _EDITED_BY),
)
# Compiling all shapes takes 85 ms, and most notes have the mark of none: each waits until it is needed.
_compiled = cache(re.compile)
_ROLE_AT_END = re.compile(r",\seds?\.\Z")
_BETWEEN = re.compile(r",?\s(?:&|und|et|and|и)\s|\s/\s")
_OTHERS = re.compile(r"\s(?:u\.\sa\.|et\sal\.|и\sдр\.)\Z")
_LONGEST = 600


def reads_as_styled(piece: str) -> bool:
    """Is this one citation in a shape that is read here?"""
    return _matched(piece.strip(" \n.,;")) is not None


def read_styled(piece: str, offset: int) -> Draft | None:
    """The printed work that `piece` (one citation, at text[offset:]) cites; None where no shape fits it whole."""
    body = piece.strip(" \n.,;")
    match = _matched(body)
    if match is None:
        return None
    start = offset + piece.index(body)
    found = match.groupdict()
    draft = Draft(start, start + len(body), kind="publication", title=main_title(found.pop("title").strip()))
    names, editors = _names(found.pop("names", None) or ""), _names(found.pop("editors", None) or "")
    if found.pop("role", None):
        names, editors = (), names
    draft.authors, draft.editors = names, editors
    draft.fields = {name: value for name, value in found.items() if value}
    mark_fields(draft, body, start)
    return draft


@lru_cache(maxsize=64)  # asked where a note is cut and again where its pieces are read
def _matched(body: str) -> re.Match[str] | None:
    if len(body) > _LONGEST:
        return None
    for sign, mark, shapes in _MARKS:
        if sign in body and mark.search(body):
            for shape in shapes:
                if match := _compiled(shape).match(body):
                    return match
    return None


def _names(names: str) -> tuple[str, ...]:
    parts = _BETWEEN.split(_OTHERS.sub("", _ROLE_AT_END.sub("", names)))
    if "," in parts[0] and re.match(rf"{_WORD},", parts[0]):  # inverted: the first comma parts a name
        found = [name for part in parts for name in re.findall(rf"{_WORD},\s{_GIVEN}", part)]
    else:
        found = [name for part in parts for name in part.split(", ")]
    return tuple(name.strip() for name in found if name.strip())
