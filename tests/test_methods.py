"""What each address of the site answers to each method and role: nobody without a right sends anything into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from archive.models import Document, Repository, Unit
from citations.models import Citation, Publication
from core.roles import ADMINISTRATOR, VIEWER, make_roles
from people.models import Person
from tests.test_access import NOBODY, READER, filled, somebody
from tests.world import world

pytestmark = pytest.mark.django_db

Measured = Callable[[str, str, str], None]
# Beside the desk: what takes what is sent. All others only answer.
SENT_TO = {
    "csp-report/", "oai", "reconcile", "reconcile/", "api/resolve/", "api/format/", "notebook/", "notebook/lists/",
    "notebook/lists/<number:number>/", "check/", "follow/", "follow/confirm/<step:token>/", "follow/stop/<step:token>/",
    "report/",
}  # fmt: skip
# Sent to by programs, readers' mail programs and browsers themselves, which have no token against forged forms. None of
# them changes what is held: a report is one line in a log, a letter's link is signed, the rest only answers.
WITHOUT_TOKEN = {
    "csp-report/", "oai", "reconcile", "reconcile/", "api/resolve/", "api/format/", "notebook/",
    "follow/stop/<step:token>/",
}  # fmt: skip
# What a session and its account note of themselves, and what is asked of anybody who signs in.
OF_ONE_S_OWN = {"core_signedin", "auth_user", "otp_totp_totpdevice", "otp_static_staticdevice", "django_admin_log"}
EVERYTHING = {
    "action": "delete_selected", "post": "yes", "confirm": "1", "status": "published", "name_en": "Sent", "seen": "x",
    "title": "Sent", "why": "x", "decide": "1", "text": "Sent", "others": "1",
}  # fmt: skip


def all_routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern, path)
        elif pattern.name is not None or "<path:object_id>/" in path:
            yield path, pattern


ROUTES = sorted(dict(all_routes()).items())


def written() -> dict[str, int]:
    """Rows that this transaction has added, changed or taken away, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("role", [NOBODY, READER, VIEWER])
def test_who_may_not_write_changes_no_row_of_any_table_by_sending(role: str, measured: Measured) -> None:
    """T28: POST to every address of the desk."""
    make_roles()
    made = world()
    client = somebody(role)
    before, answers = written(), Counter[int]()
    desk = [path for path, _pattern in ROUTES if path.startswith("admin/")]
    for path in desk:
        sent = {**EVERYTHING, "_selected_action": made["person"].pk}
        answers[client.post(filled(path, made["person"].pk), sent).status_code] += 1
    changed = {table for table, rows in written().items() if rows != before.get(table, 0)}
    assert changed <= OF_ONE_S_OWN
    assert max(answers) < 500
    assert answers.total() > 150
    told = ", ".join(f"{status} × {count}" for status, count in sorted(answers.items()))
    measured("T28", "nothing changes", f"{role}: POST to {len(desk)} addresses of the desk: {told}")


def test_no_address_takes_other_methods(measured: Measured) -> None:
    """T28: an administrator's too."""
    make_roles()
    made = world()
    client = somebody(ADMINISTRATOR)
    wrong = []
    for method in (client.put, client.patch, client.delete, client.trace):
        for path, _pattern in ROUTES:
            status = method(anywhere(path, made)).status_code
            wrong += [(path, status)] if status != 405 else []
    assert wrong == []
    measured("T28", "no address takes PUT, PATCH, DELETE or TRACE", f"{4 * len(ROUTES)} of {4 * len(ROUTES)} refused")


def test_only_these_public_addresses_are_sent_to(client: Client) -> None:
    """T28: of the public ones; what is not named here refuses what is sent."""
    made = world()
    taking = set()
    for path, _pattern in ROUTES:
        if path.startswith("admin/"):
            continue
        status = client.post(public(path, made), {}, content_type="application/json").status_code
        assert status < 500, path
        taking |= {path} if status not in (405, 404) else set()
    assert taking <= SENT_TO
    assert len(SENT_TO - taking) <= 3  # whose number or token leads to nothing


def test_what_is_sent_without_a_token_is_refused() -> None:
    """T31: forged forms, at every address that takes one."""
    make_roles()
    made = world()
    client = somebody(ADMINISTRATOR)
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = client.cookies
    wrong = []
    for path, _pattern in ROUTES:
        status = forged.post(anywhere(path, made), EVERYTHING).status_code
        if (status != 403) is not (path in WITHOUT_TOKEN or status in (404, 405)):
            wrong.append((path, status))
    assert wrong == []


def anywhere(path: str, made: dict[str, Any]) -> str:
    return filled(path, made["person"].pk) if path.startswith("admin/") else public(path, made)


def public(path: str, made: dict[str, Any]) -> str:
    """A public address with something in each place, and at each number a record of its kind."""
    if path.startswith("sitemap"):
        return "/sitemap-people-1.xml"
    of_a_person = {
        "reconcile/view/<step:number>/": f"/reconcile/view/people-{made['person'].pk}/",
        "reconcile/preview/": f"/reconcile/preview/?id=people-{made['person'].pk}",
        "report/": f"/report/?of={made['person'].get_absolute_url()}",
    }
    if path in of_a_person:
        return of_a_person[path]
    path = re.sub(r"[\^$]", "", re.sub(r"\(\?P<pk>[^)]*\)", "<number:number>", path))
    of = path.removeprefix("api/")
    of_its_kind = next((row for row in made.values() if of.startswith(KINDS.get(type(row), "none"))), made["person"])
    named = {
        "code": "RGASPI", "numbers": "17/171/87", "slug": "x", "size": "full", "name": "SHA256SUMS", "kind": "people",
        "of": "documents", "number": str(of_its_kind.pk),
    }  # fmt: skip
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: named.get(gap.group(1), "people"), path)


KINDS = {
    Person: "people/", Document: "documents/", Publication: "publications/", Citation: "citations/", Unit: "units/",
    Repository: "repositories/",
}  # fmt: skip
