"""Which process is the server of a data folder: told by its command line, never by a number in a file alone.

A number outlives its process: after a `kill -9` or in a new container, the one in postmaster.pid may belong to anybody.
"""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

from config.embedded.errors import EmbeddedError

_PROC = Path("/proc")


def find_postmaster(data: Path) -> int | None:
    """The process id of the server that runs on this data folder."""
    named = named_in_pid_file(data)
    if named is not None and is_postmaster(named, data):
        return named
    return next((pid for pid, words in _all_processes() if _serves(words, data)), None)


def is_postmaster(pid: int, data: Path) -> bool:
    return _serves(_command_line(pid), data)


def status(data: Path) -> str:
    """What the server says of itself in its pid file: "starting", "ready", "stopping", or "" when it says nothing."""
    lines = _pid_file_lines(data)
    return lines[7].strip() if len(lines) > 7 else ""


def named_in_pid_file(data: Path) -> int | None:
    lines = _pid_file_lines(data)
    first = lines[0].strip() if lines else ""
    return int(first) if first.isdecimal() and first.isascii() and len(first) < 10 else None


def _pid_file_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(errors="replace").splitlines()
    except OSError:
        return []


def _serves(words: list[str], data: Path) -> bool:
    """A server's children say `postgres: checkpointer`, and a finished process that nobody collected says nothing."""
    return Path(words[0]).name == "postgres" and ("-D", str(data)) in pairwise(words) if words else False


def _command_line(pid: int) -> list[str]:
    if (_PROC / "self").exists():
        return _proc_command_line(_PROC / str(pid))
    return next((words for found, words in _ps("-p", str(pid)) if found == pid), [])


def _all_processes() -> list[tuple[int, list[str]]]:
    if (_PROC / "self").exists():
        return [(int(entry.name), _proc_command_line(entry)) for entry in _PROC.iterdir() if entry.name.isdecimal()]
    return _ps("-ax")


def _proc_command_line(entry: Path) -> list[str]:
    try:
        line = (entry / "cmdline").read_bytes()
    except OSError:  # it ended while we looked
        return []
    return [word.decode(errors="surrogateescape") for word in line.rstrip(b"\0").split(b"\0")]


def _ps(*which: str) -> list[tuple[int, list[str]]]:
    """macOS has no /proc. A path with spaces comes back in pieces, so the words after -D are joined again."""
    try:
        answer = subprocess.run(  # noqa: S603 - fixed words and a number
            ["/bin/ps", "-ww", "-o", "pid=,command=", *which], capture_output=True, text=True, check=False
        ).stdout
    except FileNotFoundError:
        raise EmbeddedError("Processes cannot be listed: /proc is not mounted and there is no /bin/ps.") from None
    found = []
    for line in answer.splitlines():
        pid, _, command = line.strip().partition(" ")
        program, option, folder = command.strip().partition(" -D ")
        found.append((int(pid), [program, "-D", folder] if option else [program]))
    return found
