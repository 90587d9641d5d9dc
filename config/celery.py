"""The Celery application, its signs of life, and how its processes end."""

import logging
import os
import threading
import time

from celery import Celery, bootsteps
from celery.beat import PersistentScheduler
from celery.signals import worker_process_init

import config.broker  # noqa: F401  registers safefs:// with kombu

from . import heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

logger = logging.getLogger(__name__)


def record_sign(name: str) -> None:
    """Leave a sign of life; a failing disk or Redis is reported but never stops the process."""
    try:
        heartbeat.record(name)
    except Exception as error:
        logger.warning("no sign of life left for %s: %s", name, error)


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Leaves a sign from the worker's main process, so a long task does not look like death."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker):
        """Sign now and then every INTERVAL seconds."""
        record_sign("worker")
        worker.timer.call_repeatedly(heartbeat.INTERVAL, record_sign, ("worker",))


class SigningScheduler(PersistentScheduler):
    """Beat's scheduler; it signs on each turn of its own loop, so a stuck loop is noticed."""

    def tick(self, *args, **kwargs):
        """Sign, then do what is due."""
        record_sign("beat")
        return super().tick(*args, **kwargs)


@worker_process_init.connect
def end_with_parent(**kwargs):
    """Make a pool process end when its worker is gone, however the worker ended.

    The kernel's parent-death signal would be tied to the thread that forked, and Celery forks
    replacements from a thread that ends early in a warm stop; so a thread looks instead.
    """
    parent = os.getppid()
    watch = threading.Thread(target=_exit_when_orphaned, args=(parent,), daemon=True)
    watch.start()


def _exit_when_orphaned(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


app = Celery("luze")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(WorkerHeartbeat)
app.autodiscover_tasks()
