"""`manage.py backup [FOLDER]`: everything the site holds, restored and compared before it counts."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.backups.databases import Failed
from core.backups.making import back_up, clear_away


class Command(BaseCommand):
    help = "Makes a backup of database and stored files, restores it into a scratch database and compares the two."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep", type=int, default=settings.BACKUPS_KEPT, help="how many backups; 0: all")
        parser.add_argument("folder", nargs="?", type=Path, help=f"where to; default: {settings.BACKUPS}")

    def handle(self, *args: Any, folder: Path | None, keep: int, **options: Any) -> None:
        if keep < 0:
            raise CommandError("--keep: 0 or more")
        began, into = time.monotonic(), (folder or settings.BACKUPS).absolute()
        try:
            made, told = back_up(into, self.stderr.write)
        except Failed as error:
            raise CommandError(str(error)) from error
        held = f"{len(told.sums.tables)} tables with {told.rows} rows, {told.files} stored files"
        self.stdout.write(f"{made}: {held}; restored and compared, all equal; {time.monotonic() - began:.0f} s.")
        for old in clear_away(into, keep):
            self.stdout.write(f"{old}: cleared away.")
