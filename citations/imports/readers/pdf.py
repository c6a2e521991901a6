"""PDF by geometry: notes stand at the foot of a page in small type or under a rule, each begun by its number.

Running heads and page numbers are told by their repetition, a note that goes on overleaf is joined, words divided at
line ends are whole again. A scan is refused. Where no page has notes at its foot, the text is read as plain text, with
its notes at the end. Boundary: columns side by side are read as one line across.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2

from citations.imports.readers.found import SOFT_HYPHEN, FileNote, FileNotes, Refused, gettext_noop, is_title, tidy
from citations.imports.readers.pdf_lines import Line, PageLines, lines_of

SCAN = gettext_noop("The PDF holds pictures of pages and no text (a scan). Have its text recognised first.")
BROKEN = gettext_noop("The PDF is damaged or protected by a password: it cannot be read.")
NO_LETTERS = gettext_noop("The PDF does not tell which letters its signs are, so its text cannot be read.")
TOO_LONG = gettext_noop("The PDF has more than 2,000 pages. Send it in parts.")
MOST_PAGES = 2_000
# Fewer letters on a page, on average, are no text.
FEWEST_LETTERS = 40
# Notes are smaller than the text by this much at least.
SMALLER = 0.94
# A line at the edge of so many pages is a running head.
REPEATED = 3
NUMBER_LINE = re.compile(r"^\W{0,3}(\d{1,4})\W{0,3}$")
EDGE_NUMBER = re.compile(r"^(\d{1,4})\s|\s(\d{1,4})$")
# A wide number may leave no space before the words: `100RGASPI`.
OPENS = re.compile(r"^\[?(\d{1,4})(?![\d,/–-])[\]).]?\s{0,4}(?=\S)|^([*†‡§]{1,3})\s{0,4}(?=\S)")
PLAIN_MARK = re.compile(r"^(\d{1,4}|[*†‡§]{1,3}|[ivxlc]{1,8}|[a-zа-я])[).]?$", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
DIVIDED = re.compile(r"([^\W\d_]+)[-\u2010]$")
BROKEN_ADDRESS = re.compile(r"(?:://|www\.)\S{0,500}[/=&?_]$")


@dataclass(slots=True)
class Leaf:
    """A page without its running head and foot; `number` is the printed one, where pages bear numbers."""

    lines: list[Line]
    rules: list[float]
    number: str = ""


@dataclass(slots=True)
class OpenNote:
    number: str
    page: str
    lines: list[str] = field(default_factory=list)


def read_pdf(content: bytes) -> FileNotes:
    pages = _pages(content)
    leaves = _leaves(pages)
    usual = Counter({0.0: 1})
    for leaf in leaves:
        usual.update({line.size: 0 for line in leaf.lines})
        for line in leaf.lines:
            usual[line.size] += len(line.text)
    body = usual.most_common(1)[0][0]
    words = Counter(word for leaf in leaves for line in leaf.lines for word in WORDS.findall(line.text))
    notes = list(_notes(leaves, body))
    title = _title(leaves, body)
    if not notes:
        return FileNotes(title=title, text=joined_pages(leaves))
    found = tuple(FileNote(note.number, tidy(joined(note.lines, words)), note.page) for note in notes)
    return FileNotes(found, title)


def _pages(content: bytes) -> list[PageLines]:
    try:
        document = pypdfium2.PdfDocument(content)
        if len(document) > MOST_PAGES:
            raise Refused(TOO_LONG)
        pages = []
        for page in document:
            pages.append(lines_of(page))
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Refused(BROKEN) from error
    letters = sum(page.letters for page in pages)
    if not letters or (letters < FEWEST_LETTERS * len(pages) and any(page.pictures for page in pages)):
        raise Refused(SCAN)
    if sum(page.unknown for page in pages) > 0.05 * letters:
        raise Refused(NO_LETTERS)
    return pages


def _leaves(pages: Sequence[PageLines]) -> list[Leaf]:
    """The pages without what repeats at their edges, each with its printed number."""
    edges = [(page.lines[:2], page.lines[-2:]) for page in pages]
    seen = Counter(shape for top, foot in edges for shape in {_shape(line) for line in (*top[:1], *foot[-1:])})
    numbers = [_edge_numbers([*top, *foot]) for top, foot in edges]
    steps = Counter(number - index for index, on_page in enumerate(numbers) for number in on_page)
    step, times = steps.most_common(1)[0] if steps else (0, 0)
    counted = times >= min(len(pages), REPEATED) and times > 1
    leaves = []
    for index, page in enumerate(pages):
        lines = list(page.lines)
        printed = index + step if counted else 0
        while lines and _is_furniture(lines[0], seen, printed):
            lines.pop(0)
        while lines and _is_furniture(lines[-1], seen, printed):
            lines.pop()
        leaves.append(Leaf(lines, page.rules, str(printed) if printed > 0 else ""))
    return leaves


def _shape(line: Line) -> str:
    """A running head with its page number blotted out."""
    return re.sub(r"\d+", "#", line.mark + line.text)


def _edge_numbers(lines: Iterable[Line]) -> set[int]:
    found = set()
    for line in lines:
        text = line.text or line.mark
        number = NUMBER_LINE.match(text) or (EDGE_NUMBER.search(text) if len(text) < 100 else None)
        if number:
            found.add(int(number[1] or number[2]))
    return found


def _is_furniture(line: Line, seen: Counter[str], printed: int) -> bool:
    text = line.text or line.mark
    lone = NUMBER_LINE.match(text)
    if lone:
        return int(lone[1]) == printed or not line.mark
    # `12. Ibid.` may be the last line of many pages; a running head holds no number but its page's.
    edge = EDGE_NUMBER.search(text)
    numbered = edge is not None and int(edge[1] or edge[2]) == printed
    return seen[_shape(line)] >= REPEATED and not line.mark and (numbered or not re.search(r"\d", text))


def _notes(leaves: Sequence[Leaf], body: float) -> Iterator[OpenNote]:
    open_note: OpenNote | None = None
    for leaf in leaves:
        for line in _foot(leaf, body):
            number, text = _opening(line, open_note)
            if number:
                if open_note:
                    yield open_note
                open_note = OpenNote(number, leaf.number, [text])
            elif open_note:
                open_note.lines.append(f"{line.mark}{line.text}")
    if open_note:
        yield open_note


def _foot(leaf: Leaf, body: float) -> list[Line]:
    """The lines under the lowest rule that has a note under it; else the small ones at the end of the page."""
    for rule in reversed(leaf.rules):
        below = [line for line in leaf.lines if line.top > rule]
        if below and len(below) < len(leaf.lines) and max(line.size for line in below) <= body:
            return below
    small: list[Line] = []
    for line in reversed(leaf.lines):
        if line.size > SMALLER * body:
            break
        small.insert(0, line)
    return small if len(small) < len(leaf.lines) or any(line.mark for line in small) else []


def _opening(line: Line, before: OpenNote | None) -> tuple[str, str]:
    """The number and the words of a line that begins a note; a number that is not raised must be the next one."""
    mark = PLAIN_MARK.match(line.mark)
    if mark:
        return mark[1], line.text
    opening = None if line.mark else OPENS.match(line.text)
    if not opening:
        return "", ""
    number = opening[1] or opening[2]
    last = int(before.number) if before and before.number.isdecimal() else 0
    if number.isdecimal() and int(number) != last + 1 and (int(number) != 1 or not opening[0].strip().endswith(".")):
        return "", ""
    return number, line.text[opening.end() :]


def joined(lines: Sequence[str], words: Counter[str]) -> str:
    """The lines as one text. A word divided at a line's end is whole again, unless it is known with its hyphen."""
    text = ""
    for line in (line.strip() for line in lines):
        divided = DIVIDED.search(text)
        start = WORDS.match(line)
        if text.endswith(SOFT_HYPHEN):
            text = text[:-1] + line
        elif divided and start and line[0].islower():
            known = words[f"{divided[1]}-{start[0]}"] and not words[divided[1] + start[0]]
            text = (text if known else text[:-1]) + line
        elif (text.endswith(("-", "–", "/")) and line[:1].isdecimal()) or BROKEN_ADDRESS.search(text):
            text += line
        else:
            text = f"{text} {line}" if text else line
    return text


def joined_pages(leaves: Iterable[Leaf]) -> str:
    """All lines, marks raised, for the reader of plain text, who looks for notes at the end."""
    return "\n".join(_as_written(line) for leaf in leaves for line in leaf.lines)


def _as_written(line: Line) -> str:
    return f"{line.mark} {line.text}" if line.mark else line.text


def _title(leaves: Sequence[Leaf], body: float) -> str:
    """The first lines in the largest type of the first page with text, if larger than the body."""
    for leaf in leaves[:3]:
        largest = max((line.size for line in leaf.lines), default=0.0)
        if largest > body:
            return " ".join(line.text for line in leaf.lines if line.size == largest)[:500]
        return next((line.text[:500] for line in leaf.lines if is_title(line.text)), "")
    return ""
