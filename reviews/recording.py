"""Recording what was done: the act, who attended, its minutes, and what it counts toward."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duties import access, trail
from duties.models import Organ
from reviews import filing
from reviews.cycles import credit, matching, open_for_entry, open_period, settle
from reviews.models import Activity, Attendance, Requirement
from reviews.periods import Period

REPORT = Requirement.Kind.REPORT
KINDS = [choice for choice in Requirement.Kind.choices if choice[0] != REPORT]


@transaction.atomic
def record_activity(
    *,
    organ,
    actor,
    kind,
    title,
    held_on,
    on,
    place="",
    chair=None,
    summary="",
    attendance=None,
    minutes=None,
    targets=(),
    again=False,
):
    """Record an act of the organ and count it toward the obligations it fulfils.

    ``attendance`` maps people to ``Attendance.Status``; ``targets`` are the keys (``d12``) of
    the departments, branches or posts it was held for; ``on`` is the day of entry. Entered after
    the half-year of the act, it is marked as late. Raises ``ValidationError`` by field: a day
    in the future or before the organ began, nobody present, a chair or people of elsewhere, a
    file refused, a period whose report was accepted, the same act twice unless ``again``.
    """
    access.require(actor, "draft", organ)
    # One record of an organ at a time, so that a form sent twice is seen as the same act.
    Organ.objects.select_for_update().get(pk=organ.pk)
    attendance = attendance or {}
    activity = Activity(
        organ=organ,
        kind=kind,
        title=title.strip(),
        held_on=held_on,
        place=place.strip(),
        chair=chair,
        summary=summary.strip(),
        entered_by=actor,
        entered_late=Period.of("half", held_on).last < on,
    )
    _check(activity, attendance, on, again)
    _file_minutes(activity, minutes)
    try:
        _store(activity, attendance)
        counted = _count(activity, targets, on)
    except BaseException:
        if minutes:
            activity.minutes.delete(save=False)
        raise
    trail.record(
        organ=organ,
        actor=actor,
        action="activity.recorded",
        target=f"activity:{activity.pk}",
        kind=kind,
        title=activity.title,
        held_on=held_on.isoformat(),
        late=activity.entered_late,
        counted=[obligation.pk for obligation in counted],
    )
    return activity


def _check(activity, attendance, on, again):
    problems = _day_problems(activity, on) | _people_problems(activity, attendance)
    if activity.kind == REPORT:
        problems["kind"] = _("报告请在“半年报告”中起草和报送。")
    if not again and "held_on" not in problems and same(activity).exists():
        problems["title"] = _("当天已有同类同名的记录。如确系另一次，请勾选“仍然登记”。")
    if problems:
        raise ValidationError(problems)
    activity.full_clean()


def _day_problems(activity, on):
    organ, held_on = activity.organ, activity.held_on
    if held_on > on:
        return {"held_on": _("召开日期不能晚于今天。")}
    if held_on < organ.from_on:
        return {"held_on": _("召开日期早于本党组织成立之日。")}
    if organ.until_on and held_on > organ.until_on:
        return {"held_on": _("召开日期晚于本党组织撤销之日。")}
    answer = open_for_entry(organ, held_on)
    return {} if answer else {"held_on": str(answer)}


def _people_problems(activity, attendance):
    chair, organ = activity.chair, activity.organ
    problems = {}
    if chair and (chair.organ_id != organ.pk or not chair.holds_on(activity.held_on)):
        problems["chair"] = _("主持人岗位当天不在本党组织。")
    if any(person.organ_id != organ.pk for person in attendance):
        problems["attendance"] = _("出席人员须为本党组织人员。")
    elif Attendance.Status.PRESENT not in attendance.values():
        problems["attendance"] = _("请至少登记一名出席人员。")
    return problems


def same(activity):
    """Standing records of the same organ, kind, title and day."""
    return Activity.objects.filter(
        organ=activity.organ,
        kind=activity.kind,
        title=activity.title,
        held_on=activity.held_on,
        cancelled_at__isnull=True,
    )


def _file_minutes(activity, minutes):
    if not minutes:
        return
    try:
        filing.check(minutes)
    except ValidationError as refused:
        raise ValidationError({"minutes": refused.messages}) from None
    activity.minutes_name = filing.shown_name(minutes.name)
    activity.minutes_sha256 = filing.sha256(minutes)
    activity.minutes.save(filing.stored_name(minutes.name), minutes, save=False)


def _store(activity, attendance):
    activity.save()
    Attendance.objects.bulk_create(
        Attendance(activity=activity, person=person, status=status)
        for person, status in attendance.items()
    )


def _count(activity, targets, on):
    """Open the half-year if nobody has yet, then count the act."""
    organ, held_on = activity.organ, activity.held_on
    open_period(period=Period.of("half", held_on), organ=organ, below=False, on=on)
    return credit(activity, matching(organ, activity.kind, held_on, targets))


def may_cancel(user, activity):
    """Whether the user may cancel the record; the refusal says why not."""
    answer = access.may(user, "draft", activity)
    if not answer:
        return answer
    if activity.cancelled_at:
        return access.Denied(_("该记录已撤销。"))
    return open_for_entry(activity.organ, activity.held_on)


@transaction.atomic
def cancel_activity(*, activity, actor, reason):
    """Strike a record with its reason; it stays readable and no longer counts anywhere."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("请写明撤销理由。")})
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    answer = may_cancel(actor, activity)
    if not answer:
        raise ValidationError({"reason": str(answer)})
    activity.cancelled_at, activity.cancelled_reason = timezone.now(), reason
    activity.full_clean()
    activity.save(update_fields=["cancelled_at", "cancelled_reason"])
    credited = activity.obligations.select_for_update(of=("self",)).select_related("requirement")
    for obligation in credited.order_by("pk"):
        settle(obligation)
    trail.record(
        organ=activity.organ,
        actor=actor,
        action="activity.cancelled",
        target=f"activity:{activity.pk}",
        title=activity.title,
        reason=reason,
    )
    return activity
