"""The triggers that keep the side tables of the search true, filled from what stands."""

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
    dependencies = [("citations", "0001_citations")]
    operations = [migrations.RunPython(listen, stop_listening)]
