"""Two servers of a test's own, one following the other, as `deploy/replica.sh` makes them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg2

from config import embedded
from config.embedded import processes
from config.embedded.binaries import programs
from config.embedded.folders import prepare
from config.embedded.layout import DATABASE, PORT, ROLE, Layout
from tests.core.test_kills import private_cluster, until
from tests.core.test_point_in_time import ask, own

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "replica.sh"
# What docs/operations.md says under “Replicas”.
SETTINGS = {"max_slot_wal_keep_size": "4GB", "wal_keep_size": "1GB", "hot_standby_feedback": "on"}
FOLLOWING = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name = '{}'"


class Node:
    """One machine with a database, and what its operator does there."""

    def __init__(self, name: str, server: embedded.Server) -> None:
        self.name, self.server, self.layout = name, server, server.layout
        self.passfile = self.layout.folder / "script.pass"

    @property
    def reached(self) -> str:
        """As the other machine reaches it."""
        return f"host={self.layout.socket} port={PORT} user=postgres passfile={self.passfile}"

    def ask(self, question: str) -> Any:
        return ask(self.server, question)

    def setting(self, name: str, value: str) -> None:
        self.ask(f"ALTER SYSTEM SET {name} = '{value}'")
        self.ask("SELECT pg_reload_conf()")

    def script(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`replica.sh` as the owner of the server, who can enter nothing else."""
        script = self.layout.folder / "replica.sh"
        shutil.copy(SCRIPT, script)
        shutil.copy(self.layout.superuser_passfile, self.passfile)
        self.passfile.chmod(0o600)
        for file in (script, self.passfile):
            own(file, self.layout.owner)
        user = pwd.getpwnam(self.layout.owner)
        path = f"{programs(copied=os.geteuid() == 0)}:/usr/bin:/bin"
        here = {"PGHOST": str(self.layout.socket), "PGPORT": str(PORT), "PGUSER": "postgres"}
        whose: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        return subprocess.run(
            ["/bin/sh", script, *words],
            env={"PATH": path, "PGDATA": str(self.layout.data), "PGPASSFILE": str(self.passfile), **here},
            **(whose if os.geteuid() == 0 else {}),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )

    def operate(self, *words: str) -> None:
        done = self.script(*words)
        assert done.returncode == 0, done.stderr

    def kill(self) -> None:
        pid = processes.find_postmaster(self.layout.data)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        until(lambda: not processes.is_postmaster(pid, self.layout.data))
        with suppress(ChildProcessError):  # a child of ours would be there for `pg_ctl status` until we ask for it
            os.waitpid(pid, 0)

    def waits_for(self, other: Node) -> None:
        """A save is confirmed when the other has it too."""
        self.setting("synchronous_standby_names", f"ANY 1 ({other.name})")
        until(lambda: self.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'") == (1,))

    def is_followed_by(self, other: Node) -> None:
        until(lambda: bool(self.ask(FOLLOWING.format(other.name)) == (1,)))


def address(*nodes: Node, **options: str) -> str:
    """How the site reaches them: the one that takes writes, where several are named."""
    sockets = ",".join(str(node.layout.socket) for node in nodes)
    query = {"host": sockets, "port": ",".join([str(PORT)] * len(nodes)), "passfile": nodes[0].layout.passfile}
    return f"postgres://{ROLE}@/{DATABASE}?{urlencode({**query, 'requirepeer': nodes[0].layout.owner, **options})}"


@contextmanager
def connected(where: str) -> Iterator[Any]:
    with closing(psycopg2.connect(where)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


@contextmanager
def pair() -> Iterator[tuple[Node, Node]]:
    """`a`, and `b` that follows it."""
    with private_cluster("a") as server:
        first = Node("a", server)
        for name, value in SETTINGS.items():
            first.setting(name, value)
        first.script()  # for its file with the password alone, by which the other reaches it
        with _empty("b", first) as second:
            second.operate("make", "b", first.reached)
            second.server.start()
            first.is_followed_by(second)
            yield first, second


@contextmanager
def _empty(name: str, first: Node) -> Iterator[Node]:
    folder = first.layout.folder.with_name(first.layout.folder.name.replace("-a-", f"-{name}-"))
    server = embedded.Server(Layout(folder, folder / "socket", first.layout.owner), say=lambda said: None)
    try:
        prepare(server.layout)
        server.layout.data.mkdir(mode=0o700)
        own(server.layout.data, server.layout.owner)
        for known in ("passfile", "superuser_passfile"):  # who may enter comes along with the copy
            shutil.copy(getattr(first.layout, known), getattr(server.layout, known))
        server._write_configuration(prepare(server.layout))  # pg_rewind starts it for a moment before we do
        yield Node(name, server)
    finally:
        server.stop()
        shutil.rmtree(folder)
