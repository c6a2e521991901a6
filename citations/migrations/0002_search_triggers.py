"""The triggers that keep the side tables of the search true.

They name columns that later migrations add, so the last of those fills the tables (0003).
"""

from typing import Any

from django.db import migrations

from citations.searching import upkeep


def listen(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.statements():
            cursor.execute(statement)


def stop_listening(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.removals():
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("citations", "0001_citations")]
    operations = [migrations.RunPython(listen, stop_listening)]
