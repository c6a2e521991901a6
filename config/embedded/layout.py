"""Where the embedded database of a checkout lies and whom it runs as; working this out makes and starts nothing.

An ordinary user has everything under `var/postgres` of the project. PostgreSQL refuses to run as root, and the server
user that root needs may not be able to enter the checkout at all (think of /root/opis), so root's clusters lie under
/var/lib/opis instead, each in a folder of its own.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
from dataclasses import dataclass
from pathlib import Path

SYSTEM_FOLDER = Path("/var/lib/opis")
SYSTEM_USER = "opis"
ROLE = "opis"
DATABASE = "opis"
PORT = 5432
# A socket's address holds 108 bytes on Linux and 104 on macOS.
LONGEST_SOCKET = 100


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one cluster; `owner` is the system user whom the server runs as."""

    folder: Path
    socket: Path
    owner: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def configuration(self) -> Path:
        return self.folder / "opis.conf"

    @property
    def passfile(self) -> Path:
        """The role's password, in libpq's form. It is written last: where it exists, the cluster is complete."""
        return self.folder / "opis.pass"

    @property
    def superuser_passfile(self) -> Path:
        return self.folder / "superuser.pass"


def layout_of(project: Path) -> Layout:
    if os.geteuid() == 0:
        folder = SYSTEM_FOLDER / _key(project.resolve())
        return Layout(folder, folder / "socket", SYSTEM_USER)
    return layout_in(project / "var" / "postgres")


def layout_in(folder: Path) -> Layout:
    """The layout of an ordinary user's cluster in a folder of his choice."""
    folder = folder.resolve()
    return Layout(folder, _socket_folder(folder), _user_name(os.geteuid()))


def scratch_layout_of(project: Path) -> Layout:
    """Beside the site's own cluster and with its owner: one that lives for a few minutes."""
    site = layout_of(project)
    folder = site.folder.with_name(f"{site.folder.name}-scratch")
    return Layout(folder, _socket_folder(folder), site.owner)


def _key(project: Path) -> str:
    """Two checkouts never meet in one cluster, and neither do two that lay at the same path one after the other.

    The path alone is not enough: a checkout deleted and cloned anew would wake up with the data of the old one.
    """
    return hashlib.sha256(f"{project}\0{_checkout_id(project)}".encode()).hexdigest()[:12]


def _checkout_id(project: Path) -> str:
    file = project / "var" / "checkout-id"
    file.parent.mkdir(exist_ok=True)
    try:
        with file.open("x") as new:
            new.write(secrets.token_hex(16))
    except FileExistsError:
        pass
    return file.read_text()


def _socket_folder(folder: Path) -> Path:
    socket = folder / "socket"
    if len(os.fsencode(socket / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return socket
    # Not $TMPDIR or $XDG_RUNTIME_DIR: a cron job does not have them, and must find the same server.
    # That this folder is ours and closed to all others is checked before the server starts.
    return Path("/tmp") / f"opis-{os.geteuid()}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"  # noqa: S108 - see above


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
