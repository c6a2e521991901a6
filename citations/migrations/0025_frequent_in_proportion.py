"""The sums of frequent words cost in proportion to what changes, whatever a connection planned when the site was empty."""

from typing import Any

from django.db import migrations

from citations.searching import frequent


def listen(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in frequent.statements():
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("citations", "0024_each_word_once")]
    operations = [migrations.RunPython(listen, migrations.RunPython.noop)]
