"""The other side: Datasette over the same citations in one table, tuned as a careful person would tune it.

A full-text index over titles, persons in both scripts, publication and words as written; an index for each filter and
facet; statistics; an immutable file whose counts are known beforehand; no limits and no suggested facets.
"""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.sites import Site, free_port, running

VERSION = "0.65.5"
SEARCHED = ("document_title", "persons", "persons_latin", "publication", "raw_text")
INDEXES = ("repository, publication_year", "publication_year", "language", "path COLLATE NOCASE")
LIMITS = {
    "sql_time_limit_ms": 60000,
    "facet_time_limit_ms": 60000,
    "suggest_facets": "off",
    "default_cache_ttl": 0,
    "num_sql_threads": 3,
}


@contextmanager
def serving(folder: Path, var: Path) -> Iterator[Site]:
    program = _installed(var)
    database = _database(folder)
    counts = folder / "inspect.json"
    if not counts.exists():
        subprocess.run([program, "inspect", str(database), "--inspect-file", str(counts)], check=True)  # noqa: S603 - as installed
    port = free_port()
    settings = [part for name, value in LIMITS.items() for part in ("--setting", name, str(value))]
    command = [program, "serve", "-i", str(database), "--inspect-file", str(counts), "-p", str(port), *settings]
    with running(command, port, {}) as site:
        yield site


def _installed(var: Path) -> str:
    """Datasette in an environment of its own: it must not meet what our site needs."""
    home = var / f"datasette-{VERSION}"
    program = home / "bin" / "datasette"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)  # noqa: S603 - our own Python
        install = [str(home / "bin" / "pip"), "install", "--quiet", f"datasette=={VERSION}"]
        subprocess.run(install, check=True)  # noqa: S603 - as above
    return str(program)


def _database(folder: Path) -> Path:
    """`corpus.db` beside the tables, made once."""
    path = folder / "corpus.db"
    if path.exists():
        return path
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with sqlite3.connect(unfinished) as db, (folder / "flat.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        names = next(lines)
        kinds = [f"{name} INTEGER" if name in ("year", "publication_year") else name for name in names]
        kinds[0] = f"{names[0]} INTEGER PRIMARY KEY"
        db.execute(f"CREATE TABLE flat ({', '.join(kinds)})")
        db.executemany(f"INSERT INTO flat VALUES ({', '.join('?' * len(names))})", lines)  # noqa: S608 - question marks
        for number, columns in enumerate(INDEXES):
            db.execute(f"CREATE INDEX flat_{number} ON flat ({columns})")
        listed = ", ".join(SEARCHED)
        # Datasette finds the index by these very quotation marks, and without it leaves `_search` out silently.
        db.execute(f'CREATE VIRTUAL TABLE flat_fts USING fts5 ({listed}, content="flat", content_rowid="id")')
        db.execute(f"INSERT INTO flat_fts (rowid, {listed}) SELECT id, {listed} FROM flat")  # noqa: S608 - names above
        db.execute("INSERT INTO flat_fts (flat_fts) VALUES ('optimize')")
        db.execute("ANALYZE")
    db.execute("VACUUM")
    db.close()
    unfinished.rename(path)
    return path
