"""Production, but for what a test on one machine lacks: TLS, a name, collected static files, a reader's fair share."""

from __future__ import annotations

from config.settings.production import *  # noqa: F403 - settings are one name space
from config.settings.production import STORAGES as OF_PRODUCTION
from config.settings.production import env

STORAGES = {**OF_PRODUCTION, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
SECURE_SSL_REDIRECT = False
READER_PER_MINUTE = env.int("READER_PER_MINUTE", default=1_000_000_000)
API_PER_MINUTE = 1_000_000_000
