"""The handover sheet of a post (岗位交接单): what was open that day, and who signed for it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reviews.documents.rendering import Rendered, render
from reviews.documents.tracing import Trace, chinese_date, content_digest


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """One matter handed over, as it stood on the day of the sheet."""

    kind: str
    title: str
    due_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Side:
    """Giver or taker; ``confirmed_on`` is empty until then, ``person`` while nobody is named."""

    role: str
    person: str
    confirmed_on: date | None = None
    on_paper: bool = False

    @property
    def confirmed(self) -> str:
        """How and when this side confirmed, in words."""
        if self.confirmed_on is None:
            return ""
        words = _("%(day)s纸质件签字") if self.on_paper else _("%(day)s在线确认")
        return words % {"day": chinese_date(self.confirmed_on)}


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """``on`` is the day of the handover, ``shown_on`` the day as of which it is printed."""

    organ_name: str
    post: str
    on: date
    giver: Side
    taker: Side
    matters: tuple[OpenMatter, ...]
    note: str
    shown_on: date


def handover_html(sheet: HandoverSheet, *, exported_by: str, exported_at: datetime) -> str:
    trace = Trace(
        organ_name=sheet.organ_name,
        subject=_("岗位交接单"),
        on=sheet.shown_on,
        exported_by=exported_by,
        exported_at=exported_at,
        digest=content_digest(sheet),
    )
    context = {
        "sheet": sheet,
        "day": chinese_date(sheet.on),
        "sides": (sheet.giver, sheet.taker),
        "matters": [
            (m, m.due_on.isoformat() if m.due_on else "—", number)
            for number, m in enumerate(sheet.matters, start=1)
        ],
        "trace": trace,
    }
    return render_to_string("documents/handover.html", context)


def handover_pdf(sheet: HandoverSheet, *, exported_by: str, exported_at: datetime) -> Rendered:
    html = handover_html(sheet, exported_by=exported_by, exported_at=exported_at)
    return render(html, stylesheets=["sheet.css", "handover.css"])
