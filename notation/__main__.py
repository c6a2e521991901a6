"""`python -m notation FILE|-`: the references in a text, one a line; `--jsonl` annotates documents.

The rule: a line is the note, the span, the outcome and the reference in full, parted by tabs. Boundary: a command for
the shell; imports wait until they are needed, so it starts at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notation.footnotes import Note
    from notation.references import Mention

# Those of `notation.styles`, named here because importing them takes time that a call without them need not pay.
_STYLES = ("short", "gost", "chicago", "mla", "apa", "german", "french", "wikipedia")


def main(arguments: list[str] | None = None) -> int:
    """0 when the text was read, 1 with a sentence on standard error when it could not be."""
    parser = argparse.ArgumentParser(prog="python -m notation", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file", nargs="?", default="-", help="a text file, or - for standard input")
    parser.add_argument("--style", choices=_STYLES, default="short", help="how references are written")
    parser.add_argument("--jsonl", action="store_true", help="documents in, the same with citations out")
    options = parser.parse_args(arguments)
    try:
        text = _text(options.file)
    except (OSError, UnicodeError) as problem:
        print(f"{options.file} cannot be read: {problem}", file=sys.stderr)
        return 1
    try:
        for line in _annotated(text) if options.jsonl else _listed(text, options.style):
            print(line)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.buffer.read().decode("utf-8-sig")
    return Path(name).read_text("utf-8-sig")


def _annotated(text: str) -> Iterator[str]:
    from notation.jsonl import annotate

    return annotate(text.splitlines())


def _listed(text: str, style: str) -> Iterator[str]:
    from notation.footnotes import Note, find_notes
    from notation.ibid import read_notes
    from notation.references import Span

    found = find_notes(text)
    notes = found.notes or (Note("", text.strip(), Span(0, len(text))),)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    for read in read_notes(notes):
        if read.problem:
            print(f"Note {read.note.number}: {read.problem}", file=sys.stderr)
        for mention in read.mentions:
            yield _line(read.note, mention, style)


def _line(note: Note, mention: Mention, style: str) -> str:
    from notation.outcomes import Ambiguous, Unresolved
    from notation.styles import write

    outcome, reference = mention.outcome, write(mention.reference, style)
    name = type(outcome).__name__.lower()
    if isinstance(outcome, Ambiguous):
        reference = " | ".join(write(candidate, style) for candidate in outcome.candidates)
    elif isinstance(outcome, Unresolved):
        reference = f"{mention.text} ({outcome.reason.sentence})"
    return f"{note.number}\t{mention.span.start}-{mention.span.end}\t{name}\t{reference}"


def _until_nobody_reads() -> int:
    """`| head` closes the pipe when it has seen enough; that is no error of ours (the way Python's manual says)."""
    try:
        code = main()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(_until_nobody_reads())
