"""What every test may use. The embedded database comes up for the first test that needs one; `notation` never does."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings

from config import embedded

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FIGURES = Path(__file__).resolve().parents[1] / "var" / "promises"
NO_BROWSER = "there is no Chromium for the browser tests; on Debian: apt install chromium libatomic1"


# The same examples in each run, so that a change is judged by what it changed; the nightly run makes up others.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("others", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "servers: starts and kills database servers of its own")
    config.addinivalue_line("markers", "release: goes through the pages of docs/ on a clean copy, before a release")
    config.addinivalue_line(
        "markers", "long: of a file that takes half a minute or a browser; `make check` leaves it out"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    if _is_long(item):
        item.add_marker("long")


def _is_long(item: pytest.Item) -> bool:
    return item.path.stem in LONG or item.path.parent.name == "browser"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not (CHROMIUM and _has_library_of_the_driver()):
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(NO_BROWSER, pytrace=False)
        pytest.skip(NO_BROWSER)


def _has_library_of_the_driver() -> bool:
    """Playwright's own node needs it on Linux, and a minimal Debian has it neither by itself nor with Chromium."""
    try:
        return sys.platform != "linux" or bool(ctypes.CDLL("libatomic.so.1"))
    except OSError:
        return False


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} tests were skipped: {NO_BROWSER}")


# Files that take half a minute and more.
LONG = {
    "test_access",
    "test_api_by_schema",
    "test_backups",
    "test_crawlers",
    "test_served",
    "test_methods",
    "test_fresh_checkout",
    "test_kills",
    "test_fifty_editors",
    "test_merge_at_random",
    "test_readers",
    "test_embedded",
}


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[[str, str, str], None]:
    """Keeps the figure wanted and the one found of a promise such as T11, for docs/promises.md (`make promises`)."""

    def note(promise: str, wanted: str, found: str) -> None:
        FIGURES.mkdir(parents=True, exist_ok=True)
        machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}"
        told = {"test": request.node.nodeid, "wanted": wanted, "found": found, "machine": machine}
        told |= {"promise": promise, "date": date.today().isoformat()}
        (FIGURES / f"{request.node.name}.json").write_text(json.dumps(told))

    return note


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; its sandbox refuses to work for root."""
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": alone}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django asks for this just before it makes the test database."""
    if embedded.is_wanted():
        embedded.ensure()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """At the end nobody else may hold the test database, else it cannot be dropped: a live server's thread may."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of few long tests go first: at the end one process would wait for the other."""
    items.sort(key=lambda item: not _is_long(item))
