"""``manage.py tick [--at INSTANT]``: what the beat does, without beat, worker or broker."""

import json
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import reminding


def instant(text):
    """An instant such as ``2026-06-01T09:00+08:00``; without a zone the local one is meant."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("无法识别时间“%(text)s”，请按 2026-06-01T09:00+08:00 的格式填写。") % {"text": text}
        ) from None
    if len(text) <= len("2026-06-01"):
        at = at.replace(hour=9)
    return at if timezone.is_aware(at) else timezone.make_aware(at)


class Command(BaseCommand):
    help = "Send every reminder due at an instant (default: now)."

    def add_arguments(self, parser):
        parser.add_argument("--at", metavar="INSTANT")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, at, json: bool, **options):
        moment = instant(at) if at else timezone.now()
        ticked = reminding.tick(at=moment)
        mailed = sum(reminding.deliver(pk, at=moment) for pk in ticked.waiting)
        self.stdout.write(_report(ticked, mailed, as_json=json))


def _report(ticked, mailed, *, as_json):
    figures = {"inbox": ticked.delivered, "email": mailed, "failed": len(ticked.waiting) - mailed}
    if as_json:
        return json.dumps(figures)
    return _("站内信 %(inbox)d 条，邮件 %(email)d 封，未送出 %(failed)d 封。") % figures
