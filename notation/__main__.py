"""`python -m notation FILE|-`: the references in a text, one a line; `--jsonl` annotates documents."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m notation", description="Prints the references in a text, one a line."
    )
    parser.add_argument("file", nargs="?", default="-", help="a text file, or - for standard input")
    parser.add_argument("--style", choices=("gost", "chicago", "short"), default="short")
    parser.add_argument("--jsonl", action="store_true", help="documents in, documents with citations out")
    options = parser.parse_args(arguments)
    if options.jsonl:
        return _jsonl()
    return 0


def _jsonl() -> int:
    from notation.jsonl import annotate

    for line in annotate(sys.stdin):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
