"""What every test may use. The embedded database comes up for the first test that needs one; `notation` never does."""

from __future__ import annotations

import pytest

from config import embedded


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "servers: starts and kills database servers of its own")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """pytest-django asks for this just before it makes the test database."""
    if embedded.is_wanted():
        embedded.ensure()
