"""The supervisor with its real web server, worker and beat.

The tests that leave it running come first and share it.
"""

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

pytestmark = [pytest.mark.slow, pytest.mark.servers]


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


class Shared:
    """The running product of the module; a test that ends it leaves the next one a new start."""

    def __init__(self, folders):
        self.folders = folders
        self.product: Product | None = None

    def running(self) -> Product:
        if self.product is None:
            self.product = Product(self.folders.mktemp("product"))
        try:
            return self.product.wait_until_healthy()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        if self.product is not None:
            self.product.end()
        self.product = None


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    shared = Shared(tmp_path_factory)
    yield shared
    shared.end()


@pytest.fixture
def product(shared, request):
    """A healthy product. After a failure, or once it was ended, nobody else gets the same one."""
    failures = request.session.testsfailed
    product = shared.running()
    yield product
    if request.session.testsfailed > failures or product.process.poll() is not None:
        shared.end()


def test_port_and_folder_in_use_are_refused_with_a_sentence(product, tmp_path):
    same_port = Product(tmp_path, product.port)
    assert same_port.process.wait(20) == 1
    assert f"port {product.port} is taken" in same_port.log.read_text()
    same_folder = Product(product.folder)
    assert same_folder.process.wait(20) == 1
    assert "already running" in same_folder.log.read_text()
    wait_until(product.is_healthy, seconds=10, what="still healthy")


def test_health_notices_a_worker_that_stands_still(product):
    worker = product.pid_of("worker")
    os.kill(worker, signal.SIGSTOP)
    wait_until(
        lambda: (
            "silent for" in (body := product.health()).get("worker", "") and body["beat"] == "ok"
        ),
        seconds=40,
        what="noticed, and nothing else",
    )
    os.kill(worker, signal.SIGCONT)
    wait_until(product.is_healthy, seconds=20, what="healthy again")


def test_what_dies_is_started_again_and_the_web_stays(product):
    web, worker, beat = (product.pid_of(word) for word in ("waitress", "worker", "beat"))
    os.kill(worker, signal.SIGKILL)
    os.kill(beat, signal.SIGKILL)
    wait_until(lambda: not is_alive(worker) and not is_alive(beat), seconds=20, what="both dead")
    wait_until(
        lambda: len(product.note_family()) >= 5 and product.is_healthy(),
        seconds=40,
        what="both started again",
    )
    assert product.pid_of("waitress") == web
    assert product.pid_of("worker") != worker
    assert product.pid_of("beat") != beat


def test_ctrl_c_pressed_twice_ends_everything(product):
    product.process.send_signal(signal.SIGINT)
    wait_until(lambda: "stopping" in product.log.read_text(), seconds=20, what="stopping")
    product.process.send_signal(signal.SIGINT)
    assert product.process.wait(25) == 0
    # SIGKILL is delivered to the worker's pool at once, but a busy machine takes a moment over it.
    wait_until(lambda: not product.someone_left(), seconds=20, what="no process left")


def test_killing_the_supervisor_leaves_nobody(product):
    product.process.kill()
    product.process.wait()
    wait_until(lambda: not product.someone_left(), seconds=60, what="no process left")
