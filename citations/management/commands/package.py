"""`manage.py package [DIR]`: the whole public data set as a dated package and one SQLite file, for `/data/`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from citations.packaging import package


class Command(BaseCommand):
    help = "Writes all published records as a checksummed package and as an SQLite file (docs/exchange.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.PACKAGES, help="where /data/ looks, if none"
        )
        parser.add_argument("--licence", default=settings.DATA_LICENCE, help="SPDX name, such as CC-BY-4.0")
        parser.add_argument("--keep", type=int, default=5, help="days that are kept; 0 keeps all")

    def handle(self, *args: Any, folder: Path, licence: str, keep: int, **options: Any) -> None:
        if keep < 0:
            raise CommandError("--keep: 0 or more")
        if not licence:
            raise CommandError(
                "On what terms may the data be used? Say it by --licence, or by DATA_LICENCE for all times."
            )
        try:
            for path in package(folder, timezone.now().date(), licence, keep):
                self.stdout.write(f"{path}: {path.stat().st_size:,} bytes")
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}") from error
