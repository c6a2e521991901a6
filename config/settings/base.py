"""What holds wherever Opis runs. What a place decides comes from the environment and is read here once."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import embedded
from core import logs

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# Read without django-environ: it takes a value that starts with `$` for another variable's name, and a key may.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])

INSTALLED_APPS = [
    "core",
    "people",
    "archive",
    "citations",
    "config.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "core.watched.Watched",
    # These three stand before everything that answers by itself, so that their headers are on every answer.
    "core.headers.HeadersOnAll",
    "core.headers.SitePolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.methods.KnownMethods",
    "core.middleware.HonestFailures",
    "core.sessions.Sessions",
    "core.middleware.ReaderLanguage",
    "core.light.ReaderLight",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "core.second_step.SecondStep",
    "core.programs.ForPrograms",
    "core.crowds.Crowds",
    "core.middleware.PublicReading",
    "core.kept_pages.KeptPages",
    "axes.middleware.AxesMiddleware",
]

# Pages are only read by GET: their queries need not carry along who asks and why.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# The API only reads what is public: nobody signs in there.
# Questions a minute of one block of addresses without a token; a text that is sent counts ten.
API_PER_MINUTE = env.int("API_PER_MINUTE", default=120)
# What one block of addresses may spend on pages in a minute, by their cost (`core/crowds.py`); 0 for no limit.
READER_PER_MINUTE = env.int("READER_PER_MINUTE", default=1200)
# How much of a process's memory answers may fill that many ask for (`core/kept_pages.py`); 0 to make each anew.
KEPT_PAGES_MB = env.int("KEPT_PAGES_MB", default=16)
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "UNICODE_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Opis",
    "DESCRIPTION": "What is published in Opis, an open database of archival citations for historians of the Soviet"
    " period: the lists of the pages, with the same filters and columns.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [],
}

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]


FORM_RENDERER = "core.rendering.Renderer"


def database() -> dict[str, Any]:
    """The server named in DATABASE_URL, or our own. A dead server is noticed in seconds, not in TCP's two minutes."""
    if embedded.is_wanted():
        settings = embedded.options()
    else:
        settings = dict(environ.Env.db_url_config(os.environ["DATABASE_URL"]))
    settings["OPTIONS"] = {"connect_timeout": 3, **settings.get("OPTIONS", {})}
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, **settings}


def replicas() -> dict[str, dict[str, Any]]:
    """The servers named in DATABASE_REPLICA_URL, with commas between them, as `replica1`, `replica2` and so on.

    One that is gone is given up in seconds, also in the middle of a question: another answers in its place.
    """
    urls = [url.strip() for url in os.environ.get("DATABASE_REPLICA_URL", "").split(",") if url.strip()]
    found = {f"replica{number}": dict(environ.Env.db_url_config(url)) for number, url in enumerate(urls, start=1)}
    for settings in found.values():
        settings["OPTIONS"] = {"connect_timeout": 2, "tcp_user_timeout": 3000, **settings.get("OPTIONS", {})}
        settings |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return found


DATABASES = {"default": database(), **replicas()}
# Those from which the public's pages are read, unless they are more than so many seconds behind (`core/replicas`).
REPLICAS = [name for name in DATABASES if name != "default"]
REPLICA_LAG = env.int("REPLICA_LAG", default=5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Where the programs and the scratch database come from that `manage.py backup` uses.
POSTGRES_PROGRAMS = "config.embedded.scratch.programs_of_the_site"
SCRATCH_DATABASE = "config.embedded.scratch.scratch"
# The folder of the embedded database, for `manage.py doctor`; None when DATABASE_URL names another server.
EMBEDDED_FOLDER = embedded.folder() if embedded.is_wanted() else None

# Costly in memory as well as in time; what was kept by an older way is kept anew at the next sign-in.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS.append({"NAME": "core.passwords.OwnWords"})

# Whether all staff must give a code beside the password; whoever has set one up is asked for it in any case.
TWO_FACTOR = env.bool("TWO_FACTOR", default=False)
OTP_TOTP_ISSUER = "Opis"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Five wrong passwords for one account from one address: a quarter of an hour's pause.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "config.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "core.middleware.client_address"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# How many web servers stand before this one and tell in X-Forwarded-For whom they answer.
PROXIES = 0

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# Letters to those who follow a list; without a server nothing is sent, and the form says so.
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")  # may begin with `$`: see SECRET_KEY
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="opis@localhost")

# A page of twenty notes, each with some dozens of citations, is one form (`citations/desk/showing.py`).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8_000

# One line an event, on the error stream of the service: `words` for a terminal, `json` for a program that reads it.
LOG_FORMAT = env.str("LOG_FORMAT", default="words")
LOGGING = logs.settings_for(LOG_FORMAT)
# Who is written to when something fails; nobody unless named, and nothing without EMAIL_HOST.
ERROR_MAIL: list[str] = env.list("ERROR_MAIL", default=[])
ERROR_MAIL_RECORD = VAR_DIR / "error-mail.json"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who may read /metrics: whoever sends this word, or asks from these networks. Neither set, it is not there.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
METRICS_ADDRESSES: list[str] = env.list("METRICS_ADDRESSES", default=[])

# Whom readers may write to: an address of mail, or of a page; named on the page about the site.
CONTACT = os.environ.get("CONTACT", "")

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or VAR_DIR / "static")
# For pages that many people load: the name of a file tells its content, so browsers keep it for ever.
HASHED_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Where `manage.py package` puts the data set, for `/data/` to give out; and on what terms it may be used (SPDX).
PACKAGES = Path(os.environ.get("PACKAGES") or VAR_DIR / "packages")
DATA_LICENCE = os.environ.get("DATA_LICENCE", "")
# Where backups go unless told otherwise, how many stay there (0: all), and what is known of the last one and of each
# stored file.
BACKUPS = Path(os.environ.get("BACKUPS") or VAR_DIR / "backups")
BACKUPS_KEPT = env.int("BACKUPS_KEPT", default=0)
BACKUP_RECORD = VAR_DIR / "last-backup.json"
FIXITY_LEDGER = VAR_DIR / "fixity.json"

# Nothing comes from another host, and no script or style stands in a page, so text that slips through
# unescaped still cannot run.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
        "report-uri": ["/csp-report/"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The site's files are for its own pages; what other sites' viewers may show says so itself (`archive/pictures.py`).
WHITENOISE_ALLOW_ALL_ORIGINS = False
# A session ends after so much time in which nothing was asked, and in any case so long after signing in: a day's work
# in an archive is not interrupted, and a machine that was left is nobody's next morning.
SESSION_ENGINE = "core.sessions"
SESSION_IDLE = timedelta(hours=12)
SESSION_LONGEST = timedelta(days=7)
# A link by which somebody chooses a password (`core/account_admin.py`), in seconds.
PASSWORD_RESET_TIMEOUT = 24 * 3600
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# What is said after something was done, which is at the desk alone: kept with the session, not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
THEME_COOKIE_NAME = "theme"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
