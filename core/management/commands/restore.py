"""`manage.py restore FOLDER [--replace]`: a backup takes the place of what the site holds."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backups.databases import Failed
from core.backups.restoring import restore


class Command(BaseCommand):
    help = "Restores what `manage.py backup` made. A damaged backup, or one of another version, is refused."
    requires_system_checks = []  # the database may be empty yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="also where the database holds something")

    def handle(self, *args: Any, folder: Path, replace: bool, **options: Any) -> None:
        began = time.monotonic()
        try:
            told = restore(folder, replace, self.stderr.write)
        except Failed as error:
            raise CommandError(str(error)) from error
        held = f"{told.rows} rows and {told.files} stored files"
        self.stdout.write(f"Restored as of {told.made_at}: {held}; all equal; {time.monotonic() - began:.0f} s.")
