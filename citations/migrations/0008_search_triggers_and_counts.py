"""Counts of each facet's values; and the triggers that keep all side tables of the search true, filled from what stands."""

from typing import Any

from django.db import migrations, models

from citations.searching import rebuilding, upkeep

FORMER = (
    "DROP FUNCTION IF EXISTS public.search_tallies() CASCADE; DROP FUNCTION IF EXISTS public.compact_tally() CASCADE"
)


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
        ("citations", "0007_search_triggers"),
        ("archive", "0004_constraint_sentences"),
        ("people", "0004_constraint_sentences"),
    ]
    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.BooleanField()),
                ("facet", models.SmallIntegerField()),
                ("value", models.CharField(max_length=20)),
                ("n", models.IntegerField()),
            ],
        ),
        migrations.RunSQL(FORMER, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Tally"),
        migrations.RunPython(listen, stop_listening),
    ]
