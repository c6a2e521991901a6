"""`manage.py tell_failure backup`: writes to whoever `ERROR_MAIL` names that this command failed; for systemd."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

log = logging.getLogger("opis.commands")


class Command(BaseCommand):
    help = "Logs that a command run by a timer failed, and writes to those whom ERROR_MAIL names."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="the command that failed, such as backup")

    def handle(self, *args: Any, unit: str, **options: Any) -> None:
        log.error("manage.py %s failed; journalctl --unit=opis-manage@%s says why", unit, unit, extra={"unit": unit})
