"""A copy of the bench's database with what the corpus has not: a fond of 20,000 files, each cited as often as others.

The rule: what the yardstick is measured on stays as the corpus says; the copy is named `…_pages`, and the fond by its
size. Its notes stand at the end of works that the corpus has. Boundary: which pages are asked is for `bench.pages`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import psycopg2

from bench import ours

ARCHIVE = "RGASPI"
OPISI, FILES_EACH = 10, 2000
FOND = str(OPISI * FILES_EACH)
# As many to a file as in the corpus, where a million citations fall to a quarter of a million files.
CITATIONS_EACH = 4
WORKS = 2000
SLICE = 2000
# Who asks another question of the corpus' database meanwhile keeps it from being copied.
ATTEMPTS = 60


def standing(database: str) -> str:
    """The name of the copy, which is made where there is none yet, and brought up to date."""
    name = f"{database}_pages"
    _copy(database, name)
    ours.manage(name, "migrate", "-v0")
    command = [sys.executable, "-m", "bench.largest"]
    subprocess.run(command, cwd=ours.PROJECT, env=os.environ | ours.environment(name), check=True)  # noqa: S603 - ours
    return name


def _copy(database: str, name: str) -> None:
    connection = psycopg2.connect(ours.url_of("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is not None:
            return
        print(f"copying {database} …", flush=True)
        for attempt in range(ATTEMPTS):
            try:
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database}" STRATEGY file_copy')
            except psycopg2.errors.ObjectInUse:
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(1)
            else:
                break
    connection.close()


def add() -> None:
    """The fond with its opisi and files, and the notes that cite them, published as all of the corpus."""
    import django

    django.setup()
    from django.db import connection, transaction

    from archive.models import Repository, Unit
    from citations.models import Citation, Footnote

    if Unit.objects.filter(path=f"{ARCHIVE}/{FOND}").exists():
        return
    print(f"adding fond {FOND} …", flush=True)
    published = {"status": "published"}
    with transaction.atomic():
        above = {"repository": Repository.objects.get(code=ARCHIVE), **published}
        fond = Unit.objects.create(number=FOND, level="fond", title_en=f"A fond of {FOND} files", **above)
        files = []
        for number in range(1, OPISI + 1):
            opis = Unit.objects.create(parent=fond, number=str(number), level="opis", **above)
            files += [_derived(Unit(parent=opis, number=str(n + 1), level="delo", **above)) for n in range(FILES_EACH)]
        Unit.objects.bulk_create(files, batch_size=SLICE)
        notes = [Footnote(publication_id=work, **note, **published) for work, note in _notes(files)]
        Footnote.objects.bulk_create(notes, batch_size=SLICE)
        Citation.objects.bulk_create(
            (
                Citation(footnote=note, unit=file, leaves=_leaf(place), outcome="resolved", **_whole(note), **published)
                for place, (note, file) in enumerate(zip(notes, files * CITATIONS_EACH, strict=True))
            ),
            batch_size=SLICE,
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _notes(files: list[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The citing work and the rest of a note, each file `CITATIONS_EACH` times, by turns of `WORKS` works."""
    from django.db.models import Max

    from citations.models import Footnote
    from citations.models.publications import footnote_key

    ends = Footnote.objects.order_by("publication").values_list("publication").annotate(end=Max("order"))
    works = list(islice(ends.iterator(), WORKS))
    for place in range(len(files) * CITATIONS_EACH):
        work, end = works[place * 7 % len(works)]
        order = end + 1 + place // len(works)
        path = files[place % len(files)].path
        number, text = str(order), f"{path.replace('/', ' ')}, л. {_leaf(place)}."
        yield work, {"number": number, "order": order, "text": text, "key": footnote_key(number, text)}


def _leaf(place: int) -> str:
    return str(1 + place % 90)


def _whole(note: Any) -> dict[str, Any]:
    """All of the note is the reference."""
    return {"start": 0, "end": len(note.text), "as_written": note.text}


def _derived(record: Any) -> Any:
    record.derive()
    return record


if __name__ == "__main__":
    add()
