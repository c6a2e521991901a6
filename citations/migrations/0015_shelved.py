"""Citations are summed up by fond and year, so that the page of a large archive counts none of them."""

from typing import Any

from django.db import migrations, models

from citations.searching import rebuilding, upkeep


def fill(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.statements():
            cursor.execute(statement)
        rebuilding.fill_shelved(cursor)


class Migration(migrations.Migration):
    dependencies = [("citations", "0014_pages_by_index")]
    operations = [
        migrations.CreateModel(
            name="Shelved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.BooleanField()),
                ("repository_id", models.IntegerField()),
                ("fond_id", models.IntegerField()),
                ("year", models.IntegerField()),
                ("n", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["repository_id", "fond_id"],
                        include=["year", "n", "public"],
                        name="shelved_repository_fond",
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
