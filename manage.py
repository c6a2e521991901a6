#!/usr/bin/env python3
"""Django's command line; without DATABASE_URL it brings the embedded database up first."""

import os
import sys

from config import embedded

NEED_NO_DATABASE = {
    "help", "version", "--help", "-h", "--version",
    "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages", "startapp", "startproject",
}  # fmt: skip


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    command = arguments[1] if len(arguments) > 1 else "help"
    if command == "serve":  # what visitors see, not what programmers need; `runserver` is for these
        os.environ.setdefault("DEBUG", "false")
    if embedded.is_wanted() and command not in NEED_NO_DATABASE and "--help" not in arguments:
        try:
            embedded.ensure()
        except embedded.EmbeddedError as error:
            sys.exit(str(error))
        if command in {"serve", "runserver"}:
            embedded.keep_running()
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)


if __name__ == "__main__":
    try:
        main(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
