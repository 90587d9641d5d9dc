"""Signs of life of the worker and the beat, kept beside the broker they serve.

Embedded: a file in VAR_DIR whose content is the instant. With REDIS_URL: a key that expires by
itself, so every web node sees the workers of every other node. See docs/decisions/0011.
"""

import os
import time
from pathlib import Path

import redis
from django.conf import settings

INTERVAL = 5.0  # seconds between two signs
STALE_AFTER = 15.0  # seconds of silence that count as death: two signs may be missed
NETWORK_TIMEOUT = 1.5  # seconds; below the two seconds /healthz/ gives each check


def record(name: str) -> None:
    """Leave a sign of life for "worker" or "beat". Errors of the disk or of Redis propagate."""
    if settings.REDIS_URL:
        redis_client().set(redis_key(name), repr(time.time()), ex=int(STALE_AFTER) * 240)
    else:
        write_atomically(sign_file(name), repr(time.time()))


def seconds_since(name: str) -> float | None:
    """Return the age in seconds of the last sign, or None when there never was one."""
    text = read_redis(name) if settings.REDIS_URL else read_file(name)
    return None if text is None else max(0.0, time.time() - float(text))


def redis_client() -> redis.Redis:
    """Return a client whose every step is bounded by NETWORK_TIMEOUT seconds."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=NETWORK_TIMEOUT,
        socket_connect_timeout=NETWORK_TIMEOUT,
    )


def redis_key(name: str) -> str:
    """Return the key of a sign, under the same prefix as the broker's own keys."""
    return f"{settings.REDIS_PREFIX}heartbeat:{name}"


def read_redis(name: str) -> str | None:
    """Return the stored instant, or None."""
    value = redis_client().get(redis_key(name))
    return None if value is None else value.decode()


def sign_file(name: str) -> Path:
    """Return the file that holds a sign."""
    return Path(settings.VAR_DIR) / "heartbeats" / name


def read_file(name: str) -> str | None:
    """Return the stored instant, or None."""
    try:
        return sign_file(name).read_text()
    except FileNotFoundError:
        return None


def write_atomically(path: Path, text: str) -> None:
    """Replace a file in one step, so that a reader never meets a half-written one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    draft.write_text(text)
    draft.replace(path)
