"""The register: the reports an organ made or received, or the obligations it has, as a list."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from reviews.documents.rendering import Rendered
from reviews.documents.tables import Heading, TableSection, TableSheet, Value, table_pdf
from reviews.documents.tracing import Trace, chinese_date, content_digest


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One registered item; ``handled_on`` is when the receiver accepted or returned it."""

    title: str
    kind: str
    sender: str
    receiver: str
    period: str
    state: str
    number: str = ""
    due_on: date | None = None
    submitted_on: date | None = None
    handled_on: date | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    organ_name: str
    title: str
    on: date
    entries: tuple[RegisterEntry, ...]


def register_sheet(register: Register, *, exported_by: str, exported_at: datetime) -> TableSheet:
    """The register as a table on A4 landscape, in the order given."""
    return TableSheet(
        organ_name=register.organ_name,
        title=register.title,
        facts=_("截至%(day)s · 共%(count)s件")
        % {"day": chinese_date(register.on), "count": len(register.entries)},
        headings=(
            Heading(_("序号"), 5, centred=True),
            Heading(_("标题"), 30),
            Heading(_("类别"), 10, centred=True),
            Heading(_("报送单位"), 16),
            Heading(_("接收单位"), 16),
            Heading(_("周期"), 13, centred=True),
            Heading(_("期限"), 10, centred=True),
            Heading(_("报送日期"), 10, centred=True),
            Heading(_("办结日期"), 10, centred=True),
            Heading(_("状态"), 9, centred=True),
        ),
        sections=(TableSection("", tuple(map(_row, enumerate(register.entries, 1)))),),
        trace=Trace(
            organ_name=register.organ_name,
            subject=register.title,
            on=register.on,
            exported_by=exported_by,
            exported_at=exported_at,
            digest=content_digest(register),
        ),
    )


def register_pdf(register: Register, *, exported_by: str, exported_at: datetime) -> Rendered:
    return table_pdf(register_sheet(register, exported_by=exported_by, exported_at=exported_at))


def _row(numbered: tuple[int, RegisterEntry]) -> tuple[Value, ...]:
    index, entry = numbered
    title = f"{entry.title}（{entry.number}）" if entry.number else entry.title
    return (
        Value(str(index)),
        Value(title),
        Value(entry.kind),
        Value(entry.sender),
        Value(entry.receiver),
        Value(entry.period),
        *(Value(_day(day)) for day in (entry.due_on, entry.submitted_on, entry.handled_on)),
        Value(entry.state, entry.tone),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
