"""The desk has rights to rows alone: no table changes its shape there, and what the history holds stays as it is.

A request of staff takes on role `opis_staff`, which reads and writes records; of the history it may only add to the
end. Imports and their undoing, which make tables of their own and indexes anew, work as the owner (`as_owner`).

Boundary: it is a net under mistakes and no wall, since the log-in is the owner's (docs/decisions/0009). What the public
may see is `core.publication`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db import DatabaseError, connection, models
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from core.history import history_of

ROLE = "opis_staff"
TAKE_ON, LAY_DOWN = f"SET ROLE {ROLE}", "RESET ROLE"
# Which migrations stand is the owner's to write.
READ_ONLY = ("django_migrations",)
_taken_on: ContextVar[bool] = ContextVar("taken_on", default=False)


@contextmanager
def working_at_desk() -> Iterator[None]:
    """Run the block as staff, and the connection's next user as the owner again."""
    _say(TAKE_ON)
    token = _taken_on.set(True)
    try:
        yield
    finally:
        _taken_on.reset(token)
        _lay_down()


@contextmanager
def as_owner() -> Iterator[None]:
    """Within work at the desk: what needs more than rows. Elsewhere it changes nothing."""
    if not _taken_on.get():
        yield
        return
    _say(LAY_DOWN)
    token = _taken_on.set(False)
    try:
        yield
    finally:
        _taken_on.reset(token)
        resume()


def resume() -> None:
    """Take the role on again at the desk, after something that ended with the owner's rights."""
    if _taken_on.get() and not _is_broken():
        _say(TAKE_ON)


def grants() -> list[str]:
    """All SQL, for a database whose tables stand."""
    histories = [history_of(model) for model in apps.get_models() if _has_history(model)]
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}",
        f"REVOKE UPDATE, DELETE ON {', '.join(sorted(histories))} FROM {ROLE}",
        f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(READ_ONLY)} FROM {ROLE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}",
    ]


def _has_history(model: type[models.Model]) -> bool:
    return any(relation.name == "history" for relation in model._meta.related_objects)


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _lay_down() -> None:
    """A connection that cannot be given back with the owner's rights is not given back at all."""
    if connection.connection is None or _is_broken():  # what is broken is rolled back, and the role with it
        return
    try:
        _say(LAY_DOWN)
    except DatabaseError:
        connection.close()


def _is_broken() -> bool:
    return connection.connection is not None and (
        connection.connection.info.transaction_status == TRANSACTION_STATUS_INERROR
    )
