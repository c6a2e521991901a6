"""The history is written in time, whatever the connection has done before."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def test_no_update_compares_each_row_with_each() -> None:
    """A connection keeps the plan that joins the rows before and after: made for one row, it must do for thousands."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, coalesce(p.proconfig, '{}') FROM pg_trigger t
            JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
            WHERE t.tgoldtable IS NOT NULL AND t.tgnewtable IS NOT NULL AND p.prosrc LIKE '%% JOIN new_values %%'"""
        )
        told = dict(cursor.fetchall())
    tracked = {model._meta.db_table for model in apps.get_models() if hasattr(model, "history")}
    assert told == {table: ["enable_nestloop=off"] for table in tracked}
    assert "citations_citation" in told
