"""The functions of the search take each word of names and titles apart once, however often it stands there."""

from typing import Any

from django.db import migrations

from citations.searching import upkeep


def renew(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in upkeep.statements():
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("citations", "0023_topics_by_index")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
