"""Printed works in the Russian order of elements: `Автор И.О. Заглавие // Журнал. 1999. № 1. С. 83`.

The rule: elements are parted by stops, dashes and `//`, the same in Cyrillic and in a journal's romanisation.
Boundary: one citation at a time, as in `publications`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from notation.drafts import Draft
from notation.publications import mark_fields
from notation.publications_patterns import YEAR

_EDGES = " .,:–—/"
_MOST_WORDS = 40
_SEE = re.compile(
    r".*\b(?:[Сс]м|[Цц]ит|[Дд]ив|[Гг]л|[Пп]ор|[Оо]публ|[Ss]m|[Cc]it)\b\.?"
    r"(?:\s?по|\s?за|\sтакже|\sнапр(?:имер|\.)?|\sподробнее|\sоб этом|,\sнапример|\spo)?"
    r"\s?(?:[,:]|\.:|\s(?=[А-ЯA-Z]))\s*",
    re.DOTALL,
)
_LETTER = "А-ЯЁІЇЄҐA-Z"
# `Письмо И. В. Сталина` is a letter, not Mr Letter.
_DOCUMENT = (
    "Письм|Записк|Доклад|Дневник|Воспоминани|Телеграмм|Стенограмм|Протокол|Реч|Выступлени|Бесед|Донесени|Переписк"
)
_SURNAME = rf"(?!{_DOCUMENT})[{_LETTER}][^\W\d_]+(?:['’-][^\W\d_]+){{0,2}}'?"
_INITIALS = rf"(?:[{_LETTER}][a-zюяе]?\.\s?-?){{1,3}}"
_AUTHOR = rf"(?:{_SURNAME},?\s{_INITIALS}|{_INITIALS}\s?{_SURNAME}|(?:Он|Она|Они|Его|Её|Ее|Их)\sже\.?)"
_ONE_AUTHOR = re.compile(_AUTHOR)
_AUTHORS = re.compile(rf"(?P<names>{_AUTHOR}(?:,\s{_AUTHOR}){{0,6}}(?:\sи\sдр\.?)?)[.,]?\s*(?=\S)")
_PAGES = re.compile(
    r"(?:^|[\s,.])(?:[сСcC]{1,2}|[сС]тр|[сС]тб|[sS]|[sS]tr|[pP]{1,2}|[сС]тор)\.?\s?"
    r"(?P<pages>\d{1,5}(?:[а-я](?!\w))?(?:\s?[-–—]\s?\d{1,5})?(?:\s?[,;и]\s?\d{1,5}(?:\s?[-–—]\s?\d{1,5})?){0,40})"
    r"(?!\d|\s?[сc]\.)"
)
_PAGE_COMMA = re.compile(r"\s?[,;]\s?")
# ` – М. : Наука`, `. Л., 1990`, `. Горький, 1958`, ` / отв. ред.`, `. Т. 2`, `, вып. 4`: the title is over.
_TITLE_END = re.compile(
    r"\.?\s?[–—]\s(?=[А-ЯA-Z])|\.\s(?=(?:М|Л|СПб|Пг|К|Пб|M|L|SPb|Pg|N\.\s?Y)\.?[\s,:;])"
    r"|\.\s(?=[А-ЯA-Z][^\W\d_'’-]+(?:\s[^\W\d_]+)?:?,?:?\s[^.]{0,60}?\d{4})|\s/\s|\.\s(?=(?:[ТтTt]|Vol)\.\s?[\dIVX])"
    r"|[.,]\s(?=(?:вып|кн|ч|т)\.\s?\d)"
)
# ` / ред. И. И. Иванов`, ` / ed. by J. Smith, A. Brown`, ` / под ред. …`, ` / отв. ред. …`
_EDITORS = re.compile(
    rf"\s/\s(?:ed\.\sby|edited\sby|(?:(?:под|pod|отв\.|otv\.)\s)?(?:общ\.\s)?(?:ред|red)\.|(?:сост|sost)\.)\s"
    rf"(?P<names>{_AUTHOR}(?:,\s{_AUTHOR}){{0,6}})(?:\s\[(?:и\sдр\.|et\sal\.)\])?"
)
_YEAR_TO_END = re.compile(rf"[.,]\s{YEAR}.*\Z", re.DOTALL)
_JOURNAL = re.compile(
    r"(?P<name>[«\"]?[А-ЯЁA-Z][^.,/\d]{2,60}?)[.,]?\s(?P<rest>(?:"
    rf"\(?{YEAR}\)?(?:\sг)?[.,]?\s?[.,]?\s?(?:№|No?(?![^\W\d_])|[Тт]\.|\d{{1,2}}\s[а-яa-z]{{3,9}}|[А-Я][а-я]+\.)"
    r"|№\s?\d|[ТтTt]\.\s?\d+\s?\().*)\Z"
)
_CONTAINER_END = re.compile(r"(?<=[\w)»\"]{2})[.,:]\s|\s[–—]\s")
_ISSUE = re.compile(r"(?P<issue>(?:№|No\.?|N)\s?\d+(?:\s?[-–—/]\s?\d+)?(?:\s?\(\d+\))?|[Вв]ып\.\s?\d+)")
# `. М. : Панорама, 1991`, `. New York : Scribner, 1930`, `. М., 1934`; the standard's space before the colon tells a
# place from a title, as do the stop of `М.: Наука, 1987` and the lone word of `. Казань: Орден, 1999`.
_IMPRINT = re.compile(
    rf"(?:^(?!\w+:)|[.–—]\s)\s?(?![^.:,\d/]{{0,40}}\s[^.:,\d/\s]{{1,40}}:\s)"
    rf"(?P<place>[{_LETTER}][^.:,\d/]{{0,40}}\.?(?:\s?[;–-]\s?[{_LETTER}][^.:,\d/]{{0,20}}\.)?(?<!\s))"
    rf"(?:\s?:\s(?P<publisher>[^:,]{{2,80}}?))?,\s{YEAR}"
)
# `Заглавие (М.: Наука, 1987)`, `Заглавие (Казань, 1999)`: the imprint in the brackets of other lands' notes.
_IN_BRACKETS = re.compile(rf"\s\(([{_LETTER}][^():,\d/]{{0,40}}(?::\s[^():,\d]{{2,80}})?,\s{YEAR})\)\s*\Z")
_DAY = re.compile(
    r"(?<!\d)\d{1,2}\s(?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec|janv|fevr|mart|apr|ma[jy]|i[jiy]u[nl]|iu[nl]|avg|sent|okt|no[jiy]a|dek)[^\W\d_]*"
)
_VOLUME = re.compile(
    r"(?<![^\W\d_])(?:[ТтTt]\.?|[Vv]ol\.)\s?(?P<volume>\d{1,3}(?:\s?\(\d+\))?|[IVXLC]+)(?!\w)|(?<!\w)(?P<part>[ЧчCc]h?\.\s?\d+)"
)
_YEARS = re.compile(rf"(?<!\d)({YEAR})(?!\d|[-–—]\d)")
_URL = re.compile(r"https?://\S+|www\.\S+")
_URL_TERM = re.compile(r"\(?\[?(?:URL|Режим доступа|Электронный ресурс|дата обращения[^()]{0,20})\]?\)?:?\s?")
_SUBTITLE = re.compile(r"(?<=[^\W\d_]{3})[.?]\s(?=[А-ЯA-Z])|:\s|,\sзапис[ьи]\s")
_TITLE_START = re.compile(r"[«\"“„]?(?:[^\W\da-zа-яё]|\d)")
# A title alone cites something when it says what it is.
_KIND_OF_WORK = re.compile(
    r"\b(?:[Кк]нига пам(?:яти|'яті)|[Сс]борник документов|[Ээ]нциклопедия|[Сс]ловарь|[Сс]правочник)\b"
)
# `Спецсообщение ОГПУ от 3 мая 1933 г. (ГАРФ …)`: dated, but printed nowhere.
_DOCUMENT_ALONE = re.compile(
    r"(?:Письм|Записк|Доклад(?:н|\s)|Спецсообщени|Сводк|Справк|Телеграмм|Протокол\s|Постановлени|Приказ|Циркуляр|Донесени"
    r"|Спецсводк|Шифр(?:отелегр|овк)|Резолюци|Заявлени|Жалоб)[^.]*\sот\s\d"
)
_NO_WORK = re.compile(
    r"(?:Полевые материалы|ПМА\b|Личн(?:ый|ого) архив)|.*//\s?(?:Личный\s)?[Аа]рхив автора"
    r"|(?:Интервью|Беседа|Запись беседы|Інтерв['’]ю)\s(?:автора\s)?(?:с|со|з|із)\s"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# Romanised without `//`: `Kommunar. 1941. 3 iiulia`, `Zaglavie. M., Nauka, 1992`, `Zaglavie. Gorkii, 1958.`
_ROMANISED_NEWSPAPER = re.compile(rf"[A-Z][^.,]{{2,40}}\.\s{YEAR}\.\s(?:\d{{1,2}}\s[a-z]{{3,9}}|No?\.?\s\d|№)")
_ROMANISED = re.compile(
    # `Title. London : Verso, 1990`: the space before the colon is the standard's.
    rf"[.)]\s(?:(?<=\.\s)[A-Z][^.:()]{{1,40}}\s:\s[^.:()]{{2,60}},\s{YEAR}(?!\d)"
    rf"|(?:(?<=[^\W\d_][^\W\d_][.)]\s)|(?<=\s\d[.)]\s)|(?<=\d\d[.)]\s))(?:–\s)?(?:(?:M|L|SPb|Pg|Kiev|N\.\s?Y)\.?\s?[,:]"
    rf"|[A-Z][a-z’']+(?:,\s|:\s[^,.()]{{2,30}},\s){YEAR}\s?(?:[.;]|\Z|,\s(?:pp?|s|S)\.))(?![^()]*\)))"
)


@lru_cache(maxsize=64)  # asked where a note is cut and again where its pieces are read
def reads_as_gost(piece: str) -> bool:
    """Cyrillic, or romanised with the marks of the Russian order (`//`, `. – М. :`)."""
    if "//" in piece.replace("://", ""):
        return True
    if not piece.isascii():
        cyrillic = sum(map(len, _CYRILLIC.findall(piece)))
        if cyrillic and cyrillic * 2 > sum(map(len, _LETTERS.findall(piece))):
            return True
    return (_ROMANISED_NEWSPAPER.match(piece) or _ROMANISED.search(piece)) is not None


def read_gost(piece: str, offset: int) -> Draft | None:
    """The printed work that `piece` (one citation, at text[offset:]) cites; None where it cites none."""
    see = _SEE.match(piece)
    start = see.end() if see else 0
    start += len(piece) - start - len(piece[start:].lstrip(" .,:–—"))
    body = piece[start:].rstrip(" .,;\n")
    work = _Work()
    left, slashes, right = work.without_pages(work.without_editors(work.without_url(body))).partition("//")
    left, right = work.without_authors(left.strip(), right.strip())
    if slashes:
        work.within(left, right)
    elif not work.authors and (journal := _JOURNAL.match(left)) and not _ONE_AUTHOR.search(journal["name"]):
        work.fields["container"] = journal["name"].strip(' «»"')
        work.imprint(journal["rest"])
    else:
        work.alone(left)
    if not work.convincing(body, bool(slashes)):
        return None
    draft = Draft(offset + start, offset + start + len(body), kind="publication", title=work.title, url=work.url)
    draft.authors, draft.editors, draft.fields = work.authors, work.editors, work.fields
    mark_fields(draft, body, offset + start)
    return draft


class _Work:
    """One citation being read; each method takes its elements out of the text and returns the rest."""

    __slots__ = ("authors", "editors", "fields", "title", "url")

    def __init__(self) -> None:
        self.title = self.url = ""
        self.authors: tuple[str, ...] = ()
        self.editors: tuple[str, ...] = ()
        self.fields: dict[str, str] = {}

    def without_url(self, body: str) -> str:
        url = _URL.search(body)
        if not url:
            return body
        self.url = url[0].rstrip(".,;)")
        return _URL_TERM.sub("", body[: url.start()] + body[url.end() :])

    def without_editors(self, body: str) -> str:
        edited = _EDITORS.search(body)
        if not edited:
            return body
        self.editors = tuple(name[0].strip() for name in _ONE_AUTHOR.finditer(edited["names"]))
        return body[: edited.start()] + body[edited.end() :]

    def without_pages(self, body: str) -> str:
        found = list(_PAGES.finditer(body))
        if not found:
            return body
        last = found[-1]
        self.fields["pages"] = _PAGE_COMMA.sub(", ", last["pages"])
        return (body[: last.start()] + body[last.end() :]).rstrip(" ,.")

    def without_authors(self, left: str, right: str) -> tuple[str, str]:
        if again := _AUTHORS.match(right):  # `Заглавие // Автор И.О. Собрание статей`
            right = right[again.end() :]
        if _ONE_AUTHOR.fullmatch(left):
            self.authors = (left,)
            return "", right
        match = _AUTHORS.match(left)
        if match:
            self.authors = tuple(name[0].strip() for name in _ONE_AUTHOR.finditer(match["names"]))
            left = left[match.end() :]
        return left, right

    def within(self, left: str, right: str) -> None:
        self.title = main_title(left)
        self.imprint(right)
        self.fields["container"] = _CONTAINER_END.split(right.strip(" .–"), maxsplit=1)[0].strip(" .,")

    def alone(self, left: str) -> None:
        left = _IN_BRACKETS.sub(r". \1", left)
        end = _TITLE_END.search(left, 3)
        self.title = main_title(left[: end.start()] if end else _YEAR_TO_END.sub("", left))
        self.imprint(left[end.start() :] if end else left)

    def imprint(self, text: str) -> None:
        fields = self.fields
        if printed := _IMPRINT.search(text):
            fields.update({name: value for name in ("place", "publisher") if (value := printed[name])})
        if years := _YEARS.findall(text):
            fields["year"] = years[-1]
        if volume := _VOLUME.search(text):
            fields["volume"] = volume["volume"] or volume["part"]
        if issue := _ISSUE.search(text):
            fields["issue"] = issue["issue"]
        elif day := _DAY.search(text):
            fields["issue"] = day[0]

    def convincing(self, body: str, slashes: bool) -> bool:
        if self.url:
            return True
        if (match := _NO_WORK.match(body)) and (not slashes or "//" in match[0]):
            return False
        if self.title and not _TITLE_START.match(self.title):
            return False
        if slashes or not (self.title or self.authors):
            return bool(self.fields.get("container"))
        if _DOCUMENT_ALONE.match(self.title) and not (self.authors or "pages" in self.fields):
            return False
        told = any(name in self.fields for name in ("pages", "year", "volume")) or bool(self.authors)
        return (told or _KIND_OF_WORK.search(body) is not None) and len(self.title.split()) < _MOST_WORDS


def main_title(title: str) -> str:
    """The part before the subtitle or the remark on an entry: `Дневник А. Б., запись 1 мая` → `Дневник А. Б.`"""
    return _SUBTITLE.split(title.strip(" .,–—/"), maxsplit=1)[0].strip(" .,")
