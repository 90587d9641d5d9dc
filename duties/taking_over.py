"""Taking over duties that a superior handed down, into the organ's own plan, from a day.

The organ's own duties stay as they are. A duty taken before is kept, or ended and followed by its
new wording with whoever carried it; one the superior has given up ends. What held on the days
before stays as it was.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from duties import handing_down, planning
from duties.days import ONE_DAY
from duties.models import Assignment, Duty, Plan
from duties.planning import Carrier, DutyContent, PlanContent

NEW, CHANGED, KEPT, GONE = "new", "changed", "kept", "gone"
WORDS = ("title", "text", "scope", "category")


@dataclass(frozen=True, slots=True)
class Change:
    """What taking over does to one duty: ``offered`` by the superior, ``own`` in the plan now."""

    kind: str
    offered: Duty | None
    own: Duty | None

    @property
    def duty(self):
        return self.offered or self.own


def plan_for(hand_down, on):
    """The plan of the lower organ that would take the duties: in force on the day, or ``None``."""
    plans = Plan.objects.filter(subject=hand_down.plan.subject_id)
    return plans.chosen(hand_down.organ, on)[0]


def compare(hand_down, *, on):
    """The changes of taking the offer over on the day, in the superior's order, those gone last."""
    offered = list(hand_down.duties.select_related("clause").order_by("position", "pk"))
    plan = plan_for(hand_down, on)
    own = _taken_before(hand_down, plan, on) if plan else []
    line = _lines_of_descent(hand_down)
    by_template = {duty.template_id: duty for duty in own}
    found, met = [], set()
    for duty in offered:
        before = next((by_template[pk] for pk in line(duty.pk) if pk in by_template), None)
        if before:
            met.add(before.pk)
        found.append(Change(_kind(duty, before), duty, before))
    given_up = [d for d in own if d.pk not in met and not _still_asked(d.template, on)]
    return [*found, *(Change(GONE, None, duty) for duty in given_up)]


def _kind(offered, own):
    if own is None:
        return NEW
    return KEPT if all(getattr(offered, f) == getattr(own, f) for f in WORDS) else CHANGED


def _still_asked(template, on):
    return template.plan.holds_on(on) and template.holds_on(on)


def _taken_before(hand_down, plan, on):
    """Duties of the plan that came from the same superior, as they stand on the day."""
    rows = plan.duties.on(on).filter(template__plan__organ=hand_down.plan.organ_id)
    return list(rows.select_related("template__plan").order_by("position", "pk"))


def _lines_of_descent(hand_down):
    """A function from a duty's id to the ids of itself and of those it follows, nearest first."""
    plan = hand_down.plan
    rows = Duty.objects.filter(plan__organ=plan.organ_id, plan__subject=plan.subject_id)
    follows = dict(rows.values_list("pk", "follows_id"))

    def line(pk):
        while pk is not None:
            yield pk
            pk = follows.get(pk)

    return line


@transaction.atomic
def take(*, hand_down, on, today, actor):
    """Write the offered duties into the organ's plan from the day; returns the plan.

    Without a plan in force one is adopted that holds nothing else. Raises ``ValidationError``
    and writes nothing when the offer has been decided on, or the day lies before today or before
    a change already made to one of the duties.
    """
    row = handing_down.lock(hand_down)
    if on < today:
        raise ValidationError({"on": _("承接日期不能早于今天：以往的分工不再改动。")})
    plan = plan_for(row, on)
    if plan is None:
        plan = _adopt(row, on, actor)
    else:
        _merge(row, plan, on)
    handing_down.decided(row, plan=plan, actor=actor, on=on)
    return plan


def _adopt(row, on, actor):
    offered = list(row.duties.select_related("clause").order_by("position", "pk"))
    names = _Namesakes(row.organ, on)
    content = PlanContent(
        title=_title(row.plan),
        duties=tuple(
            DutyContent(
                number=_number(duty, set()),
                title=duty.title,
                text=duty.text,
                scope=duty.scope,
                category=duty.category,
                label=duty.clause.number if duty.clause else "",
                carriers=tuple(names.carriers(duty, row.plan)),
            )
            for duty in offered
        ),
    )
    plan = planning.adopt(
        organ=row.organ, subject=row.plan.subject, content=content, on=on, actor=actor
    )
    for written, duty in zip(plan.duties.order_by("position"), offered, strict=True):
        written.template = duty
        written.save(update_fields=["template"])
    return plan


@override(settings.LANGUAGE_CODE)
def _title(plan):
    return _("承接《%(plan)s》职责清单") % {"plan": plan.title[:180]}


def _merge(row, plan, on):
    names, taken = _Namesakes(row.organ, on), set(plan.duties.values_list("number", flat=True))
    place = plan.duties.aggregate(last=Max("position"))["last"] or 0
    for change in compare(row, on=on):
        if change.kind == KEPT:
            Duty.objects.filter(pk=change.own.pk).update(template=change.offered)
        elif change.kind == GONE:
            _end(change.own, on)
        elif change.kind == CHANGED and (change.own.from_on or plan.from_on) == on:
            _reword(change)
        elif change.kind == CHANGED:
            duty = _write(plan, change, on, taken, position=change.own.position)
            _carry(change.own, duty, on)
            _end(change.own, on)
        else:
            place += 1
            duty = _write(plan, change, on, taken, position=place)
            _assign(plan, duty, names.carriers(change.offered, row.plan), on)


def _reword(change):
    """A duty that began on the very day has no days before to keep."""
    for field in WORDS:
        setattr(change.own, field, getattr(change.offered, field))
    change.own.template, change.own.clause = change.offered, change.offered.clause
    change.own.save()


def _write(plan, change, on, taken, *, position):
    offered = change.offered
    duty = Duty(
        plan=plan,
        # The superior's clause is the basis; its text is not copied.
        clause=offered.clause,
        number=_number(offered, taken),
        title=offered.title,
        category=offered.category,
        text=offered.text,
        scope=offered.scope,
        position=position,
        from_on=on if on > plan.from_on else None,
        template=offered,
        follows=change.own,
    )
    duty.full_clean(exclude=["plan", "clause", "template", "follows"])
    duty.save()
    taken.add(duty.number)
    return duty


@override(settings.LANGUAGE_CODE)
def _number(offered, taken):
    """The superior's number marked as such; made unlike any number the plan has had."""
    base = _("上%(number)s") % {"number": offered.number[:14]}
    numbers = [base, *(f"{base}-{n}" for n in range(2, 1000))]
    return next(number for number in numbers if number not in taken)


def _end(duty, on):
    """The duty and whoever carries it end the day before."""
    last = on - ONE_DAY
    if (duty.from_on or duty.plan.from_on) > last or duty.assignments.filter(
        from_on__gte=on
    ).exists():
        raise ValidationError(
            {
                "on": _("职责“%(duty)s”在%(day)s当天或之后已有变动，请选择更晚的日期。")
                % {"duty": duty, "day": on.isoformat()}
            }
        )
    duty.assignments.overlapping(on, None).update(until_on=last)
    duty.until_on = last
    duty.save(update_fields=["until_on"])


def _carry(old, new, on):
    """Whoever carries the old wording on the day carries the new one."""
    Assignment.objects.bulk_create(
        Assignment(
            duty=new,
            role_id=row.role_id,
            post_id=row.post_id,
            department_id=row.department_id,
            exclusive=row.exclusive,
            note=row.note,
            basis=row.basis,
            from_on=on,
            until_on=row.until_on,
        )
        for row in old.assignments.on(on)
    )


def _assign(plan, duty, carriers, on):
    firsts = planning.plan_wide(plan.roles.select_related("post"))
    rows = planning.assignments(plan, duty, [*carriers, *firsts], from_on=on)
    Assignment.objects.bulk_create(rows)


class _Namesakes:
    """The organ's posts and departments, to carry what their namesakes above carry."""

    def __init__(self, organ, on):
        self.posts = {post.name: post for post in organ.posts.on(on)}
        self.departments = {row.name: row for row in organ.departments.on(on)}
        self.on = on

    def carriers(self, duty, plan):
        """Who carries ``duty`` here if whoever carries it above has a namesake."""
        rows = duty.assignments.on(max(self.on, plan.from_on)).exclude(role__in=planning.EVERYWHERE)
        for row in rows.select_related("post", "department").order_by("pk"):
            post = self.posts.get(row.post.name) if row.post else None
            department = self.departments.get(row.department.name) if row.department else None
            if post or department:
                yield Carrier(role=row.role_id, post=post, department=department)
