"""Compiles every django.po beside this file, with no need of gettext: `python locale/compile.py`."""

from __future__ import annotations

from pathlib import Path

import polib

for catalogue in sorted(Path(__file__).parent.glob("*/LC_MESSAGES/django.po")):
    polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
