"""The characters of a PDF page → its lines, with sizes, raised marks and the thin rules between them."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from citations.imports.readers.found import raised

# A gap of this part of the letters' size is a space between words.
GAP = 0.2
# Letters whose baselines lie closer than this part of their size stand on one line.
SAME_LINE = 0.42
# A mark is smaller than the words beside it, and stands higher by this part of their size at least.
MARK = 0.85
RAISED_BY = 0.1
RULE_HEIGHT = 2.5
# Rules inside a form or a group are found to this depth.
DEPTH = 4
# How pdfium gives a hyphen at the end of a line.
HYPHENS = {"\x02": "-", "\ufffe": "-"}


@dataclass(frozen=True, slots=True)
class Letter:
    """`height` is that of the baseline, counted downwards from the top of the page."""

    text: str
    left: float
    right: float
    height: float
    size: float


@dataclass(slots=True)
class Line:
    """`mark` is a raised number or sign at its beginning, `text` what follows it."""

    top: float
    left: float
    size: float
    mark: str
    text: str


@dataclass(slots=True)
class PageLines:
    """`rules` are the heights of the short thin rules, from above."""

    lines: list[Line] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    letters: int = 0
    unknown: int = 0
    pictures: int = 0


def lines_of(page: pypdfium2.PdfPage) -> PageLines:
    """What stands on the page; text that runs upwards along its edge is left out."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    letters = list(_letters(textpage, height))
    textpage.close()
    found = PageLines(letters=len(letters), unknown=sum(letter.text in ("\0", "\ufffd") for letter in letters))
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEPTH):
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            found.pictures += 1
            continue
        left, bottom, right, top = drawn.get_bounds()
        # A rule above notes is thin, and shorter than a line of text.
        if top - bottom <= RULE_HEIGHT and 0.05 * width < right - left < 0.7 * width:
            found.rules.append(height - top)
    found.rules.sort()
    found.lines = [_line(row) for row in _rows(letters) if any(letter.text.strip() for letter in row)]
    return found


def _letters(textpage: pypdfium2.PdfTextPage, page_height: float) -> Iterator[Letter]:
    handle = textpage.raw
    matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
    across, up = ctypes.c_double(), ctypes.c_double()
    for at in range(textpage.count_chars()):
        if raw.FPDFText_IsGenerated(handle, at) == 1:
            continue
        raw.FPDFText_GetMatrix(handle, at, matrix)
        if abs(matrix.b) > abs(matrix.a):
            continue
        raw.FPDFText_GetCharOrigin(handle, at, across, up)
        raw.FPDFText_GetLooseCharBox(handle, at, box)
        size = raw.FPDFText_GetFontSize(handle, at) * math.hypot(matrix.c, matrix.d)
        text = chr(raw.FPDFText_GetUnicode(handle, at))
        yield Letter(HYPHENS.get(text, text), box.left, box.right, page_height - up.value, round(size, 1))


def _rows(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    row: list[Letter] = []
    before = None
    for letter in sorted(letters, key=lambda letter: letter.height):
        if before and letter.height - before.height > SAME_LINE * max(letter.size, before.size):
            yield sorted(row, key=lambda each: each.left)
            row = []
        row.append(letter)
        before = letter
    if row:
        yield sorted(row, key=lambda each: each.left)


def _line(row: Sequence[Letter]) -> Line:
    words = [letter for letter in row if letter.text.strip()]
    size = Counter(letter.size for letter in words).most_common(1)[0][0]
    high = [_is_raised(letter, row, size) for letter in row]
    ends = next((at for at, up in enumerate(high) if not up and row[at].text.strip()), len(row))
    mark = "".join(letter.text for letter in row[:ends]).strip()
    rest = list(_spaced(row[ends:], high[ends:]))
    return Line(min(letter.height for letter in words), words[0].left, size, mark, "".join(rest).strip())


def _is_raised(letter: Letter, row: Sequence[Letter], size: float) -> bool:
    if letter.size > MARK * size or not letter.text.strip():
        return False
    usual = [each.height for each in row if each.size == size]
    return letter.height < sum(usual) / len(usual) - RAISED_BY * size


def _spaced(row: Sequence[Letter], high: Sequence[bool]) -> Iterator[str]:
    """The letters with the spaces that only their distance shows; raised numbers as raised."""
    for (one, up), (two, _up) in pairwise([*zip(row, high, strict=True), (None, False)]):
        if one is None:
            return
        yield raised(one.text) if up else one.text
        if two is not None and two.left - one.right > GAP * min(one.size, two.size) and one.text.strip():
            yield " " if two.text.strip() else ""
