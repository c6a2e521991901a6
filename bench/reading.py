"""`python -m bench.reading [SIZE]`: how fast notes are read and written, how soon the command starts, what is slowest.

Seconds are those of the processor, the best of three rounds, since machines are shared; `--hostile` also repeats every
fragment of the grammar to 20,000 characters, which takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path

from bench.corpus import corpus
from bench.fragments import BEFORE, fragments, hostile
from notation.footnotes import find_notes
from notation.ibid import ReadNote, read_notes
from notation.parsing import read_note
from notation.references import Reference
from notation.styles import styles, write

VAR = Path(__file__).resolve().parents[1] / "var" / "bench"
# Wanted of one core: characters and references read, references written in a style (all per second), seconds to start.
WANTED = {"characters": 600_000, "references": 8_000, "written": 5_000, "start": 0.3}
LENGTH, MILLISECONDS = 20_000, 50
_CHAPTERS = 1_000
_ROUNDS = 3
# At a tenth of the length so many milliseconds make it worth reading the whole.
_SUSPICIOUS = 4


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("size", nargs="?", type=int, default=100_000, help="citations of the corpus; default: 100000")
    parser.add_argument("--hostile", action="store_true", help="repeat every fragment of the grammar")
    asked = parser.parse_args()
    chapters = (corpus(asked.size, VAR) / "footnotes.txt").read_text("utf-8").split("\n# ")[:_CHAPTERS]
    _reading(chapters)
    _start()
    if asked.hostile:
        _hostile()


def _reading(chapters: list[str]) -> None:
    read: list[ReadNote] = []

    def once() -> None:
        read[:] = [note for chapter in chapters for note in read_notes(find_notes(chapter).notes)]

    seconds = _seconds(once)
    references = [mention.reference for note in read for mention in note.mentions]
    characters = sum(map(len, chapters))
    _say("characters read in a second", characters / seconds, WANTED["characters"])
    _say("references read in a second", len(references) / seconds, WANTED["references"])
    for style in styles():
        seconds = _seconds(partial(_write, references, style.name))
        _say(f"written as {style.name}", len(references) / seconds, WANTED["written"])


def _write(references: list[Reference], style: str) -> None:
    for reference in references:
        write(reference, style)


def _start() -> None:
    def once() -> None:
        command = [sys.executable, "-m", "notation", "-"]
        subprocess.run(command, input=b"RGASPI, f. 17, op. 3, d. 5", check=True, capture_output=True)  # noqa: S603 - ours

    once()
    best = min(_of_children(once) for _ in range(_ROUNDS))
    print(f"{'seconds to start':32} {best:10.2f}   at most {WANTED['start']}")


def _hostile() -> None:
    """Reads a tenth first: what is fast there and grows with the length is fast."""
    found = []
    for before, fragment in product(BEFORE, fragments()):
        if _once(before, fragment, LENGTH // 10) * 1000 > _SUSPICIOUS:
            found.append((min(_once(before, fragment, LENGTH) for _ in range(_ROUNDS)) * 1000, before + fragment))
    slow = [text for milliseconds, text in found if milliseconds > MILLISECONDS]
    texts = len(fragments()) * len(BEFORE)
    print(f"\n{texts:,} texts of {LENGTH:,} characters, {len(slow)} over {MILLISECONDS} ms; slowest:")
    for milliseconds, text in sorted(found, reverse=True)[:10]:
        print(f"{milliseconds:6.0f} ms  {text!r}")


def _once(before: str, fragment: str, length: int) -> float:
    text = hostile(fragment, length, before)
    started = time.process_time()
    read_note(text)
    return time.process_time() - started


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def _of_children(work: Callable[[], object]) -> float:
    before = os.times()
    work()
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _say(what: str, figure: float, wanted: float) -> None:
    print(f"{what:32} {figure:10,.0f}   at least {wanted:,}")


if __name__ == "__main__":
    main()
