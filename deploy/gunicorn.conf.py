"""How gunicorn serves a public site; `opis.service` and the Containerfile name this file.

What differs between machines comes from the environment: WEB_CONCURRENCY (processes), BIND (an address, where systemd
hands over no socket), PROMETHEUS_MULTIPROC_DIR (where the processes keep their figures for /metrics).
"""

import os
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
figures = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", f"{tempfile.gettempdir()}/opis-figures-{os.getuid()}"))

bind = os.environ.get("BIND", "127.0.0.1:8000")
# Each thread holds a connection to the database: PostgreSQL's max_connections must be more than their product.
workers = int(os.environ.get("WEB_CONCURRENCY") or (os.cpu_count() or 1) + 1)
worker_class = "gthread"
threads = 4
timeout = 60
# systemd waits ten seconds longer than this (`TimeoutStopSec`).
graceful_timeout = 30
# What a library may leak in a day goes with its process; by turns, so that they do not all begin anew at once.
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat; memory never stalls
control_socket_disable = True
# The web server in front writes down each request; at "warning" gunicorn complains of every HEAD.
accesslog = None
loglevel = "error"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.logs.JsonLines"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": [], "level": "ERROR"},
    "loggers": {"gunicorn.error": {"handlers": ["stream"], "level": "ERROR", "propagate": False}},
}


def on_starting(server: Any) -> None:
    """The figures of processes that are long gone would be counted again."""
    figures.mkdir(mode=0o700, parents=True, exist_ok=True)
    for kept in figures.glob("*.db"):
        kept.unlink()


def child_exit(server: Any, worker: Any) -> None:
    """What it counted stays, in one file for all that have ended."""
    from core.ended_processes import add_up

    add_up(figures, [process for process in server.WORKERS if process != worker.pid])
