"""What is narrowed by facets alone is counted from stored sums of their combinations."""

from typing import Any

from django.db import migrations, models

from citations.searching import rebuilding, upkeep


def fill(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.statements():
            cursor.execute(statement)
        rebuilding.fill_combinations(cursor)


class Migration(migrations.Migration):
    dependencies = [("citations", "0007_printings")]
    operations = [
        migrations.CreateModel(
            name="Combination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.BooleanField()),
                ("repository_id", models.IntegerField()),
                ("year", models.IntegerField()),
                ("language", models.CharField(max_length=10)),
                ("kind", models.SmallIntegerField()),
                ("outcome", models.SmallIntegerField()),
                ("verification", models.SmallIntegerField()),
                ("n", models.IntegerField()),
            ],
        ),
        migrations.RemoveIndex("found", "found_repository_year"),
        migrations.AddIndex(
            "found",
            models.Index(fields=["repository_id", "year"], include=["fond_id", "public"], name="found_repository_year"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
