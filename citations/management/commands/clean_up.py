"""`manage.py clean_up`: what nobody needs any more, such as sessions that have ended; for every night."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from citations.visitors import forget_old

# Long enough to look into a week in which somebody tried passwords.
WRONG_PASSWORDS_KEPT = timedelta(days=30)


class Command(BaseCommand):
    help = "Clears away sessions that have ended, what visitors did a day ago, wrong passwords of a month ago."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("clearsessions")
        tried, _by_model = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - WRONG_PASSWORDS_KEPT).delete()
        self.stdout.write(f"{forget_old()} acts of visitors and {tried} wrong passwords forgotten.")
