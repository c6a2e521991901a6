"""What the settings promise: production refuses to start half configured, and secrets are taken as they are."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import environ
import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from django.test import Client

from core.deploy_checks import is_unprotected

PROJECT = Path(__file__).resolve().parents[2]
SET = {"SECRET_KEY": "k" * 25 + "$#%'\"" + "0123456789abcdefghijklmnopq", "ALLOWED_HOSTS": "opis.example.org"}


def _manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, with nothing of ours in the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _setting(expression: str, **environment: str) -> object:
    program = f"import json, sys; from django.conf import settings; json.dump({expression}, sys.stdout)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **SET, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without(missing: str) -> None:
    environment = {**SET, missing: "", "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    done = _manage("check", **environment)
    assert done.returncode == 1
    assert f"{missing} is not set" in done.stderr


def test_production_has_nothing_to_be_warned_of() -> None:
    """T32: Django's own check for a public site."""
    production = {**SET, "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    done = _manage("check", "--deploy", "--fail-level", "WARNING", **production)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("postgres://opis@db1/opis", True),
        ("postgres://opis@db1/opis?sslmode=require", True),
        ("postgres://opis@/opis?host=db1,db2&target_session_attrs=read-write", True),
        ("postgres://opis@db1/opis?sslmode=verify-full&sslrootcert=/etc/opis/ca.pem", False),
        ("postgres://opis@127.0.0.1/opis", False),
        ("postgres:///opis?host=/run/postgresql", False),
    ],
)
def test_a_database_elsewhere_is_spoken_to_by_tls(address: str, warned: bool) -> None:
    assert is_unprotected(environ.Env.db_url_config(address)) is warned


def test_whoever_checks_a_public_site_is_warned_of_a_database_spoken_to_in_clear() -> None:
    production = {**SET, "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    done = _manage("check", "--deploy", **{**production, "DATABASE_URL": "postgres://opis@192.0.2.1/opis"})
    assert "go to the database “default” unprotected" in done.stderr


@pytest.mark.parametrize("key", ["$HOME-and-fifty-characters-more", "a#b%c'd\"e", "ключ"])
def test_a_secret_key_is_taken_as_it_is(key: str) -> None:
    assert _setting("settings.SECRET_KEY", SECRET_KEY=key) == key


@pytest.mark.parametrize(
    ("url", "host", "password"),
    [
        ("postgres://opis:secret@db.example.org/opis", "db.example.org", "secret"),
        ("postgres://opis:%24HOME%23%40@db.example.org/opis", "db.example.org", "$HOME#@"),
        ("postgres://opis:$HOME@db.example.org/opis", "db.example.org", "$HOME"),
        ("postgresql://opis:a#b@db.example.org:5433/opis", "db.example.org", "a#b"),
    ],
)
def test_a_database_url_is_taken_as_it_is(url: str, host: str, password: str) -> None:
    database = "{key: settings.DATABASES['default'][key] for key in ('HOST', 'PASSWORD', 'NAME')}"
    assert _setting(database, DATABASE_URL=url) == {"HOST": host, "PASSWORD": password, "NAME": "opis"}


def test_replicas_are_named_one_by_one_and_given_up_soon() -> None:
    """T9: both servers for what is written, of which libpq finds the one that takes it; and those that are read."""
    both = "postgres://opis:secret@/opis?host=db1,db2&target_session_attrs=read-write"
    read = "postgres://opis@db2/opis, postgres://opis@db3/opis"
    found = _setting(
        "[settings.REPLICAS, [settings.DATABASES[name]['HOST'] for name in settings.REPLICAS], settings.REPLICA_LAG,"
        " settings.DATABASES['default']['OPTIONS'], settings.DATABASES['replica1']['OPTIONS']]",
        DATABASE_URL=both,
        DATABASE_REPLICA_URL=read,
    )
    assert found == [
        ["replica1", "replica2"],
        ["db2", "db3"],
        5,
        {"connect_timeout": 3, "host": "db1,db2", "target_session_attrs": "read-write"},
        {"connect_timeout": 2, "tcp_user_timeout": 3000},
    ]
    assert _setting("settings.REPLICAS", DATABASE_REPLICA_URL="") == []


def test_a_dead_database_is_noticed_at_once() -> None:
    """T4: in seconds, not in minutes."""
    options = "[settings.DATABASES['default'][key] for key in ('OPTIONS', 'CONN_HEALTH_CHECKS')]"
    url = "postgres://opis@db.example.org/opis?sslmode=require"
    assert _setting(options, DATABASE_URL=url) == [{"connect_timeout": 3, "sslmode": "require"}, True]


def test_the_embedded_database_needs_no_password_in_the_settings() -> None:
    database = "[settings.DATABASES['default'].get('PASSWORD'), 'passfile' in settings.DATABASES['default']['OPTIONS']]"
    assert _setting(database, DATABASE_URL="") == [None, True]


def test_the_development_key_is_made_once_and_private() -> None:
    for _ in range(2):
        assert _manage("diffsettings", DJANGO_SETTINGS_MODULE="config.settings.dev").returncode == 0
    file = PROJECT / "var" / "secret-key"
    assert len(file.read_text()) > 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.django_db
def test_the_driver_is_psycopg2() -> None:
    """Django takes psycopg 3 without a word as soon as some package brings it along."""
    connection.ensure_connection()
    assert connection.Database.__name__ == "psycopg2"  # type: ignore[attr-defined]  # each backend has one
    assert type(connection.connection).__module__ == "psycopg2.extensions"


def test_a_template_variable_that_does_not_exist_shows_itself() -> None:
    assert "no such variable: persn" in Template("{{ persn.name }}").render(Context({"person": 1}))


def test_no_page_may_run_what_is_not_ours(client: Client) -> None:
    """T33: the policy, on every page."""
    policy = client.get("/static/none").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert settings.SECURE_REFERRER_POLICY == "same-origin"


def test_production_s_cookies_are_of_this_host_alone_and_passwords_kept_by_scrypt() -> None:
    cookies = "sorted(getattr(settings, name) for name in dir(settings) if name.endswith('COOKIE_NAME'))"
    assert _setting(f"[*{cookies}, settings.PASSWORD_HASHERS[0].split('.')[-1]]") == [
        "__Host-csrftoken", "__Host-language", "__Host-sessionid", "__Host-theme", "ScryptPasswordHasher"
    ]  # fmt: skip
