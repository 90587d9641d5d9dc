"""The compliance ledger: what every organ owed in a period, what was done, who owns it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import gettext as _

from reviews.documents.rendering import Rendered
from reviews.documents.tables import Heading, TableSection, TableSheet, Value, table_pdf
from reviews.documents.tracing import Trace, chinese_date, content_digest


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One obligation as of the day; ``tone`` is ``late``, ``warn``, ``ok`` or empty."""

    organ: str
    requirement: str
    period: str
    due_on: date | None
    needed: int
    done: int
    state: str
    owner: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Lines in the order they print; neighbours of one organ stand under its name."""

    organ_name: str
    period_label: str
    on: date
    lines: tuple[LedgerLine, ...]


def ledger_sheet(ledger: Ledger, *, exported_by: str, exported_at: datetime) -> TableSheet:
    """The ledger as a table on A4 landscape."""
    late = sum(line.tone == "late" for line in ledger.lines)
    return TableSheet(
        organ_name=ledger.organ_name,
        title=_("%(period)s履责台账") % {"period": ledger.period_label},
        facts=_("截至%(day)s · 共%(count)s项 · 逾期%(late)s项")
        % {"day": chinese_date(ledger.on), "count": len(ledger.lines), "late": late},
        headings=(
            Heading(_("序号"), 5, centred=True),
            Heading(_("履责事项"), 38),
            Heading(_("周期"), 12, centred=True),
            Heading(_("期限"), 12, centred=True),
            Heading(_("应完成"), 7, centred=True),
            Heading(_("已完成"), 7, centred=True),
            Heading(_("状态"), 9, centred=True),
            Heading(_("责任岗位"), 16),
        ),
        sections=_sections(ledger.lines),
        trace=Trace(
            organ_name=ledger.organ_name,
            subject=_("履责台账"),
            version=ledger.period_label,
            on=ledger.on,
            exported_by=exported_by,
            exported_at=exported_at,
            digest=content_digest(ledger),
        ),
    )


def ledger_pdf(ledger: Ledger, *, exported_by: str, exported_at: datetime) -> Rendered:
    return table_pdf(ledger_sheet(ledger, exported_by=exported_by, exported_at=exported_at))


def _sections(lines: Sequence[LedgerLine]) -> tuple[TableSection, ...]:
    numbered = enumerate(lines, 1)
    return tuple(
        TableSection(organ, tuple(_row(number, line) for number, line in group))
        for organ, group in groupby(numbered, key=lambda pair: pair[1].organ)
    )


def _row(number: int, line: LedgerLine) -> tuple[Value, ...]:
    return (
        Value(str(number)),
        Value(line.requirement),
        Value(line.period),
        Value(line.due_on.isoformat() if line.due_on else "—"),
        Value(str(line.needed)),
        Value(str(line.done)),
        Value(line.state, line.tone),
        Value(line.owner or _("未明确"), "" if line.owner else "late"),
    )
