"""Of words that very many citations hold, the hits are summed up by their values."""

from typing import Any

from django.db import migrations, models

from citations.searching import frequent


def listen(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in frequent.statements():
            cursor.execute(statement)
        cursor.execute("ANALYZE citations_citationwords")
        frequent.fill(cursor)


def stop_listening(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in frequent.removals():
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("citations", "0021_names_by_letters")]
    operations = [
        migrations.CreateModel(
            name="FrequentWord",
            fields=[("word", models.CharField(max_length=61, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Worded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=61)),
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
        migrations.AddConstraint(
            model_name="worded",
            constraint=models.UniqueConstraint(
                fields=(
                    *("word", "public", "repository_id", "year", "language"),
                    *("kind", "outcome", "verification"),
                ),
                name="worded_once",
            ),
        ),
        migrations.RunPython(listen, stop_listening),
    ]
