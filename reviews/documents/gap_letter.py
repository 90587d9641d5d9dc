"""The letter that asks an organ to mend its gaps: in its plan, posts, portfolios and cycles."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from reviews.documents.official import (
    BODY,
    Attachment,
    OfficialDocument,
    Paragraph,
    official_pdf,
    official_trace,
)
from reviews.documents.rendering import Rendered
from reviews.documents.tracing import chinese_date, content_digest

LISTED_IN_TEXT = 6
"""Up to this many gaps stand in the letter; more go into a table behind it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, for example 缺牵头, and of what; only duties have a number.

    ``since`` is the first day it stood open, ``must`` whether it has to be mended.
    """

    number: str
    title: str
    label: str
    since: date | None = None
    must: bool = True


@dataclass(frozen=True, slots=True)
class GapLetter:
    """``answer_by`` is the last day to report the mending; without a plan the title is empty."""

    issuer_name: str
    receiver_name: str
    organ_name: str
    plan_title: str
    on: date
    gaps: tuple[Gap, ...]
    answer_by: date
    dated_on: date | None = None
    number: str = ""


def gap_letter_document(letter: GapLetter) -> OfficialDocument:
    """The letter in the official layout."""
    attached = len(letter.gaps) > LISTED_IN_TEXT
    return OfficialDocument(
        title=_("关于补齐责任空白的通知") if letter.gaps else _("关于责任空白核对情况的通知"),
        recipient=letter.receiver_name,
        body=tuple(_body(letter, attached)),
        issuer=letter.issuer_name,
        dated_on=letter.dated_on or letter.on,
        number=letter.number,
        red_head=letter.issuer_name if letter.number else "",
        attachments=_table(letter) if attached else (),
    )


def gap_letter_pdf(letter: GapLetter, *, exported_by: str, exported_at: datetime) -> Rendered:
    document = gap_letter_document(letter)
    trace = official_trace(
        document,
        exported_by=exported_by,
        exported_at=exported_at,
        on=letter.on,
        digest=content_digest(letter),
    )
    return official_pdf(document, trace=trace)


def _body(letter: GapLetter, attached: bool):
    facts = {
        "plan": letter.plan_title,
        "organ": letter.organ_name,
        "must": sum(gap.must for gap in letter.gaps),
        "day": chinese_date(letter.on),
        "count": len(letter.gaps),
        "answer_by": chinese_date(letter.answer_by),
    }
    if not letter.gaps:
        yield Paragraph(BODY, _checked(letter) % facts + _("未发现空白。"))
        return
    listed = _("具体情况见附件。") if attached else _("具体如下：")
    opening = _checked(letter) + _("共有%(count)s处责任空白，其中必须补齐%(must)s处。")
    yield Paragraph(BODY, opening % facts + listed)
    if not attached:
        for index, gap in enumerate(letter.gaps, 1):
            yield Paragraph(BODY, f"{index}. {gap.number}“{gap.title}”：{_told(gap)}。")
    yield Paragraph(
        BODY,
        _("请逐项明确责任岗位和责任部门，于%(answer_by)s前完成补齐并书面报告结果。") % facts,
    )


def _checked(letter):
    """How the letter begins: against which plan it was checked, as of which day."""
    if letter.plan_title:
        return _("对照《%(plan)s》核对，截至%(day)s，%(organ)s")
    return _("经核对，截至%(day)s，%(organ)s")


def _told(gap):
    if gap.since is None:
        return gap.label
    words = {"label": gap.label, "day": chinese_date(gap.since)}
    return _("%(label)s（自%(day)s起）") % words


def _table(letter: GapLetter) -> tuple[Attachment, ...]:
    return (
        Attachment(
            title=_("责任空白清单"),
            heads=(_("序号"), _("编号"), _("对象"), _("问题"), _("起始日"), _("程度")),
            rows=tuple(_row(index, gap) for index, gap in enumerate(letter.gaps, 1)),
            widths=(8, 8, 36, 22, 16, 10),
        ),
    )


def _row(index, gap):
    since = gap.since.isoformat() if gap.since else ""
    return str(index), gap.number, gap.title, gap.label, since, _("须补") if gap.must else _("提示")
