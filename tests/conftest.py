"""What every test may use. The embedded database is up while the tests run; pure tests of `notation` never touch it."""

from __future__ import annotations

import pytest

from config import embedded


def pytest_configure(config: pytest.Config) -> None:
    if embedded.is_wanted():
        embedded.ensure()
