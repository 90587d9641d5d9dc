"""`manage.py read_plan FILE [--json]`: the draft a plan document is read into."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from duties.reading import PlanDraft, Unreadable, read


class Command(BaseCommand):
    help = "Read a plan document (Word, Excel, PDF or text) into a draft and print it."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, file: Path, json: bool, **options):
        draft = draft_of(file)
        self.stdout.write(as_json(draft) if json else summary(draft))


def draft_of(file: Path) -> PlanDraft:
    """The draft of the file; raises CommandError with one sentence."""
    try:
        return read(file.read_bytes(), file.name)
    except OSError as error:
        raise CommandError(gettext("文件无法打开：%(file)s") % {"file": file.name}) from error
    except Unreadable as error:
        raise CommandError(gettext(str(error))) from error


def as_json(draft: PlanDraft) -> str:
    """The form fixed in the design; a question is its sentence, without what it is made of."""
    data = draft.to_json()
    for question in data["questions"]:
        del question["template"], question["values"]
    return json.dumps(data, ensure_ascii=False)


def summary(draft: PlanDraft) -> str:
    """A few lines for a terminal."""
    group = draft.leading_group
    seats = f"{len(group.head)}+{len(group.deputies)}+{len(group.members)}"
    lines = [
        draft.title or gettext("（无名称）"),
        gettext("领导小组：%(seats)s") % {"seats": seats if group.seats else gettext("无")},
        gettext("职责：%(count)d") % {"count": len(draft.duties)},
        *(f"  {duty.label or duty.number} {duty.title} [{duty.scope}]" for duty in draft.duties),
        gettext("频次：%(count)d") % {"count": len(draft.numeric_requirements())},
        *(f"  {row.title}：{row.rule}" for row in draft.requirements),
        gettext("追责情形：%(count)d") % {"count": len(draft.grounds)},
        gettext("追责方式：%(names)s") % {"names": "、".join(row.name for row in draft.measures)},
        gettext("待确认：%(count)d") % {"count": len(draft.questions)},
        *(f"  {question.id} {question.text}" for question in draft.questions),
    ]
    return "\n".join(lines)
