"""Serve the site on this machine until Ctrl-C; `make run` calls it."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import NotSupportedError, OperationalError

from core import serving


class Command(BaseCommand):
    help = "Prepare the database and serve the site at http://127.0.0.1:8000/ until Ctrl-C."
    requires_system_checks = []  # they look at the database, which is not migrated yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="default: 8000, or PORT")
        parser.add_argument("--workers", type=int, default=2, help="processes that answer; default: 2")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["port"].isascii() and options["port"].isdecimal()):
            raise CommandError(f"A port is a number such as 8001, not “{options['port']}”.")
        try:
            serving.serve(int(options["port"]), options["workers"], self._say)
        except serving.ServingError as error:
            raise CommandError(str(error)) from error
        except (OperationalError, NotSupportedError) as error:
            raise CommandError(f"The database cannot be used; see DATABASE_URL. {error}".strip()) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
