"""What the public may see is decided by the database, so that a forgotten filter cannot leak a draft.

The schema `published` holds one plain view for each table, under the table's own name. A public request works as role
`opis_web` with `search_path` `published, public` and has no right on the base tables: the same models and querysets
then show published rows only, and a page that reads past its rights fails instead of leaking.

Each of our models states its rule as `publication_rule`:

`status`       rows whose own status is published;
`person unit`  rows of which each of these keys is null or points at a row that is published itself;
`public`       rows whose column `public` is true: tables that triggers derive from the others;
`never`        no row.

A nullable key outside the rule is shown as null where its target is not published. Triggers refuse to publish a record
that points at a draft, and to withdraw one that something published points at. Views and triggers follow from the
models; `manage.py migrate` drops and makes them anew, because PostgreSQL does not alter a column that a view reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from core import departures, desk_rights, editions, guards, history, totals
from core.replicas.routing import on_the_primary

ROLE = "opis_web"
SCHEMA = "published"
# No public page may hold the database longer (reliability: one limit at one place).
STATEMENT_TIMEOUT_MS = 3000
# Nor wait longer for a table that is being changed.
LOCK_TIMEOUT_MS = 700
# Its answer tells these views from those that are made anew under the same names; 0 while there are none.
READ_AS_PUBLIC = (
    f"SET LOCAL ROLE {ROLE}; SET LOCAL search_path TO {SCHEMA}, public;"
    f" SET LOCAL statement_timeout TO {STATEMENT_TIMEOUT_MS}; SET LOCAL lock_timeout TO {LOCK_TIMEOUT_MS};"
    f" SELECT coalesce(to_regnamespace('{SCHEMA}')::oid::bigint, 0)"
)
_views: ContextVar[int | None] = ContextVar("views", default=None)


@contextmanager
def reading_as_public() -> Iterator[None]:
    """Run the block as the anonymous public, in one transaction; a savepoint where one is open already."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(READ_AS_PUBLIC)
            begun_with = _views.set(cursor.fetchone()[0])
        try:
            yield
        finally:
            _views.reset(begun_with)
        if _is_broken():
            transaction.set_rollback(True)  # a view turned the database's error into a page; rolling back resets too
        elif nested:
            _reset()  # else the settings end with the transaction


@contextmanager
def as_the_site(*, writes: bool = True) -> Iterator[None]:
    """Within a public request: the few statements that keep what a visitor sends, on the tables themselves.

    Nothing that they read may be shown. Outside of a public request it changes nothing. Where a replica answers the
    request, what is kept is kept on the primary.
    """
    with on_the_primary() if writes else nullcontext(), _on_the_tables():
        yield


@contextmanager
def _on_the_tables() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [ROLE])
        public = cursor.fetchone()[0]
        if public:
            cursor.execute("RESET ROLE; RESET search_path")
    try:
        yield
    finally:
        if public and not _is_broken():  # what is broken is rolled back as a whole, and its settings with it
            with connection.cursor() as cursor:
                cursor.execute(READ_AS_PUBLIC)


def _is_broken() -> bool:
    from psycopg2.extensions import TRANSACTION_STATUS_INERROR

    return bool(connection.connection.info.transaction_status == TRANSACTION_STATUS_INERROR)


def _reset() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE; RESET ALL")  # and whatever else a page has set for itself
    desk_rights.resume()


def ruled_models() -> list[type[models.Model]]:
    """Our models that state a rule, those pointed at before those that point."""
    left = [model for model in apps.get_models() if hasattr(model, "publication_rule")]
    ordered: list[type[models.Model]] = []
    while left:
        ready = [m for m in left if not ({t for _, t in ruled_keys(m)} & set(left) - {m})]
        ordered += ready
        left = [m for m in left if m not in ready]
    return ordered


def has_status(model: type[models.Model]) -> bool:
    return getattr(model, "publication_rule", "") == "status"


def ruled_keys(
    model: type[models.Model],
) -> Iterator[tuple[models.ForeignKey[models.Model, models.Model], type[models.Model]]]:
    """The foreign keys of a model that point at a model with a rule."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            assert isinstance(target, type)
            if hasattr(target, "publication_rule"):
                yield field, target


def sync(cursor: CursorWrapper) -> None:
    """Make roles, views and triggers as the models say; in the caller's transaction."""
    for statement in statements():
        cursor.execute(statement)
    cursor.execute(editions.ANEW)  # migrations change rows while no trigger looks


def drop(cursor: CursorWrapper) -> None:
    """Take the views away, so that migrations may alter the tables under them."""
    cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def fingerprint() -> str:
    """Changes whenever the views or triggers that the models ask for change; kept as the schema's comment."""
    return hashlib.sha256("\n".join([*_definitions(), *desk_rights.grants()]).encode()).hexdigest()


def is_current(cursor: CursorWrapper) -> bool:
    """Whether the database holds what the models of this version ask for."""
    cursor.execute("SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", [SCHEMA])
    row = cursor.fetchone()
    return bool(row and row[0] == fingerprint())


def make_roles(cursor: CursorWrapper) -> None:
    for statement in role_statements():
        cursor.execute(statement)


def close(cursor: CursorWrapper) -> None:
    """Let no new page read: those that read now end within their limit, and then nobody holds a view or a table."""
    cursor.execute("SELECT FROM pg_namespace WHERE nspname = %s", [SCHEMA])
    if cursor.fetchone() is not None:
        cursor.execute(f"REVOKE USAGE ON SCHEMA {SCHEMA} FROM {ROLE}")


def are_open(cursor: CursorWrapper) -> bool:
    """Whether there are views, and the public may read them: not while migrations run."""
    return _open_views(cursor) is not None


def are_others() -> bool:
    """Whether the views that this page began with are closed, or gone and made anew; for a page that could not read.

    Asked over a connection of its own, since the page's answers no more. That they are open by now says nothing of the
    moment when the page met them, but whoever closes them makes others.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            views = _open_views(cursor)
    finally:
        own.close()
    begun_with = _views.get()
    return views is None or (begun_with is not None and begun_with != views)


def _open_views(cursor: CursorWrapper) -> int | None:
    cursor.execute(
        "SELECT oid FROM pg_namespace WHERE nspname = %s AND has_schema_privilege(%s, oid, 'USAGE')", [SCHEMA, ROLE]
    )
    row = cursor.fetchone()
    return row[0] if row else None


def statements() -> list[str]:
    """All SQL, in order."""
    return [
        f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE",
        *role_statements(),
        f"CREATE SCHEMA {SCHEMA}",
        *_definitions(),
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}, {desk_rights.ROLE}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {ROLE}, {desk_rights.ROLE}",
        *desk_rights.grants(),
        f"COMMENT ON SCHEMA {SCHEMA} IS '{fingerprint()}'",
    ]


def role_statements() -> list[str]:
    """The public and the desk; roles belong to the server, so no copy of a database brings them along."""
    return [
        _unless_another_does(statement)
        for role in (ROLE, desk_rights.ROLE)
        for statement in (f"CREATE ROLE {role} NOLOGIN", f"GRANT {role} TO CURRENT_USER")
    ]


def _unless_another_does(statement: str) -> str:
    """Two databases of one server are brought up to date at once: the server may say “tuple concurrently updated”."""
    there = "duplicate_object OR unique_violation OR internal_error"
    return f"DO $$ BEGIN {statement}; EXCEPTION WHEN {there} THEN NULL; END $$"


def _definitions() -> list[str]:
    models_in_order = ruled_models()
    views = [_view(model) for model in models_in_order]
    guarded = [piece for model in models_in_order if has_status(model) for piece in _guards(model)]
    read = [model._meta.db_table for model in models_in_order if model.publication_rule != "never"]  # type: ignore[attr-defined]  # as above
    summed = [model._meta.db_table for model in models_in_order if has_status(model)]
    changes = [*departures.statements(), *editions.statements(read), *totals.statements(summed), *history.statements()]
    return [*views, *guarded, *changes]


def _view(model: type[models.Model]) -> str:
    rule: str = model.publication_rule  # type: ignore[attr-defined]  # ruled_models() lets only such models in
    rule_keys = rule.split() if rule not in ("status", "public", "never") else []
    read = [_column(field, rule, rule_keys) for field in model._meta.concrete_fields]
    columns, joins = ", ".join(column for column, _join in read), "".join(join for _column, join in read)
    if rule == "status":
        condition = "t.status = 'published'"
    elif rule == "public":
        condition = "t.public"
    elif rule == "never":
        condition = "false"
    else:
        condition = " AND ".join(_key_is_public(model, name) for name in rule_keys)
    table = model._meta.db_table
    return f"CREATE VIEW {SCHEMA}.{table} AS SELECT {columns} FROM public.{table} t{joins} WHERE {condition}"


def _column(field: models.Field, rule: str, rule_keys: Iterable[str]) -> tuple[str, str]:  # type: ignore[type-arg]  # any field at all
    """What the view shows as this column, and the join that it needs.

    A join and not a sub-select, so that who looks for one target finds its rows by the index on the key.
    """
    column = field.column
    if not isinstance(field, models.ForeignKey) or field.name in rule_keys:
        return f't."{column}"', ""
    target = field.related_model
    assert isinstance(target, type)
    if not hasattr(target, "publication_rule") or target.publication_rule == "never":
        return f'NULL::{field.rel_db_type(connection)} AS "{column}"', ""
    if rule == "status":
        return f't."{column}"', ""  # the triggers see to it that the target is published
    other = f'"{field.name}_shown"'
    join = f' LEFT JOIN {SCHEMA}.{target._meta.db_table} {other} ON {other}.id = t."{column}"'
    return f'{other}.id AS "{column}"', join


def _key_is_public(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.ForeignKey)
    target = field.related_model
    assert isinstance(target, type)
    table, column = target._meta.db_table, field.column
    exists = f'EXISTS (SELECT FROM {SCHEMA}.{table} p WHERE p.id = t."{column}")'
    return f'(t."{column}" IS NULL OR {exists})' if field.null else exists


def _guards(model: type[models.Model]) -> Iterator[str]:
    """For each key of a model with a status to another such model."""
    for field, target in ruled_keys(model):
        if has_status(target):
            child, parent = model._meta.db_table, target._meta.db_table
            yield from guards.of_key(SCHEMA, child, field.column, parent, f"{model._meta.label}.{field.name}")
