"""What was done to a matrix version, in words for its page."""

from django.utils import timezone
from django.utils.translation import gettext as _


def told(entries):
    """Entries of the trail as ``partials/_timeline.html`` takes them."""
    return [_told(entry, latest=n == 0) for n, entry in enumerate(entries)]


def _told(entry, *, latest):
    act = entry.action.partition(".")[2]
    title = _acts().get(act, entry.action)
    detail = entry.detail.get("duty") or entry.detail.get("reason") or entry.detail.get("from_on")
    who = entry.actor.display_name if entry.actor else _("系统")
    at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M")
    note = " · ".join(filter(None, [detail, who, at]))
    return {"title": title, "note": note, "tone": "now" if latest else ""}


def _acts():
    return {
        "drafted": _("起草"),
        "changed": _("修改职责"),
        "added": _("新增职责"),
        "split": _("拆分职责"),
        "ended": _("终止职责"),
        "restored": _("恢复职责"),
        "moved": _("调整顺序"),
        "updated": _("更新到最新"),
        "submitted": _("提交审定"),
        "withdrawn": _("撤回修改"),
        "returned": _("退回"),
        "approved": _("审定"),
        "unapproved": _("撤销审定"),
        "dropped": _("放弃草案"),
    }
