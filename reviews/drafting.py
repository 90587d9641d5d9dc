"""The first draft of a half-year report: its headed parts, filled with the counted facts."""

from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from duties.models import Assignment
from reviews.models import Activity, Attendance, Obligation, Requirement

MET = (Obligation.State.MET, Obligation.State.MET_LATE)
NAMED_DAYS = 12  # more dates than this in one sentence are not read


@dataclass(frozen=True, slots=True)
class Fact:
    """One obligation of the half-year as of a day: needed, done, its state and due day."""

    requirement: str
    target: str
    needed: int
    done: int
    state: str
    due_on: date

    @property
    def label(self):
        return str(Obligation.State(self.state).label)

    @property
    def name(self):
        return f"{self.requirement}（{self.target}）" if self.target else self.requirement

    def as_json(self):
        return {**asdict(self), "due_on": self.due_on.isoformat()}

    @classmethod
    def from_json(cls, stored):
        return cls(**{**stored, "due_on": date.fromisoformat(stored["due_on"])})


def facts(organ, half, *, on):
    """The obligations due in the half-year, the report itself left out, as of ``on``.

    ``done`` counts the acts held by that day, so a later record changes nothing.
    """
    held = Q(activities__held_on__lte=on, activities__cancelled_at__isnull=True)
    rows = (
        Obligation.objects.filter(organ=organ, due_on__gte=half.first, due_on__lte=half.last)
        .exclude(requirement__kind=Requirement.Kind.REPORT)
        .select_related("requirement", "department", "branch", "post")
        .annotate(acts=Count("activities", filter=held, distinct=True))
        .order_by("requirement__position", "due_on", "id")
    )
    return [_fact(row, on) for row in rows]


def _fact(obligation, on):
    state = obligation.state(on)
    target = obligation.department or obligation.branch or obligation.post
    done = max(obligation.acts, obligation.needed if state in MET else 0)
    return Fact(
        requirement=obligation.requirement.title,
        target=str(target or ""),
        needed=obligation.needed,
        done=done,
        state=str(state),
        due_on=obligation.due_on,
    )


@override(settings.LANGUAGE_CODE)
def sections(report, half, *, on):
    """(heading, body) of every part; a body with nothing to count is left for the writer.

    The report goes to the superior, so it is in the product's language, not in the writer's.
    """
    found = facts(report.organ, half, on=on)
    return [
        (_("总体情况"), _overview(report, half, found, on)),
        (_("责任落实"), _assignment(report.plan, on)),
        (_("学习研究情况"), _sessions(report.organ, half, on)),
        (_("存在问题"), _troubles(found)),
        (_("下一步打算"), _intentions(found)),
    ]


def _overview(report, half, found, on):
    counted = [fact for fact in found if fact.state != Obligation.State.WAIVED]
    if not counted:
        return _("%(period)s，%(organ)s依照《%(plan)s》逐项落实责任。本期没有到期的履责事项。") % {
            "period": half.label,
            "organ": report.organ.name,
            "plan": report.plan.title,
        }
    met = sum(fact.state in MET for fact in counted)
    late = sum(fact.state == Obligation.State.MET_LATE for fact in counted)
    overdue = sum(fact.state == Obligation.State.OVERDUE for fact in counted)
    return _(
        "%(period)s，%(organ)s依照《%(plan)s》逐项落实责任。本期应完成履责事项%(all)d项，"
        "截至%(month)d月%(day)d日，已完成%(met)d项（其中逾期完成%(late)d项），"
        "逾期未完成%(overdue)d项，尚在期限内%(open)d项。"
    ) % {
        "period": half.label,
        "organ": report.organ.name,
        "plan": report.plan.title,
        "all": len(counted),
        "month": on.month,
        "day": on.day,
        "met": met,
        "late": late,
        "overdue": overdue,
        "open": len(counted) - met - overdue,
    }


def _assignment(plan, on):
    duties = plan.duties.on(on)
    carried = Assignment.objects.filter(duty__in=duties).on(on)
    counts = carried.aggregate(
        duties=Count("duty", distinct=True),
        posts=Count("post", distinct=True),
        departments=Count("department", distinct=True),
    )
    return _(
        "现行方案列有职责%(all)d项，其中%(duties)d项已明确责任，"
        "由%(posts)d个岗位、%(departments)d个部门承担。"
    ) % {"all": duties.count(), **counts}


def _sessions(organ, half, on):
    rows = Activity.objects.filter(
        organ=organ,
        held_on__gte=half.first,
        held_on__lte=min(half.last, on),
        cancelled_at__isnull=True,
    ).order_by("held_on", "id")
    present = Count("attendance", filter=Q(attendance__status=Attendance.Status.PRESENT))
    by_kind = {}
    attended = 0
    for row in rows.annotate(present=present):
        by_kind.setdefault(row.get_kind_display(), []).append(row.held_on)
        attended += row.present
    if not by_kind:
        return _("本期没有学习研究记录。")
    parts = _("；").join(_kind_sentence(kind, days) for kind, days in by_kind.items())
    tail = _("，出席合计%d人次") % attended if attended else ""
    return parts + tail + _("。")


def _kind_sentence(kind, days):
    count = ngettext("%(kind)s%(n)d次", "%(kind)s%(n)d次", len(days)) % {
        "kind": kind,
        "n": len(days),
    }
    if len(days) > NAMED_DAYS:
        return count
    named = _("、").join(
        _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day} for day in days
    )
    return _("%(count)s（%(days)s）") % {"count": count, "days": named}


def _troubles(found):
    late = [fact for fact in found if fact.state == Obligation.State.MET_LATE]
    overdue = [fact for fact in found if fact.state == Obligation.State.OVERDUE]
    parts = []
    if overdue:
        parts.append(_("逾期未完成：%s。") % _names(overdue))
    if late:
        parts.append(_("未按期完成、已补做：%s。") % _names(late))
    if found and not parts:
        return _("本期到期的履责事项均按期完成。")
    return "\n".join(parts)


def _intentions(found):
    owed = [fact for fact in found if fact.state not in (*MET, Obligation.State.WAIVED)]
    return _("继续完成：%s。") % _names(owed) if owed else ""


def _names(found):
    return _("、").join(
        _("%(name)s（%(done)d/%(needed)d）")
        % {"name": fact.name, "done": fact.done, "needed": fact.needed}
        for fact in found
    )
