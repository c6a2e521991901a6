"""A page as a browser must read it: what is nested wrongly in it, which words it says in which language, what it loads.

No validator (that is `vnu`, run by hand, docs/architecture.md), but what such a one found before is found here at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = set("area base br col embed hr img input link meta source track wbr".split())
BLOCKS = set(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 header hr main nav ol p"
    " pre section table ul".split()
)
# A paragraph ends where a block begins, and its end tag then has no beginning.
WITHOUT_BLOCKS = set("p h1 h2 h3 h4 span b i em strong q cite label button dt legend".split())
ONLY = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup", "hr"},
}
NAMES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "list", "form")
SPOKEN = ("aria-label", "placeholder", "alt", "title")
INTERACTIVE = {"a", "button", "input", "select", "textarea", "details", "label"}


@dataclass(frozen=True, slots=True)
class Said:
    words: str
    language: str


@dataclass(slots=True)
class _Element:
    tag: str
    language: str


@dataclass(slots=True)
class Page(HTMLParser):
    """Read with `read(html)`."""

    mistakes: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    referred: set[str] = field(default_factory=set)
    open: list[_Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._nesting(tag, given, [name for name, _value in attrs])
        language = given.get("lang", self.open[-1].language if self.open else "")
        self.said += [Said(given[name], language) for name in SPOKEN if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.said.append(Said(given.get("value", ""), language))
        self.loads += [given["src"]] if tag == "script" and "src" in given else []
        self.loads += [given["href"]] if tag == "link" and given.get("rel") == "stylesheet" else []
        if "id" in given:
            self.ids.add(given["id"])
        self.referred |= {word for name in NAMES for word in given.get(name, "").split()}
        if tag not in VOID:
            self.open.append(_Element(tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self._wrong(f"</{tag}>")
        if tag in [element.tag for element in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if words := data.strip():
            inside = self.open[-1] if self.open else _Element("", "")
            if inside.tag in ONLY:
                self._wrong(f"words in it: {words[:40]}")
            if inside.tag not in ("script", "style", "code", "kbd"):
                self.said.append(Said(words, inside.language))

    def _nesting(self, tag: str, given: dict[str, str], names: list[str]) -> None:
        above = [element.tag for element in self.open]
        if "svg" in above:
            return
        if above and above[-1] in ONLY and tag not in ONLY[above[-1]]:
            self._wrong(f"<{tag}>")
        if tag in BLOCKS and (within := WITHOUT_BLOCKS.intersection(above)):
            self._wrong(f"<{tag}> within {sorted(within)}")
        if tag in INTERACTIVE - {"input"} and {"a", "button"}.intersection(above):
            self._wrong(f"<{tag}> within a link or button")
        if len(names) != len(set(names)):
            self._wrong(f"<{tag}> with an attribute twice")
        if given.get("id") in self.ids:
            self._wrong(f"id {given['id']} twice")
        if tag == "img" and "alt" not in given:
            self._wrong("<img> without alt")

    def _wrong(self, what: str) -> None:
        self.mistakes.append(f"{'>'.join(element.tag for element in self.open[-4:])}: {what}")


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    page.mistakes += [f"<{element.tag}> is never closed" for element in page.open]
    page.mistakes += [f"nothing has the id {name}" for name in sorted(page.referred - page.ids)]
    if re.search(r'\s(href|src|action)=""', html):
        page.mistakes.append("an empty address")
    return page
