"""The search knows the citing work of each citation, so that who cites a file is counted from indexes alone."""

from typing import Any

from django.db import migrations, models

from citations.searching import rebuilding, upkeep


def fill(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.statements():
            cursor.execute(statement)
        rebuilding.fill(cursor, rebuilding.silent)


class Migration(migrations.Migration):
    dependencies = [("citations", "0002_search_triggers")]
    operations = [
        migrations.RemoveIndex("found", "found_unit"),
        migrations.AddField("found", "citing_id", models.IntegerField(default=0)),
        migrations.AddIndex(
            "found", models.Index(fields=["unit_id", "citing_id"], include=["public"], name="found_unit")
        ),
        migrations.AddIndex(
            "found", models.Index(fields=["citing_id", "unit_id"], include=["public"], name="found_citing")
        ),
        migrations.AddIndex(
            "found",
            models.Index(fields=["repository_id", "fond_id", "citing_id"], include=["public"], name="found_fond"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
