"""Check the installation; the exit code says whether anything is broken."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.doctor import Verdict, examine


class Command(BaseCommand):
    help = "Check the installation: one line a check; the exit code is 1 if something is broken."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        failures = 0
        styles = {
            Verdict.GOOD: self.style.SUCCESS,
            Verdict.WARNING: self.style.WARNING,
            Verdict.FAILURE: self.style.ERROR,
        }
        for finding in examine():
            failures += finding.verdict is Verdict.FAILURE
            self.stdout.write(f"{styles[finding.verdict](f'{finding.verdict.value:8}')} {finding.text}")
        if failures:
            sys.exit(1)
