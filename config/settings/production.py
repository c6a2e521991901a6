"""A public site behind a web server that speaks TLS. It refuses to start half configured."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 - settings are one name space
from config.settings.base import ALLOWED_HOSTS, HASHED_STORAGES, SECRET_KEY, env
from core import logs

if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Make one, keep it and tell nobody: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the site: ALLOWED_HOSTS=opis.example.org")

DEBUG = False
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith((".", "*"))]
STORAGES = HASHED_STORAGES
LOG_FORMAT = env.str("LOG_FORMAT", default="json")
LOGGING = logs.settings_for(LOG_FORMAT)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Whoever watches the site asks the process itself, past the web server that speaks TLS. Programs are not led to https
# but told to ask there (`core/programs.py`).
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$", r"^api/"]
PROXIES = env.int("PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# No neighbour under the same domain can set these in our place: the browser takes them from this host alone, over TLS.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language"
THEME_COOKIE_NAME = "__Host-theme"
