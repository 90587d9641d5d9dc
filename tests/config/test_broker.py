"""The file broker, with real processes and real kill -9."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from kombu import Connection

import config.broker  # noqa: F401  registers safefs://
from config.broker.safefs import Spool, probe

from .processes import descendants, is_alive, wait_until

ROOT = Path(__file__).resolve().parents[2]


def connect(folder: Path) -> Connection:
    return Connection(
        "safefs://", transport_options={"folder": str(folder), "polling_interval": 0.05}
    )


def bodies(queue) -> list:
    received = []
    while (message := queue.get(block=False) if queue.qsize() else None) is not None:
        received.append(message.payload)
        message.ack()
    return received


def test_messages_arrive_once_and_in_order(tmp_path):
    with connect(tmp_path) as connection, connection.SimpleQueue("任务/一") as queue:
        for number in range(5):
            queue.put({"number": number})
        assert [body["number"] for body in bodies(queue)] == [0, 1, 2, 3, 4]
        assert queue.qsize() == 0
    assert not list((tmp_path / "held").glob("*/*/*.msg"))


def test_message_not_acknowledged_goes_back_when_connection_closes(tmp_path):
    with connect(tmp_path) as connection, connection.SimpleQueue("q") as queue:
        queue.put({"number": 1})
        queue.get(timeout=20)
        assert queue.qsize() == 0
    with connect(tmp_path) as connection, connection.SimpleQueue("q") as queue:
        assert [body["number"] for body in bodies(queue)] == [1]


def test_rejected_message_goes_back_only_when_asked(tmp_path):
    with connect(tmp_path) as connection, connection.SimpleQueue("q") as queue:
        queue.put({"number": 1})
        queue.get(timeout=20).requeue()
        assert queue.qsize() == 1
        queue.get(timeout=20).reject()
        assert queue.qsize() == 0


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"properties": {}, "body": 5}', '{"properties": 7}', "\x00\x01"],
)
def test_unreadable_message_is_set_aside_and_the_next_one_arrives(tmp_path, text):
    Spool.at(str(tmp_path)).put("q", text)
    with connect(tmp_path) as connection, connection.SimpleQueue("q") as queue:
        queue.put({"number": 1})
        assert queue.get(timeout=20).payload == {"number": 1}
    (bad,) = (tmp_path / "bad" / "q").iterdir()
    assert bad.suffix == ".bad"
    assert bad.read_text() == text


def test_message_being_written_is_not_seen(tmp_path):
    spool = Spool.at(str(tmp_path))
    (spool.drafts / "00000000000000000001-half.msg").write_text('{"properties": {"deliv')
    with connect(tmp_path) as connection, connection.SimpleQueue("q") as queue:
        assert queue.qsize() == 0
        queue.put({"number": 1})
        assert queue.get(timeout=20).payload == {"number": 1}


def test_probe_leaves_nothing_and_reports_a_folder_it_cannot_use(tmp_path):
    probe(str(tmp_path / "fine"))
    assert not [path for path in (tmp_path / "fine").rglob("*") if path.is_file()]
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError):
        probe(str(tmp_path / "file"))


def claim_and_say_so(folder: str, claimed) -> None:
    spool = Spool.at(folder)
    claimed.send(spool.claim("q", spool.waiting("q")[0]))
    threading.Event().wait()


def test_claim_of_a_killed_process_is_given_back_and_of_a_live_one_is_not(tmp_path):
    folder = str(tmp_path)
    Spool.at(folder).put("q", "{}")
    receiving, sending = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=claim_and_say_so, args=(folder, sending)
    )
    process.start()
    assert receiving.poll(20)
    receiving.recv()
    Spool(tmp_path).give_back_of_the_dead()
    assert Spool.at(folder).waiting("q") == []
    process.kill()
    process.join()
    Spool(tmp_path).give_back_of_the_dead()
    assert len(Spool.at(folder).waiting("q")) == 1
    assert not [path for path in (tmp_path / "held").rglob("*") if str(process.pid) in path.name]


class Workers:
    """Real workers and producers of broker_app in a folder of their own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.environment = os.environ | {
            "BROKER_TEST_FOLDER": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }
        self.started: list[subprocess.Popen] = []

    def worker(self, name: str) -> subprocess.Popen:
        options = f"--without-mingle --without-gossip --loglevel ERROR -n {name}@test".split()
        return self.start(["-m", "celery", "-A", "tests.config.broker_app", "worker", *options], {})

    def producer(self, first: int, count: int, seconds: float | str) -> subprocess.Popen:
        numbers = {"FIRST": str(first), "COUNT": str(count), "SECONDS": str(seconds)}
        return self.start(["-m", "tests.config.broker_app"], numbers)

    def start(self, arguments: list[str], extra: dict[str, str]) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment | extra,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def lines(self) -> list[int]:
        file = self.folder / "lines"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def stop(self) -> None:
        """End every process of every session started here, also one forked a moment ago."""
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def workers(tmp_path):
    workers = Workers(tmp_path)
    yield workers
    workers.stop()


@pytest.mark.slow
def test_killing_workers_loses_nothing(workers):
    total = 80
    workers.producer(0, total, 0.05)
    for turn in range(3):
        before = len(workers.lines())
        worker = workers.worker("one")
        enough = before + 8
        wait_until(lambda enough=enough: len(workers.lines()) >= enough, seconds=60, what=f"{turn}")
        children = descendants(worker.pid)
        assert len(children) >= 2
        worker.kill()
        worker.wait()
        wait_until(
            lambda children=children: not any(map(is_alive, children)),
            seconds=20,
            what="pool processes end with their worker",
        )
    workers.worker("one")
    wait_until(
        lambda: set(workers.lines()) == set(range(total)), seconds=60, what="every task done"
    )


@pytest.mark.slow
def test_killing_a_pool_process_loses_nothing(workers):
    worker = workers.worker("one")
    workers.producer(0, 12, 0.3)
    wait_until(lambda: len(workers.lines()) >= 2, seconds=60, what="first tasks")
    os.kill(max(descendants(worker.pid)), signal.SIGKILL)
    wait_until(lambda: set(workers.lines()) == set(range(12)), seconds=60, what="every task done")


@pytest.mark.slow
def test_deadly_task_is_tried_four_times_and_harms_no_other(workers):
    workers.worker("one")
    workers.producer(7, 1, "deadly")
    wait_until(lambda: workers.lines().count(7) == 4, seconds=60, what="tried four times")
    workers.producer(100, 5, 0.0)
    wait_until(lambda: set(workers.lines()) >= set(range(100, 105)), seconds=60, what="others")
    assert workers.lines().count(7) == 4


@pytest.mark.slow
def test_two_workers_and_three_producers_neither_lose_nor_double(workers):
    for name in ("one", "two"):
        workers.worker(name)
    for first in (0, 100, 200):
        workers.producer(first, 100, 0.0)
    wait_until(lambda: len(workers.lines()) >= 300, seconds=60, what="every task done")
    assert Counter(workers.lines()) == Counter(range(300))


def put_many(folder: str, first: int) -> None:
    with connect(Path(folder)) as connection, connection.SimpleQueue("q") as queue:
        for number in range(first, first + 40):
            queue.put({"number": number, "padding": "文" * 100_000})


@pytest.mark.slow
def test_large_messages_are_never_read_half_written(tmp_path):
    context = multiprocessing.get_context("spawn")
    producers = [
        context.Process(target=put_many, args=(str(tmp_path), first)) for first in (0, 40, 80)
    ]
    for producer in producers:
        producer.start()
    numbers = []
    with connect(tmp_path) as connection, connection.SimpleQueue("q") as queue:
        while len(numbers) < 120:
            message = queue.get(timeout=60)
            assert len(message.payload["padding"]) == 100_000
            numbers.append(message.payload["number"])
            message.ack()
    for producer in producers:
        producer.join()
    assert sorted(numbers) == list(range(120))
    assert not list((tmp_path / "bad").rglob("*.bad"))
