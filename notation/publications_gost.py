"""Printed works in the Russian order of elements: `Автор И.О. Заглавие // Журнал. 1999. № 1. С. 83`.

The rule: elements are parted by stops, dashes and `//`, the same in Cyrillic and in a journal's romanisation.
Boundary: one citation at a time, as in `publications`.
"""

from __future__ import annotations

import re

from notation.drafts import Draft
from notation.publications import mark_fields
from notation.publications_patterns import YEAR

_SEE = re.compile(
    r".*\b(?:[Сс]м|[Цц]ит|[Дд]ив|[Гг]л|[Пп]ор|[Ss]m|[Cc]it)\b\.?(?:\s?по|\s?за|\sтакже|\sнапр(?:имер|\.)?|\sподробнее|\sоб этом|,\sнапример|\sпо|\spo)?\s?(?:[,:]|\.:|\s(?=[А-ЯA-Z]))\s*",
    re.DOTALL,
)
_PAGES = re.compile(
    r"(?:^|[\s,.])(?:[сСcC]{1,2}|[сС]тр|[сС]тб|[sS]|[sS]tr|[pP]{1,2}|[сС]тор)\.?\s?"
    r"(?P<pages>\d{1,5}(?:[а-я](?!\w))?(?:\s?[-–—]\s?\d{1,5})?(?:\s?[,;и]\s?\d{1,5}(?:\s?[-–—]\s?\d{1,5})?){0,40})(?!\d|\s?[сc]\.)"
)
_SURNAME = r"[А-ЯЁІЇЄҐA-Z][^\W\d_]+(?:['’-][^\W\d_]+){0,2}'?"
_INITIALS = r"(?:[А-ЯЁІЇЄҐA-Z][a-zюяе]?\.\s?-?){1,3}"
_AUTHOR = rf"(?:{_SURNAME},?\s{_INITIALS}|{_INITIALS}\s?{_SURNAME}|(?:Он|Она|Они|Его|Её|Ее|Их)\sже\.?)"
_AUTHORS = re.compile(rf"(?P<names>{_AUTHOR}(?:,\s{_AUTHOR}){{0,6}}(?:\sи\sдр\.)?)[.,]?\s*(?=\S)")
_TITLE_END = re.compile(
    r"\.?\s?[–—]\s(?=[А-ЯA-Z])|\.\s(?=(?:М|Л|СПб|Пг|К|Пб|M|L|SPb|Pg)\.?[\s,:;])|\.\s(?=[А-ЯA-Z][^\W\d_'’-]+(?:\s[^\W\d_]+)?:?,?:?\s[^.]{0,60}?\d{4})|\s/\s|\.\s(?=[ТТтTt]\.\s?[\dIVX])"
    r"|[.,]\s(?=(?:вып|кн|ч|т)\.\s?\d)"
)
_JOURNAL = re.compile(
    rf"(?P<name>[«\"]?[А-ЯЁA-Z][^.,/\d]{{2,60}}?)[.,]?\s(?P<rest>(?:\(?{YEAR}\)?(?:\sг)?[.,]?\s?[.,]?\s?(?:№|No|N|т\.|\d{{1,2}}\s[а-яa-z]{{3,9}}|[А-Я][а-я]+\.)|№\s?\d|[ТтTt]\.\s?\d+\s?\().*)\Z"
)
_ISSUE = re.compile(r"(?P<issue>(?:№|No\.?|N)\s?\d+(?:\s?[-–—/]\s?\d+)?(?:\s?\(\d+\))?|[Вв]ып\.\s?\d+)")
_DAY = re.compile(
    r"(?<!\d)\d{1,2}\s(?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек|janv|fevr|mart|apr|ma[jy]|ijun|iyun|iiun|ijul|iul|avg|sent|okt|nojab|noiab|dek)[^\W\d_]*"
)
_VOLUME = re.compile(
    r"(?<![^\W\d_])[ТтTt]\.?\s?(?P<volume>\d{1,3}(?:\s?\(\d+\))?|[IVXLC]+)(?!\w)|(?<!\w)(?P<part>[ЧчCc]h?\.\s?\d+)"
)
_URL = re.compile(r"https?://\S+|www\.\S+")


def reads_as_gost(piece: str) -> bool:
    """Cyrillic, or romanised with the marks of the Russian order (`//`, `. – M. :`)."""
    if "//" in piece.replace("://", ""):
        return True
    if not piece.isascii():
        cyrillic = sum(map(len, _CYRILLIC.findall(piece)))
        if cyrillic and cyrillic * 2 > sum(map(len, _LETTERS.findall(piece))):
            return True
    return bool(_ROMANISED.search(piece))


_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMANISED = re.compile(
    rf"^[A-Z][^.,]{{2,40}}\.\s{YEAR}\.\s(?:\d{{1,2}}\s[a-z]{{3,9}}|No?\.?\s\d|№)"
    rf"|(?:(?<=[^\W\d_][^\W\d_])|(?<=\s\d))[.)]\s(?:–\s)?(?:(?:M|L|SPb|Pg|Kiev)\.?\s?[,:]|[A-Z][a-z’']+(?:,\s|:\s[^,.()]{{2,30}},\s){YEAR}\s?(?:[.;]|\Z|,\s(?:pp?|s|S)\.))(?![^()]*\))"
)


def read_gost(piece: str, offset: int) -> Draft | None:
    """The printed work that `piece` (one citation, at text[offset:]) cites; None where it cites none."""
    see = _SEE.match(piece)
    start = see.end() if see else 0
    start += len(piece[start:]) - len(piece[start:].lstrip(" .,:–—"))
    body = piece[start:].rstrip(" .,;\n")
    fields: dict[str, str] = {}
    rest = _without_url(body, fields)
    rest = _without_pages(rest, fields)
    left, slashes, right = rest.partition("//")
    authors: tuple[str, ...] = ()
    match = None if slashes and re.fullmatch(rf"\s*{_AUTHOR}\s*", left) else _AUTHORS.match(left.strip())
    if match:
        authors = _names(match["names"])
        left = left.strip()[match.end() :]
        if slashes and (again := _AUTHORS.match(right.strip())):
            right = right.strip()[again.end() :]
    elif slashes and (again := _AUTHORS.match(right.strip())):
        right = right.strip()[again.end() :]
    if slashes:
        if not match and re.fullmatch(rf"\s*{_AUTHOR}\s*", left):
            authors, left = (left.strip(),), ""
        fields["title"] = _main_title(left)
        _imprint(right, fields)
        fields["container"] = re.split(r"[.,:]\s|\s[–—]\s", right.strip(" .–"))[0].strip(" .,")
    elif (
        not authors and (journal := _JOURNAL.match(left.strip())) and not re.search(r"[А-Я]\.[А-Я]\.", journal["name"])
    ):
        fields["container"] = journal["name"].strip(' «»"')
        fields["title"] = ""
        _imprint(journal["rest"], fields)
    else:
        end = _TITLE_END.search(left, 3)
        fields["title"] = _main_title(left[: end.start()] if end else re.sub(rf"[.,]\s{YEAR}.*\Z", "", left))
        _imprint(left[end.start() :] if end else left, fields)
    if not _convincing(fields, authors, body, bool(slashes)):
        return None
    draft = Draft(
        offset + start, offset + start + len(body), kind="publication", title=fields.pop("title", ""), authors=authors
    )
    draft.url = fields.pop("url", "")
    draft.fields = {name: value for name, value in fields.items() if value}
    mark_fields(draft, body, offset + start)
    return draft


def _without_url(body: str, fields: dict[str, str]) -> str:
    url = _URL.search(body)
    if not url:
        return body
    fields["url"] = url[0].rstrip(".,;)")
    return re.sub(
        r"\(?\[?(?:URL|Режим доступа|Электронный ресурс)\]?\)?:?\s?", "", body[: url.start()] + body[url.end() :]
    )


def _without_pages(body: str, fields: dict[str, str]) -> str:
    found = list(_PAGES.finditer(body))
    if not found:
        return body
    last = found[-1]
    fields["pages"] = re.sub(r"\s?[,;]\s?", ", ", last["pages"])
    return (body[: last.start()] + body[last.end() :]).rstrip(" ,.")


def _imprint(text: str, fields: dict[str, str]) -> None:
    years = re.findall(rf"(?<!\d)({YEAR})(?!\d|[-–—]\d)", text)
    if years:
        fields["year"] = years[-1]
    if volume := _VOLUME.search(text):
        fields["volume"] = volume["volume"] or volume["part"]
    if issue := _ISSUE.search(text):
        fields["issue"] = issue["issue"]
    elif day := _DAY.search(text):
        fields["issue"] = day[0]


# A title alone cites something when it says what it is.
_KIND_OF_WORK = re.compile(r"\b(?:[Кк]нига памяти|[Сс]борник документов|[Ээ]нциклопедия|[Сс]ловарь|[Сс]правочник|[Кк]нига пам'яті)\b")


def _names(names: str) -> tuple[str, ...]:
    return tuple(match[0].strip() for match in re.finditer(_AUTHOR, names))


def _main_title(title: str) -> str:
    title = title.strip(" .,–—/")
    head = re.split(r"(?<=[^\W\d_]{3})[.:?]\s(?=[А-ЯA-Zа-я])|\s:\s|,\sзапис[ьи]\s", title, maxsplit=1)[0]
    return head.strip(" .,")


def _convincing(fields: dict[str, str], authors: tuple[str, ...], body: str, slashes: bool) -> bool:
    title = fields.get("title", "")
    if fields.get("url") and len(body) < 500:
        return True
    if not (title or fields.get("container") or authors):
        return False
    if title and not re.match(r"[«\"“„]?[^\W\da-zа-яё]|[«\"“„]?\d", title):
        return False
    if slashes:
        return bool(fields.get("container"))
    told = fields.get("pages") or fields.get("year") or fields.get("volume") or authors
    told = told or _KIND_OF_WORK.search(body)
    return bool(told) and len(title.split()) < 40
