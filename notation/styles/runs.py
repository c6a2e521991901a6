"""Neutral runs of text and the three forms they are shown in: plain text, escaped HTML, Markdown.

The rule: a style says only what is italic; this is the one place where markup is made and where text is escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    italic: bool = False


Runs = tuple[Run, ...]


def to_text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def to_html(runs: Iterable[Run]) -> str:
    """Escaped for element content and quoted attributes; italics as `<i>`, since a title is no emphasis."""
    return "".join(f"<i>{html.escape(run.text)}</i>" if run.italic else html.escape(run.text) for run in runs)


_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def to_markdown(runs: Iterable[Run]) -> str:
    """Special characters escaped; spaces kept outside the asterisks, where Markdown wants them."""
    parts = []
    for run in runs:
        text = _MARKDOWN.sub(r"\\\1", run.text)
        inner = text.strip()
        parts.append(text.replace(inner, f"*{inner}*", 1) if run.italic and inner else text)
    return "".join(parts)


def plain(text: str) -> Runs:
    return (Run(text),) if text else ()


def italic(text: str) -> Runs:
    return (Run(text, italic=True),) if text else ()


def joined(parts: Iterable[Runs], separator: str) -> Runs:
    """The parts that are not empty, with the separator between them."""
    return tuple(_joined(parts, separator))


def _joined(parts: Iterable[Runs], separator: str) -> Iterator[Run]:
    first = True
    for part in parts:
        if part:
            if not first:
                yield Run(separator)
            first = False
            yield from part


def closed(runs: Runs, stop: str = ".") -> Runs:
    """The runs with a stop at the end, unless they end in one (`Там же.`, `Why?`, `л. 83 об.`)."""
    text = to_text(runs).rstrip("”»’")
    return runs if not text or text[-1] in ".?!…" else (*runs, Run(stop))


def marks_inside(runs: Runs) -> Runs:
    """Commas and the closing stop before a quotation mark, as American English has it; none after `Why?”`."""
    out: list[Run] = []
    for run in runs:
        before = out[-1] if out else Run("")
        if run.text[:1] in (",", ".") and before.text.endswith("”"):
            mark = "" if before.text[-2:-1] in "?!.…" else run.text[0]
            out[-1] = Run(f"{before.text[:-1]}{mark}”", before.italic)
            run = Run(run.text[1:], run.italic)
        out.append(run)
    return tuple(run for run in out if run.text)


def sentences(parts: Iterable[Runs]) -> Runs:
    """The parts that are not empty, each closed by one stop and parted by a space; the last is left open."""
    *before, last = [part for part in parts if part] or [()]
    return joined([*map(closed, before), last], " ")
