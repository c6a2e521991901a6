"""One person's machine: `make run` and everything under `manage.py` unless DJANGO_SETTINGS_MODULE says otherwise."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 - settings are one name space
from config.settings.base import ALLOWED_HOSTS, HASHED_STORAGES, SECRET_KEY, VAR_DIR, env


def _secret_key(file: Path) -> str:
    """Made once, so that a restart does not log everybody out."""
    file.parent.mkdir(exist_ok=True)
    file.touch(mode=0o600, exist_ok=True)
    try:
        key = file.read_text()
        if not key:
            key = secrets.token_urlsafe(50)
            file.write_text(key)
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"{file} belongs to another user. Run Opis as that user, or set SECRET_KEY in the environment."
        ) from error
    return key


DEBUG = env.bool("DEBUG", default=True)
if not DEBUG:
    STORAGES = HASHED_STORAGES
SECRET_KEY = SECRET_KEY or _secret_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
