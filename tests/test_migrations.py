"""Migrations say by their names what they do, can be taken back, and are complete."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core import publication
from people.models import Person
from tests import factories

APPS = ("citations", "archive", "people", "core")
OURS = [
    migration
    for (app, _name), migration in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items())
    if app in APPS
]


def label(migration: Any) -> str:
    return f"{migration.app_label}.{migration.name}"


@pytest.mark.parametrize("migration", OURS, ids=label)
def test_a_migration_is_named_for_what_it_does(migration: Any) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)*", migration.name)
    assert not re.search(r"auto|alter_|rename_|remove_.*_and_more|_and_more|temp|fix", migration.name)


@pytest.mark.parametrize("migration", OURS, ids=label)
def test_a_migration_can_be_taken_back(migration: Any) -> None:
    """T12: none is a way of no return."""
    assert [operation for operation in migration.operations if not operation.reversible] == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_to_nothing_and_back_everything_stands_again() -> None:
    """T12: down to no table of ours and up again: the same tables, triggers, views, and they work."""
    before = schema()
    for app in APPS:
        call_command("migrate", app, "zero", verbosity=0)
    left = {table for table in connection.introspection.table_names() if table.split("_")[0] in APPS}
    assert left == set()
    call_command("migrate", verbosity=0, stdout=StringIO())
    assert schema() == before
    with connection.cursor() as cursor:
        assert publication.is_current(cursor)
    factories.person(status=factories.PUBLISHED)
    with publication.reading_as_public():
        assert Person.objects.count() == 1


def schema() -> list[tuple[str, ...]]:
    """Columns, constraints, indexes and triggers of every table of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'column', table_schema, table_name, column_name, data_type, coalesce(column_default, ''), is_nullable
            FROM information_schema.columns WHERE table_schema IN ('public', 'published')
            UNION ALL
            SELECT 'constraint', conrelid::regclass::text, pg_get_constraintdef(oid), '', '', '', ''
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL
            SELECT 'index', indexdef, '', '', '', '', '' FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL
            SELECT 'trigger', pg_get_triggerdef(oid), '', '', '', '', '' FROM pg_trigger WHERE NOT tgisinternal
            ORDER BY 1, 2, 3, 4, 5, 6, 7
            """
        )
        return [tuple(map(str, row)) for row in cursor.fetchall()]
