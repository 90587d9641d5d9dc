"""The half-year report of an organ to its superior, in the official layout."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from reviews.documents.official import (
    BODY,
    FIRST,
    Attachment,
    OfficialDocument,
    Paragraph,
    draft_status,
    official_pdf,
    official_trace,
)
from reviews.documents.rendering import Rendered
from reviews.documents.tracing import content_digest

_DIGITS = "零一二三四五六七八九"
_NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the table of facts: what was required, how many, how many done, the state."""

    requirement: str
    needed: str
    done: str
    state: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report as the clerk wrote it.

    ``sections`` are (heading, text); ``submitted_on`` is ``None`` until it has been submitted, and
    then the print carries ``state_label`` or the draft mark at the top of every page.
    """

    organ_name: str
    receiver_name: str
    title: str
    period_label: str
    sections: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...] = ()
    state_label: str = ""
    submitted_on: date | None = None
    number: str = ""
    copy_to: str = ""


def report_document(report: ReportContent) -> OfficialDocument:
    """The report as an official document; the facts become its attachment."""
    return OfficialDocument(
        title=report.title,
        recipient=report.receiver_name,
        body=tuple(_body(report)),
        issuer=report.organ_name,
        dated_on=report.submitted_on,
        number=report.number,
        red_head=report.organ_name if report.number else "",
        copy_to=report.copy_to,
        attachments=_facts_table(report),
        status="" if report.submitted_on else report.state_label or draft_status(),
    )


def report_pdf(
    report: ReportContent, *, exported_by: str, exported_at: datetime, on: date
) -> Rendered:
    """The report as it stood ``on`` that day."""
    document = report_document(report)
    trace = official_trace(
        document,
        exported_by=exported_by,
        exported_at=exported_at,
        on=on,
        digest=content_digest(report),
    )
    return official_pdf(document, trace=trace)


def chinese_number(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def _body(report: ReportContent):
    for index, (heading, text) in enumerate(report.sections, 1):
        if heading:
            yield Paragraph(FIRST, _numbered(heading, index))
        yield Paragraph(BODY, text)


def _numbered(heading: str, index: int) -> str:
    return heading if _NUMBERED.match(heading) else f"{chinese_number(index)}、{heading}"


def _facts_table(report: ReportContent) -> tuple[Attachment, ...]:
    if not report.facts:
        return ()
    return (
        Attachment(
            title=_("%(period)s履责事项完成情况表") % {"period": report.period_label},
            heads=(_("序号"), _("履责事项"), _("应完成"), _("已完成"), _("状态")),
            rows=tuple(
                (str(index), fact.requirement, fact.needed, fact.done, fact.state)
                for index, fact in enumerate(report.facts, 1)
            ),
            widths=(8, 50, 14, 14, 14),
        ),
    )
