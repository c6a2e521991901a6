"""Triggers keep the side tables of the search true; what stands already is filled in."""

from typing import Any

from django.db import migrations

from citations.searching import rebuilding, upkeep


def listen(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.statements():
            cursor.execute(statement)
        rebuilding.fill(cursor, rebuilding.silent)


def stop_listening(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.removals():
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("citations", "0006_search_tables"),
        ("archive", "0004_constraint_sentences"),
        ("people", "0004_constraint_sentences"),
    ]
    operations = [migrations.RunPython(listen, stop_listening)]
