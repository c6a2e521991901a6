"""What `manage.py check --deploy` warns of beside Django's own: a database elsewhere that is spoken to in clear.

Boundary: whether the servers answer, and how they are, `manage.py doctor` finds out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register

# The server's certificate is looked at too, so that nobody in between plays the server.
SAFE = ("verify-ca", "verify-full")
HERE = ("", "localhost", "127.0.0.1", "::1")


@register(Tags.security, deploy=True)
def databases_are_spoken_to_by_tls(app_configs: Any, **named: Any) -> list[Warning]:
    return [
        Warning(
            f"Records and digests of passwords go to the database “{name}” unprotected.",
            hint="Put ?sslmode=verify-full (and sslrootcert=…) at the end of its address.",
            id="opis.W001",
        )
        for name, database in settings.DATABASES.items()
        if is_unprotected(database)
    ]


def is_unprotected(database: Mapping[str, Any]) -> bool:
    """A path is that of a socket; several hosts stand with commas between them."""
    options = database.get("OPTIONS") or {}
    hosts = str(options.get("host") or database.get("HOST") or "").split(",")
    return options.get("sslmode") not in SAFE and any(host not in HERE and not host.startswith("/") for host in hosts)
