"""How much of the machine the embedded server takes: figures from its memory, for a small laptop and a large server.

Only what PostgreSQL itself sets for the smallest machine of all is changed. `ALTER SYSTEM` wins over every line.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

MB = 1 << 20
# The limit of a container, in the second and the first version of Linux' control groups.
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
# An eighth of the memory for pages of the database: more would be taken from the system's own cache of the same files,
# and from all else that a laptop does. The search in a million citations goes through about 1 GB.
SMALLEST_BUFFERS, LARGEST_BUFFERS = 128 * MB, 2048 * MB

# After a crash all files have to be on the disk before the log is replayed. One by one that took 1.4 s for a small
# site, and 8 s on a busy disk, of a start that takes a second without; Linux alone can do all of them at once.
AFTER_A_CRASH = {"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}


def settings_for(memory: int) -> dict[str, str]:
    """The server's settings for a machine of so many bytes of memory."""
    buffers = max(SMALLEST_BUFFERS, min(memory // 8, LARGEST_BUFFERS))
    return {
        "shared_buffers": f"{buffers // MB}MB",
        "effective_cache_size": f"{max(memory // 2, 2 * buffers) // MB}MB",
        # A page out of order costs hardly more than the next one, on a disk of today and in memory altogether. By the
        # figure of spinning disks (4) whole tables were read for the two thousand documents of one person.
        "random_page_cost": "1.1",
        # A load of a million citations writes some gigabytes; each checkpoint in between would write its pages twice.
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        **AFTER_A_CRASH,
    }


def memory() -> int:
    """The bytes of memory that we may use: the machine's, or the container's where that allows less."""
    found = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for limit in LIMITS:
        with suppress(OSError, ValueError):  # there is no such file, or it says `max`
            found.append(int(limit.read_text()))
    return min(found)
