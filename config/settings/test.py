"""Settings of the test suite; DATABASE_URL and REDIS_URL choose the servers as elsewhere.

Tasks are not run in place: what needs a worker starts a real one.
"""

import os
from pathlib import Path

# Each pytest-xdist process has a folder of its own: files, broker and mail do not meet.
# The environment carries it on to the processes that tests start.
_folder = Path(os.environ.get("LUZE_VAR") or Path(__file__).resolve().parents[2] / "var" / "test")
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ["LUZE_VAR"] = str(_folder if _folder.name == _worker else _folder / _worker)
os.environ["LUZE_REDIS_PREFIX"] = f"luze-test-{_worker}:"

from .base import *  # noqa: E402, F403
from .base import DATABASES, STORAGES, VAR_DIR  # noqa: E402

VAR_DIR.mkdir(parents=True, exist_ok=True)
(VAR_DIR / "static").mkdir(exist_ok=True)

SECRET_KEY = "tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in the embedded shape, so that threads and worker processes can share it.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
    )
