"""Finds PostgreSQL and Redis, or starts its own, and runs a command with both.

Usage: python -m tests.services COMMAND [ARGUMENT...]

DATABASE_URL and REDIS_URL are used when set. Otherwise servers that answer on their usual local
ports are used; otherwise private ones are started in a temporary folder and ended afterwards.
The command gets a database of its own, dropped at the end. Exits with the command's status.
"""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

PATIENCE = 30.0  # seconds for a private server to answer


def main(command: list[str]) -> int:
    """Run the command with both servers."""
    with ExitStack() as stack:
        server = os.environ.get("DATABASE_URL") or local_postgresql()
        server = server or stack.enter_context(private_postgresql())
        cache = os.environ.get("REDIS_URL") or local_redis()
        cache = cache or stack.enter_context(private_redis())
        database = stack.enter_context(own_database(server))
        say(f"PostgreSQL {database}, Redis {cache}")
        environment = os.environ | {"DATABASE_URL": database, "REDIS_URL": cache}
        return subprocess.run(command, env=environment, check=False).returncode


def local_postgresql() -> str | None:
    """Return the address of a local server that lets us create databases, or None."""
    for user in dict.fromkeys((getpass.getuser(), "postgres")):
        url = f"postgresql://{user}@127.0.0.1:5432/postgres"
        if may_create_databases(url):
            return url
    return None


def may_create_databases(url: str) -> bool:
    """Whether the server answers and the role may create databases."""
    question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            return connection.execute(question).fetchone()[0]
    except psycopg.OperationalError:
        return False


def local_redis() -> str | None:
    """Return the address of a local server, or None; database 15 is ours to fill."""
    url = "redis://127.0.0.1:6379/15"
    return url if answers_ping(url) else None


def answers_ping(url: str) -> bool:
    """Whether Redis answers without a password."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3) as client:
            return client.ping()
    except redis.RedisError:
        return False


@contextmanager
def private_postgresql():
    """A server in a temporary folder; PostgreSQL refuses root, so root hands it to another user."""
    folder, port = Path(tempfile.mkdtemp(prefix="luze-postgresql-")), free_port()
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = Path(shutil.which("initdb") or binaries[-1])
    control = [*as_user, initdb.with_name("pg_ctl"), "-D", folder / "data", "-s"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    run([*as_user, initdb, "-D", folder / "data", "-A", "trust", "-U", "luze", "-E", "UTF8"])
    run([*control, "-w", "-o", options, "-l", folder / "log", "start"])
    try:
        yield f"postgresql://luze@127.0.0.1:{port}/postgres"
    finally:
        run([*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def private_redis():
    """A server that keeps nothing on disk."""
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    process = subprocess.Popen([*command, "--appendonly", "no"], stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers_ping(url):
            if time.monotonic() > deadline:
                raise RuntimeError("the private Redis does not answer")
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


@contextmanager
def own_database(server: str):
    """A database of this run's own on the server, dropped at the end."""
    name = f"luze_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        # Also the test databases that an interrupted pytest left on it.
        left = "SELECT datname FROM pg_database WHERE datname = %s OR datname LIKE %s"
        with psycopg.connect(server, autocommit=True) as connection:
            for (found,) in connection.execute(left, [name, f"test\\_{name}\\_%"]).fetchall():
                connection.execute(f"DROP DATABASE {found} WITH (FORCE)")


def free_port() -> int:
    """Return a port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command: list) -> None:
    """Run a server's own tool; its output is shown only when it fails."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}")


def say(sentence: str) -> None:
    """Tell the terminal."""
    sys.stderr.write(f"luze: {sentence}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
