"""`manage.py import_ead FILE… [--apply]`: finding aids become units, each file one import that can be undone."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from archive.imports.ead import NoFindingAid
from archive.imports.finding_aids import FINDING_AID, import_finding_aid
from archive.imports.holders import Undecided
from core.models import SentFile


class Command(BaseCommand):
    help = "Reads EAD 2002 or EAD3 finding aids into units, as drafts. Without --apply it only says what it would do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--archive", default="", metavar="CODE", help="the archive that holds what is described")
        parser.add_argument(
            "--apply", action="store_true", help="write; a second run of the same files changes nothing"
        )

    def handle(self, *args: Any, files: list[Path], archive: str, apply: bool, **options: Any) -> None:
        refused = 0
        for file in files:
            try:
                with transaction.atomic():
                    content = file.read_bytes()
                    imported = import_finding_aid(content, file.name, apply, archive, self.stderr.write)
                    if batch := imported.report.batch:
                        SentFile.objects.create(name=file.name, kind=FINDING_AID, content=content, batch=batch)
                said, good = imported.lines(), imported.report.good
            except OSError as error:
                said, good = [f"it cannot be read: {error.strerror}."], False
            except (NoFindingAid, Undecided) as error:
                said, good = [str(error)], False
            refused += not good
            for line in said:
                self.stdout.write(f"{file.name}: {line}")
        if refused:
            raise CommandError(f"{refused} of {len(files)} files were not taken; the others were.")
