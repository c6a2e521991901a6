"""The search knows the years of what is cited, so that a span of many years is one comparison a row."""

from typing import Any

from django.db import migrations, models

from citations.searching import rebuilding, upkeep


def fill(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.statements():
            cursor.execute(statement)
        rebuilding.fill(cursor, rebuilding.silent)
        rebuilding.fill_combinations(cursor)


class Migration(migrations.Migration):
    dependencies = [("citations", "0012_tied_persons")]
    operations = [
        migrations.AddField("found", "dated_from", models.SmallIntegerField(default=32_767)),
        migrations.AddField("found", "dated_to", models.SmallIntegerField(default=0)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
