"""The duty sheet of a post (一岗双责): its main job on the left, its duties on the right."""

from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reviews.documents.rendering import Rendered, render
from reviews.documents.tracing import Trace, chinese_date, content_digest


@dataclass(frozen=True, slots=True)
class SheetDuty:
    """A duty the post carries: its role and clause, and what is owed under it.

    ``owed`` are (what and for which period, state in words, whether it is late).
    """

    number: str
    title: str
    role: str
    chip: str
    clause: str = ""
    owed: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class DutySheet:
    """One post on one day; ``holder`` is empty while it is vacant.

    ``recurring`` are (title, how often, what is owed of it) of what the post answers for again and
    again; what is owed as in ``SheetDuty``.
    """

    organ_name: str
    post: str
    holder: str
    since: date | None
    portfolios: tuple[str, ...]
    main_job: tuple[str, ...]
    duties: tuple[SheetDuty, ...]
    plan_title: str
    plan_version: int
    on: date
    acting: bool = False
    recurring: tuple[tuple[str, str, tuple[tuple[str, str, bool], ...]], ...] = ()


def duty_sheets_html(
    sheets: tuple[DutySheet, ...], *, exported_by: str, exported_at: datetime
) -> str:
    """One page or more for each post, in the order given; all of one organ, plan and day."""
    first = sheets[0]
    trace = Trace(
        organ_name=first.organ_name,
        subject=_("一岗双责责任单"),
        version=_("第%(version)s版") % {"version": first.plan_version},
        on=first.on,
        exported_by=exported_by,
        exported_at=exported_at,
        digest=content_digest(first if len(sheets) == 1 else _Together(sheets)),
    )
    pages = [
        {
            "sheet": sheet,
            "day": chinese_date(sheet.on),
            "since": chinese_date(sheet.since) if sheet.since else "",
        }
        for sheet in sheets
    ]
    return render_to_string("documents/duty_sheet.html", {"pages": pages, "trace": trace})


def duty_sheets_pdf(
    sheets: tuple[DutySheet, ...], *, exported_by: str, exported_at: datetime
) -> Rendered:
    html = duty_sheets_html(sheets, exported_by=exported_by, exported_at=exported_at)
    return render(html, stylesheets=["sheet.css", "duty_sheet.css"])


@dataclass(frozen=True, slots=True)
class _Together:
    sheets: tuple[DutySheet, ...]
