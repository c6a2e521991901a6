"""Every sentence of the site has its Russian, and the compiled catalogue is that of the text one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

from config.settings.base import BASE_DIR

CATALOGUE = BASE_DIR / "locale/ru/LC_MESSAGES/django.po"
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def test_every_sentence_is_translated_with_its_places() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        assert entry.translated(), entry.msgid
        for written in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert set(PLACES.findall(written)) == set(PLACES.findall(entry.msgid_plural or entry.msgid)), entry.msgid


def test_russian_has_three_forms_of_number() -> None:
    plurals = [entry for entry in polib.pofile(str(CATALOGUE)) if entry.msgid_plural]
    assert len(plurals) > 15
    assert {len(entry.msgstr_plural) for entry in plurals} == {3}


def test_the_compiled_catalogue_is_current(tmp_path: Path) -> None:
    polib.pofile(str(CATALOGUE)).save_as_mofile(str(tmp_path / "django.mo"))
    said = {
        entry.msgid_with_context: entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(str(tmp_path / "django.mo"))
    }
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert said == {entry.msgid_with_context: entry.msgstr or entry.msgstr_plural for entry in compiled}, (
        "run: python locale/compile.py"
    )


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs gettext, as `manage.py makemessages` does")
def test_the_catalogue_holds_every_sentence_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("core", "people", "archive", "citations", "config", "templates"):
        shutil.copytree(BASE_DIR / part, tmp_path / part, ignore=shutil.ignore_patterns("migrations", "__pycache__"))
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["ru"], verbosity=0, no_location=True)
    asked = {entry.msgid_with_context for entry in polib.pofile(str(tmp_path / "locale/ru/LC_MESSAGES/django.po"))}
    held = {entry.msgid_with_context for entry in polib.pofile(str(CATALOGUE))}
    assert asked - held == set(), "run: manage.py makemessages -l ru, translate, and python locale/compile.py"
