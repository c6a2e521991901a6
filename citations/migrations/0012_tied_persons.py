"""Who is joined by documents is counted from a narrow table; triggers keep it true from here on."""

from typing import Any

from django.db import migrations, models

from citations.searching import tying


def listen(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in tying.statements():
            cursor.execute(statement)
        tying.fill(cursor)


def stop_listening(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in tying.removals():
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("citations", "0011_who_changed_a_note"), ("archive", "0001_archive"), ("people", "0001_people")]
    operations = [
        migrations.CreateModel(
            name="Tied",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.IntegerField()),
                ("document_id", models.IntegerField()),
                ("public", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_id", "document_id"], include=["public"], name="tied_person"),
                    models.Index(fields=["document_id", "person_id"], include=["public"], name="tied_document"),
                ],
            },
        ),
        migrations.RunPython(listen, stop_listening),
    ]
