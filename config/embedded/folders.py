"""The folders of a cluster: made, owned and closed. Only our own folders are touched, never a parent of them.

As root the outer folder stays root's, so that the server's user cannot put a link where root will write; that user
may pass through it and owns only what the server itself writes: data, log and socket.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.layout import SYSTEM_FOLDER, Layout
from config.embedded.users import one_at_a_time


@dataclass(frozen=True, slots=True)
class Owner:
    """The system user whom the server runs as; `other` when that is not the user who runs us."""

    name: str
    uid: int
    gid: int

    @property
    def other(self) -> bool:
        return self.uid != os.geteuid()

    def own(self, path: Path) -> None:
        if self.other:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def prepare(layout: Layout) -> Owner:
    owner = _owner(layout)
    if owner.other and SYSTEM_FOLDER in layout.folder.parents:
        _shared_system_folder()
    try:
        layout.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(f"The database folder {layout.folder} cannot be made: {error.strerror}.") from error
    _refuse_a_strangers(layout.folder, os.geteuid())
    if owner.other:
        os.chown(layout.folder, 0, owner.gid)
    layout.folder.chmod(0o710 if owner.other else 0o700)
    with one_at_a_time(layout.folder / "folders.lock"):
        for folder in (layout.log, layout.socket):
            _make(folder, owner)
    return owner


def _make(folder: Path, owner: Owner) -> None:
    """Not by two at once: the second would find a folder that is made and not yet given to the server's user."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        owner.own(folder)
    _refuse_a_strangers(folder, owner.uid)
    folder.chmod(0o700)


def _refuse_a_strangers(folder: Path, uid: int) -> None:
    """In /tmp anybody may have made the folder of this name before us, or a link that leads somewhere else."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise EmbeddedError(f"{folder} is not a folder. Move it away and start again.")
    if found.st_uid != uid:
        raise EmbeddedError(
            f"{folder} belongs to {_name(found.st_uid)}, not to {_name(uid)}. "
            "Start as that user, or move the folder away and start again."
        )


def _shared_system_folder() -> None:
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    _refuse_a_strangers(SYSTEM_FOLDER, 0)


def _owner(layout: Layout) -> Owner:
    try:
        found = pwd.getpwnam(layout.owner)
    except KeyError:
        if os.geteuid() != 0:
            raise EmbeddedError(
                f"The user number {os.geteuid()} has no name on this system, and PostgreSQL will not run without one. "
                "Give it an entry in /etc/passwd, or name a PostgreSQL server of your own in DATABASE_URL."
            ) from None
        found = _make_user(layout.owner)
    if found.pw_uid == 0:
        raise EmbeddedError(f"The system user {layout.owner} is root by another name; PostgreSQL refuses to run as it.")
    return Owner(found.pw_name, found.pw_uid, found.pw_gid)


def _make_user(name: str) -> pwd.struct_passwd:
    nowhere = "/usr/sbin/nologin"
    ways = (
        ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "-s", nowhere, name],
        ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", nowhere, name],  # Alpine
    )
    for command in ways:
        program = shutil.which(command[0], path="/usr/sbin:/usr/bin:/sbin:/bin")
        if program is None:
            continue
        subprocess.run([program, *command[1:]], capture_output=True, check=False)  # noqa: S603 - fixed words
        try:
            return pwd.getpwnam(name)  # also when another start made it a moment ago
        except KeyError:
            continue
    raise EmbeddedError(
        f"PostgreSQL refuses to run as root, and the system user {name} for it could not be made. Make it yourself "
        f"(useradd --system --user-group {name}), start as an ordinary user, or set DATABASE_URL."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"
