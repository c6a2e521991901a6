"""`python -m bench.promises` writes docs/promises.md: each promise, its tests, the figure wanted and the one found.

A test says in its docstring which promise it keeps (`T29: …`); one that measures hands its figure to the fixture
`measured`, which keeps it under `var/promises/`. Where nothing was measured here, what stood in the page stays.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "var" / "promises"
PAGE = ROOT / "docs" / "promises.md"

PROMISES = {
    "T1": "Killing the importer leaves nothing half written, and it can be run again",
    "T2": "Killing PostgreSQL loses no confirmed row",
    "T3": "Killing a web worker is barely felt",
    "T4": "Without a database the site says so, and heals by itself",
    "T5": "A full disk corrupts nothing",
    "T6": "A full disk never registers half a picture",
    "T7": "Bit rot in stored files is found and named",
    "T8": "One-machine mode is safe and always starts",
    "T9": "Losing the primary server loses nothing confirmed",
    "T10": "A dead replica cannot stop the primary",
    "T11": "A backup restores byte for byte; a bad one is refused",
    "T12": "Upgrades go forward and back with the data",
    "T13": "No edit is ever silently lost",
    "T14": "What was saved is what is stored",
    "T15": "Doing it twice is doing it once",
    "T16": "Search never disagrees with the records",
    "T17": "Reading footnotes never fails and drops no text",
    "T18": "Reading time is linear",
    "T19": "The API never answers 5xx and keeps its own description",
    "T20": "No query string gives a 5xx",
    "T21": "No upload can exhaust or fool the server",
    "T22": "XML: no external entity, no document type",
    "T23": "File names are data",
    "T24": "An uploaded file never runs in the reader's browser",
    "T25": "Exported tables hold no formulas, yet come back unchanged",
    "T26": "No stored or reflected script",
    "T27": "No SQL from the address: sort, filter and column names neither",
    "T28": "Every address has a stated answer for each role",
    "T29": "Unpublished records change no byte that an anonymous visitor can fetch",
    "T30": "Withdrawing takes effect everywhere at once",
    "T31": "Sessions and sign-ins hold",
    "T32": "Headers of the best grade",
    "T33": "A strict content security policy everywhere, at the desk too",
    "T34": "The server fetches nothing that a user names",
    "T35": "What staff write never becomes code for others",
    "T36": "Search stays quick while an import runs",
    "T37": "No request can hold the database",
    "T38": "Crawlers do not lose themselves in filters",
    "T39": "Memory and connections stay flat",
    "T40": "Logs tell no secrets and cannot be forged",
    "T41": "Installs are pinned and repeatable",
    "T42": "The archive outlives the software",
    "T43": "The pages of operation work as written",
}
HEAD = """# Promises

What Opis promises, the tests that hold it to that, and what they measured. `make promises` writes this page from the
tests' docstrings and figures: do not edit it. Tests marked *nightly* run in `make test-slow`, *release* in
`make test-release`, all others in `make test`. A promise without a test is not kept by a test yet.

"""


@dataclass(frozen=True, slots=True)
class Test:
    file: str
    name: str
    promises: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Figure:
    wanted: str
    found: str
    date: str
    machine: str


def main() -> None:
    figures = {**_printed(), **_recorded()}
    tests = list(_tests())
    kept = [promise for promise in PROMISES if any(promise in test.promises for test in tests)]
    lines = [f"{len(kept)} of {len(PROMISES)} promises have a test.\n", "| | promise | tests |", "|---|---|---|"]
    lines += [f"| {number} | {promise} | {_named(number, tests)} |" for number, promise in PROMISES.items()]
    lines += ["\n## Figures\n", "| | test | wanted | measured | on | machine |", "|---|---|---|---|---|---|"]
    names = {test.name for test in tests}
    for (number, name), figure in sorted(figures.items(), key=lambda item: (int(item[0][0][1:]), item[0][1])):
        if name in names:
            cells = [number, f"`{name}`", figure.wanted, figure.found, figure.date, figure.machine]
            lines.append(f"| {' | '.join(cells)} |")
    PAGE.write_text(HEAD + "\n".join(lines) + "\n")
    print(f"{PAGE.relative_to(ROOT)}: {len(kept)} promises with tests, {len(figures)} figures")


def _tests() -> Iterator[Test]:
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                said = (ast.get_docstring(node) or "").partition(":")[0]
                numbers = tuple(re.findall(r"\bT\d+\b", said)) if re.fullmatch(r"(T\d+(, )?)+", said) else ()
                if numbers:
                    yield Test(str(file.relative_to(ROOT)), node.name, numbers, _when(node))


def _when(node: ast.FunctionDef) -> str:
    marks = " ".join(ast.unparse(decorator) for decorator in node.decorator_list)
    return " *nightly*" if "mark.slow" in marks else " *release*" if "mark.release" in marks else ""


def _named(number: str, tests: list[Test]) -> str:
    named = [f"[`{t.name}`](../{t.file}){t.when}" for t in tests if number in t.promises]
    return "<br>".join(named) or "none yet"


def _recorded() -> dict[tuple[str, str], Figure]:
    told = [json.loads(file.read_text()) for file in FIGURES.glob("*.json")]
    return {
        (one["promise"], one["test"].rpartition("::")[2]): Figure(
            one["wanted"], one["found"], one["date"], one["machine"]
        )
        for one in told
    }


def _printed() -> dict[tuple[str, str], Figure]:
    """What the page says now: a figure of a nightly test outlives a checkout on which it has not run."""
    if not PAGE.exists():
        return {}
    rows = re.findall(r"^\| (T\d+) \| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE.read_text(), re.M)
    return {(number, name): Figure(*cells) for number, name, *cells in rows}


if __name__ == "__main__":
    main()
