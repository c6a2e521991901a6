"""What the embedded server takes of machines of several sizes, and of a container that allows less."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from config.embedded import tuning

GB = 1 << 30


@pytest.mark.parametrize(
    ("gigabytes", "shared_buffers", "effective_cache_size"),
    [
        (0.5, "128MB", "256MB"),
        (1, "128MB", "512MB"),
        (2, "256MB", "1024MB"),
        (8, "1024MB", "4096MB"),
        (24, "2048MB", "12288MB"),
        (512, "2048MB", "262144MB"),
    ],
)
def test_the_server_takes_an_eighth_of_the_memory(
    gigabytes: float, shared_buffers: str, effective_cache_size: str
) -> None:
    settings = tuning.settings_for(int(gigabytes * GB))
    assert (settings["shared_buffers"], settings["effective_cache_size"]) == (shared_buffers, effective_cache_size)


def test_few_rows_among_many_are_looked_up_by_their_keys() -> None:
    assert tuning.settings_for(8 * GB)["random_page_cost"] == "1.1"


def test_after_a_crash_files_are_not_written_out_one_by_one() -> None:
    """T2: where the system knows another way; a setting that it does not know would keep the server from starting."""
    asked = tuning.settings_for(8 * GB).get("recovery_init_sync_method")
    assert asked == ("syncfs" if sys.platform == "linux" else None)


@pytest.mark.parametrize(
    ("limit", "least"),
    [
        ("1073741824\n", GB),  # a container of one gigabyte
        ("max\n", 2 * GB),
        ("9223372036854771712\n", 2 * GB),  # how the first version says that there is no limit
        (None, 2 * GB),
    ],
)
def test_the_limit_of_a_container_counts(
    limit: str | None, least: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "memory.max"
    if limit is not None:
        file.write_text(limit)
    monkeypatch.setattr(tuning, "LIMITS", (file,))
    monkeypatch.setattr("os.sysconf", {"SC_PHYS_PAGES": 2 * GB // 4096, "SC_PAGE_SIZE": 4096}.get)
    assert tuning.memory() == least
