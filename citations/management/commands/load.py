"""`manage.py load DIR [--apply]`: tables become records; `manage.py load --undo BATCH` takes them back."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from citations.searching import rebuilding
from citations.tables import ALL
from core.tables.loading import load
from core.tables.undoing import undo


class Command(BaseCommand):
    help = "Loads a folder of CSV tables (docs/exchange.md). Without --apply it only says what it would do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("folder", nargs="?", type=Path)
        what.add_argument("--undo", type=int, metavar="BATCH", help="take back the import of this number")
        parser.add_argument(
            "--apply", action="store_true", help="write; a second run of the same files changes nothing"
        )

    def handle(self, *args: Any, folder: Path | None, apply: bool, **options: Any) -> None:
        if folder is None:
            undone = undo(ALL, options["undo"], around=self.searching)
            lines, good = undone.lines(), not undone.refusals
        else:
            report = load(ALL, folder, apply, progress=self.say, around=self.searching)
            lines, good = report.lines(), report.good
        for line in lines[:-1]:
            self.stdout.write(line)
        if not good:
            raise CommandError(lines[-1])
        self.stdout.write(lines[-1])

    def searching(self, new: int) -> AbstractContextManager[None]:
        return rebuilding.after_many(new, self.say)

    def say(self, said: str) -> None:
        self.stderr.write(said)
