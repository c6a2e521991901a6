"""Printed works in the style of English, German and Polish notes: `Author, Title: Subtitle (Place, 1991), pp. 20–31`.

The rule: read from the right (pages, imprint), then the title in quotation marks or after the names. Boundary: one
citation at a time; `publications_segments` cuts the note, `publications_gost` reads the Russian order of elements.
"""

from __future__ import annotations

import re

from notation.drafts import Draft
from notation.publications_names import are_persons, authors_then_title, is_person, split_names
from notation.publications_patterns import (
    A_YEAR,
    ANY_QUOTE,
    AUTHOR_AND_YEAR,
    BARE_IMPRINT,
    BURIED,
    CAPITAL,
    DATE,
    EDITION,
    EDITORS_FIRST,
    EDITORS_LATER,
    END_OF_EDITORS,
    IMPRINT,
    IN_CONTAINER,
    ISSUE,
    ISSUE_BEFORE,
    LEAD_IN,
    MONTH_AT_END,
    NO_JOURNAL,
    NO_WORK,
    ORDINAL_AT_END,
    PAGE_COMMAS,
    PAGES,
    PROSE,
    PROSE_START,
    QUOTED,
    REMARK_AFTER,
    ROLE_AT_END,
    SEE,
    SUBTITLE,
    TITLE_START,
    UNPRINTED,
    VOLUME,
    VOLUME_AND_PAGES,
    VOLUME_OF_JOURNAL,
    YEAR_AS_SUBTITLE,
    YEAR_THEN_PAGES,
    YEARS_ONLY,
)

_EDGES = " ,.:–—"
_MARKS = " ,.‘’“”"
_MOST_WORDS = 28
_JOURNAL_AND_VOLUME = re.compile(r"[A-Z][^,.:]{2,50}\s\d{1,3}/\d{1,3}\Z")


def read_publication(piece: str, offset: int) -> Draft | None:
    """The printed work that `piece` (one citation, at text[offset:]) cites; None where it cites none."""
    see = SEE.match(piece)
    start = see.end() if see else 0
    lead = LEAD_IN.match(piece, start)
    start = lead.end() if lead else start
    start += len(piece) - start - len(piece[start:].lstrip(_EDGES))
    body = REMARK_AFTER.sub("", piece[start:]).rstrip(" ,.;:\n")
    if len(body) < 3:
        return None
    draft = _read(body, offset + start, buried=False)
    if draft is None and (sentence := BURIED.match(body)):
        draft = _read(body[sentence.end() :], offset + start + sentence.end(), buried=True)
        if draft and not (draft.fields.get("pages") or draft.fields.get("year") or draft.authors):
            return None
    return draft


def _read(body: str, start: int, buried: bool) -> Draft | None:
    work = _Work(body, buried)
    if not work.read():
        return None
    draft = Draft(start, start + len(body), kind="publication", title=work.title)
    draft.fields, draft.authors, draft.editors = work.fields, work.authors, work.editors
    mark_fields(draft, body, start)
    return draft


def mark_fields(draft: Draft, body: str, start: int) -> None:
    """Marks in `draft` where in `body` its title, authors and fields stand."""
    named = (("title", draft.title), ("url", draft.url), *draft.fields.items())
    for name, value in (*named, *(("author", author) for author in draft.authors)):
        at = body.rfind(value) if name in ("pages", "year") else body.find(value)
        if value and at >= 0:
            draft.mark(name, start + at, start + at + len(value))


class _Work:
    """One citation being read; `rest` is what no field has claimed yet."""

    __slots__ = ("authors", "buried", "editors", "fields", "rest", "title")

    def __init__(self, body: str, buried: bool) -> None:
        self.rest = body
        self.buried = buried
        self.title = ""
        self.fields: dict[str, str] = {}
        self.authors: tuple[str, ...] = ()
        self.editors: tuple[str, ...] = ()

    def read(self) -> bool:
        """False where the words cite nothing printed."""
        rest = self.rest
        if PROSE_START.match(rest) and PROSE.search(rest):
            return False
        if NO_WORK.search(rest) and not ANY_QUOTE.search(rest) and not IN_CONTAINER.search(rest):
            return False
        self._pages()
        self._imprint()
        quoted = QUOTED.search(self.rest)
        if quoted and self._only_names(self.rest[: quoted.start()]):
            return self._article(quoted)
        return self._book()

    # -- from the right -------------------------------------------------------------------------------------------

    def _pages(self) -> None:
        rest, fields = self.rest, self.fields
        both = VOLUME_AND_PAGES.search(rest)
        if both and not ISSUE_BEFORE.search(rest, 0, both.start()) and rest[: both.start()].strip(" ,"):
            fields["pages"], fields["volume"] = both["pages"].strip(), both["volume"]
            self.rest = rest[: both.start()].rstrip(" ,")
            return
        match = PAGES.search(rest)
        if not match:
            return
        bare = (match["bare"] or "").strip()
        if bare and YEARS_ONLY.match(bare):
            return
        if bare and (dated := YEAR_THEN_PAGES.match(bare)):
            fields["pages"] = dated[2]
            self.rest = rest[: match.start("bare")] + dated[1]
            return
        fields["pages"] = PAGE_COMMAS.sub(", ", bare or match["pages"] or match["passim"]).strip(" ,")
        if match["remark"] and match["remark"].startswith("at "):
            fields["pages"] += f" ({match['remark']})"
        self.rest = rest[: match.start()].rstrip(" ,")

    def _imprint(self) -> None:
        rest = self.rest
        imprints = list(IMPRINT.finditer(rest))
        last = imprints[-1] if imprints else None
        if last and len(rest) - last.end() < 60 and not ANY_QUOTE.search(rest, last.end()):
            self.fields["year"] = last["year"]
            place, _, publisher = (
                last["imprint"][: last.start("year") - last.start("imprint")].strip(" ,").partition(":")
            )
            self._place(place, publisher.strip(" ,"))
            self._without_volume(rest[last.end() :])
            self.rest = rest[: last.start()].rstrip(" ,")
            return
        bare = BARE_IMPRINT.search(rest)
        if bare and not MONTH_AT_END.search(bare["place"]):
            self.fields["year"] = bare["year"]
            self._place(bare["place"], bare["publisher"] or "")
            self.rest = rest[: bare.start()]

    def _place(self, place: str, publisher: str) -> None:
        if place and not any(c.isdigit() for c in place) and not DATE.match(place + " 1900"):
            self.fields["place"] = place
        if publisher:
            self.fields["publisher"] = publisher

    def _without_volume(self, text: str) -> str:
        """Takes a volume out of text and returns what is left."""
        volume = VOLUME.search(text)
        if not volume:
            return text
        self.fields.setdefault("volume", volume["volume"] or volume["roman"])
        return text[: volume.start()] + text[volume.end() :]

    def _without_journal_volume(self, text: str) -> str:
        """`Slavic Review 44/2` → `Slavic Review`"""
        volume = VOLUME_OF_JOURNAL.search(text)
        if not volume:
            return text
        self.fields.setdefault("volume", volume[1])
        if volume[2]:
            self.fields.setdefault("issue", volume[2])
        return text[: volume.start()]

    # -- an article -----------------------------------------------------------------------------------------------

    @staticmethod
    def _only_names(before: str) -> bool:
        before = ROLE_AT_END.sub("", before.strip(" ,"))
        return not before or (len(before) < 120 and are_persons(before)) or is_person(before, 5)

    def _article(self, quoted: re.Match[str]) -> bool:
        before = self.rest[: quoted.start()].strip(" ,:")
        if UNPRINTED.match(before):
            return False
        self.authors = split_names(ROLE_AT_END.sub("", before)) if before else ()
        self.title = main_title((quoted["title"] or quoted["single"]).strip(_MARKS))
        self._container(self.rest[quoted.end() :].strip(" ,."))
        return bool(before or self.fields.get("container") or self.fields.get("pages") or self.fields.get("year"))

    def _container(self, after: str) -> None:
        """`in A. Smith, ed., Title`, `Voprosy istorii, no. 4 (1998)`, `Pravda, 7 March 1934`"""
        after = after.removeprefix("in: ").removeprefix("in ")
        for name, pattern in (("date", DATE), ("issue", ISSUE)):
            found = pattern.search(after)
            if not found:
                continue
            if name == "date":
                self._dated(found)
            else:
                self.fields["issue"] = found["issue"]
            after = after[: found.start()] + after[found.end() :]
        year = A_YEAR.search(after)
        if year and "year" not in self.fields:
            self.fields["year"] = year[1]
            after = after[: year.start()].rstrip(" (") + after[year.end() :]
        after = self._without_journal_volume(self._edited(self._without_volume(after)))
        if (later := EDITORS_LATER.search(after)) and not self.editors:
            self.editors = split_names(END_OF_EDITORS.split(later["names"], maxsplit=1)[0])
        container = re.split(r"[,:(]", after.strip(" ,.:("), maxsplit=1)[0].strip(" ,.:(")
        if container:
            self.fields["container"] = container

    def _dated(self, date: re.Match[str]) -> None:
        """A newspaper is known by its day as a journal is by its number: `7 March`."""
        self.fields.setdefault("year", date["year"])
        day = date[0].removesuffix(date["year"]).strip(" ,")
        if any(map(str.isdecimal, day)):
            self.fields["issue"] = day

    def _edited(self, text: str) -> str:
        """Takes the editors of a collection, before its title or in place of a role, out of text."""
        edited = EDITORS_FIRST.match(text)
        if edited and not ORDINAL_AT_END.search(edited["names"]):
            self.editors = split_names(edited["names"])
            return edited["title"]
        headed = authors_then_title(text)
        if headed and headed.title[:1].isupper() and (len(headed.authors) > 1 or is_person(headed.authors[0], 2)):
            self.editors = headed.authors
            return headed.title
        return text

    # -- a book or a journal --------------------------------------------------------------------------------------

    def _book(self) -> bool:
        rest = self.rest
        inside = [match for match in IN_CONTAINER.finditer(rest) if match.start() > 2]
        if inside:
            rest = rest[inside[-1].end() :]
        rest = LEAD_IN.sub("", rest, count=1) if LEAD_IN.match(rest) else rest
        date, issue = DATE.search(rest), ISSUE.search(rest)
        if (date or issue) and not self._person_first(rest):
            return self._journal(rest, date, issue)
        if "year" in self.fields and _JOURNAL_AND_VOLUME.match(rest):
            self.fields["container"] = self._without_journal_volume(rest)
            return True
        if self._author_and_year(rest):
            return True
        title = self._without_authors(EDITION.sub("", self._without_volume(rest)))
        if later := EDITORS_LATER.search(title):
            self.editors = self.editors or split_names(END_OF_EDITORS.split(later["names"], maxsplit=1)[0])
            title = title[: later.start()]
        if year := YEAR_AS_SUBTITLE.search(title):
            self.fields.setdefault("year", year[1])
        self.title = main_title(title.strip(" ,."))
        return self._convincing()

    def _author_and_year(self, rest: str) -> bool:
        """`Orlova and Belov 1994: 45` cites a work by its authors and year alone."""
        match = AUTHOR_AND_YEAR.match(rest)
        if not match or "pages" not in self.fields or "year" in self.fields or not are_persons(match["names"]):
            return False
        if len(split_names(match["names"])[0].split()) > 1:
            return False
        self.authors, self.fields["year"] = split_names(match["names"]), match["year"]
        return True

    @staticmethod
    def _person_first(rest: str) -> bool:
        first = rest.split(", ", 1)[0]
        return "." in first and is_person(first)

    def _journal(self, rest: str, date: re.Match[str] | None, issue: re.Match[str] | None) -> bool:
        """`Pravda, 7 March 1934`, `Novyi mir, 1995, no. 8`: the work has no title of its own."""
        begin = min(match.start() for match in (date, issue) if match)
        name = re.sub(r",?\s*\d{4}\s*,?\s*\Z", "", rest[:begin].strip(" ,.(")).strip(" ,.(")
        name = self._without_journal_volume(self._without_volume(name)).strip(" ,")
        if not name or "," in name or len(name.split()) > 6 or NO_JOURNAL.search(name) or not CAPITAL.match(name):
            return False
        if date:
            self._dated(date)
        if issue:
            self.fields["issue"] = issue["issue"]
        if year := A_YEAR.search(rest):
            self.fields.setdefault("year", year[1])
        self.fields["container"] = name
        return True

    def _without_authors(self, rest: str) -> str:
        edited = EDITORS_FIRST.match(rest)
        if edited and not ORDINAL_AT_END.search(edited["names"]):
            self.editors = split_names(edited["names"])
            return edited["title"]
        headed = authors_then_title(rest)
        if headed:
            self.authors = headed.authors
            return headed.title
        fields = self.fields
        lone = "pages" in fields and "year" not in fields and "volume" not in fields and not self.buried
        if lone and is_person(rest, 2) and not rest.isupper():
            self.authors = (rest,)
            return ""
        return rest

    def _convincing(self) -> bool:
        """Prose can end in a number too; a work has a capital, none of our verbs, and something that tells."""
        fields, title = self.fields, self.title
        if not title:
            return bool((self.authors or self.editors) and fields.get("pages"))
        if not TITLE_START.match(title) or len(title.split()) > _MOST_WORDS or PROSE.search(title):
            return False
        return bool(fields.get("pages") or fields.get("year") or fields.get("volume") or self.authors or self.editors)


def main_title(title: str) -> str:
    """The part before the subtitle: `A Cold Spring: Culture and Intellect` → `A Cold Spring`."""
    head = SUBTITLE.split(title, maxsplit=1)[0].strip(_MARKS)
    # One word may be the author or the title (`Plekhanov. Sochineniia`); both are kept then.
    return head if " " in head or ":" in title else title.strip(_MARKS)
