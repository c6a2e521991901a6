"""A web machine in a test: the tests' settings, and the replicas of the environment, which tests do not read."""

from config.settings import base
from config.settings.test import *  # noqa: F403 - settings are one name space

DATABASES, REPLICAS = base.DATABASES, base.REPLICAS
DATABASES["default"]["CONN_MAX_AGE"] = 60
API_PER_MINUTE, READER_PER_MINUTE = 1_000_000, 0
