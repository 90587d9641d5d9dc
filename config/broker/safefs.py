"""safefs://, a kombu transport in a folder that survives kill -9 of any of its processes.

Layout below `transport_options["folder"]` (local disk, POSIX only):

    ready/<queue>/<name>.msg     waiting; names sort by the instant of publishing
    held/<owner>/<queue>/<name>  claimed by one process and not yet acknowledged
    held/<owner>.lock            an flock held by that process for as long as it lives
    tables/<exchange>.json       bindings
    drafts/                      messages being written
    bad/<queue>/<name>.bad       what nobody could read, kept for a person to look at

Each step is one rename or one unlink: publish = write a draft, rename into ready; claim = rename
into the own held folder; acknowledge = unlink; return = rename back. Whoever polls also returns,
every GIVE_BACK_EVERY seconds, the folders whose lock is free. A message is delivered at least once.
kombu's own filesystem transport reads half-written files and forgets claimed ones; see
docs/decisions/0010-safe-file-broker.md.
"""

import fcntl
import logging
import os
import threading
import time
import uuid
from collections import deque
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from urllib.parse import quote, unquote

from kombu.transport import virtual
from kombu.utils.json import dumps, loads

GIVE_BACK_EVERY = 5.0  # seconds
DRAFT_LIFETIME = 3600.0  # seconds after which a draft's writer is taken for dead

logger = logging.getLogger(__name__)


class Spool:
    """The folder, seen from one process."""

    _spools: dict[str, "Spool"] = {}
    _spools_lock = threading.Lock()

    @classmethod
    def at(cls, folder: str) -> "Spool":
        """Return this process's spool for a folder; a forked child gets one of its own."""
        with cls._spools_lock:
            spool = cls._spools.get(folder)
            if spool is None or spool.pid != os.getpid():
                spool = cls._spools[folder] = cls(Path(folder))
            return spool

    def __init__(self, folder: Path):
        self.pid = os.getpid()
        self.folder = folder
        self.ready = folder / "ready"
        self.held = folder / "held"
        self.drafts = folder / "drafts"
        self.tables = folder / "tables"
        self.bad = folder / "bad"
        for part in (self.ready, self.held, self.drafts, self.tables, self.bad):
            part.mkdir(parents=True, exist_ok=True)
        self._claiming = threading.Lock()
        self._mine: Path | None = None
        self._looked_at = 0.0

    @property
    def mine(self) -> Path:
        """The folder of what this process holds; its lock is taken before the folder exists."""
        with self._claiming:
            if self._mine is None:
                owner = f"{self.pid}-{uuid.uuid4().hex}"
                # Never closed: the lock ends with the process and with the children that share it.
                descriptor = os.open(self.held / f"{owner}.lock", os.O_CREAT | os.O_RDWR, 0o600)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                (self.held / owner).mkdir()
                self._mine = self.held / owner
            return self._mine

    def put(self, queue: str, text: str, *, sync: bool = False) -> None:
        """Publish: the message appears complete or not at all."""
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}.msg"
        draft = self.drafts / name
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        move(draft, self.ready / quote(queue, safe="") / name)

    def waiting(self, queue: str) -> list[str]:
        """Return the names of the waiting messages, oldest first."""
        try:
            return sorted(os.listdir(self.ready / quote(queue, safe="")))  # noqa: PTH208  hot path
        except FileNotFoundError:
            return []

    def claim(self, queue: str, name: str) -> str | None:
        """Take a message; return its tag, or None when another process was quicker."""
        tag = f"{quote(queue, safe='')}/{name}"
        try:
            move(self.ready / tag, self.mine / tag)
        except FileNotFoundError:
            return None
        return tag

    def read(self, tag: str) -> str:
        """Return the text of a held message."""
        return (self.mine / tag).read_text(encoding="utf-8")

    def acknowledge(self, tag: str) -> None:
        """Forget a held message for good."""
        with suppress(FileNotFoundError):
            (self.mine / tag).unlink()

    def give_back(self, tag: str) -> None:
        """Return a held message to its place in the queue."""
        with suppress(FileNotFoundError):
            move(self.mine / tag, self.ready / tag)

    def set_aside(self, tag: str) -> None:
        """Put away a message that cannot be read."""
        move(self.mine / tag, (self.bad / tag).with_suffix(".bad"))

    def give_back_of_the_dead(self) -> None:
        """Return what processes held that no longer live; does nothing when called too soon."""
        now = time.monotonic()
        if self._looked_at and now - self._looked_at < GIVE_BACK_EVERY:
            return
        self._looked_at = now
        for owner in [path for path in self.held.iterdir() if path.is_dir()]:
            if owner != self._mine:
                self._bury(owner)
        self._sweep_drafts()

    def _bury(self, owner: Path) -> None:
        with locked(owner.with_name(f"{owner.name}.lock"), wait=False) as free:
            if not free:
                return
            for message in list(owner.glob("*/*")):
                with suppress(FileNotFoundError):
                    move(message, self.ready / message.relative_to(owner))
            for folder in [*owner.glob("*"), owner]:
                with suppress(OSError):
                    folder.rmdir()
            if not owner.exists():
                owner.with_name(f"{owner.name}.lock").unlink(missing_ok=True)

    def _sweep_drafts(self) -> None:
        for draft in self.drafts.iterdir():
            with suppress(FileNotFoundError):
                if time.time() - draft.stat().st_mtime > DRAFT_LIFETIME:
                    draft.unlink()

    def bindings(self, exchange: str) -> list[tuple[str, str, str]]:
        """Return (routing key, pattern, queue) of each binding."""
        try:
            text = self._table(exchange).read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return [tuple(binding) for binding in loads(text)]

    def change_bindings(self, exchange: str, change) -> None:
        """Replace an exchange's bindings by `change(bindings)`, one process at a time."""
        with locked(self.tables / ".lock"):
            before = self.bindings(exchange)
            after = change(list(before))
            if after != before:
                draft = self.drafts / f"{uuid.uuid4().hex}.json"
                draft.write_text(dumps(after), encoding="utf-8")
                move(draft, self._table(exchange))

    def _table(self, exchange: str) -> Path:
        return self.tables / f"{quote(exchange, safe='')}.json"


def move(source: Path, target: Path) -> None:
    """Rename, creating the target's folder when it is missing.

    Raises FileNotFoundError when the source is gone.
    """
    try:
        source.rename(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)


@contextmanager
def locked(path: Path, *, wait: bool = True):
    """Hold an flock on a file; yields False when it is taken (only with wait=False) or gone."""
    try:
        descriptor = os.open(path, os.O_RDWR | (os.O_CREAT if wait else 0), 0o600)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def probe(folder: str) -> None:
    """Write, rename and remove a file as a message would be; raises OSError when that fails."""
    spool = Spool.at(folder)
    name = f"probe-{uuid.uuid4().hex}"
    (spool.drafts / name).write_text("probe", encoding="utf-8")
    move(spool.drafts / name, spool.bad / name)
    (spool.bad / name).unlink()


def check_shape(payload) -> None:
    """Raise KeyError, TypeError or ValueError for what no publisher of ours has written."""
    properties = payload["properties"]
    parts = (payload["headers"], properties, properties["delivery_info"])
    if not isinstance(payload["body"], str) or not all(isinstance(part, dict) for part in parts):
        raise ValueError("not the shape of a message")


class QoS(virtual.QoS):
    """Acknowledgement reaches the disk at once; a tag is the held file's place."""

    def ack(self, delivery_tag):
        self.channel.spool.acknowledge(delivery_tag)
        super().ack(delivery_tag)

    def reject(self, delivery_tag, requeue=False):
        if not requeue:
            self.channel.spool.acknowledge(delivery_tag)
        super().reject(delivery_tag, requeue=requeue)


class Channel(virtual.Channel):
    """Queues are folders, so every process that names the same folder shares them."""

    QoS = QoS
    supports_fanout = True

    def __init__(self, connection, **kwargs):
        super().__init__(connection, **kwargs)
        options = connection.client.transport_options
        self._folder = str(options["folder"])
        self._sync = bool(options.get("fsync", False))
        self._seen: dict[str, deque[str]] = {}
        self._unacknowledged: set[str] = set()

    @property
    def spool(self) -> Spool:
        return Spool.at(self._folder)

    def basic_consume(self, queue, no_ack, *args, **kwargs):
        if no_ack:
            self._unacknowledged.add(queue)
        return super().basic_consume(queue, no_ack, *args, **kwargs)

    def basic_get(self, queue, no_ack=False, **kwargs):
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self.spool.acknowledge(message.delivery_tag)
        return message

    def _put(self, queue, message, **kwargs):
        self.spool.put(queue, dumps(message), sync=self._sync)

    def _put_fanout(self, exchange, message, routing_key, **kwargs):
        for _, _, queue in self.get_table(exchange):
            self._put(queue, message)

    def _get(self, queue, timeout=None):
        self.spool.give_back_of_the_dead()
        while (tag := self._claim_next(queue)) is not None:
            payload = self._payload(tag)
            if payload is not None:
                if queue in self._unacknowledged:
                    self.spool.acknowledge(tag)
                return payload
        raise Empty

    def _claim_next(self, queue: str) -> str | None:
        seen = self._seen.get(queue)
        if not seen:
            seen = self._seen[queue] = deque(self.spool.waiting(queue))
        while seen:
            if (tag := self.spool.claim(queue, seen.popleft())) is not None:
                return tag
        return None

    def _payload(self, tag: str) -> dict | None:
        try:
            payload = loads(self.spool.read(tag))
            check_shape(payload)
            payload["properties"]["delivery_tag"] = tag
            self.Message(payload, channel=self)  # kombu would stop the worker on what it refuses
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            logger.error("unreadable message %s set aside: %s", unquote(tag), error)
            self.spool.set_aside(tag)
            return None
        return payload

    def _restore(self, message):
        self.spool.give_back(message.delivery_tag)

    def _size(self, queue):
        return len(self.spool.waiting(queue))

    def _purge(self, queue):
        names = self.spool.waiting(queue)
        for name in names:
            if (tag := self.spool.claim(queue, name)) is not None:
                self.spool.acknowledge(tag)
        return len(names)

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        binding = (routing_key or "", pattern or "", queue or "")
        self.spool.change_bindings(
            exchange, lambda known: known if binding in known else [*known, binding]
        )

    def _delete(self, queue, exchange, routing_key, pattern, *args, **kwargs):
        self._purge(queue)
        with suppress(OSError):
            (self.spool.ready / quote(queue, safe="")).rmdir()
        binding = (routing_key or "", pattern or "", queue or "")
        self.spool.change_bindings(exchange, lambda known: [b for b in known if b != binding])

    def get_table(self, exchange):
        return self.spool.bindings(exchange)


class Transport(virtual.Transport):
    """The transport registered as safefs://."""

    Channel = Channel
    default_port = 0
    driver_type = driver_name = "safefs"
    polling_interval = 0.2
    implements = virtual.Transport.implements.extend(
        asynchronous=False, exchange_type=frozenset(["direct", "topic", "fanout"])
    )

    def driver_version(self):
        return "1"
