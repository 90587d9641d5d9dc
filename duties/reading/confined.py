"""A program run on a stranger's file: little memory, little time, no network, nothing left behind.

Run as a script of its own, this file sets the limits upon itself and then becomes the program;
so neither a web thread nor a worker has to fork with its locks and connections.
"""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
ROOT = Path(__file__).resolve().parents[2]
# What a program needs to know of its surroundings; passwords and addresses are not among it.
PASSED = ("PATH", "LANG", "LC_ALL", "TZ")


class Exceeded(Exception):
    """The program took more time than it was given, or did not end well."""


def run(
    command: list[str], *, data: bytes = b"", seconds: int, memory: int, home: str = "/nonexistent"
) -> bytes:
    """What `command` prints; raises Exceeded when it fails, is killed or takes too long.

    `memory` is in bytes of address space; `home` is the only folder the program may call its own.
    """
    launcher = [sys.executable, "-I", "-S", __file__, str(memory), str(seconds), *command]
    surroundings = {name: os.environ[name] for name in PASSED if name in os.environ}
    surroundings |= {"HOME": home, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        launcher,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings,
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise Exceeded from error
        finally:
            _end(process)
    if process.returncode:
        raise Exceeded
    return printed


def _end(process: subprocess.Popen) -> None:
    """The whole session ends, whatever the program has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _become(memory: int, seconds: int, command: list[str]) -> None:
    limits = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 128 * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    )
    for name, limit in limits:
        resource.setrlimit(name, (limit, limit))
    _leave_network()
    os.execvp(command[0], command)


def _leave_network() -> None:
    """Into a network of its own that reaches nothing, where the kernel allows it."""
    user, group = os.geteuid(), os.getegid()
    kind = NEW_NETWORK if user == 0 else NEW_USER | NEW_NETWORK
    if ctypes.CDLL(None).unshare(kind) or user == 0:
        return
    with contextlib.suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


if __name__ == "__main__":
    _become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
