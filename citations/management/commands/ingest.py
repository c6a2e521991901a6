"""`manage.py ingest FILE`: the footnotes of a file go into the review queue."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from citations.imports.footnotes import ingest
from core.text_files import Unreadable


class Command(BaseCommand):
    help = (
        "Reads the footnotes of a file (txt, html, docx, pdf, TEI) into the review queue, as drafts."
        " A second run adds nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publication", default="", help="number or exact title of the publication of these notes")
        parser.add_argument("--encoding", default="", help="such as cp1251, where the guess is wrong")

    def handle(self, *args: Any, file: Path, publication: str, encoding: str, **options: Any) -> None:
        try:
            report = ingest(file.read_bytes(), file.name, publication, encoding)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(f"{file}: {error}") from error
        for line in report.lines():
            self.stdout.write(line)
