"""A Celery application of its own for the broker tests; its tasks leave lines in a file.

It sends and retries as the product does (config/settings/base.py), only sooner.
"""

import os
import signal
import time
from pathlib import Path

from celery import Celery

import config.broker  # noqa: F401  registers safefs://

FOLDER = Path(os.environ["BROKER_TEST_FOLDER"])

app = Celery(
    "broker_app",
    broker="safefs://",
    broker_transport_options={"folder": str(FOLDER / "broker"), "polling_interval": 0.1},
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_retry_on_worker_lost=True,
    task_annotations={"*": {"default_retry_delay": 1, "max_retries": 3}},
    worker_lost_wait=1,
    worker_prefetch_multiplier=4,
    worker_concurrency=2,
)


@app.task(name="leave_line")  # run as __main__ by producers, imported by workers
def leave_line(number: int, seconds: float) -> None:
    """Work for a while, then append the number; one write is one line, whoever else writes."""
    time.sleep(seconds)
    with (FOLDER / "lines").open("a") as file:
        file.write(f"{number}\n")


@app.task(name="leave_line_and_die")
def leave_line_and_die(number: int) -> None:
    """Append the number, then end as a process that ran out of memory ends."""
    with (FOLDER / "lines").open("a") as file:
        file.write(f"{number}\n")
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    first, count = int(os.environ["FIRST"]), int(os.environ["COUNT"])
    for number in range(first, first + count):
        if os.environ["SECONDS"] == "deadly":
            leave_line_and_die.delay(number)
        else:
            leave_line.delay(number, float(os.environ["SECONDS"]))
