"""A disk that is full, the database's or that of stored files: how it is known, and what is said of it.

The rule: nothing half written stays, and whoever sent something learns that it was not kept and why.
"""

from __future__ import annotations

import errno

from django.utils.translation import gettext_lazy

SENTENCE = gettext_lazy("The disk is full: nothing of this was kept. Those who run the site must make room first.")
STATUS = 507
_DISK_FULL = "53100"


def is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(error.__cause__, "pgcode", None) == _DISK_FULL
