"""`python -m bench.pages [SIZE] [--only WORD …]`: how long the server works on a page of each type, of the largest
record of its kind, in a copy of the database that `python -m bench` has filled (`bench.largest` makes it and adds a
fond of 20,000 files).

Asked in this process, with no web server between: the median of the whole, what of it this process itself worked (its
processor time, which busy neighbours disturb least), and what its statements took. `least` is what is left where
others keep the machine busy: the least that it worked, and the least of each statement. `--statements 8` lists those
that took longer than so many milliseconds, at least.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench import largest, ours

LARGE = 1_000_000
# Milliseconds at a million citations.
ALLOWED = 150
WARM_UP = 2
# The largest record of each type, as what stands in its address.
LARGEST = {
    "archive": """SELECT r.code FROM citations_shelved s JOIN archive_repository r ON r.id = s.repository_id
        GROUP BY 1 ORDER BY sum(s.n) DESC, 1 LIMIT 1""",
    "fond": f"SELECT '{largest.ARCHIVE}/{largest.FOND}'",
    # Of the corpus: the fond that was added has no documents.
    "corpus fond": f"""SELECT split_part(path, '/', 1) || '/' || split_part(path, '/', 2) FROM archive_unit
        WHERE path LIKE '%/%/%' AND path NOT LIKE '%/{largest.FOND}/%'
        GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1""",  # noqa: S608 - made of a constant
    "opis": """SELECT p.path FROM archive_unit p JOIN archive_unit c ON c.parent_id = p.id
        WHERE p.parent_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1""",
    "file": """SELECT u.path FROM citations_found f JOIN archive_unit u ON u.id = f.unit_id
        GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1""",
    "document": """SELECT document_id FROM citations_citation WHERE document_id IS NOT NULL
        GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1""",
    "publication": """SELECT citing_id FROM citations_found WHERE citing_id > 0
        GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1""",
    "person": "SELECT person_id FROM citations_tied GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
    # The largest has 24,000 citations.
    "person of 5,000": """SELECT l.person_id FROM citations_lying l JOIN citations_found f ON f.unit_id = l.unit_id
        GROUP BY 1 ORDER BY abs(count(*) - 5000), 1 LIMIT 1""",
    # A name as printed: the corpus has no records of those who wrote its works.
    "historian": """SELECT min(c.name_printed) FROM citations_found f JOIN citations_contribution c
        ON c.publication_id = f.citing_id GROUP BY c.key ORDER BY count(*) DESC, 1 LIMIT 1""",
    "citation": "SELECT min(citation_id) FROM citations_found WHERE unit_id > 0",
}
PAGES = {
    "home": "/",
    "archives": "/archive/",
    "archive": "/archive/{archive}/",
    "fond of 20,000 files": "/archive/{fond}/",
    "fond": "/archive/{corpus fond}/",
    "opis": "/archive/{opis}/",
    "file": "/archive/{file}/",
    "units": "/units/",
    "units of a fond": "/units/?under={fond}",
    "document": "/documents/{document}/",
    "documents": "/documents/",
    "documents of a person": "/documents/?person={person}",
    "publication": "/publications/{publication}/",
    "publications": "/publications/",
    "person": "/people/{person}/",
    "person of 5,000 citations": "/people/{person of 5,000}/",
    "people": "/people/",
    "people by role": "/people/?part=by",
    "citation": "/citations/{citation}/",
    "citations": "/citations/",
    "citations of a person": "/citations/?person={person}",
    "citations of a fond": "/citations/?under={fond}",
    "people citing a fond": "/citations/people/?under={fond}",
    "works citing a person": "/citations/works/?person={person}",
    "files cited by a historian": "/citations/files/?by={historian}",
    "cited together": "/citations/together/?unit={file}",
    "statistics by year": "/statistics/",
    "statistics by topic": "/statistics/?per=topic",
    "statistics of citations": "/statistics/citations/",
    "network": "/networks/",
    "network of a person": "/networks/?person={person}",
    "network of a historian": "/networks/historians/?by={historian}",
    "map": "/map/",
    "events": "/events/",
    "search": "/search/?q=протокол",
}  # fmt: skip


@dataclass(slots=True)
class Statements:
    """Those of one page, with the milliseconds that each took."""

    took: list[tuple[float, str]] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.took.append((1000 * (time.perf_counter() - started), sql))


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians, in milliseconds; `statements` of one request, by the least that each took."""

    least: float
    wall: float
    worked: float
    asked: float
    kilobytes: int
    statements: list[tuple[float, str]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=LARGE)
    parser.add_argument("--rounds", type=int, default=15, help="how often each page is asked for; default: 15")
    parser.add_argument("--only", nargs="*", default=[], help="pages whose name holds one of these words")
    parser.add_argument("--statements", type=float, help="list statements that took so many milliseconds")
    asked = parser.parse_args()
    pages = {name: page for name, page in PAGES.items() if not asked.only or any(word in name for word in asked.only)}
    with _site(largest.standing(f"opis_bench_{asked.size}")) as get:
        print(f"{'median ms':28}  all  worked  asked  least  statements  KB")
        for name, address in _addresses(pages):
            found = _measure(get, address, asked.rounds)
            if found is None:
                continue
            over = " *" if asked.size >= LARGE and found.wall > ALLOWED else ""
            times = f"{found.wall:4.0f} {found.worked:7.0f} {found.asked:6.0f} {found.least:6.0f}"
            print(f"{name:28} {times} {len(found.statements):11} {found.kilobytes:3}{over}", flush=True)
            for took, sql in found.statements:
                if asked.statements is not None and took >= asked.statements:
                    print(f"    {took:6.1f}  {' '.join(sql.split())}")
    print(f"* more than {ALLOWED} ms; load of the machine: {os.getloadavg()[0]:.1f}")


@contextmanager
def _site(database: str) -> Iterator[Callable[[str], Any]]:
    """How its pages are asked for. The settings read the environment once, so this is for one database."""
    os.environ.update(ours.environment(database))
    from django.test import Client

    import config.wsgi  # noqa: F401 - with all that a server's process does at its start

    client = Client(headers={"host": "localhost", "accept": "text/html", "accept-language": "en"})
    yield lambda address: client.get(address, follow=True)


def _addresses(pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    from django.db import connection

    largest: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for name, sql in LARGEST.items():
            cursor.execute(sql)
            largest[name] = cursor.fetchone()[0]
    for name, page in pages.items():
        yield name, page.format(**largest)


def _measure(get: Callable[[str], Any], address: str, rounds: int) -> Measured | None:
    from django.db import connection

    rows, took = [], []
    for round_ in range(WARM_UP + rounds):
        statements = Statements()
        with connection.execute_wrapper(statements):
            started, worked = time.perf_counter(), time.process_time()
            response = get(address)
            taken = time.perf_counter() - started, time.process_time() - worked
        if response.status_code != 200:
            print(f"{response.status_code} from {address}")
            return None
        if round_ >= WARM_UP:
            rows.append((*(1000 * each for each in taken), sum(ms for ms, _sql in statements.took)))
            took.append([ms for ms, _sql in statements.took])
        address = response.redirect_chain[-1][0] if response.redirect_chain else address
    wall, cpu, asked = (statistics.median(column) for column in zip(*rows, strict=True))
    each = [min(column) for column in zip(*took, strict=False)]
    least = min(worked for _wall, worked, _asked in rows) + sum(each)
    named = [(ms, sql) for ms, (_took, sql) in zip(each, statements.took, strict=False)]
    return Measured(least, wall, cpu, asked, len(response.content) // 1024, named)


if __name__ == "__main__":
    main()
