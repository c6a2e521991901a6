"""The API answers made-up questions as its description says, whoever asks; never with a server error.

A few questions for each operation each time; 5,000 in all with `make test-slow`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import Group
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.roles import ADMINISTRATOR, CONTRIBUTOR, make_roles
from tests import factories as make
from tests.world import world

pytestmark = pytest.mark.django_db

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EACH_TIME, SLOWLY = 2, 5_000


def signed_in(role: str) -> dict[str, str]:
    """The cookies of somebody at the desk with this role; none for the public."""
    if not role:
        return {}
    make_roles()
    user = make.editor()
    user.groups.set([Group.objects.get(name=role)])
    client = Client()
    client.force_login(user)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def ask_all(role: str, most_of_each: Callable[[int], int]) -> int:
    """How many questions were asked."""
    world()
    raw = Client().get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()
    schema = schemathesis.openapi.from_dict(raw)
    schema.app = get_wsgi_application()
    cookies = signed_in(role)
    found: list[Any] = list(schema.get_all_operations())
    operations = [each.ok() for each in found]
    asked = 0

    def ask(operation: Any) -> None:
        valid = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
        wrong = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

        @settings(
            max_examples=most_of_each(len(operations)),
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=st.one_of(valid, wrong))
        def one(case: Any) -> None:
            nonlocal asked
            asked += 1
            answer = case.call(cookies=cookies)
            case.validate_response(answer, checks=CHECKS)

        one()

    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)  # as Django's own client does
    try:
        for operation in operations:
            ask(operation)
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
    return asked


@pytest.mark.parametrize("role", ["", CONTRIBUTOR, ADMINISTRATOR], ids=["anonymous", "contributor", "administrator"])
def test_made_up_questions_are_answered_as_described(role: str) -> None:
    assert ask_all(role, lambda operations: EACH_TIME) >= 50


@pytest.mark.slow
@pytest.mark.parametrize("role", ["", CONTRIBUTOR, ADMINISTRATOR], ids=["anonymous", "contributor", "administrator"])
def test_five_thousand_made_up_questions(role: str) -> None:
    ask_all(role, lambda operations: SLOWLY // 3 // operations + 1)
