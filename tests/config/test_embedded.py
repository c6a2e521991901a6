"""The embedded database starts from every state a crash can leave, for its owner alone, and leaves no server behind.

Each test has a real server in a folder of its own. As root the server runs as the system user `opis`, otherwise as us;
what only one of the two can show is skipped for the other.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from config import embedded
from config.embedded import binaries, folders, processes, tuning
from config.embedded.layout import PORT, SYSTEM_USER, Layout, layout_in, layout_of

PROJECT = Path(__file__).resolve().parents[2]
ROOT = os.geteuid() == 0
root_only = pytest.mark.skipif(not ROOT, reason="only root can be another user")
pytestmark = pytest.mark.servers


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that the server's user may pass through, which pytest's own tmp_path is not for root."""
    made = Path(tempfile.mkdtemp(prefix="opis-test-")).resolve()
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made)


@contextmanager
def _cluster() -> Iterator[Layout]:
    with _folder() as folder:
        layout = _layout(folder / "db")
        try:
            yield layout
        finally:
            _stop(layout)


@pytest.fixture
def folder() -> Iterator[Path]:
    with _folder() as folder:
        yield folder


@pytest.fixture
def empty() -> Iterator[Layout]:
    with _cluster() as layout:
        yield layout


@pytest.fixture(scope="module")
def pattern() -> Iterator[Layout]:
    """A cluster at rest, to copy: making one takes a second."""
    with _cluster() as layout:
        _server(layout).start()
        _ask(layout, "CREATE TABLE kept AS SELECT 1 AS row; SELECT 1")
        _stop(layout)
        yield layout


@pytest.fixture
def layout(pattern: Layout) -> Iterator[Layout]:
    """A cluster of the test's own, at rest, with one row in the table `kept`."""
    with _cluster() as layout:
        subprocess.run(["cp", "-a", pattern.folder, layout.folder], check=True)
        yield layout


@pytest.fixture(scope="module")
def settled(pattern: Layout) -> Iterator[Layout]:
    """A running cluster for the tests that only look."""
    with _cluster() as layout:
        subprocess.run(["cp", "-a", pattern.folder, layout.folder], check=True)
        _server(layout).start()
        yield layout


def _layout(folder: Path) -> Layout:
    found = layout_in(folder)
    return Layout(found.folder, found.socket, SYSTEM_USER if ROOT else found.owner)


def _server(layout: Layout, said: list[str] | None = None) -> embedded.Server:
    return embedded.Server(layout, say=(said if said is not None else []).append)


def _stop(layout: Layout) -> None:
    _server(layout).stop()
    assert processes.find_postmaster(layout.data) is None


def _pid(layout: Layout) -> int:
    pid = processes.find_postmaster(layout.data)
    assert pid is not None
    return pid


def _ask(layout: Layout, question: str, **changed: Any) -> Any:
    parameters = {
        "host": str(layout.socket),
        "port": PORT,
        "user": "opis",
        "dbname": "opis",
        "passfile": str(layout.passfile),
        **changed,
    }
    with closing(psycopg2.connect(**parameters)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
        connection.commit()
    return row[0] if row else None


def _crash(layout: Layout) -> None:
    """What a power cut does: nobody gets to tidy up."""
    pid = _pid(layout)
    os.kill(pid, signal.SIGKILL)
    _until(lambda: not processes.is_postmaster(pid, layout.data))


def _until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


class Site:
    """Another process that uses the database until it is told to end."""

    PROGRAM = """
import sys
from pathlib import Path
from config import embedded
folder, socket, owner = sys.argv[1:]
embedded.ensure(embedded.Layout(Path(folder), Path(socket), owner))
print("ready", flush=True)
sys.stdin.read()
"""

    def __init__(self, layout: Layout) -> None:
        self.folder = layout.folder
        self.process = subprocess.Popen(
            [sys.executable, "-X", "dev", "-c", self.PROGRAM, layout.folder, layout.socket, layout.owner],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> Site:
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "ready\n":
            pytest.fail(f"The site did not come up. It said:\n{self.process.communicate(timeout=60)[1]}")
        return self

    def end(self) -> None:
        _, complaints = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        assert complaints in {"", f"Making the database in {self.folder} …\n"}

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def test_new_database_knows_cyrillic_whatever_the_environment(empty: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "xx_XX.KOI8-R")
    monkeypatch.setenv("LANG", "C")
    _server(empty).start()
    assert _ask(empty, "SELECT similarity('Раковский', 'раковскому')") > 0
    assert _ask(empty, "SELECT lower('Ё')") == "ё"
    assert _ask(empty, "SELECT 'ХРУЩЁВ' ILIKE 'хрущёв'") is True
    assert _ask(empty, "SELECT to_tsvector('russian', 'ХРУЩЁВЕ')::text") == "'хрущев':1"
    assert _ask(empty, "SELECT 'А' < 'Я' COLLATE \"default\"") is True


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT current_setting('server_version_num')::int / 10000", 18),
        ("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'opis'", "UTF8"),
        ("SELECT current_setting('data_checksums')", "on"),
        ("SELECT current_setting('listen_addresses')", ""),
        ("SELECT current_setting('logging_collector')", "on"),
        ("SELECT current_setting('is_superuser')", "off"),
        ("SELECT rolcreatedb AND rolcreaterole FROM pg_roles WHERE rolname = 'opis'", True),
        ("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'opis'", "opis"),
        ("SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm','unaccent','btree_gist','fuzzystrmatch')", 4),
        ("SELECT count(*) FROM pg_roles WHERE rolcanlogin AND rolname NOT IN ('postgres', 'opis')", 0),
    ],
)
def test_new_database_is_made_as_written(settled: Layout, question: str, answer: object) -> None:
    assert _ask(settled, question) == answer


def test_everything_is_closed_to_others(settled: Layout) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settled.folder.iterdir()}
    assert modes["data"] == modes["socket"] == modes["log"] == 0o700
    assert modes["opis.pass"] == modes["superuser.pass"] == modes["start.log"] == 0o600
    assert stat.S_IMODE(settled.folder.stat().st_mode) == (0o710 if ROOT else 0o700)
    assert "superuser.pass.new" not in modes


def test_no_password_no_entry(settled: Layout) -> None:
    with pytest.raises(psycopg2.OperationalError, match="no password supplied"):
        _ask(settled, "SELECT 1", passfile="/dev/null")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        _ask(settled, "SELECT 1", user="postgres", password="postgres")


@root_only
def test_another_user_of_the_machine_is_refused(settled: Layout, tmp_path: Path) -> None:
    """T8: nobody else comes in."""
    connect = f"import psycopg2; psycopg2.connect(host={str(settled.socket)!r}, user='postgres', dbname='postgres')"
    answer = _as_nobody(connect)
    assert answer.returncode == 1
    assert "Permission denied" in answer.stderr


def _as_nobody(program: str) -> subprocess.CompletedProcess[str]:
    """In a forked child, since the interpreter itself may lie where nobody else can start it."""
    run = f"import os; import psycopg2; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n{program}"
    return subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("way", ["pg_read_file('/etc/passwd')", "pg_ls_dir('/')", "lo_import('/etc/passwd')"])
def test_the_site_cannot_read_files_through_the_database(settled: Layout, way: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        _ask(settled, f"SELECT {way}")


def test_url_serves_the_programs_of_postgresql(settled: Layout) -> None:
    psql = binaries.programs(copied=ROOT) / "psql"
    done = subprocess.run(
        [psql, embedded.url(settled), "-Atc", "SELECT current_user"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "opis\n"


@pytest.mark.parametrize(
    "left_behind",
    [
        pytest.param(None, id="the pid of a process that is gone"),
        pytest.param("", id="an empty file: the disk was full"),
        pytest.param("12", id="a cut line"),
        pytest.param(
            f"{os.getpid()}\n{{data}}\n1700000000\n5432\n{{socket}}\n\n  1234  5678\nready   \n", id="our own pid"
        ),
        pytest.param("1\n{data}\n1700000000\n5432\n{socket}\n\n  1234  5678\nready   \n", id="the pid of init"),
        pytest.param("99999999999999999999\n", id="a number that is no pid"),
        pytest.param("²\n", id="a digit that is no number"),
    ],
)
def test_starts_after_a_crash_whatever_the_pid_file_says(layout: Layout, left_behind: str | None) -> None:
    """T8: stale, reused and cut pid files."""
    _server(layout).start()
    _crash(layout)
    if left_behind is not None:
        file = layout.data / "postmaster.pid"
        file.write_text(left_behind.format(data=layout.data, socket=layout.socket))
    _server(layout).start()
    assert _ask(layout, "SELECT count(*) FROM kept") == 1


def test_a_query_that_outlives_its_killed_server_is_waited_for(layout: Layout) -> None:
    """A busy process looks up only when its query is done; a second server beside it would ruin the data."""
    _server(layout).start()
    find = "SELECT min(pid) FROM pg_stat_activity WHERE query LIKE '%md5%' AND pid <> pg_backend_pid()"
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(_ask, layout, "SELECT count(md5(n::text)) FROM generate_series(1, 3000000) n")
        _until(lambda: _ask(layout, find) is not None)
        busy = _ask(layout, find)
        _crash(layout)
        assert processes._command_line(busy)[0].startswith("postgres: ")
        _server(layout).start()
        assert processes._command_line(busy) in ([], [""])
        answer.exception()
    assert _ask(layout, "SELECT count(*) FROM kept") == 1


def test_a_server_in_another_container_is_not_joined_by_a_second(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    _server(layout).start()
    with monkeypatch.context() as patched:
        patched.setattr(processes, "find_postmaster", lambda data: None)
        patched.setattr("config.embedded.server.ORPHANS_LEAVE_WITHIN", 0.2)
        with pytest.raises(embedded.EmbeddedError, match="whose process cannot be seen from here"):
            _server(layout).start()
    assert _ask(layout, "SELECT count(*) FROM kept") == 1


def test_a_server_whose_pid_file_was_cut_is_found_and_replaced(layout: Layout) -> None:
    _server(layout).start()
    pid = _pid(layout)
    (layout.data / "postmaster.pid").write_text("")
    assert _pid(layout) == pid
    _server(layout).start()
    assert _pid(layout) != pid
    assert _ask(layout, "SELECT count(*) FROM kept") == 1


def test_a_start_cut_short_is_taken_up(layout: Layout) -> None:
    shutil.rmtree(layout.data)
    half_made = layout.folder / "data.unfinished"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    layout.passfile.unlink()
    _server(layout).start()
    assert _ask(layout, "SELECT 1") == 1


def test_a_lost_password_is_made_anew(layout: Layout) -> None:
    layout.passfile.unlink()
    _server(layout).start()
    assert _ask(layout, "SELECT count(*) FROM kept") == 1


def test_lost_keys_are_told(layout: Layout) -> None:
    layout.passfile.unlink()
    layout.superuser_passfile.unlink()
    with pytest.raises(embedded.EmbeddedError, match=r"the way into the database\. Nothing was changed\. Restore one"):
        _server(layout).start()


def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / "db").write_text("a file where the folder should be")
    with pytest.raises(embedded.EmbeddedError, match="cannot be made: File exists"):
        _server(_layout(folder / "db")).start()


def test_site_killed_then_server_taken_over_and_stopped_by_the_next(layout: Layout) -> None:
    killed = Site(layout).wait_until_ready()
    pid = _pid(layout)
    killed.kill()
    assert _pid(layout) == pid
    following = Site(layout).wait_until_ready()
    assert _pid(layout) == pid
    following.end()
    assert processes.find_postmaster(layout.data) is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_site_told_to_end_stops_its_server(layout: Layout, number: signal.Signals) -> None:
    site = Site(layout).wait_until_ready()
    site.process.send_signal(number)
    site.process.communicate(timeout=60)
    assert processes.find_postmaster(layout.data) is None


def test_two_starts_at_once_make_one_database(empty: Layout) -> None:
    layout = empty
    sites = [Site(layout), Site(layout), Site(layout)]
    for site in sites:
        site.wait_until_ready()
    assert _ask(layout, "SELECT 1") == 1
    sites[0].end()
    assert _ask(layout, "SELECT 1") == 1
    sites[1].kill()
    assert _ask(layout, "SELECT 1") == 1
    sites[2].end()
    assert processes.find_postmaster(layout.data) is None


@root_only
def test_two_starts_at_once_make_each_folder_once(empty: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root a folder is first root's, then the server's user's: a second start must not look in between."""
    give = folders.Owner.own

    def give_slowly(owner: folders.Owner, path: Path) -> None:
        time.sleep(0.1)
        give(owner, path)

    monkeypatch.setattr(folders.Owner, "own", give_slowly)
    with ThreadPoolExecutor(3) as pool:
        owners = list(pool.map(folders.prepare, [empty] * 3))
    assert [owner.name for owner in owners] == [SYSTEM_USER] * 3


def test_users_who_leave_together_leave_no_server(layout: Layout) -> None:
    sites = [Site(layout).wait_until_ready() for _ in range(3)]
    for site in sites:
        assert site.process.stdin is not None
        site.process.stdin.close()
    for site in sites:
        site.process.stdin = None
        site.end()
    assert processes.find_postmaster(layout.data) is None


def test_a_forked_child_does_not_stop_its_parents_server(layout: Layout) -> None:
    program = Site.PROGRAM.replace("print(", "import os\nif os.fork() == 0: sys.exit()\nos.wait()\nprint(")
    assert program != Site.PROGRAM
    site = subprocess.Popen(
        [sys.executable, "-c", program, layout.folder, layout.socket, layout.owner],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert site.stdout is not None
    assert site.stdout.readline() == "ready\n"
    assert _ask(layout, "SELECT 1") == 1
    site.communicate(timeout=60)
    assert processes.find_postmaster(layout.data) is None


def test_a_server_that_dies_under_the_site_comes_back(layout: Layout) -> None:
    """T2, T8: under a running site."""
    program = Site.PROGRAM.replace("print(", "embedded.keep_running(every=0.1)\nprint(")
    site = subprocess.Popen(
        [sys.executable, "-c", program, layout.folder, layout.socket, layout.owner],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert site.stdout is not None
    assert site.stdout.readline() == "ready\n"
    first = _pid(layout)
    _crash(layout)
    _until(lambda: processes.find_postmaster(layout.data) not in {None, first})
    _, said = site.communicate(timeout=60)
    assert said.startswith("The database has stopped; starting it again …\n")
    assert said.endswith("\nThe database is back.\n")
    assert processes.find_postmaster(layout.data) is None


def test_a_long_recovery_is_waited_for_and_told(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """T8: gigabytes to replay."""
    _server(layout).start()
    said: list[str] = []
    with monkeypatch.context() as patched:
        clock = iter(range(0, 4000, 2))
        answers = iter(["starting"] * 1000 + ["ready"])
        patched.setattr(time, "monotonic", lambda: float(next(clock)))
        patched.setattr(time, "sleep", lambda seconds: None)
        patched.setattr(processes, "status", lambda data: next(answers))
        patched.setattr(embedded.Server, "running", lambda self: True)
        _server(layout, said)._wait_until_ready()
    assert said[0] == "Waiting for the database (starting, 4 s) …"
    assert said[-1].startswith("Waiting for the database (starting, 199")
    assert len(said) > 100


def test_no_permission_above_our_folder_is_changed(folder: Path) -> None:
    """T8: private folders stay private."""
    private = folder / "private" / "deeper"
    private.mkdir(parents=True)
    for closed in (private, private.parent):
        closed.chmod(0o711 if ROOT else 0o700)
    layout = _layout(private / "db")
    before = _modes_above(layout.folder)
    _server(layout).start()
    _stop(layout)
    assert _modes_above(layout.folder) == before


@root_only
def test_root_can_work_in_a_checkout_that_the_server_cannot_enter(folder: Path) -> None:
    checkout = folder / "private" / "opis"
    checkout.mkdir(parents=True)
    checkout.parent.chmod(0o700)
    layout = layout_of(checkout)
    before = _modes_above(checkout) | _modes_above(layout.folder)
    try:
        _server(layout).start()
        assert _ask(layout, "SELECT 1") == 1
        assert Path(f"/proc/{_pid(layout)}").owner() == SYSTEM_USER
        _stop(layout)
        assert _modes_above(checkout) | _modes_above(layout.folder) == before
    finally:
        shutil.rmtree(layout.folder)


def _modes_above(path: Path) -> dict[Path, int]:
    return {parent: stat.S_IMODE(parent.stat().st_mode) for parent in path.parents if parent.exists()}


def test_a_path_too_long_for_a_socket(folder: Path) -> None:
    """T8: long paths."""
    layout = _layout(folder / ("long-" * 20) / "db")
    assert layout.socket.parent != layout.folder
    layout.folder.parent.mkdir(mode=0o711)
    try:
        _server(layout).start()
        assert _ask(layout, "SELECT 1") == 1
        assert stat.S_IMODE(layout.socket.stat().st_mode) == 0o700
    finally:
        _stop(layout)
        shutil.rmtree(layout.socket)


def test_a_link_in_place_of_the_socket_folder_is_refused(folder: Path) -> None:
    found = _layout(folder / "db")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    socket = folder / "socket"
    socket.symlink_to(elsewhere)
    with pytest.raises(embedded.EmbeddedError, match="is not a folder"):
        _server(Layout(found.folder, socket, found.owner)).start()


@root_only
def test_a_strangers_socket_folder_is_refused(folder: Path) -> None:
    found = _layout(folder / "db")
    socket = folder / "socket"
    socket.mkdir()
    os.chown(socket, 65534, 65534)
    with pytest.raises(embedded.EmbeddedError, match="belongs to nobody, not to opis"):
        _server(Layout(found.folder, socket, found.owner)).start()


def test_data_of_another_postgresql_is_left_alone(layout: Layout) -> None:
    (layout.data / "PG_VERSION").write_text("17\n")
    before = {path: path.stat().st_mtime_ns for path in layout.data.rglob("*")}
    with pytest.raises(
        embedded.EmbeddedError, match=r"made by PostgreSQL 17, but PostgreSQL 18 is installed\. Nothing"
    ):
        _server(layout).start()
    assert {path: path.stat().st_mtime_ns for path in layout.data.rglob("*")} == before


def test_a_folder_that_is_no_database_is_left_alone(empty: Layout) -> None:
    layout = empty
    layout.data.mkdir(parents=True)
    (layout.data / "thesis.odt").write_text("ten years of work")
    with pytest.raises(embedded.EmbeddedError, match="is not a database"):
        _server(layout).start()
    assert (layout.data / "thesis.odt").read_text() == "ten years of work"


def test_a_broken_configuration_is_quoted(layout: Layout) -> None:
    (layout.data / "postgresql.auto.conf").write_text("shared_buffers = 'much'\n")
    with pytest.raises(embedded.EmbeddedError, match="invalid value for parameter"):
        _server(layout).start()


def test_settings_of_ones_own_win_and_stay(layout: Layout) -> None:
    (layout.data / "postgresql.auto.conf").write_text("work_mem = '7MB'\ncluster_name = 'mine'\n")
    _server(layout).start()
    assert _ask(layout, "SELECT current_setting('work_mem') || current_setting('cluster_name')") == "7MBmine"


def test_the_server_is_sized_for_the_machine(settled: Layout) -> None:
    wanted = tuning.settings_for(tuning.memory())["shared_buffers"]
    assert _ask(settled, f"SELECT pg_size_bytes(current_setting('shared_buffers')) = pg_size_bytes('{wanted}')")


@pytest.mark.parametrize("name", ["with space", "кавычка’'s", "100%"])
def test_folder_names_are_data(folder: Path, name: str) -> None:
    layout = _layout(folder / name / "db")
    try:
        (folder / name).mkdir(mode=0o711)
        _server(layout).start()
        assert _ask(layout, "SELECT 1") == 1
        assert embedded.url(layout)
    finally:
        _stop(layout)


def test_a_moved_checkout_takes_its_database_along(layout: Layout, folder: Path) -> None:
    new = _layout(folder / "new")
    _server(layout).start()
    _stop(layout)
    layout.folder.rename(new.folder)
    _server(new).start()
    assert _ask(new, "SELECT count(*) FROM kept") == 1
    _stop(new)


@root_only
def test_programs_unpacked_privately_are_copied_openly(folder: Path) -> None:
    program = folder / "bin" / "postgres"
    program.parent.mkdir(mode=0o700)
    program.touch(0o700)
    (folder / "postgres.bki").touch(0o600)
    binaries._open_to_readers(folder)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (program.parent, program, folder / "postgres.bki")] == [
        0o755,
        0o755,
        0o644,
    ]


@root_only
def test_two_checkouts_copy_the_programs_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "SYSTEM_FOLDER", folder)
    with ThreadPoolExecutor(3) as pool:
        answers = set(pool.map(lambda _: binaries.programs(copied=True), range(3)))
    (programs,) = answers
    assert binaries.major_version(programs) == 18
    assert [path.name.startswith(".") for path in (folder / "programs").iterdir()] == [False]


def test_without_the_wheel_the_reader_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(embedded.EmbeddedError, match="DATABASE_URL"):
        binaries.programs(copied=False)
