"""The rows of table files as PostgreSQL's COPY takes them; of large files in processes ahead of the database.

Rule: what is read, and what is complained of, is the same either way. Nothing is kept in memory but the lines at hand:
these processes write their rows into files that have no name, so that nothing is left behind however they end.
"""

from __future__ import annotations

import errno
import multiprocessing
import re
import signal
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import IO, Protocol

from core.tables.files import TableFolder
from core.tables.rows import RowReader, Value
from core.tables.spec import Lines, Table

Progress = Callable[[str], None]

SAID_EVERY = 100_000
# Stands for null while a line is put together: it is in no text, or else that line is escaped with care.
NULL = "\x02"
NEEDS_ESCAPE = re.compile(r"[\\\n\r]")
# Smaller files are read before another process has begun.
LARGE = 2_000_000
PROCESSES = 2
CHUNK = 1 << 16


class Readable(Protocol):
    def read(self, size: int = -1) -> bytes: ...


@dataclass(slots=True)
class Reading:
    """The rows of one table, from its own file or from between the lines of another.

    `names` are the columns that `stream` brings after the row's number, its line and its id; `fixed` are the same in
    all rows. `rows` is right once the stream has come to its end.
    """

    table: Table
    file: str
    header: tuple[str, ...]
    names: tuple[str, ...]
    fixed: dict[str, Value]
    stream: Readable
    rows: int = 0


def readings(tables: Sequence[Table], folder: TableFolder, progress: Progress) -> Generator[Reading, None, None]:
    """The tables in their order, each to be used up before the next is asked for."""
    if are_large(tables, folder):
        return _ahead(tables, folder, progress)
    return (_read(table, folder, progress) for table in tables)


def are_large(tables: Sequence[Table], folder: TableFolder) -> bool:
    return folder.size([table.file for table in tables]) >= LARGE


def _read(table: Table, folder: TableFolder, progress: Progress) -> Reading:
    file = _file_of(table, folder)
    header, lines = _rows_in(file, table, folder)
    rows = RowReader(table, folder, file, header)
    stream = _Stream(rows, lines, lambda count: progress(f"{file}: {count:,} rows read"))
    reading = Reading(table, file, header, tuple(rows.names), rows.fixed, stream)
    stream.reading = reading
    return reading


def _file_of(table: Table, folder: TableFolder) -> str:
    """The file that the rows stand in: their own, or another between whose lines they are found."""
    implied = table.implied
    if implied and not folder.has(table.file) and implied.when in folder.header(implied.file):
        return implied.file
    return table.file


def _rows_in(file: str, table: Table, folder: TableFolder) -> tuple[tuple[str, ...], Lines]:
    """The columns that the rows come with, and the rows."""
    implied = table.implied
    if implied and file != table.file:
        return implied.gives, implied.rows(folder.lines(file, implied.takes))
    if not folder.has(file):
        return table.names, iter(())
    header, lines = folder.header(file), folder.lines(file)
    return table.prepare(folder, header, lines) if table.prepare else (header, lines)


class _Stream:
    """The file that COPY reads: lines are made when they are asked for, and counted for the reading."""

    reading: Reading

    def __init__(self, rows: RowReader, lines: Lines, count: Callable[[int], None]) -> None:
        self._lines = map(_copy_line, rows.read(lines))
        self._count = count

    def read(self, size: int = CHUNK) -> bytes:
        taken: list[str] = []
        length = 0
        for line in self._lines:
            taken.append(line)
            length += len(line)
            self.reading.rows += 1
            if self.reading.rows % SAID_EVERY == 0:
                self._count(self.reading.rows)
            if length >= size // 4:  # a letter may take four bytes
                break
        return "".join(taken).encode()


def _copy_line(values: Sequence[Value]) -> str:
    nulls = values.count(None)
    line = "\t".join([NULL if value is None else value for value in values]) if nulls else "\t".join(values)  # type: ignore[arg-type]  # no null among them
    if line.count("\t") != len(values) - 1 or line.count(NULL) != nulls or NEEDS_ESCAPE.search(line):
        line = "\t".join(NULL if value is None else _escaped(value) for value in values)
    return f"{line}\n"


def _escaped(value: str) -> str:
    value = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return value.replace(NULL, "\\x02")


# ------------------------------------------------------------------------------------------------ the other processes


@dataclass(frozen=True, slots=True)
class _Said:
    progress: str


@dataclass(frozen=True, slots=True)
class _Done:
    """One table stands in its file; `folder` holds the complaints that came since the table before."""

    file: str
    header: tuple[str, ...]
    names: tuple[str, ...]
    fixed: dict[str, Value]
    rows: int
    folder: TableFolder


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception = field(default_factory=lambda: OSError(errno.ECHILD, "the program that reads it has died"))


def _ahead(tables: Sequence[Table], folder: TableFolder, progress: Progress) -> Generator[Reading, None, None]:
    """Forks, since they know the tables already; they ask nothing of the database, whose connection stays ours."""
    spools = [tempfile.TemporaryFile() for _table in tables]  # noqa: SIM115 - each is closed when it was used up
    readers = [_Reader(share, tables, folder, spools) for share in _shares(tables, folder)]
    try:
        for at, table in enumerate(tables):
            done = next(reader.done(progress) for reader in readers if at in reader.share)
            folder.take_over(done.folder)
            spools[at].seek(0)
            yield Reading(table, done.file, done.header, done.names, done.fixed, spools[at], done.rows)
            spools[at].close()
    finally:
        for reader in readers:
            reader.end()
        for spool in spools:
            spool.close()


def _shares(tables: Sequence[Table], folder: TableFolder) -> list[list[int]]:
    """The places of the tables that each process reads, in their order: about as many bytes for each."""
    shares: list[list[int]] = [[] for _process in range(PROCESSES)]
    loads = [0] * PROCESSES
    sizes = [folder.size([_file_of(table, folder)]) for table in tables]
    for at in sorted(range(len(tables)), key=lambda at: -sizes[at]):
        least = loads.index(min(loads))
        shares[least].append(at)
        loads[least] += sizes[at]
    return [sorted(share) for share in shares]


class _Reader:
    """A process that reads its share of the tables, and the pipe on which it tells of each."""

    def __init__(
        self, share: list[int], tables: Sequence[Table], folder: TableFolder, spools: Sequence[IO[bytes]]
    ) -> None:
        self.share = share
        self._pipe, theirs = multiprocessing.Pipe(duplex=False)
        work = [(tables[at], spools[at]) for at in share]
        self._process = multiprocessing.get_context("fork").Process(
            target=_work, args=(work, folder, self._pipe, theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    def done(self, progress: Progress) -> _Done:
        """The next table of the share, once it is read."""
        while True:
            try:
                message = self._pipe.recv()
            except EOFError:
                message = _Failed()
            if isinstance(message, _Done):
                return message
            if isinstance(message, _Failed):
                raise message.error
            progress(message.progress)

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _work(work: Sequence[tuple[Table, IO[bytes]]], folder: TableFolder, ours: Connection, to: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the load, which ends this process too
    ours.close()
    with suppress(BrokenPipeError), closing(to):  # whoever asked may be gone
        try:
            for table, spool in work:
                to.send(_written(table, folder, spool, lambda said: to.send(_Said(said))))
        except OSError as error:
            to.send(_Failed(error))


def _written(table: Table, folder: TableFolder, spool: IO[bytes], progress: Progress) -> _Done:
    folder = folder.without_complaints()
    reading = _read(table, folder, progress)
    while part := reading.stream.read(CHUNK * 4):
        spool.write(part)
    spool.close()
    return _Done(reading.file, reading.header, reading.names, reading.fixed, reading.rows, folder)
