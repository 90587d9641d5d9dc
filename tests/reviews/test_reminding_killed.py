"""Workers really killed in the middle of sending: nothing is lost and nothing is doubled."""

import os
import signal
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from reviews.models import Notice, Obligation, ReminderRule, Requirement
from tests import world as cast
from tests.config.processes import wait_until

OWED = 24


@pytest.fixture
def environment(transactional_db, django_db_serialized_rollback, tmp_path):
    """The environment in which worker and beat see this test's database and a broker of its own."""
    name = connection.settings_dict["NAME"]
    scheme = "sqlite:///" if connection.vendor == "sqlite" else "postgres://root@127.0.0.1/"
    return os.environ | {
        "DATABASE_URL": f"{scheme}{name}",
        "LUZE_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.config.worker_settings",
    }


def start_worker(environment):
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-c", "2",
         "--without-mingle", "--without-gossip", "-l", "ERROR"],
        cwd=settings.BASE_DIR, env=environment, start_new_session=True,
    )  # fmt: skip


RING = """
import sys, django
django.setup()
import config.celery
from reviews.tasks import tick
for _line in sys.stdin:
    tick.delay()
"""


@pytest.fixture
def ask_for_a_tick(environment):
    """Rings for a tick, from a process of its own that outlives the workers."""
    ringing = subprocess.Popen(
        [sys.executable, "-c", RING],
        cwd=settings.BASE_DIR, env=environment, stdin=subprocess.PIPE, text=True,
    )  # fmt: skip

    def ask():
        ringing.stdin.write("\n")
        ringing.stdin.flush()

    yield ask
    ringing.stdin.close()
    assert ringing.wait(30) == 0


def kill(worker):
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def owe(world):
    """Many half-year reports due in seven days, reminded by e-mail and in the inbox."""
    today = timezone.localdate()
    ReminderRule.objects.all().delete()
    for channel in ReminderRule.Channel.values:
        ReminderRule.objects.create(offset=-8, recipient="handler", channel=channel)
    requirement = Requirement.objects.create(
        plan=world.plan, kind="report", title="半年报告", rule="months [6,12]", from_on=today
    )
    for number in range(OWED):
        Obligation.objects.create(
            requirement=requirement,
            organ=world.township,
            target_key=f"p{number}",
            period="2026H1",
            opens_on=today - timezone.timedelta(days=30),
            due_on=today + timezone.timedelta(days=7),
            responsible=world.head,
        )


def sent(channel):
    return Notice.objects.filter(channel=channel, status=Notice.Status.SENT).count()


@pytest.mark.slow
def test_killed_workers_lose_and_double_nothing(environment, ask_for_a_tick):
    world = cast.build()
    world.users["clerk"].email = "clerk@example.test"
    world.users["clerk"].save()
    owe(world)
    mails = Path(environment["LUZE_VAR"]) / "mail"
    for kills in range(4):
        worker = start_worker(environment)
        ask_for_a_tick()
        try:
            wait_until(
                lambda n=kills: sent("email") > 2 * n, seconds=60, what=f"mail after {kills} kills"
            )
            time.sleep(0.1 * kills)  # the kill lands at another point of the send each time
        finally:
            kill(worker)
    assert sent("email") < OWED, "the workers were never killed in the middle"
    worker = start_worker(environment)
    try:
        deadline = time.monotonic() + 60
        while sent("email") < OWED and time.monotonic() < deadline:
            ask_for_a_tick()
            time.sleep(1)
    finally:
        kill(worker)
    assert sent("email") == OWED
    assert sent("inbox") == OWED
    assert Notice.objects.count() == 2 * OWED
    files = [message_from_bytes(file.read_bytes()) for file in mails.glob("*.eml")]
    assert len(files) == OWED
    assert len({message["Message-ID"] for message in files}) == OWED
    assert Obligation.objects.count() == OWED
