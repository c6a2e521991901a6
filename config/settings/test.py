"""The tests: quick log-ins, and a template variable that does not exist shows itself."""

from __future__ import annotations

from config.settings.base import *  # noqa: F403 - settings are one name space
from config.settings.base import DATABASES as OF_THE_SITE
from config.settings.base import TEMPLATES, VAR_DIR

DEBUG = False
SECRET_KEY = "only for tests"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = VAR_DIR / "test-media"
BACKUP_RECORD = VAR_DIR / "test-media" / "no-backup.json"
PACKAGES = VAR_DIR / "test-media" / "no-packages"
FIXITY_LEDGER = VAR_DIR / "test-media" / "no-fixity.json"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "‹no such variable: %s›"
# Static files come from where they lie; none have been collected.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DATABASES = {"default": OF_THE_SITE["default"]}
REPLICAS = []
# A browser keeps its connections to the live server open; their threads must not keep one to the test database.
DATABASES["default"]["CONN_MAX_AGE"] = 0
API_PER_MINUTE = 1_000_000
READER_PER_MINUTE = KEPT_PAGES_MB = 0
ERROR_MAIL_RECORD = VAR_DIR / "test-media" / "error-mail.json"
