"""Whose documents lie in which unit, and in how many a person has a part, is kept by triggers; the citations of a
document are found by an index that tells what is published."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from citations.searching import persons


def listen(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in persons.statements():
            cursor.execute(statement)
        persons.fill(cursor)


def stop_listening(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in persons.removals():
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("citations", "0015_shelved"), ("people", "0007_parts_of_persons"), ("archive", "0001_archive")]
    operations = [
        migrations.CreateModel(
            name="Lying",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("unit_id", models.BigIntegerField()),
                ("public", models.BooleanField()),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "unit_id"], include=["public"], name="lying_person")],
            },
        ),
        migrations.AlterField(
            model_name="citation",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citations",
                to="archive.document",
                verbose_name="document",
            ),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                fields=["document"],
                include=["status", "id", "unit"],
                condition=models.Q(document__isnull=False),
                name="citation_document",
            ),
        ),
        migrations.RunPython(listen, stop_listening),
    ]
