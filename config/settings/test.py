"""Settings of the test suite; DATABASE_URL and REDIS_URL choose the servers as elsewhere."""

from .base import *  # noqa: F403

SECRET_KEY = "tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
