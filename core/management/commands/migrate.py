"""Django's migrate beside readers: it never waits long for a table, since whoever reads next would wait behind it.

Where something is to be changed, the public's views are closed, then taken away, and made anew at the end; meanwhile
the public is told that the site is being brought up to date. Where nothing is, nobody notices.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from core import publication
from core.roles import make_roles

# So long readers may wait behind it; then the table is left to them, and tried again.
LOCK_TIMEOUT = "500ms"
LOCK_NOT_AVAILABLE = "55P03"
TRIES, PAUSE = 60, 1.0


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("plan") or options.get("check_unapplied"):
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            publication.make_roles(cursor)
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
            stand = publication.is_current(cursor) and publication.are_open(cursor)
        try:
            if options.get("app_label") or _is_pending() or not stand:
                self._change(*args, **options)
            else:
                super().handle(*args, **options)
                make_roles()
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")

    def _change(self, *args: Any, **options: Any) -> None:
        MigrationLoader(connection).check_consistent_history(connection)  # what cannot be migrated stays open
        with connection.cursor() as cursor:
            publication.close(cursor)
            self._patiently(lambda: publication.drop(cursor))
        self._patiently(lambda: Migrate.handle(self, *args, **options))
        if not _is_pending():  # else the models are ahead of the tables
            self._patiently(_make_views)

    def _patiently(self, work: Callable[[], object]) -> None:
        """Each migration is a transaction: those that are done are not done again."""
        for tried in range(1, TRIES + 1):
            try:
                work()
                return
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
                    raise
                if tried == 1:
                    self.stderr.write("Somebody holds a table that is to be changed; trying again every second …")
                time.sleep(PAUSE)
        raise CommandError("Somebody has held a table for a minute. Nothing is half done; run migrate again.")


def _is_pending() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _make_views() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        publication.sync(cursor)
        make_roles()
