"""Fifty editors save the same record at once: one wins, forty-nine are told and keep every word that they typed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from people.models import Name, Person
from tests import factories as make
from tests.desk import Page, errors_of, told

EDITORS = 50
# As many as the database lets in beside the tests' own connection.
AT_ONCE = 25

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_wins_and_the_others_keep_their_text() -> None:
    """T13: fifty editors save the same record at once."""
    person = make.person("Eltsin, Boris", born="1890")
    name = Name.objects.create(person=person, text="Ельцин")
    clients = [Client() for _n in range(EDITORS)]
    for number, client in enumerate(clients):
        client.force_login(make.editor(f"editor {number}"))
    opened = Page(clients[0], person)  # all of them see the same page
    ready = Barrier(AT_ONCE)

    def save(number: int) -> Any:
        """Each types a life of their own, and a name of their own in the table below."""
        ready.wait()
        try:
            typed = {"life_en": f"Life by {number}", "names-0-text": f"Name by {number}", "why": f"Because {number}"}
            return clients[number].post(opened.address, {**opened.data, **typed})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(save, range(EDITORS)))

    won = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert len(won) == 1
    winner = won[0]
    person.refresh_from_db()
    assert person.life_en == f"Life by {winner}"
    assert [row.text for row in Name.objects.filter(pk=name.pk)] == [f"Name by {winner}"]
    assert Person.objects.get().version == 2
    for number, answer in enumerate(answers):
        if number == winner:
            continue
        assert answer.status_code == 200
        assert errors_of(answer)
        assert any("changed" in sentence for sentence in told(answer)), told(answer)
        page = answer.content.decode()
        for typed in (f"Life by {number}", f"Name by {number}", f"Because {number}"):
            assert typed in page
