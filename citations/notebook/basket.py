"""A notebook as it goes to and fro: references in order, each with a remark, and how they are to be written.

The rule: a form's fields are the whole notebook, so that the address, a file and the browser can each keep it; `do` is
what a button changes in it. Boundary: what stands behind an address is not looked at here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.listing import reader_language
from core.parameters import BadParameter
from notation.styles import styles

MOST = 500
LONGEST_ADDRESS = 1_000
LONGEST_REMARK = 1_000
# What journals in the reader's language ask for, where the reader has not chosen.
USUAL = {"en": "chicago", "ru": "gost"}
STYLES = {style.name: style.title for style in styles()}
SCRIPTS: Mapping[str, Any] = {
    "": gettext_lazy("as the style is usually printed"),
    "latin": gettext_lazy("Latin letters, Russian titles romanised"),
    "source": gettext_lazy("titles in the script of the source"),
    "cyrillic": gettext_lazy("in Russian"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """`joined`: stands in the same note as the reference before it."""

    address: str
    remark: str = ""
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Basket:
    items: tuple[Item, ...] = ()
    style: str = "chicago"
    script: str = ""
    # Which button an action leaves the focus on.
    focus: str = field(default="", compare=False)


def read_basket(asked: Any) -> Basket:
    """The notebook that a form or an address sent, with what its button did; raises BadParameter."""
    addresses, remarks, joins = (asked.getlist(name) for name in ("r", "remark", "with"))
    items = [
        _item(address, *(values[at] if at < len(values) else "" for values in (remarks, joins)))
        for at, address in enumerate(addresses)
        if address.strip()
    ]
    basket = _checked(items, asked.get("style") or USUAL[reader_language()], asked.get("script") or "")
    return done(basket, asked.get("do") or "")


def from_file(content: bytes) -> Basket:
    """A notebook from its file; raises BadParameter for what is none."""
    try:
        read = json.loads(content.decode("utf-8-sig"))
        rows = read["opis-notebook"]
        items = [_item(str(row["address"]), str(row.get("remark", "")), row.get("joined") and "1") for row in rows]
        return _checked(items, str(read.get("style", "chicago")), str(read.get("script", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadParameter(_("This file is no notebook of this site.")) from error


def to_file(basket: Basket) -> str:
    rows = [{"address": item.address, "remark": item.remark, "joined": item.joined} for item in basket.items]
    kept = {"opis-notebook": rows, "style": basket.style, "script": basket.script}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def added(basket: Basket, addresses: Iterable[str]) -> Basket:
    """With these at the end."""
    return _checked([*basket.items, *map(Item, addresses)], basket.style, basket.script)


def done(basket: Basket, action: str) -> Basket:
    """`up-2` moves the third reference up, `out-2` takes it out, `join-2` joins it with the one before; `empty`."""
    what, _dash, place = action.partition("-")
    if what == "empty":
        return replace(basket, items=(), focus="add")
    at = int(place) if place.isascii() and place.isdecimal() and len(place) < 5 else -1
    items = list(basket.items)
    if not 0 <= at < len(items):
        return basket
    if what == "out":
        del items[at]
        after = f"out-{min(at, len(items) - 1)}" if items else "add"
    elif what == "join":
        items[at] = replace(items[at], joined=not items[at].joined)
        after = action
    else:
        other = min(max(at + {"up": -1, "down": 1}.get(what, 0), 0), len(items) - 1)
        items[at], items[other] = items[other], items[at]
        after = f"{what}-{other}"
    if items:
        items[0] = replace(items[0], joined=False)
    return replace(basket, items=tuple(items), focus=after)


def _item(address: str, remark: str, joined: Any) -> Item:
    for words, name, most in ((address, "r", LONGEST_ADDRESS), (remark, "remark", LONGEST_REMARK)):
        if len(words) > most:
            raise BadParameter(f"{name}: " + _("at most %(most)d characters are read.") % {"most": most})
        if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in words):
            raise BadParameter(f"{name}: " + _("control characters mean nothing here."))
    return Item(address.strip(), " ".join(remark.split()), joined == "1")


def _checked(items: list[Item], style: str, script: str) -> Basket:
    if len(items) > MOST:
        raise BadParameter("r: " + _("at most %(most)d references stand in one notebook.") % {"most": MOST})
    for name, value, known in (("style", style, STYLES), ("script", script, SCRIPTS)):
        if value not in known:
            choices = {"choices": ", ".join(filter(None, known))}
            raise BadParameter(f"{name}: " + _("one of %(choices)s is understood.") % choices)
    if items:
        items[0] = replace(items[0], joined=False)
    return Basket(tuple(items), style, script)
