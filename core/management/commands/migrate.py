"""Django's migrate, with the schema of published views taken away before and made anew after."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core import publication
from core.roles import make_roles


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("plan") or options.get("check_unapplied"):
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            publication.drop(cursor)
        super().handle(*args, **options)
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):  # else the models are ahead of the tables
            with transaction.atomic(), connection.cursor() as cursor:
                publication.sync(cursor)
                make_roles()
