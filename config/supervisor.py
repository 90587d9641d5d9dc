"""Starts web, worker and beat, restarts what dies, and leaves nothing behind.

Run as `python -m config.supervisor --port 8000`. Every part is the leader of a session of its own:
a Ctrl-C in the terminal reaches the supervisor alone, which passes one TERM on (two would cut a
running task off). When the supervisor itself is killed the kernel kills the parts (parent-death
signal), and the worker's pool processes follow by themselves (config.celery).
"""

import argparse
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from config.announcing import announce_when_healthy

GRACE = 20.0  # seconds between TERM and kill
FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0  # seconds before a restart; doubled each time
SETTLED_AFTER = 60.0  # seconds of life after which the delay begins anew
TURN = 0.2  # seconds between two looks
PR_SET_PDEATHSIG = 1
SUPERVISOR = os.getpid()
# Loaded here: a forked child must not wait for the loader's lock of a thread it does not have.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Part:
    """One process under supervision."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    delay: float = FIRST_DELAY
    started_at: float = 0.0
    start_at: float = field(default_factory=time.monotonic)

    def look(self, now: float) -> None:
        """Start the part when its time has come; plan a restart when it has died."""
        if self.process is None:
            if now >= self.start_at:
                self.process = start(self.command)
                self.started_at = now
        elif self.process.poll() is not None:
            self.plan_restart(now)

    def plan_restart(self, now: float) -> None:
        """Clear what is left of the dead part and set the instant of its next start."""
        if now - self.started_at > SETTLED_AFTER:
            self.delay = FIRST_DELAY
        say(f"{self.name} ended with {self.process.returncode}; starts again in {self.delay:.0f} s")
        self.send(signal.SIGKILL)
        self.process = None
        self.start_at = now + self.delay
        self.delay = min(2 * self.delay, LONGEST_DELAY)

    def send(self, number: int, *, to_group: bool = True) -> None:
        """Signal the part's whole group, or its first process only."""
        try:
            if to_group:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
        except ProcessLookupError:
            pass


def start(command: list[str]) -> subprocess.Popen:
    """Start a process in a session of its own that the kernel kills when this process is gone."""
    return subprocess.Popen(
        command, start_new_session=True, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent
    )


def die_with_parent() -> None:
    """Ask Linux for SIGKILL on the parent's death; other systems have no such request."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != SUPERVISOR:  # it died before the request was made
            os._exit(1)


def parts(port: int) -> list[Part]:
    """Return the three parts; which web server is a setting."""
    # Who starts Luze as root on a trial machine knows it; production runs under its own account.
    quiet = ["-W", "ignore:You're running the worker with superuser"]
    celery = [sys.executable, *quiet, "-m", "celery", "--quiet", "-A", "config"]
    worker = ["--without-mingle", "--without-gossip", "-n", "luze@%h", "--loglevel", "WARNING"]
    # A pid file would outlive a kill -9 and refuse the next start; the lock below does its work.
    beat = ["--pidfile=", "--loglevel", "WARNING"]
    return [
        Part("web", web_command(port)),
        Part("worker", [*celery, "worker", *worker]),
        Part("beat", [*celery, "beat", *beat]),
    ]


def web_command(port: int) -> list[str]:
    """Return the command of the web server named by settings.WEB_SERVER."""
    application, address = "config.wsgi:application", f"127.0.0.1:{port}"
    if settings.WEB_SERVER == "gunicorn":
        return [sys.executable, "-m", "gunicorn", "-w", "3", "-b", address, application]
    waitress = [sys.executable, "-m", "waitress", "--threads=8"]
    return [*waitress, f"--listen={address}", application]


def run(supervised: list[Part]) -> None:
    """Keep the parts alive until TERM or INT, then end them."""
    stopping = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: stopping.append(number))
    while not stopping:
        now = time.monotonic()
        for part in supervised:
            part.look(now)
        time.sleep(TURN)
    stop([part for part in supervised if part.process is not None])


def stop(running: list[Part]) -> None:
    """TERM once, wait for GRACE seconds, then kill what is left of each group."""
    say("stopping")
    for part in running:
        part.send(signal.SIGTERM, to_group=False)
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and any(part.process.poll() is None for part in running):
        time.sleep(TURN)
    for part in running:
        part.send(signal.SIGKILL)
        part.process.wait()


def lock_folder(folder: Path):
    """Return the open lock file of the folder, or None when another supervisor holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "supervisor.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_free(port: int) -> bool:
    """Whether the web server will be able to listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def say(sentence: str) -> None:
    """Tell the terminal."""
    sys.stderr.write(f"luze: {sentence}\n")
    sys.stderr.flush()


def main() -> int:
    """Run until told to stop; 1 when the port or the folder is already in use."""
    parser = argparse.ArgumentParser(prog="python -m config.supervisor")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if not is_free(port):
        say(f"port {port} is taken; choose another one: script/server --port {port + 1}")
        return 1
    lock = lock_folder(settings.VAR_DIR)
    if lock is None:
        say(f"another script/server is already running on {settings.VAR_DIR}")
        return 1
    announce_when_healthy(port)
    run(parts(port))
    lock.close()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    sys.exit(main())
