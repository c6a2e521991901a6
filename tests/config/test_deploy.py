"""The files under deploy/ are such as those who read them take: nginx, systemd, gunicorn, a builder of images."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core import mail
from django.core.management import call_command, get_commands
from django.utils import timezone

from citations.models import VisitorAct
from core.backups.making import clear_away

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SYSTEMD = shutil.which("systemd-analyze")
OPENSSL = shutil.which("openssl")


def nginx_with(folder: Path) -> Path:
    """Our file within a whole configuration, its certificate made here and its ports those that anybody may take."""
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=opis.example.org -keyout key.pem -out cert.pem"
    subprocess.run(made.split(), cwd=folder, check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text()
    for written, here in (
        ("/etc/letsencrypt/live/opis.example.org/fullchain.pem", f"{folder}/cert.pem"),
        ("/etc/letsencrypt/live/opis.example.org/privkey.pem", f"{folder}/key.pem"),
        ("/var/log/nginx/", f"{folder}/"),
        ("/srv/opis/deploy/", f"{DEPLOY}/"),
    ):
        assert written in site
        site = site.replace(written, here)
    whole = folder / "nginx.conf"
    whole.write_text(f"pid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{site}\n}}\n")
    return whole


@pytest.mark.skipif(not (NGINX and OPENSSL), reason="on Debian: apt install nginx-light openssl")
def test_nginx_takes_the_file_as_it_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [str(NGINX), "-t", "-p", str(tmp_path), "-c", str(nginx_with(tmp_path))], capture_output=True, text=True
    )
    assert (done.returncode, re.findall(r"\[(?:warn|emerg)\].*", done.stderr)) == (0, [])


def test_nginx_hides_who_asked_and_what_was_looked_for() -> None:
    """T40: the web server's own lines."""
    form = re.findall(r"log_format opis (.*?);", (DEPLOY / "nginx.conf").read_text(), re.DOTALL)[0]
    assert "escape=json" in form
    named = set(re.findall(r"\$(\w+)", form))
    assert not named & {"remote_addr", "request", "request_uri", "args", "query_string", "http_cookie", "http_referer"}


@pytest.mark.skipif(not SYSTEMD, reason="systemd is not installed")
def test_systemd_takes_the_units_as_they_are(tmp_path: Path) -> None:
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/srv/opis/.venv/bin/python", sys.executable))
    instances = [tmp_path / unit.name.replace("@", "@backup") for unit in UNITS if "@" in unit.name]
    for instance in instances:
        instance.symlink_to(tmp_path / instance.name.replace("@backup", "@"))
    names = [str(tmp_path / unit.name) for unit in UNITS if "@" not in unit.name] + [str(one) for one in instances]
    done = subprocess.run(
        [str(SYSTEMD), "verify", "--recursive-errors=no", "--man=no", *names], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def entries(unit: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in unit.read_text().splitlines() if "=" in line and line[0] not in "#[")


def test_each_timer_starts_a_command_that_there_is() -> None:
    commands = [re.findall(r"opis-manage@(\w+)\.service", entries(unit).get("Unit", "")) for unit in UNITS]
    named = sorted(name for found in commands for name in found)
    assert named == ["backup", "clean_up", "doctor", "fixity", "send_alerts"]
    assert set(named) | {"tell_failure"} <= set(get_commands())
    assert all(entries(unit)["Persistent"] == "true" for unit in UNITS if unit.suffix == ".timer")


def test_services_run_as_nobody_in_particular_and_may_write_in_few_places() -> None:
    services = [entries(unit) for unit in UNITS if unit.suffix == ".service"]
    assert {(unit["User"], unit["NoNewPrivileges"], unit["ProtectSystem"]) for unit in services} == {
        ("opis", "yes", "strict")
    }
    assert {unit["ReadWritePaths"] for unit in services} <= {"/srv/opis/var", "/srv/opis/var -/var/backups/opis"}
    assert entries(DEPLOY / "systemd" / "opis-manage@.service")["OnFailure"] == "opis-failed@%i.service"


def test_the_web_server_s_files_and_the_service_name_one_socket() -> None:
    socket = entries(DEPLOY / "systemd" / "opis.socket")["ListenStream"]
    assert f"server unix:{socket} " in (DEPLOY / "nginx.conf").read_text()


def test_gunicorn_waits_less_long_than_systemd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "figures"))
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    told = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "counter_1.db").write_text("of yesterday")
    told["on_starting"](None)
    assert list((tmp_path / "figures").iterdir()) == []
    stop = int(entries(DEPLOY / "systemd" / "opis.service")["TimeoutStopSec"])
    assert (told["workers"], told["graceful_timeout"] < stop, told["timeout"] > 30) == (3, True, True)


def test_every_variable_of_the_environment_file_is_known_and_explained() -> None:
    names = re.findall(r"^#? ?([A-Z_]+)=", (DEPLOY / "opis.env").read_text(), re.MULTILINE)
    known = "".join(file.read_text() for file in (ROOT / "config" / "settings").glob("*.py"))
    known += (ROOT / "config" / "embedded" / "__init__.py").read_text()
    page = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in names if f'"{name}"' not in known and name != "DJANGO_SETTINGS_MODULE"] == []
    assert [name for name in names if f"`{name}`" not in page] == []


# -- containers -------------------------------------------------------------------------------------------------------


def test_an_image_is_pinned_runs_as_nobody_and_tells_whether_it_is_well() -> None:
    """T41: what the image is made of."""
    lines = (ROOT / "Containerfile").read_text().replace("\\\n", " ").splitlines()
    words = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    told = {word: [rest for first, rest in words if first == word] for word, _rest in words}
    assert {re.sub(r" AS \w+$", "", base) for base in told["FROM"]} == {
        "docker.io/library/python:3.11.14-slim-bookworm"
    }
    assert "--require-hashes" in told["RUN"][0]
    assert told["USER"] == ["opis"]
    for place in ("HEALTHCHECK", "CMD"):
        command = json.loads(re.findall(r"\[.*\]", told[place][0])[0])
        assert command[0] == ".venv/bin/python"
        assert [word for word in command if word.startswith("deploy/") and not (ROOT / word).exists()] == []
    assert not re.search(r"(PASSWORD|TOKEN|SECRET_KEY|DATABASE_URL)=", "".join(told["ENV"]))
    left_out = (ROOT / ".containerignore").read_text().splitlines()
    assert {".*", "var"} <= set(left_out)
    assert not {"locale", "static", "deploy", "templates", "requirements.txt"} & set(left_out)


def test_the_probe_of_a_container(live_server: Any) -> None:
    port = live_server.url.rpartition(":")[2]
    environment = {"ALLOWED_HOSTS": "localhost,other"}
    found = [
        subprocess.run([sys.executable, DEPLOY / "probe.py"], env={**environment, "BIND": bind}, capture_output=True)
        for bind in (f"0.0.0.0:{port}", "127.0.0.1:9")
    ]
    assert [done.returncode for done in found] == [0, 1]


# -- commands of the night --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_old_is_forgotten_and_what_is_not_stays() -> None:
    now, out = timezone.now(), StringIO()
    for days in (0, 2):
        act = VisitorAct.objects.create(what="report", who=f"{days} days")
        VisitorAct.objects.filter(pk=act.pk).update(at=now - timedelta(days=days))
    for days in (5, 40):
        tried = AccessAttempt.objects.create(username=f"{days} days", failures_since_start=1)
        AccessAttempt.objects.filter(pk=tried.pk).update(attempt_time=now - timedelta(days=days))
    call_command("clean_up", stdout=out)
    assert out.getvalue() == "1 acts of visitors and 1 wrong passwords forgotten.\n"
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["5 days"]


def test_a_command_that_failed_at_night_is_told_by_mail(tmp_path: Path, settings: Any) -> None:
    import logging
    import threading

    from core.error_mail import ErrorMail

    settings.ERROR_MAIL, settings.ERROR_MAIL_RECORD = ["keeper@example.org"], tmp_path / "record.json"
    handler = ErrorMail(level=logging.ERROR)
    logging.getLogger("opis.commands").addHandler(handler)
    call_command("tell_failure", "backup")
    logging.getLogger("opis.commands").removeHandler(handler)
    for thread in threading.enumerate():
        if thread.name == "error mail":
            thread.join()
    assert [letter.subject for letter in mail.outbox] == [
        "Opis: manage.py backup failed; journalctl --unit=opis-manage@backup says why"
    ]


def test_so_many_backups_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    for day in (1, 2, 3, 4):
        (tmp_path / f"opis-2026-11-0{day}-021500").mkdir()
        (tmp_path / f"opis-2026-11-0{day}-021500" / "manifest.json").touch()
    (tmp_path / "opis-old-notes").mkdir()
    assert clear_away(tmp_path, 0) == []
    assert [folder.name for folder in clear_away(tmp_path, 3)] == ["opis-2026-11-01-021500"]
    assert len(list(tmp_path.iterdir())) == 4
    assert settings.BACKUPS_KEPT == 0
