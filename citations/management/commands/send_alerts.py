"""`manage.py send_alerts`: letters to those who follow a list in which something is new."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from citations.following.alerts import mail_is_set, send_alerts
from citations.models import Alert


class Command(BaseCommand):
    help = "Sends what is new in lists to those who asked for it. To be run once an hour or a day, by cron or a timer."

    def handle(self, *args: Any, **options: Any) -> None:
        if not mail_is_set():
            # No failure: a site may do without letters, and its timer runs every morning.
            waiting = Alert.objects.count()
            self.stdout.write(f"No mail server is named (EMAIL_HOST), so nothing is sent; {waiting} alerts wait.")
            return
        sent = send_alerts()
        self.stdout.write(f"{sent.alerts} alerts, {sent.letters} letters sent, {len(sent.failed)} failed.")
        for failed in sent.failed:
            self.stderr.write(failed)
