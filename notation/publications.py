"""Printed works in the style of English, German and Polish notes: `Author, Title: Subtitle (Place, 1996), pp. 10–18`.

The rule: read from the right (pages, imprint), then the title in quotation marks or after the names. Boundary: one
citation at a time; `publications_segments` cuts the note, `publications_gost` reads the Russian order of elements.
"""

from __future__ import annotations

import re

from notation.drafts import Draft

YEAR = r"(?:1[5-9]\d\d|20[0-3]\d)"
_RANGE = r"(?:\d{1,5}(?:,\d{3})?|[ivxlc]{1,7})(?:[nаa]\d{0,3}|[nN]{1,2}\.?\s?\d{1,3}|ff?\.?)?(?:\s?[-–—]\s?(?:\d{1,5}|[ivxlc]{1,7}))?"
_LIST = rf"{_RANGE}(?:(?:\s{{0,40}}[,;]\s{{0,40}}(?:and\s|und\s|i\s)?|\s(?:and|und|&|i)\s){_RANGE}){{0,40}}"
_PAGES_TERM = r"(?:[Pp]{1,2}|[Ss]{1,2}|str|pages?|с|С|стр|стб|[Cc]ols?)(?:\.\s?|\s)"
PAGES_AT_END = re.compile(
    rf"(?:[,:.;]|(?<=[)”\"’»?!]))\s*(?:(?P<term>{_PAGES_TERM})(?P<pages>{_LIST}(?:,?\s?passim)?)|(?<!\.)(?<!\.\s)(?P<bare>(?=\d){_LIST})|(?P<passim>passim|ch\.\s?\d+))"
    r"(?:\s*\([^()]{0,90}\))?[\s.,]*\Z"
)
_COLON_PAGES = re.compile(rf"(?P<volume>\b[IVX]{{1,5}}|\b\d{{1,3}}):\s?(?P<pages>{_LIST})[\s.,]*\Z")
_IMPRINT = re.compile(rf"\((?P<imprint>[^()]{{0,140}}?(?<!\d)(?P<year>{YEAR})[–-]?)\)")
_BARE_IMPRINT = re.compile(
    rf"[,.]\s(?P<place>[A-ZА-Я][^\W\d_]*\.?(?:[-–\s]+(?:[A-Z][^\W\d_]*\.?|and|am|i|on|&)){{0,4}})(?:(?:,|:|\s?:)\s(?P<publisher>[^,()]{{2,60}}?))?,?\s(?P<year>{YEAR})[\s.,]*\Z"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December)\.?"
_DATE = re.compile(rf"(?:(?:\d{{1,2}}\s)?{_MONTH}(?:\s\d{{1,2}})?,?\s(?P<year>{YEAR}))")
_ISSUE = re.compile(r"(?<!\w)(?P<issue>(?:[Nn]os?\.?|№|Nr\.?|[Ii]ssue|z\.|Heft)\s?\d+(?:[-–/]\d+)?(?:\s\(\d+\))?)")
_VOLUME = re.compile(
    r",?\s?(?:[Vv]ols?\.?|t\.|[Bb]d\.|tom)\s(?P<volume>\d{1,3}|[IVXLC]+)(?:,\s(?:bk|pt|part)\.?\s\d+){0,2}(?:\s\([^()]*\))?(?::\s[A-Z]\w+)?|,\s(?P<roman>[IVX]{1,5})(?=[,\s]|\Z)"
)
_QUOTED = re.compile(
    r"[“„«\"](?P<title>[^”»\"]{2,400}(?:”\s?[^“”]{0,3}”)?)[”»\"]"
    r"|(?<!\w)[‘`'](?P<single>.{2,300}?)[’'](?=[,.;:)]|\Z|\s(?:in|\())"
)
_EDITED = re.compile(
    r"^(?P<names>.{2,200}?),?\s(?:et\sal\.?,?\s)?(?:\((?:eds?|comps?|Hrsg|Hg|red|sost)\.?\),?|(?:eds?|comps?|trans|red|Hrsg|Hg|sost)\.?(?:,|:))\s(?P<title>\S.+)\Z"
)
_EDITION = re.compile(r",?\s(?:\d+(?:st|nd|rd|th)\s|rev\.\s|revised\s|second\s|third\s|fourth\s|fifth\s)ed(?:ition|\.|n\.?)?(?=,|\Z)|,?\s\d+\svols?\.?(?=,|\Z)")
_EDITED_LATER = re.compile(
    r",?\s\(?(?:ed\.|eds\.|edited by|trans\.|translated by|hrsg\. von|ed\. by|comp\.|eds\. by|pod red\.)\s(?:by\s)?(?P<names>[A-ZА-Я].*)\Z"
)
LEAD_IN = re.compile(
    r"^[\s,.:–—]*(?:(?:and|or|but|also|und|oraz|citing|cited|quoted|quoting|reprinted|published|Published|Quoted|Cited|Best covered|[Ss]ee|[Cc]f\.|[Ff]or (?:[^,]{3,60}), see"
    r"|[Ff]or example|for (?:more|details)|E\.g\.,?|e\.g\.,?|[Cc]ompare|[Nn]ote|[Zz]ob\.|[Pp]or\.|[Ss]iehe|[Vv]gl\.|patrz:|especially|esp\.|in particular|in|In|generally|too|also in|as well as"
    r"|online at|translated in|according to|According to)(?:\s(?:also|in|by|from|as|especially|in particular|for example|e\.g\.|especially))*[\s,:]+){1,3}"
)
_IN = re.compile(r"(?:^|,\s|[”’]\s)in:?\s(?=[A-ZА-ЯUŁŚŻ“‘«])")
_NO_WORK = re.compile(
    r"^(?:[Ss]ee\s)?(?:above|below|pp?\.|n\.|note|notes)\b|\b(?:[Cc]onversations?\swith|unpublished|memorandum|memo|[Ii]nterviews?|[Ii]nterviewed)\b|#\d"
)
_PROSE_START = re.compile(r"(?:The|This|These|That|It|He|She|They|On|In|From|None|After|Before|With|Both|There|For|By|At|As|Five|Two)\s")
_NO_JOURNAL = re.compile(r"^(?:From|In|On|By|At|Since|Until|Of|See|For)\Z|\b(?:to|dated|[Rr]esolution|[Oo]rder|[Dd]ecree|[Pp]rotocol|[Ss]peech|[Mm]eeting|[Ss]ession|[Cc]onversation|[Dd]iar(?:y|ies)|[Mm]emo|[Ll]etter|[Tt]elegram|[Nn]otes|[Rr]eport|and)\b|\d")
_REMARK = re.compile(r"\s*\((?:quoting|citing|interview|emphasis|see|in |with|my |original|from |for )[^()]*\)[\s.]*\Z", re.IGNORECASE)
_SEE = re.compile(r"(?:^|.*?[\s,:(])(?:[Ss]ee|[Cc]f\.|[Pp]atrz|[Zz]ob\.|[Ss]iehe|[Vv]gl\.)(?:\s(?:also|especially|for example|in particular|e\.g\.))?,?:?\s(?=[A-ZÀ-ÞŁŚŻ“‘„«])")
_BURIED = re.compile(
    r".*(?::\s(?=[A-ZÀ-ÞŁŚŻ“‘„])|\sin (?:his |her |their |the )?(?=[A-ZÀ-ÞŁŚŻ“‘„])|\s(?:to|by|from|of)\s(?=[A-Z]\w+(?:\sand\s[A-Z]\w+)?,\s(?!(?:[A-Z]\w+\s)?\d)[A-Z]\w+\s))"
)
_PARTICLES = frozenset(
    {"von", "van", "de", "der", "du", "la", "le", "den", "di", "da", "ibn", "al", "et", "y", "zu", "af", "ter"}
)
_NAME_WORD = re.compile(
    r"[A-ZÀ-ÞА-ЯŁŚŻŹĆŠČŽĐĒĪŪĀЁІЇЄ][^\W\d_]*(?:[’'`-][^\W\d_]+)*[’']?|(?:[A-ZА-ЯЁІЇЄ][a-zа-яё]?\.-?){1,4}|Jr\."
)
_INITIALS = re.compile(r"(?:[A-ZА-Я][^\W\d_]?\.\s?-?){1,3}\Z")


def read_publication(piece: str, offset: int) -> Draft | None:
    """The printed work that `piece` (one citation, at text[offset:]) cites; None where it cites none."""
    see = _SEE.match(piece)
    start = see.end() if see else 0
    lead = LEAD_IN.match(piece, start)
    start = lead.end() if lead else start + len(piece[start:]) - len(piece[start:].lstrip(" ,.:–—"))
    body = _REMARK.sub("", piece[start:]).rstrip(" ,.;:\n")
    if len(body) < 3:
        return None
    draft = _read(body, offset + start)
    if draft is None and (buried := _BURIED.match(body)):
        body, start = body[buried.end() :], start + buried.end()
        draft = _read(body, offset + start, buried=True)
        if draft and not draft.fields.get("pages") and not draft.fields.get("year") and not draft.authors:
            return None
    return draft


def _read(body: str, start: int, buried: bool = False) -> Draft | None:
    reader = _Reader(body, buried)
    if not reader.read():
        return None
    draft = Draft(start, start + len(body), kind="publication")
    draft.fields.update(reader.fields)
    draft.authors, draft.editors = reader.authors, reader.editors
    draft.title = reader.fields.pop("title", "")
    draft.fields.pop("title", None)
    for name, value in (("title", draft.title), *draft.fields.items()):
        at = body.rfind(value) if name in ("pages", "year") else body.find(value)
        if value and at >= 0:
            draft.mark(name, start + at, start + at + len(value))
    for author in draft.authors:
        at = body.find(author)
        if at >= 0:
            draft.mark("author", start + at, start + at + len(author))
    return draft


def split_names(names: str) -> tuple[str, ...]:
    """`A, B and C et al.` → (A, B, C)."""
    names = re.sub(r",?\s*\bet\sal\.?|,?\si\sdr\.?", "", names)
    found = [name.strip(" ,") for name in re.split(r",\s(?:and|und|i)\s|,\s|\s(?:and|und|&|i)\s|;\s", names)]
    return tuple(name for name in found if name)


def is_person(text: str, most: int = 4) -> bool:
    """Could this be a person's name as notes print it: a surname, initials and surname, first names and surname?"""
    words = re.sub(r"\s\([^()]*\)", "", text).split()
    if not 0 < len(words) <= most:
        return False
    named = 0
    for word in words:
        if word.lower() in _PARTICLES or re.fullmatch(r"\[[^\]]{1,12}\]|[A-Z]", word):
            continue
        if not _NAME_WORD.fullmatch(word):
            return False
        named += 1
    return named > 0


class _Reader:
    def __init__(self, body: str, buried: bool = False) -> None:
        self.rest = body
        self.buried = buried
        self.fields: dict[str, str] = {}
        self.authors: tuple[str, ...] = ()
        self.editors: tuple[str, ...] = ()

    def read(self) -> bool:
        if _PROSE_START.match(self.rest) and PROSE.search(self.rest):
            return False
        if _NO_WORK.search(self.rest) and not re.search(r"[“‘„«]", self.rest) and not _IN.search(self.rest):
            return False
        self._pages()
        self._imprint()
        quoted = _QUOTED.search(self.rest)
        if quoted and self._leads_to_quote(self.rest[: quoted.start()]):
            return self._article(quoted)
        if quoted and not re.match(r"\w", self.rest[quoted.end() : quoted.end() + 1]):
            pass
        return self._book()

    # -- from the right -------------------------------------------------------------------------------------------

    def _pages(self) -> None:
        rest, fields = self.rest, self.fields
        colon = _COLON_PAGES.search(rest)
        if colon and not re.match(r"\(|no", rest[max(0, colon.start() - 4) : colon.start()].strip()[-2:] or "x"):
            head = rest[: colon.start()].rstrip(" ,")
            if head and not re.search(r"(?:[Nn]os?\.?|№)\Z", head):
                fields["pages"], fields["volume"] = colon["pages"].strip(), colon["volume"]
                self.rest = head
                return
        match = PAGES_AT_END.search(rest)
        if not match:
            return
        pages = match["pages"] or match["bare"] or match["passim"]
        if match["bare"] and re.fullmatch(rf"{YEAR}(?:[-–](?:{YEAR}|\d\d))?", match["bare"].strip()):
            return
        bare_year = re.match(rf"({YEAR}),\s*(.+)", match["bare"] or "")
        if bare_year:
            fields["pages"] = bare_year[2]
            self.rest = rest[: match.start("bare")] + bare_year[1]
            return
        fields["pages"] = re.sub(r"\s*\(.*", "", re.sub(r"\s*(?:,|;|\s(?:and|und|i|&)\s)\s*", ", ", pages)).strip(" ,")
        at = re.search(r"\((at\s[^()]*)\)", match[0])
        if at:
            fields["pages"] += f" ({at[1]})"
        self.rest = rest[: match.start()].rstrip(" ,")

    def _imprint(self) -> None:
        rest = self.rest
        last = None
        for last in _IMPRINT.finditer(rest):
            pass
        if last and re.fullmatch(rf"{YEAR}[-–]{YEAR}", last["imprint"]):
            last = None
        if last and len(rest) - last.end() < 60 and not re.search(r"[“‘]", rest[last.end() :]):
            self.fields["year"] = last["year"]
            place = last["imprint"].replace(last["year"], "").strip(" ,–-")
            if ":" in place:
                place, _, publisher = place.partition(":")
                self.fields["publisher"] = publisher.strip(" ,")
            if place and not re.search(r"\d", place) and not re.match(_MONTH, place):
                self.fields["place"] = place
            tail = rest[last.end() :]
            self._volume(tail)
            self.rest = rest[: last.start()].rstrip(" ,")
            return
        bare = _BARE_IMPRINT.search(rest)
        if bare and not re.fullmatch(_MONTH, bare["place"].split()[-1]):
            self.fields["year"], self.fields["place"] = bare["year"], bare["place"]
            if bare["publisher"]:
                self.fields["publisher"] = bare["publisher"]
            self.rest = rest[: bare.start()]

    def _volume(self, text: str) -> str:
        """Takes volume and issue out of text and returns what is left."""
        volume = _VOLUME.search(text)
        if volume:
            self.fields.setdefault("volume", volume["volume"] or volume["roman"])
            text = text[: volume.start()] + text[volume.end() :]
        return text

    # -- the title ------------------------------------------------------------------------------------------------

    def _leads_to_quote(self, before: str) -> bool:
        before = before.strip(" ,")
        return (
            not before
            or is_person(before, 5)
            or (bool(re.search(r"(?:\sand\s|\s&\s|et al\.?\Z|eds?\.?\Z|,\s)", before)) and len(before) < 120)
        )

    def _article(self, quoted: re.Match[str]) -> bool:
        before, after = self.rest[: quoted.start()].strip(" ,:"), self.rest[quoted.end() :].strip(" ,.")
        title = (quoted["title"] or quoted["single"]).strip(" ,.‘’“”")
        if before:
            if re.match(r"(?:Testimony|Interview|Letter|Report|Memorandum)\b", before):
                return False
            self.authors = split_names(re.sub(r",?\s\(?eds?\.?\)?\Z", "", before))
        self.fields["title"] = _main_title(title)
        self._container(after)
        return bool(before or self.fields.get("container") or self.fields.get("pages") or self.fields.get("year"))

    def _container(self, after: str) -> None:
        after = re.sub(r"^[,\s]*in:?\s", "", after)
        if not after:
            return
        date = _DATE.search(after)
        if date:
            self.fields.setdefault("year", date["year"])
            self.fields["date"] = date[0]
            after = after[: date.start()] + after[date.end() :]
        issue = _ISSUE.search(after)
        if issue:
            self.fields["issue"] = issue["issue"]
            after = after[: issue.start()] + after[issue.end() :]
        year = re.search(rf"[,(\s]({YEAR})(?!\d)", after)
        if year and "year" not in self.fields:
            self.fields["year"] = year[1]
            after = after[: year.start()] + after[year.end() :]
        edited = _EDITED.match(after)
        if edited:
            self.editors = split_names(edited["names"])
            after = edited["title"]
        after = self._volume(after)
        volume = re.search(r"\s(\d{1,3})\s*(?:,|\Z)", after)
        if volume:
            self.fields.setdefault("volume", volume[1])
            after = after[: volume.start()]
        container = re.split(r"[,:(]", after.strip(" ,.:("))[0].strip(" ,.:(")
        if container and not edited and "," in after:
            first, _, second = after.partition(", ")
            if re.search(r"\s(?:&|and)\s|\bet al", first) or (
                is_person(first, 2) and second and not re.match(r"\d", second)
            ):
                self.editors = split_names(first)
                container = re.split(r"[:(]", second)[0].strip(" ,.")
        if container:
            self.fields["container"] = container

    def _book(self) -> bool:
        rest = self.rest
        inside = None
        for inside in _IN.finditer(rest):
            pass
        if inside and inside.start() > 2:
            rest = rest[inside.end() :]
        rest = LEAD_IN.sub("", rest)
        date = _DATE.search(rest)
        issue = _ISSUE.search(rest)
        if (date or issue) and not self._is_person_first(rest):
            return self._journal(rest, date, issue)
        rest = self._volume(rest)
        rest = _EDITION.sub("", rest)
        edited = _EDITED.match(rest)
        if edited and len(edited["names"]) < 160:
            self.authors = split_names(edited["names"])
            title = edited["title"]
        else:
            title = self._authors_then_title(rest)
        later = _EDITED_LATER.search(title)
        if later:
            if not self.authors:
                self.authors = ()
            self.editors = split_names(re.split(r"\.\s(?=[A-Z][a-z]{3})|,\s(?:vol|transl)", later["names"])[0])
            title = title[: later.start()]
        dated = re.search(rf":\s({YEAR})\Z", title)
        if dated:
            self.fields.setdefault("year", dated[1])
        title = _main_title(title.strip(" ,."))
        self.fields["title"] = title
        return self._convincing(title)

    def _is_person_first(self, rest: str) -> bool:
        first = rest.split(", ")[0]
        return is_person(first, 4) and bool(re.search(r"[A-Z]\.", first))

    def _journal(self, rest: str, date: re.Match[str] | None, issue: re.Match[str] | None) -> bool:
        first = min(m.start() for m in (date, issue) if m)
        name = re.sub(rf",?\s*{YEAR}\s*,?\s*\Z", "", rest[:first].strip(" ,.(")).strip(" ,.(")
        if not name or "," in name or len(name.split()) > 9 or _NO_JOURNAL.search(name) or not re.match(r"[A-ZА-Я“‘]", name):
            return False
        if date:
            self.fields.setdefault("year", date["year"])
            self.fields["date"] = date[0]
        if issue:
            self.fields["issue"] = issue["issue"]
        year = re.search(rf"(?<!\d)({YEAR})(?!\d)", rest)
        if year:
            self.fields.setdefault("year", year[1])
        name = self._volume(name)
        self.fields["container"] = name
        self.fields["title"] = ""
        return name[:1].isupper() and len(name.split()) <= 6

    def _authors_then_title(self, rest: str) -> str:
        elements = rest.split(", ")
        first = elements[0]
        initialed = re.match(
            r"(?P<name>(?:[A-ZА-Я]\.\s?){1,3}[A-ZА-Я][^\W\d_’'-]+(?:[-’'][^\W\d_]+)*|[A-Z]\w+,?\s(?:[A-Z]\.\s?){1,3})\.?\s(?=[A-ZА-Я])(?P<title>.+)",
            rest,
        )
        if (
            initialed
            and ", " not in initialed["name"][:-3]
            and re.match(r".{3,40}\.\s[A-Z]", rest)
            and not rest.startswith(first + ", ")
        ):
            self.authors = (initialed["name"].strip(),)
            return initialed["title"]
        if len(elements) == 1:
            lone = "pages" in self.fields and "year" not in self.fields and "volume" not in self.fields
            if lone and is_person(first, 2) and not first.isupper() and not self.buried:
                self.authors = (first,)
                return ""
            return first
        if re.search(r"\s(?:and|&)\s|\bet\sal", first) and all(is_person(name, 4) for name in split_names(first)):
            self.authors = split_names(first)
            return ", ".join(elements[1:])
        if re.match(r"et\sal", elements[1]) and is_person(first):
            self.authors = (first,)
            return ", ".join(elements[2:])
        count = 0
        while count < len(elements) - 1 and is_person(elements[count]):
            count += 1
            if re.match(r"and\s", elements[count]) and is_person(elements[count][4:]):
                self.authors = (*elements[:count], elements[count][4:])
                return ", ".join(elements[count + 1 :])
            if (
                re.search(r"\s(?:and|&)\s", elements[count])
                and all(map(is_person, split_names(elements[count])))
                and count + 1 < len(elements)
            ):
                self.authors = (*elements[:count], *split_names(elements[count]))
                return ", ".join(elements[count + 1 :])
        if is_person(first):
            if _INITIALS.match(elements[1]) and len(elements) > 2:
                self.authors = (f"{first}, {elements[1]}",)
                return ", ".join(elements[2:])
            if (
                len(elements) > 2
                and " " not in first
                and is_person(elements[1], 2)
                and is_person(elements[1])
                and len(elements[2].split()) > 2
            ):
                self.authors = (f"{first}, {elements[1]}",)
                return ", ".join(elements[2:])
            self.authors = (first,)
            return ", ".join(elements[1:])
        return rest

    def _convincing(self, title: str) -> bool:
        """Prose can end in a number too; a work has a capital, no verb of ours, and something else that tells."""
        fields = self.fields
        if not title:
            return bool(self.authors and fields.get("pages"))
        if not re.match(r"[A-ZÀ-ÞА-ЯŁŚŻ\d“‘„«'’]", title) or re.match(rf"{_MONTH}\s\d", title):
            return False
        words = title.split()
        if len(words) > 28 or PROSE.search(title):
            return False
        told = bool(fields.get("pages")) + bool(fields.get("year")) + bool(fields.get("volume")) + bool(self.authors)
        return told >= 1


PROSE = re.compile(
    r"\b(?:was|were|had|has|have|did|does|said|told|would|could|took|came|went|gave|saw|put|sent|made|met|is|are|be|been|see|he|she|they|his|him|her|them|it|this|that|which|who|thought|passed|tells?|shows?|led|wrote)\b"
)


def _main_title(title: str) -> str:
    """The part before the subtitle: `In a Cold Crater: Cultural and Intellectual Life` → `In a Cold Crater`."""
    head = re.split(r":\s|(?<=[\w’)]{2})(?<!\b[Ss]t)\.\s(?=[A-ZА-Я\d])", title, maxsplit=1)[0]
    return head.strip(" ,.‘’“”")
