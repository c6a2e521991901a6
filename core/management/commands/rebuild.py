"""`manage.py rebuild`: what is derived is computed anew, after an upgrade or a change past the models."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.rebuilding import rebuild


class Command(BaseCommand):
    help = "Computes every derived column anew and says how many differed. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        differed = rebuild(progress=self.stderr.write if options["verbosity"] > 1 else lambda said: None)
        for column, count in sorted(differed.items()):
            self.stdout.write(f"{column}: {count} differed")
        self.stdout.write(f"{differed.total()} values put right.")
