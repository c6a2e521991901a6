"""One bit of the database that has changed on the disk: it is named, and no backup with it counts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import psycopg2
import pytest

from tests.core.replicating import Node, address, connected
from tests.core.test_kills import PROJECT, private_cluster

BLOCK = 8192
# With a record of its own, else the doctor of other tests would hear of it.
BACKUP = """
import sys, pathlib, django
django.setup()
from django.conf import settings
from django.core.management import execute_from_command_line
folder = pathlib.Path(sys.argv[1])
settings.BACKUP_RECORD = folder / "last.json"
execute_from_command_line(["manage.py", "backup", str(folder / "backups")])
"""


@pytest.mark.slow
@pytest.mark.servers
def test_one_bit_of_a_page_is_named(measured: Callable[[str, str, str], None]) -> None:
    """T7: reading the page is refused, and so is a backup."""
    with private_cluster("rot") as server:
        node = Node("rot", server)
        with connected(address(node)) as cursor:
            cursor.execute(
                "CREATE TABLE kept AS SELECT number, repeat('x', 500) FROM generate_series(1, 1000) AS number"
            )
            cursor.execute("SELECT pg_relation_filepath('kept')")
            (path,) = cursor.fetchone()
        server.stop()
        with (server.layout.data / path).open("r+b") as file:
            file.seek(20 * BLOCK + 4000)
            (byte,) = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte ^ 1]))
        server.start()
        with connected(address(node)) as cursor:
            with pytest.raises(psycopg2.errors.DataCorrupted, match="invalid page in block 20 of relation"):
                cursor.execute("SELECT count(*) FROM kept")
            cursor.execute("SELECT count(*) FROM kept WHERE ctid < '(20,0)'")  # the others are there
        environment = {**os.environ, "DATABASE_URL": address(node), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        command = [sys.executable, "-c", BACKUP, str(server.layout.folder)]
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert "invalid page in block 20" in done.stderr
    measured(
        "T7", "a changed bit of the database is named", "block 20 named to the reader and by the backup, which fails"
    )
