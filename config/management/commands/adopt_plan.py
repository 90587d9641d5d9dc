"""manage.py adopt_plan: read a plan document and adopt it for an organ."""

import json
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from config import adopting, worksheet
from config.roster import Roster
from duties.models import Organ, Subject
from duties.reading import Unreadable


class Command(BaseCommand):
    """Names the organ does not know become new departments and posts, as the page suggests."""

    help = "Read a plan document (Word, Excel, PDF or text) and adopt it as suggested."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--organ", required=True, metavar="CODE")
        parser.add_argument("--on", required=True, metavar="DATE", help="first day in force")
        parser.add_argument("--subject", metavar="CODE", help="needed only if there are several")
        parser.add_argument("--several-leads", action="store_true")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, file, **options):
        try:
            with transaction.atomic():
                plan = self.adopt(file, options)
        except (Unreadable, ValidationError) as error:
            raise CommandError(_sentence(error)) from error
        self.stdout.write(self.report(plan, as_json=options["json"]))

    def adopt(self, file, options):
        organ = _one(Organ, options["organ"], _("没有代码为“%(code)s”的党组织。"))
        on, data = _day(options["on"]), _bytes(file)
        row = adopting.start_reading(
            organ=organ,
            subject=_subject(options["subject"]),
            data=data,
            name=file.name,
            actor=None,
            on=on,
        )
        worksheet.accept_suggestions(row.draft, Roster.of(organ, on=on))
        adopting.save_draft(row=row, draft=row.draft, version=row.version)
        return adopting.adopt_reading(
            reading=row, on=on, actor=None, several_leads=options["several_leads"]
        )

    def report(self, plan, *, as_json):
        counts = {
            "duties": plan.duties.count(),
            "requirements": plan.requirements.count(),
            "grounds": plan.grounds.count(),
            "measures": plan.measures.count(),
        }
        if as_json:
            facts = {"plan": plan.pk, "title": plan.title, "version": plan.version}
            return json.dumps(facts | counts, ensure_ascii=False)
        text = _(
            "已通过：%(plan)s，职责 %(duties)d，频次要求 %(requirements)d，"
            "追责情形 %(grounds)d，追责方式 %(measures)d。"
        )
        return text % {"plan": plan, **counts}


def _one(model, code, refusal):
    found = model.objects.filter(code=code).first()
    if found is None:
        raise CommandError(refusal % {"code": code})
    return found


def _subject(code):
    if code:
        return _one(Subject, code, _("没有代码为“%(code)s”的责任制。"))
    found = list(Subject.objects.all()[:2])
    if len(found) != 1:
        raise CommandError(_("本系统有多项责任制，请用 --subject 指明是哪一项。"))
    return found[0]


def _day(words):
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        text = _("日期“%(day)s”无法识别，请按 2026-06-30 的格式填写。")
        raise CommandError(text % {"day": words}) from error


def _bytes(file):
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(_("文件“%(name)s”无法打开。") % {"name": file.name}) from error


def _sentence(error):
    messages = error.messages if isinstance(error, ValidationError) else [_(str(error))]
    if "several_leads" in getattr(error, "error_dict", ()):
        messages = [*messages, _("在命令中加上 --several-leads 即为允许。")]
    return " ".join(messages)
