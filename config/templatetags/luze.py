"""Template tags of the interface: icons, state tags, small charts, dates.

Charts use SVG attributes and step classes only, because the content security policy forbids
inline styles.
"""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.icons import ICONS

register = template.Library()

# code: (label, tone, icon). Obligations, plans, reports, exports and cases share one vocabulary.
STATES = {
    "not_yet": (_("未开始"), "", ""),
    "open": (_("进行中"), "primary", ""),
    "due_soon": (_("即将到期"), "warn", "clock"),
    "met": (_("已完成"), "ok", "check"),
    "met_late": (_("逾期完成"), "warn", "check"),
    "overdue": (_("已逾期"), "late", "alert"),
    "waived": (_("已豁免"), "", "minus"),
    "draft": (_("草稿"), "warn", "edit"),
    "adopted": (_("已通过"), "ok", "check"),
    "dropped": (_("已放弃"), "", "minus"),
    "in_force": (_("施行中"), "ok", "check"),
    "superseded": (_("已被替代"), "", "history"),
    "ended": (_("已结束"), "", "minus"),
    "submitted": (_("已报送"), "primary", "send"),
    "returned": (_("已退回"), "late", "return"),
    "approved": (_("已审定"), "primary", "check"),
    "accepted": (_("已采纳"), "ok", "check"),
    "queued": (_("排队中"), "", "clock"),
    "running": (_("生成中"), "primary", "refresh"),
    "done": (_("已完成"), "ok", "check"),
    "failed": (_("未成功"), "late", "alert"),
    "sent": (_("已发送"), "ok", "check"),
    "pending": (_("待发送"), "warn", "clock"),
    "sending": (_("发送中"), "primary", "send"),
    "cancelled": (_("已取消"), "", "minus"),
    "offered": (_("待承接"), "warn", "clock"),
    "taken": (_("已承接"), "ok", "check"),
    "declined": (_("已退回"), "late", "return"),
    "withdrawn": (_("已撤回"), "", "minus"),
    "vacant": (_("空缺"), "late", "alert"),
    "acting": (_("代理"), "warn", "user"),
}
HEAT_STEPS = ((95, "h95"), (85, "h85"), (75, "h75"), (60, "h60"), (40, "h40"), (0, "h0"))


@register.simple_tag
def icon(name, label=""):
    """An icon; hidden from screen readers unless ``label`` gives it a name."""
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 20 20" role="img" aria-label="{}"><path d="{}"/></svg>',
            label,
            ICONS[name],
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


@register.inclusion_tag("partials/_state.html")
def state(code, label=""):
    """The tag of a state code; ``label`` replaces the stock word, an unknown code stays quiet."""
    stock, tone, symbol = STATES.get(code, (code, "", ""))
    return {"label": label or stock, "tone": tone, "icon": symbol}


@register.simple_tag
def sparkline(values, tone="quiet", width=72, height=28, area=True):
    """A trend line as SVG; fewer than two numbers draw nothing. ``None`` points are left out."""
    points = _points(values or (), width, height)
    if len(points) < 2:
        return ""
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    ground = f"{points[0][0]:.1f},{height} {line} {points[-1][0]:.1f},{height}"
    fill = format_html('<polygon points="{}"/>', ground) if area else ""
    return format_html(
        '<svg class="spark {}{}" viewBox="0 0 {} {}" aria-hidden="true">{}'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2"/></svg>',
        tone,
        "" if area else " thin",
        width,
        height,
        fill,
        line,
        f"{points[-1][0]:.1f}",
        f"{points[-1][1]:.1f}",
    )


def _points(values, width, height):
    known = [(i, float(value)) for i, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return []
    low, high = min(v for _i, v in known), max(v for _i, v in known)
    step, spread = (width - 4) / (len(values) - 1), (high - low) or 1
    middle = 0 if high > low else -(height - 6) / 2
    return [
        (2 + i * step, height - 3 - (v - low) / spread * (height - 6) + middle) for i, v in known
    ]


@register.simple_tag
def trend_tone(values):
    """``ok`` when the last known value is above the first by 3 or more, ``late`` when below."""
    known = [value for value in values or () if value is not None]
    change = known[-1] - known[0] if known else 0
    return "ok" if change >= 3 else "late" if change <= -3 else "quiet"


@register.simple_tag
def share_bar(total, *parts):
    """A bar of parts of ``total``; give a number and its class in turn: ``12 "ok" 3 "late"``."""
    whole, x, rects = max(total or 0, 1), 0.0, []
    for count, tone in zip(parts[::2], parts[1::2], strict=True):
        width = 100 * (count or 0) / whole
        if width:
            rects.append((tone, f"{x:.2f}", f"{max(width - 0.6, 0.4):.2f}"))
        x += width
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>",
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="8"/>', rects),
    )


@register.filter
def heat_step(value):
    """The step class of a percentage in the heat map; ``None`` means not applicable."""
    if value is None:
        return "hna"
    return next((name for floor, name in HEAT_STEPS if value >= floor), "h0")


@register.filter
def cn_date(day):
    """A date in full: 2026年11月23日, or 23 November 2026 in English; empty when there is none."""
    if not day:
        return ""
    return date_format(day, "j F Y" if _english() else "Y年n月j日")


@register.filter
def month_label(day):
    """The month over a date block: 11月, or Nov."""
    return date_format(day, "M" if _english() else "n月")


@register.filter
def elided(page):
    """The page numbers to offer around ``page``, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def initial(name):
    """The first character of a name, for the round badge of a person."""
    return str(name).strip()[:1].upper()


def _english():
    return (get_language() or "").startswith("en")
