"""The doctor finds what is wrong, names it with its cure, and never passes what it could not look at."""

from __future__ import annotations

import shutil
from collections import namedtuple
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from core import doctor
from core.doctor import Verdict

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def nothing_stored(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def _run() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("doctor", stdout=out, no_color=True)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
def test_a_healthy_installation() -> None:
    code, said = _run()
    assert code == 0, said
    lines = said.splitlines()
    assert len(lines) == len(doctor.CHECKS)
    assert [line for line in lines if not line.startswith("ok ")] == [
        "warning  no backup is made yet: docs/operations.md says how to make one"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("CREATE FUNCTION ill.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'", "lower('Ё') is 'Ё'"),
        (
            "CREATE FUNCTION ill.similarity(text, text) RETURNS real LANGUAGE sql AS 'SELECT 0::real'",
            "made with LC_CTYPE=C",
        ),
        ("DELETE FROM django_migrations WHERE app = 'sessions'", "1 migrations are pending (sessions.0001_initial …)"),
        ("COMMENT ON SCHEMA published IS 'older'", "the public's views are stale"),
    ],
)
def test_what_is_wrong_is_named(sql: str, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA ill")
        cursor.execute(sql)
        cursor.execute("SET LOCAL search_path TO ill, pg_catalog, public")
    code, report = _run()
    assert code == 1
    assert [line for line in report.splitlines() if line.startswith("FAILURE") and said in line], report


@pytest.mark.django_db
def test_a_missing_extension_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "EXTENSIONS", {"pg_trgm", "postgis"})
    assert doctor.extensions() == doctor.Finding(Verdict.FAILURE, "extensions are missing: postgis")


@pytest.mark.django_db
def test_a_check_that_cannot_be_made_is_a_failure() -> None:
    def broken_thermometer() -> doctor.Finding:
        raise OSError("dropped it\non the floor")

    (finding,) = doctor.examine([broken_thermometer])
    assert finding == doctor.Finding(Verdict.FAILURE, "broken thermometer: OSError: dropped it")


@pytest.mark.parametrize(("free", "verdict"), [(50, Verdict.GOOD), (11, Verdict.GOOD), (10, Verdict.WARNING)])
def test_a_disk_that_fills_up(monkeypatch: pytest.MonkeyPatch, free: int, verdict: Verdict) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(100, 100 - free, free))
    assert doctor.disk_space().verdict is verdict


def test_secrets_open_to_others_are_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "opis.pass").touch(mode=0o600)
    settings.EMBEDDED_FOLDER = tmp_path
    assert doctor.private_files().verdict is Verdict.GOOD
    (tmp_path / "opis.pass").chmod(0o644)
    assert doctor.private_files() == doctor.Finding(Verdict.FAILURE, f"open to other users: {tmp_path / 'opis.pass'}")
