"""What keeps the side tables of the search true costs in proportion to what changes, whatever the planner believes."""

from typing import Any

from django.db import migrations

from citations.searching import persons, tying, upkeep
from people import searching as names


def listen(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for owner in (names, upkeep, tying, persons):
            for statement in owner.statements():
                cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("citations", "0019_counted_by_index"), ("people", "0008_proposals_of_authorities")]
    operations = [migrations.RunPython(listen, migrations.RunPython.noop)]
