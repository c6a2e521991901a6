"""`manage.py demo`: the demonstration data of demo/, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from citations.tables import ALL
from core.models import Batch
from core.tables.loading import load

# The import is known by this name, so that what somebody deleted or undid does not come back with the next start.
SOURCE = "demonstration data"


class Command(BaseCommand):
    help = "Loads the demonstration data, unless they were loaded before."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if Batch.objects.filter(kind=Batch.Kind.TABLES, source=SOURCE).exists():
            said = "The demonstration data were loaded before."
        else:
            report = load(ALL, settings.BASE_DIR / "demo", apply=True, source=SOURCE)
            if not report.good:
                raise CommandError("\n".join(report.lines()))
            said = f"The demonstration data are loaded: {report.new} records."
        if verbosity:
            self.stdout.write(said)
