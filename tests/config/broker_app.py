"""A Celery application of its own for the broker tests; its one task leaves a line in a file."""

import os
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
    worker_prefetch_multiplier=4,
    worker_concurrency=2,
)


@app.task(name="leave_line")  # run as __main__ by producers, imported by workers
def leave_line(number: int, seconds: float) -> None:
    """Work for a while, then append the number; one write is one line, whoever else writes."""
    time.sleep(seconds)
    with (FOLDER / "lines").open("a") as file:
        file.write(f"{number}\n")


if __name__ == "__main__":
    first, count = int(os.environ["FIRST"]), int(os.environ["COUNT"])
    for number in range(first, first + count):
        leave_line.delay(number, float(os.environ["SECONDS"]))
