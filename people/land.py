"""The land of the earth as the path of an SVG: Natural Earth at 1:110 million, without borders of any time.

The rule: longitudes run on over the 180th meridian (Chukotka ends at 190), so no line is drawn back across Russia.
Boundary: only shapes; what is marked on them is said by `people.mapping`. The path is made once a process.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings

Point = tuple[float, float]
FILE = Path("static/vendor/world-atlas-2.0.2/land-110m.json")
# West of the Bering strait begins the other end of Asia: the map is cut there and not at the 180th meridian.
CUT = -169.0
# Antarctica goes round the whole earth, and nobody was exiled there.
SOUTHMOST = -60.0
# On this parallel east-west and north-south are to scale: it goes through Russia.
TRUE_PARALLEL = 55.0
# Islands of fewer steps are smaller than a mark.
SMALLEST = 3
SQUEEZE = math.cos(math.radians(TRUE_PARALLEL))


def placed(longitude: float, latitude: float) -> Point:
    """Where a point of the earth lies in the picture: x to the right, y downwards, in degrees of latitude."""
    return ((longitude + 360 if longitude < CUT else longitude) * SQUEEZE, -latitude)


@cache
def land() -> str:
    """The `d` of the path, in the co-ordinates of `placed` times ten, and whole."""
    return "".join(_ring(ring) for ring in rings())


@cache
def rings() -> tuple[tuple[Point, ...], ...]:
    """Every shore as longitudes and latitudes that nowhere leap by half the earth."""
    topology = json.loads((settings.BASE_DIR / FILE).read_text())
    arcs = [tuple(_points(arc, topology["transform"])) for arc in topology["arcs"]]
    shapes = topology["objects"]["land"]["geometries"]
    outlines = [ring for shape in shapes for polygon in shape["arcs"] for ring in polygon]
    found = [tuple(_running_on(_joined(ring, arcs))) for ring in outlines]
    return tuple(ring for ring in found if max(latitude for _longitude, latitude in ring) > SOUTHMOST)


def _points(arc: list[list[int]], transform: dict[str, Any]) -> Iterator[Point]:
    """TopoJSON tells each point by its distance from the one before, in steps of a grid."""
    (step_x, step_y), (first_x, first_y) = transform["scale"], transform["translate"]
    x = y = 0
    for right, up in arc:
        x, y = x + right, y + up
        yield x * step_x + first_x, y * step_y + first_y


def _joined(ring: list[int], arcs: list[tuple[Point, ...]]) -> list[Point]:
    """The arcs of a ring one after another; one with a negative number is walked backwards."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _running_on(points: list[Point]) -> list[Point]:
    """Without leaps over the 180th meridian, and all of the shore east of the cut where most of it is."""
    turns, before, found = 0, points[0][0], []
    for longitude, latitude in points:
        turns += (longitude - before < -180) - (longitude - before > 180)
        before = longitude
        found.append((longitude + 360 * turns, latitude))
    eastings = [longitude for longitude, _latitude in found]
    middle = (min(eastings) + max(eastings)) / 2
    whole = 360 * math.ceil((CUT - middle) / 360)
    return [(longitude + whole, latitude) for longitude, latitude in found]


def _ring(points: tuple[Point, ...]) -> str:
    """In tenths of a degree, each step told by its distance from the one before: half as long as places would be."""
    steps = [(round(10 * longitude * SQUEEZE), round(-10 * latitude)) for longitude, latitude in points]
    moves = [(x - was_x, y - was_y) for (was_x, was_y), (x, y) in pairwise(steps) if (x, y) != (was_x, was_y)]
    if len(moves) < SMALLEST:
        return ""
    return f"M{steps[0][0]} {steps[0][1]}l{' '.join(f'{x} {y}' for x, y in moves)}z"
