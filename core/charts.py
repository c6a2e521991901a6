"""Bars as a picture: columns in time, or rows of what is named; measured here, drawn by `pictures/chart.svg`.

The rule: every measure is a whole number, since a fraction would be written with a comma on a Russian page. Boundary:
what is counted, and the list that each bar opens, is for the asker to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 960
# Columns stand on a ground line; rows lie one under another.
HEIGHT, TOP, GROUND = 300, 24, 262
LEFT, RIGHT = 84, 12
ROW, BAR, NAMES = 28, 18, 260
# A longer name is cut in the picture; the table has it whole.
LONGEST = 36
MOST_TICKS = 5
# Between two years that are written under their columns lies so much room at least.
YEAR_ROOM = 48


@dataclass(frozen=True, slots=True)
class Bar:
    """`text` is the value as a reader is told it; `url` the list that it counts, if there is one."""

    label: str
    value: int
    text: str
    url: str = ""

    @property
    def short(self) -> str:
        return self.label if len(self.label) <= LONGEST else f"{self.label[: LONGEST - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Block:
    """A bar where it is drawn; `named` where its label stands under it."""

    bar: Bar
    x: int
    y: int
    width: int
    height: int
    named: bool = True

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def end(self) -> int:
        """Where the number of a row stands."""
        return self.x + self.width + 6

    @property
    def line(self) -> int:
        """The ground line of a row's letters."""
        return self.y + self.height - 4


@dataclass(frozen=True, slots=True)
class Tick:
    at: int
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """`upright` are columns; `label_x` is where names of rows end, and numbers of ticks beside columns."""

    blocks: Sequence[Block]
    ticks: Sequence[Tick]
    upright: bool
    width: int
    height: int
    label_x: int
    ground: int

    @property
    def past(self) -> int:
        return self.width - RIGHT


def columns(bars: Sequence[Bar]) -> Chart:
    """One beside another, such as years; of many only some are labelled."""
    scale, ticks = _scale([bar.value for bar in bars], GROUND - TOP)
    room = WIDTH - LEFT - RIGHT
    step = room / max(1, len(bars))
    every = max(1, -(-YEAR_ROOM // max(1, int(step))))
    blocks = [
        _column(bar, round(LEFT + at * step), max(1, min(40, round(step * 0.8))), scale(bar.value), at % every == 0)
        for at, bar in enumerate(bars)
    ]
    return Chart(blocks, [Tick(GROUND - scale(v), v) for v in ticks], True, WIDTH, HEIGHT, LEFT - 8, GROUND)


def rows(bars: Sequence[Bar]) -> Chart:
    """One under another, with the name before and the number behind."""
    numbers = 14 + 8 * max((len(bar.text) for bar in bars), default=0)
    scale, _ticks = _scale([bar.value for bar in bars], WIDTH - NAMES - RIGHT - numbers)
    blocks = [
        Block(bar, NAMES, 8 + at * ROW, max(scale(bar.value), 1 if bar.value else 0), BAR)
        for at, bar in enumerate(bars)
    ]
    return Chart(blocks, (), False, WIDTH, 12 + ROW * len(bars), NAMES - 10, 0)


class _Scale:
    def __init__(self, most: int, room: int) -> None:
        self.most, self.room = max(1, most), room

    def __call__(self, value: int) -> int:
        return round(self.room * value / self.most)


def _scale(values: Sequence[int], room: int) -> tuple[_Scale, list[int]]:
    most = max(values, default=0)
    ticks = list(_round_numbers(most))
    return _Scale(max(most, ticks[-1] if ticks else 1), room), ticks


def _round_numbers(most: int) -> Iterator[int]:
    """0, 50, 100 … to the first that is not less than `most`; at most `MOST_TICKS` steps of 1, 2 or 5 times a power."""
    if most < 1:
        return
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if step * MOST_TICKS >= most:
                yield from range(0, most + step, step)
                return
        power *= 10


def _column(bar: Bar, x: int, width: int, height: int, named: bool) -> Block:
    shown = max(height, 1 if bar.value else 0)
    return Block(bar, x, GROUND - shown, width, shown, named)
