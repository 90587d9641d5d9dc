"""The supervisor with its real web server, worker and beat."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from .processes import descendants, is_alive, wait_until

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Product:
    """A supervisor on a folder and a port of its own, with the servers the environment names."""

    def __init__(self, folder: Path, port: int | None = None):
        self.folder = folder
        self.port = port or free_port()
        self.pids: set[int] = set()
        self.log = folder / f"log-{self.port}"
        environment = os.environ | {
            "LUZE_VAR": str(folder / "a folder"),
            "LUZE_REDIS_PREFIX": f"luze-test-{self.port}:",
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        }
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.supervisor", "--port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def health(self) -> dict[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=4)
        try:
            connection.request("GET", "/healthz/")
            answer = connection.getresponse()
            body = json.loads(answer.read())
            assert (answer.status == 200) == (set(body.values()) == {"ok"})
            return body
        except OSError:
            return {}
        finally:
            connection.close()

    def is_healthy(self) -> bool:
        return set(self.health().values()) == {"ok"}

    def wait_until_healthy(self) -> "Product":
        wait_until(self.is_healthy, seconds=60, what=f"healthy; {self.log.read_text()}")
        wait_until(lambda: len(self.note_family()) >= 5, seconds=30, what="pool processes")
        return self

    def note_family(self) -> set[int]:
        family = descendants(self.process.pid)
        self.pids |= family
        return family

    def pid_of(self, word: str) -> int:
        (pid,) = (
            pid
            for pid in descendants(self.process.pid)
            if word in Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            and int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            == self.process.pid
        )
        return pid

    def someone_left(self) -> bool:
        return any(map(is_alive, self.pids))

    def end(self) -> None:
        self.note_family()
        self.process.kill()
        self.process.wait()
        for pid in filter(is_alive, self.pids):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def product(tmp_path):
    product = Product(tmp_path)
    yield product
    product.end()


def test_ctrl_c_pressed_twice_ends_everything(product):
    product.wait_until_healthy()
    product.process.send_signal(signal.SIGINT)
    wait_until(lambda: "stopping" in product.log.read_text(), seconds=5, what="stopping")
    product.process.send_signal(signal.SIGINT)
    assert product.process.wait(25) == 0
    # SIGKILL is delivered to the worker's pool at once, but a busy machine takes a moment over it.
    wait_until(lambda: not product.someone_left(), seconds=5, what="no process left")


def test_killing_the_supervisor_leaves_nobody(product):
    product.wait_until_healthy()
    product.process.kill()
    product.process.wait()
    wait_until(lambda: not product.someone_left(), seconds=60, what="no process left")


def test_what_dies_is_started_again_and_the_web_stays(product):
    product.wait_until_healthy()
    web, worker, beat = (product.pid_of(word) for word in ("waitress", "worker", "beat"))
    os.kill(worker, signal.SIGKILL)
    os.kill(beat, signal.SIGKILL)
    wait_until(lambda: not is_alive(worker) and not is_alive(beat), seconds=5, what="both dead")
    wait_until(
        lambda: len(product.note_family()) >= 5 and product.is_healthy(),
        seconds=40,
        what="both started again",
    )
    assert product.pid_of("waitress") == web
    assert product.pid_of("worker") != worker
    assert product.pid_of("beat") != beat


def test_health_notices_a_worker_that_stands_still(product):
    product.wait_until_healthy()
    worker = product.pid_of("worker")
    os.kill(worker, signal.SIGSTOP)
    wait_until(lambda: "silent for" in product.health()["worker"], seconds=20, what="noticed")
    assert product.health()["beat"] == "ok"
    os.kill(worker, signal.SIGCONT)
    wait_until(product.is_healthy, seconds=10, what="healthy again")


def test_port_and_folder_in_use_are_refused_with_a_sentence(product, tmp_path):
    product.wait_until_healthy()
    (tmp_path / "other").mkdir()
    same_port = Product(tmp_path / "other", product.port)
    assert same_port.process.wait(20) == 1
    assert f"port {product.port} is taken" in same_port.log.read_text()
    same_folder = Product(tmp_path)
    assert same_folder.process.wait(20) == 1
    assert "already running" in same_folder.log.read_text()
    assert product.is_healthy()
