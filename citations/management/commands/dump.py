"""`manage.py dump DIR`: the whole public data set as tables."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from citations.tables import ALL
from core.tables.dumping import dump


class Command(BaseCommand):
    help = "Writes all published records as CSV tables (docs/exchange.md), which `manage.py load` reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            dump(ALL, folder, progress=self.stdout.write)
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}") from error
