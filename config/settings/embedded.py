"""The default shape: SQLite in WAL mode and a file broker, one command, no other server."""

import os
from pathlib import Path

from django.utils.crypto import get_random_string

from .base import *  # noqa: F403
from .base import SECRET_KEY, VAR_DIR


def kept_secret_key(path: Path) -> str:
    """Return the key kept in a file that only the owner can read; the first caller makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(get_random_string(64))
        try:
            path.hardlink_to(draft)  # fails when another process was first, and then its key holds
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


SECRET_KEY = SECRET_KEY or kept_secret_key(VAR_DIR / "secret-key")
