"""The default shape: SQLite in WAL mode and a file broker, one command, no other server."""

from .base import *  # noqa: F403
from .base import SECRET_KEY

SECRET_KEY = SECRET_KEY or "embedded-only-key-replaced-by-script-server"
