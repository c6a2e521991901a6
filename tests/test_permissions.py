"""docs/permissions.csv is what the site really does: every address, every role, every method that it lets through."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from core.roles import make_roles
from people.models import Person
from tests.test_access import EVERYBODY, filled, somebody
from tests.test_methods import EVERYTHING, ROUTES, public
from tests.world import world

Measured = Callable[[str, str, str], None]
TABLE = Path(__file__).resolve().parents[1] / "docs" / "permissions.csv"
REWRITTEN = bool(os.environ.get("WRITE_PERMISSIONS"))
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
NOT_SIGNED_IN, NOT_ALLOWED, NOTHING, NOT_TAKEN = 401, 403, 404, 405
# Django's page leads on who is signed in already, but only by GET.
SIGNING_IN = "admin/login/"
Line = dict[str, str]


@pytest.mark.skipif(REWRITTEN, reason="it is being written anew")
def test_every_address_has_a_line_that_says_what_each_role_may_send() -> None:
    """T28: a new one is put down by WRITE_PERMISSIONS=1 and the test below; look whether it says what you meant."""
    assert sorted(_stated()) == sorted(path for path, _pattern in ROUTES)
    assert {role for line in _stated().values() for role in line} == set(EVERYBODY)


@pytest.mark.slow
@pytest.mark.django_db
def test_every_method_of_every_address_for_every_role(measured: Measured) -> None:
    """T28: asked with something at each number where the world has it; what is sent is rolled back after each."""
    make_roles()
    made = world()
    found: dict[str, Line] = {path: {} for path, _pattern in ROUTES}
    answers: Counter[int] = Counter()
    wrong = []
    for role in EVERYBODY:
        client = somebody(role)
        for path, pattern in ROUTES:
            statuses = {method: _asked(client, method, _address(path, pattern, made)) for method in METHODS}
            answers.update(statuses.values())
            wrong += [(role, path, method, status) for method, status in statuses.items() if status >= 500]
            alike = statuses["HEAD"] == statuses["GET"] or path == SIGNING_IN
            wrong += [] if alike else [(role, path, "HEAD as GET", statuses["HEAD"])]
            found[path][role] = _through(path, statuses)
    if REWRITTEN:
        _write(found)
    assert wrong == []
    stated = _stated()
    assert [(path, line, stated.get(path)) for path, line in found.items() if line != stated.get(path)] == []
    measured(
        "T28",
        "every address × role × method as docs/permissions.csv has it",
        f"{len(ROUTES)} addresses × {len(EVERYBODY)} roles × {len(METHODS)} methods = {answers.total():,} answers, as"
        f" stated; {sum(count for status, count in answers.items() if status >= 500)} × 5xx",
    )


def _through(path: str, statuses: dict[str, int]) -> str:
    """HEAD goes where GET goes. At the desk "there is nothing" is said only to those who may look."""
    closed = {NOT_SIGNED_IN, NOT_ALLOWED, NOT_TAKEN, *([] if path.startswith("admin/") else [NOTHING])}
    return " ".join(method for method, status in statuses.items() if method != "HEAD" and status not in closed)


def _asked(client: Client, method: str, address: str) -> int:
    """The status; 401 also where one is led to sign in. Whoever asks is the same before and after."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    sent = {"data": EVERYTHING} if method == "POST" else {}
    with transaction.atomic():
        response = getattr(client, method.lower())(address, **sent)
        transaction.set_rollback(True)
    client.cookies = cookies
    led_to = response.headers.get("Location", "")
    return NOT_SIGNED_IN if led_to.startswith("/admin/login/") else response.status_code


def _address(path: str, pattern: URLPattern, made: dict[str, Any]) -> str:
    if not path.startswith("admin/"):
        return public(path, made)
    pages = {f"admin/{model._meta.app_label}/{model._meta.model_name}/": model for model in admin.site._registry}
    of: Any = next((model for page, model in pages.items() if path.startswith(page)), Person)
    row = of._default_manager.order_by("pk").first() or made["person"]
    return filled(path, row.pk)


def _stated() -> dict[str, Line]:
    with TABLE.open(newline="") as file:
        return {line.pop("address"): line for line in csv.DictReader(file)}


def _write(found: dict[str, Line]) -> None:
    with TABLE.open("w", newline="") as file:
        table = csv.DictWriter(file, ["address", *EVERYBODY], lineterminator="\n")
        table.writeheader()
        table.writerows({"address": path, **line} for path, line in sorted(found.items()))
