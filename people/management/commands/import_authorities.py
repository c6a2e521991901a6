"""`manage.py import_authorities FILE`: what Wikidata or VIAF say of persons, as proposals for the desk."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.text_files import Unreadable
from people.imports.reading import read_authorities
from people.imports.said import LANGUAGES
from people.proposals import propose


class Command(BaseCommand):
    help = "Reads a file of Wikidata or VIAF into proposals that wait at the desk (docs/exchange.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="keep the proposals; else only say what would come")
        parser.add_argument("--newcomers", action="store_true", help="propose persons too who are not held")
        parser.add_argument("--languages", default=",".join(LANGUAGES), help="of labels, codes with commas")

    def handle(self, *args: Any, file: Path, apply: bool, newcomers: bool, languages: str, **options: Any) -> None:
        try:
            content = file.read_bytes()
            read = read_authorities(content, languages.split(","))
        except (OSError, Unreadable) as error:
            raise CommandError(f"{file}: {error}") from error
        digest = hashlib.sha256(content).hexdigest()
        report = propose(read, file.name, digest, newcomers=newcomers, apply=apply)
        self.stdout.write("\n".join(report.lines()))
        if not apply:
            self.stdout.write("Nothing was written; --apply keeps the proposals.")
