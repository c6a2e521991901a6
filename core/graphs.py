"""Who is joined with whom, drawn on a circle: names stand outside and never lie on one another, ties run inside.

The rule: the same nodes and ties always give the same picture, in whole numbers (a fraction would have a comma on a
Russian page). Those who are joined most stand side by side. A ring was chosen and not a web of forces, since with sixty
names a web is read by nobody. Boundary: what a node and a tie are is for the asker to say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIZE = 1100
MIDDLE = SIZE // 2
RADIUS = 305
# Between the ring and its names.
SPACE = 14
WIDEST, THINNEST = 10, 1
# Where nobody is joined by more than a few, no line is a wide one.
FEW = 12
LARGEST, SMALLEST = 13, 4
# A longer name is cut in the picture; the table has it whole.
LONGEST = 26
# How far ties bend towards the middle: 0 are straight lines.
BEND = 0.5


@dataclass(frozen=True, slots=True)
class Node:
    """`count` is what its size tells; `url` its own page."""

    key: str
    label: str
    count: int
    url: str = ""

    @property
    def short(self) -> str:
        """Of a long name the surname and initials: `Voronsky, A. K.`; what is long even so is cut."""
        if len(self.label) <= LONGEST:
            return self.label
        surname, comma, forenames = self.label.partition(", ")
        initials = " ".join(f"{word[0]}." for word in forenames.split())
        named = f"{surname}{comma}{initials}"
        return named if len(named) <= LONGEST else f"{named[: LONGEST - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Tie:
    """`weight` things join the two; `url` is their list."""

    one: Node
    other: Node
    weight: int
    url: str


@dataclass(frozen=True, slots=True)
class Spot:
    node: Node
    x: int
    y: int
    r: int
    centre: bool
    label_x: int
    label_y: int
    # Degrees by which the name is turned, and whether it ends or begins at the ring.
    turn: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    tie: Tie
    path: str
    width: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Lines of the lightest ties come first, so that the heavy ones lie upon them."""

    spots: Sequence[Spot]
    lines: Sequence[Line]
    size: int = SIZE


def ring(nodes: Sequence[Node], ties: Sequence[Tie], centre: str = "") -> Graph:
    """All on a circle, but the one whose key is `centre`: that one stands in the middle of it."""
    order = _side_by_side([node for node in nodes if node.key != centre], ties)
    most = max((node.count for node in nodes), default=1)
    # Two would stand opposite each other, and their tie lie upon those to the middle.
    slots = max(len(order), 3)
    spots = {node.key: _spot(node, at, slots, most) for at, node in enumerate(order)}
    spots |= {node.key: _in_the_middle(node) for node in nodes if node.key == centre}
    heaviest = max((tie.weight for tie in ties), default=1)
    lines = [
        Line(tie, _path(spots[tie.one.key], spots[tie.other.key]), _width(tie.weight, heaviest))
        for tie in sorted(ties, key=lambda tie: (tie.weight, tie.one.key, tie.other.key))
    ]
    return Graph(list(spots.values()), lines)


def _side_by_side(nodes: Sequence[Node], ties: Sequence[Tie]) -> list[Node]:
    """First who has most ties; then always who is joined most with the last ones placed."""
    joined: dict[str, dict[str, int]] = {node.key: {} for node in nodes}
    for tie in ties:
        if tie.one.key in joined and tie.other.key in joined:
            joined[tie.one.key][tie.other.key] = joined[tie.other.key][tie.one.key] = tie.weight
    left = {node.key: node for node in sorted(nodes, key=lambda node: (-sum(joined[node.key].values()), node.label))}
    placed: list[Node] = []
    while left:
        following = max(left, key=lambda key: _nearness(joined[key], placed)) if placed else next(iter(left))
        placed.append(left.pop(following))
    return placed


def _nearness(weights: Mapping[str, int], placed: Sequence[Node]) -> float:
    return sum(weights.get(node.key, 0) / (back + 1) for back, node in enumerate(placed[: -len(placed) - 1 : -1]))


def _spot(node: Node, at: int, of: int, most: int) -> Spot:
    angle = 2 * math.pi * at / of - math.pi / 2
    radius = max(SMALLEST, round(LARGEST * math.sqrt(node.count / most)))
    x, y = (round(MIDDLE + RADIUS * turned) for turned in (math.cos(angle), math.sin(angle)))
    out = RADIUS + SPACE + radius
    label_x, label_y = (round(MIDDLE + out * turned) for turned in (math.cos(angle), math.sin(angle)))
    leftward = math.cos(angle) < -1e-9
    degrees = round(math.degrees(angle)) + (180 if leftward else 0)
    return Spot(node, x, y, radius, False, label_x, label_y, degrees, "end" if leftward else "start")


def _in_the_middle(node: Node) -> Spot:
    return Spot(node, MIDDLE, MIDDLE, LARGEST, True, MIDDLE, MIDDLE + LARGEST + 18, 0, "middle")


def _path(one: Spot, other: Spot) -> str:
    if one.centre or other.centre:
        return f"M{one.x} {one.y}L{other.x} {other.y}"
    bent = (
        round(MIDDLE * BEND + (here + there) / 2 * (1 - BEND)) for here, there in ((one.x, other.x), (one.y, other.y))
    )
    return f"M{one.x} {one.y}Q{' '.join(map(str, bent))} {other.x} {other.y}"


def _width(weight: int, heaviest: int) -> int:
    return max(THINNEST, round(WIDEST * math.sqrt(weight / max(heaviest, FEW))))
