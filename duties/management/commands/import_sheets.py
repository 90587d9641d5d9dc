"""manage.py import_sheets: take sheets in, whole or not at all."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duties import days
from duties.models import Organ
from duties.reading import Unreadable
from duties.sheets import importing
from duties.sheets.kinds import KINDS
from duties.sheets.rows import CHANGED, CREATED, ENDED, UNCHANGED


class Command(BaseCommand):
    """An organ of that code need not exist yet: then the file's sheet of organs brings it."""

    help = "Import sheets (.xlsx, .csv or a zip of .csv) for an organ and those below it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--organ", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, file, organ, dry_run, **options):
        try:
            outcome = importing.run(
                data=file.read_bytes(),
                name=file.name,
                organ=Organ.objects.select_related("parent").filter(code=organ).first(),
                code=organ,
                on=days.today(),
                dry=dry_run,
            )
        except OSError as error:
            words = _("文件“%(name)s”无法打开。") % {"name": file.name}
            raise CommandError(words) from error
        except Unreadable as error:
            raise CommandError(_(str(error))) from error
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        if options["json"]:
            self.stdout.write(_as_json(outcome, dry_run))
        if outcome.faults:
            raise CommandError(_sentence(outcome.faults))
        if not options["json"]:
            self.stdout.write(_summary(outcome, dry_run))


def _as_json(outcome, dry):
    facts = {"written": bool(outcome.writes and not outcome.faults and not dry)}
    facts |= {"counts": outcome.counts(), "faults": [asdict(fault) for fault in outcome.faults]}
    return json.dumps(facts, ensure_ascii=False)


def _sentence(faults):
    words = _("共 %(count)d 处问题，没有写入任何内容。第一处：%(first)s")
    return words % {"count": len(faults), "first": faults[0]}


def _summary(outcome, dry):
    lines = [_("检查通过，没有写入。") if dry else _("已导入。")]
    words = _("%(kind)s：新建 %(created)d，修改 %(changed)d，截止 %(ended)d，不变 %(unchanged)d")
    counts = outcome.counts()
    for kind in KINDS:
        if kind.code in counts:
            acts = dict.fromkeys((CREATED, CHANGED, ENDED, UNCHANGED), 0) | counts[kind.code]
            lines.append(words % {"kind": kind.title, **acts})
    return "\n".join(lines)
