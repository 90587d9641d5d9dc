"""``manage.py print_document KIND --organ CODE [--period P] [--on DATE] [--target ID] --out FILE``.

Prints one document in this process. ``--worker`` is how the export task calls it: progress lines
on standard output, limits on processor time and memory, and an end when the caller is gone.
"""

import json
import os
import resource
import threading
import time
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import days
from duties.models import Organ, User
from reviews import printing
from reviews.documents.rendering import RenderingError
from reviews.models import Export

PROCESSOR_SECONDS = 110
ADDRESS_SPACE = 3 * 1024**3  # bytes, mapped fonts included


class Command(BaseCommand):
    help = "Print a document of an organ as PDF, as of a day."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help="|".join(Export.Kind.values))
        parser.add_argument("--organ", required=True, metavar="CODE")
        parser.add_argument("--period", default="", help="for reports, ledgers and registers")
        parser.add_argument("--on", metavar="DATE", help="the day shown (default: today)")
        parser.add_argument("--target", default="", help="post id of a duty sheet, or below")
        parser.add_argument("--as", dest="username", help="print as this account, with its rights")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--worker", type=int, metavar="PID", help="the calling export task")

    def handle(self, *, as_json, out, worker=None, **options):
        if worker:
            stay_within_limits(worker)
        try:
            made = self._make(worker=worker, **options)
            out.write_bytes(made.pdf)
        except (ValidationError, RenderingError, OSError) as refusal:
            self._refuse(sentence(refusal, out), as_json)
        answer = {"kind": options["kind"], "out": str(out)}
        answer |= {"pages": made.pages, "sha256": made.sha256}
        words = _("已生成%(out)s，共%(pages)s页。") % answer
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if as_json else words)

    def _make(self, *, worker, kind, organ, period, on, target, username, **options):
        reader = _account(username) if username else None
        self._progress(worker, 10)
        printer, content = printing.gather(kind, _organ(organ), _day(on), period, target, reader)
        self._progress(worker, 40)
        return printing.lay_out(
            printer, content, reader.display_name if reader else _("系统"), timezone.now()
        )

    def _progress(self, worker, percent):
        if worker:
            self.stdout.write(str(percent))
            self.stdout.flush()

    def _refuse(self, reason, as_json):
        if as_json:
            self.stdout.write(json.dumps({"error": reason}, ensure_ascii=False))
        raise CommandError(reason)


def sentence(refusal, out):
    """The first sentence of a refusal."""
    if isinstance(refusal, ValidationError):
        return refusal.messages[0]
    if isinstance(refusal, OSError):
        return _("无法写入“%(out)s”：%(why)s。") % {"out": out, "why": refusal.strerror}
    return str(refusal)


def stay_within_limits(caller):
    """Bound processor time and memory, and end as soon as the calling process is gone."""
    for what, most in (
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_AS, ADDRESS_SPACE),
    ):
        resource.setrlimit(what, (most, most))
    threading.Thread(target=_end_with_parent, args=(caller,), daemon=True).start()


def _end_with_parent(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _organ(code):
    organ = Organ.objects.select_related("parent").filter(code=code).first()
    if organ is None:
        raise ValidationError(_("没有代码为“%(code)s”的党组织。") % {"code": code})
    return organ


def _account(username):
    account = User.objects.select_related("person").filter(username=username).first()
    if account is None:
        raise ValidationError(_("没有名为“%s”的账号。") % username)
    return account


def _day(text):
    try:
        return date.fromisoformat(text) if text else days.today()
    except ValueError:
        raise ValidationError(
            _("日期“%(on)s”无法识别，请按 2026-06-30 的格式填写。") % {"on": text}
        ) from None
