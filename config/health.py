"""GET /healthz/: do the database, the broker, the worker and the beat answer right now."""

from concurrent.futures import ThreadPoolExecutor, TimeoutError
from time import monotonic

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import heartbeat
from config.broker import safefs

PATIENCE = 2.0  # seconds for all checks together; they run side by side
# One thread per check. A check that hangs keeps its thread, and the next requests then
# report the same fault instead of piling up threads.
_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="healthz")


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all four parts are "ok", 503 with the fault of each otherwise."""
    parts = examine()
    healthy = all(state == "ok" for state in parts.values())
    return JsonResponse(parts, status=200 if healthy else 503)


def examine() -> dict[str, str]:
    """Return "ok" or the fault for each part, in at most PATIENCE seconds."""
    deadline = monotonic() + PATIENCE
    running = {name: _pool.submit(check) for name, check in CHECKS.items()}
    return {name: outcome(future, deadline) for name, future in running.items()}


def outcome(future, deadline: float) -> str:
    """Return "ok" or a short fault; only the kind of an error is told, never its details."""
    try:
        return future.result(timeout=max(0.0, deadline - monotonic())) or "ok"
    except TimeoutError:
        future.cancel()
        return f"no answer within {PATIENCE:.0f} s"
    except Exception as error:
        return f"fault: {type(error).__name__}"


def check_database() -> None:
    """Ask the database for one row, on a connection of this thread's own."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    finally:
        connection.close()


def check_broker() -> None:
    """Ask Redis for an answer, or put a file into the broker's folder and take it away."""
    if settings.REDIS_URL:
        heartbeat.redis_client().ping()
    else:
        safefs.probe(settings.CELERY_BROKER_TRANSPORT_OPTIONS["folder"])


def check_worker() -> str | None:
    """Return the fault of a silent worker."""
    return silence("worker")


def check_beat() -> str | None:
    """Return the fault of a silent beat."""
    return silence("beat")


def silence(name: str) -> str | None:
    """Return None when a part was heard lately, else since when it is silent."""
    age = heartbeat.seconds_since(name)
    if age is None:
        return "never heard of"
    return None if age < heartbeat.STALE_AFTER else f"silent for {age:.0f} s"


CHECKS = {
    "database": check_database,
    "broker": check_broker,
    "worker": check_worker,
    "beat": check_beat,
}
