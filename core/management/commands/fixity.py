"""`manage.py fixity [--all]`: stored files are read again and compared with their digests."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from core import fixity


class Command(BaseCommand):
    help = "Reads a thirtieth of the stored files, those longest unread first, and names each that has changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="read every file now")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            read = fixity.check(everything=options["all"])
        except fixity.Damaged as damaged:
            raise CommandError(f"Stored files are not as they were:\n{damaged}") from damaged
        except (OSError, ValueError, Error) as error:
            raise CommandError(f"Stored files could not be looked at: {error}") from error
        self.stdout.write(f"{read} stored files read, all as they were.")
