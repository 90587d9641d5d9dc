"""Exports: a document is asked for in the browser, made by a worker, then downloaded.

The row is the job; a message is only the doorbell. ``run`` claims the row by a conditional update,
so a message delivered twice does nothing the second time. The document is laid out in a process of
its own that ends with the job: the renderer keeps several hundred megabytes once it has seen a few
documents, and the worker must stay small (docs/decisions/0014).
"""

import hashlib
import json
import logging
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from duties import access, trail
from duties.models import User
from reviews import printable
from reviews.models import Export

logger = logging.getLogger(__name__)

TASK = "reviews.tasks.make_export"
MOST_AT_ONCE = 3
"""Exports one account may have waiting or running."""
RUN_LIMIT = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
PRINT_LIMIT = settings.CELERY_TASK_SOFT_TIME_LIMIT - 5  # seconds
RING_AGAIN = timedelta(seconds=60)
"""A row nobody has taken for so long is announced again."""
GIVE_UP = timedelta(minutes=15)
State, Kind = Export.State, Export.Kind
UNFINISHED = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished file in a temporary place."""

    path: Path
    pages: int


@transaction.atomic
def ask(*, organ, kind, on, period="", target="", actor):
    """Queue a document; refuses what cannot be printed and more than ``MOST_AT_ONCE`` at a time."""
    access.require(actor, "export", organ)
    printable.check(kind, organ=organ, on=on, period=period, target=target)
    _not_too_many(actor)
    export = Export(organ=organ, kind=kind, on=on, period=period, target=target, asked_by=actor)
    export.full_clean()
    export.save()
    _trail(export, "export.asked")
    transaction.on_commit(partial(announce, export.pk))
    return export


def announce(export_id):
    """Ring for a worker; when the broker is away the export says so instead of waiting for ever."""
    try:
        current_app.send_task(TASK, [export_id])
    except (OperationalError, OSError) as error:
        logger.warning("export %s could not be announced: %s", export_id, error)
        waiting = Export.objects.filter(pk=export_id, state=State.QUEUED)
        waiting.update(
            state=State.FAILED,
            finished_at=timezone.now(),
            error=_("后台服务暂时连接不上，文件没有生成。请稍后重新导出。"),
        )


def visible(organ, user):
    """The organ's exports this account may see.

    What reaches beyond the organ (ledgers of the organs below, registers, letters) depends on the
    rights of who asked, so it is theirs alone.
    """
    beyond = Q(target=printable.BELOW) | Q(kind__in=(Kind.REGISTER, Kind.GAP_LETTER))
    found = access.scope(Export.objects.filter(organ=organ), user, "export")
    return found.filter(~beyond | Q(asked_by=user))


def print_apart(export, out, progress):
    """Lay the document out in a process of its own; raises ``ValidationError`` with its refusal."""
    with subprocess.Popen(
        _command(export, out),
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        clock = Timer(PRINT_LIMIT, process.kill)
        clock.start()
        try:
            answer = _listen(process, progress)
        finally:
            clock.cancel()
            process.kill()
    return Printed(out, answer["pages"])


def run(export_id, *, printer=print_apart):
    """Make the file of an export; ``False`` when somebody else has it or had it already."""
    export = _claim(export_id, timezone.now())
    if export is None:
        return False
    try:
        if not access.may(export.asked_by, "export", export.organ):
            raise ValidationError(_("申请人已无权导出这一内容。"))
        with TemporaryDirectory(prefix="luze-export-") as folder:
            made = printer(export, Path(folder) / "document.pdf", partial(_progress, export))
            _progress(export, 90)
            _store(export, made)
    except ValidationError as refusal:
        _fail(export, refusal.messages[0])
    except SoftTimeLimitExceeded:
        _fail(export, _too_much())
    except Exception:
        logger.exception("export %s failed", export_id)
        _fail(export, _("生成时出现意外错误，已记入系统日志。请稍后重试或告知管理员。"))
    return True


def unattended(*, at):
    """Ids to announce again: never taken, or left by a worker that was killed.

    Left ones are given up after ``GIVE_UP``: what kills a worker again and again must end.
    """
    left = Export.objects.filter(state=State.RUNNING, started_at__lt=at - RUN_LIMIT)
    left.filter(asked_at__lt=at - GIVE_UP).update(
        state=State.FAILED, finished_at=at, error=_("生成多次中断，已停止。请缩小范围后重新导出。")
    )
    waiting = Q(state=State.QUEUED, asked_at__lt=at - RING_AGAIN)
    rows = Export.objects.filter(waiting | Q(state=State.RUNNING, started_at__lt=at - RUN_LIMIT))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:100])


def _not_too_many(actor):
    # One request of an account at a time, so that many at once are counted too.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    waiting = Export.objects.filter(asked_by=actor, state__in=UNFINISHED).count()
    if waiting >= MOST_AT_ONCE:
        raise printable.refused(_("您已有%s份文件正在生成，请等其中一份完成后再导出。") % waiting)


def _claim(export_id, at):
    stale = Q(state=State.RUNNING, started_at__lt=at - RUN_LIMIT)
    free = Export.objects.filter(Q(state=State.QUEUED) | stale, pk=export_id)
    if not free.update(state=State.RUNNING, started_at=at, progress=10):
        return None
    return Export.objects.select_related("organ", "asked_by__person").get(pk=export_id)


def _held(export):
    """The row while this run still owns it: a later claim has another start."""
    return Export.objects.filter(pk=export.pk, state=State.RUNNING, started_at=export.started_at)


def _progress(export, percent):
    _held(export).update(progress=percent)


def _command(export, out):
    options = {
        "organ": export.organ.code,
        "on": export.on.isoformat(),
        "period": export.period,
        "target": export.target,
        "as": export.asked_by.username,
        "out": str(out),
    }
    return [
        sys.executable, "-m", "django", "print_document", export.kind, "--json",
        f"--worker={os.getpid()}", *(f"--{name}={value}" for name, value in options.items()),
    ]  # fmt: skip


def _listen(process, progress):
    """Follow the printing process to its answer."""
    answer = {}
    for line in process.stdout:
        said = json.loads(line)
        if isinstance(said, dict):
            answer = said
        else:
            progress(said)
    status = process.wait()
    if "error" in answer:
        raise ValidationError(answer["error"])
    if status < 0:
        raise ValidationError(_too_much())
    if status or "pages" not in answer:
        raise RuntimeError(f"the printing process ended with {status}")
    return answer


def _too_much():
    return _("内容过多，没能在规定的时间和内存内生成。请缩小范围后重新导出。")


def _store(export, made):
    storage = export.file.storage
    with made.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        name = storage.save(f"exports/{secrets.token_hex(16)}.pdf", File(file))
    kept = {"file": name, "pages": made.pages, "sha256": digest}
    with transaction.atomic():
        done = _held(export).update(
            state=State.DONE, progress=100, finished_at=timezone.now(), error="", **kept
        )
        if done:
            _trail(export, "export.made", sha256=digest, pages=made.pages)
    if not done:
        storage.delete(name)


def _fail(export, reason):
    failed = _held(export).update(
        state=State.FAILED, finished_at=timezone.now(), error=str(reason)[:300]
    )
    if failed:
        _trail(export, "export.failed", error=str(reason)[:300])


def _trail(export, action, **detail):
    trail.record(
        organ=export.organ,
        actor=export.asked_by,
        action=action,
        target=f"export:{export.pk}",
        kind=export.kind,
        on=export.on.isoformat(),
        period=export.period,
        **detail,
    )
