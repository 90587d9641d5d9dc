"""The plans of an organ, and one plan with what the three apps keep of it."""

from django.db.models import Count, F, Prefetch
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accountability.models import Ground, LiabilityRule, Measure
from config import rule_words, worksheet
from config.roster import Roster
from duties import access, days, following
from duties.arranging import arranged
from duties.models import Assignment, Duty, Organ, Plan, PlanReading
from reviews.models import Requirement

COUNTED = (("duties", Duty), ("rules", Requirement), ("grounds", Ground), ("measures", Measure))


def plans(request, code):
    """Every version of every plan, with the readings that are not finished yet."""
    organ = access.fetch(request.user, "read", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    on = days.day_asked(request)
    rows = list(organ.plans.select_related("subject"))
    _count(rows)
    for row in rows:
        row.standing = standing(row, on)
    may_draft = access.may(request.user, "draft", organ)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "plans": rows,
        "readings": _readings(organ, on) if may_draft else [],
        "may_draft": may_draft,
    }
    return render(request, "plans/list.html", context)


def _count(rows):
    """How many duties, rules, grounds and measures each plan has, in four statements."""
    for name, model in COUNTED:
        counts = dict(
            model.objects.filter(plan__in=rows).order_by().values_list("plan").annotate(Count("pk"))
        )
        for row in rows:
            setattr(row, f"{name}_count", counts.get(row.pk, 0))


def _readings(organ, on):
    rows = organ.readings.filter(state=PlanReading.State.OPEN).defer("text", "read")
    rows = list(rows.select_related("created_by__person", "subject"))
    roster = Roster.of(organ, on=on) if rows else None
    for row in rows:
        row.settled, row.total = worksheet.progress(row.draft, roster)
        row.title = row.draft["title"]
    return rows


def standing(plan, on):
    """The state code and word of a plan as of a day."""
    if plan.state == Plan.State.DRAFT:
        return "draft", ""
    if on < plan.from_on:
        return "not_yet", _("未施行")
    return ("in_force", "") if plan.holds_on(on) else ("superseded", "")


def plan(request, code, pk):
    """One plan: roles, duties with their parties, rules, grounds, measures, liability."""
    found = Plan.objects.select_related("organ__parent", "subject", "adopted_by__person")
    row = access.fetch(request.user, "read", found, pk=pk, organ__code=code)
    request.organ = row.organ
    on = days.day_asked(request)
    shown = min(on, row.until_on) if row.until_on else max(on, row.from_on)
    duties = _duties(row, shown)
    marks = following.marks(row, duties)
    for duty in duties:
        duty.mark = marks.get(duty.pk)
    context = {
        "organ": row.organ,
        "plan": row,
        "on": on,
        "shown": shown,
        "today": days.today(),
        "standing": standing(row, on),
        "duties": duties,
        "roles": row.roles.select_related("post"),
        "rules": _rules(row),
        "grounds": row.grounds.all(),
        "measures": row.measures.all(),
        "liability": LiabilityRule.objects.filter(plan=row).first(),
        "versions": row.organ.plans.filter(subject=row.subject),
        "crumbs": [(pgettext("menu", "方案"), f"/organs/{row.organ.code}/plans/"), (row.title, "")],
    }
    return render(request, "plans/plan.html", context)


def _duties(row, on):
    parties = (
        Assignment.objects.on(on)
        .select_related("post", "department", "role")
        .order_by("role__position", F("post__position").asc(nulls_last=True), "pk")
    )
    duties = row.duties.select_related("clause", "follows__plan").prefetch_related(
        Prefetch("assignments", queryset=parties)
    )
    return arranged(duties, on)


def _rules(row):
    rules = list(row.requirements.select_related("responsible", "clause"))
    for rule in rules:
        rule.sentence = rule_words.sentence(rule.rule)
    return rules
