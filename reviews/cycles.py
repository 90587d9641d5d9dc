"""Opening the obligations of a period, settling and waiving them, and closing the books.

A requirement opens one obligation for each of its rule's periods and each target it reaches. An
obligation stays pinned to the requirement under which it was opened: when a plan is followed by
the next version, what had begun is finished under the old one and the new one takes over from its
next period on.
"""

from datetime import timedelta
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import access, trail
from duties.models import Organ, Plan
from reviews.models import Activity, Obligation, Report, Requirement

from .opening import Opening
from .periods import UNITS, Period, Rule

BATCH = 2000

# A rule may fix its due day within the last month of its window; acts count to the window's end.
MONTH = timedelta(days=31)


@transaction.atomic
def open_period(*, period, organ=None, below=True, on):
    """Open what falls due or runs in ``period`` and return how many obligations are new.

    ``organ`` limits the work to it and every organ below (to it alone without ``below``). ``on``
    is the day of the work: heads are taken as of that day (moved into the period). Running it
    again adds nothing, and so does running it twice at once. The number of statements does not
    depend on the number of organs within a batch.
    """
    created = 0
    for plans in _batches(_plans(period, organ, below)):
        rows = Opening(plans, period, period.clamp(on)).missing()
        Obligation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        created += len(rows)
        _credit_earlier(rows, period)
    return created


def open_current(*, on):
    """Open the half-year of the day, and the next one in the last month before it begins."""
    halves = {Period.of("half", day) for day in (on, on + MONTH)}
    return sum(open_period(period=half, on=on) for half in sorted(halves))


def _batches(plans):
    while batch := list(islice(plans, BATCH)):
        yield batch


def _plans(period, organ, below):
    """Adopted plans in force at any time in the calendar years of the period."""
    first = Period.of("year", period.first).first
    last = Period.of("year", period.last).last
    plans = Plan.objects.filter(state=Plan.State.ADOPTED).overlapping(first, last)
    if organ is not None:
        reach = Organ.objects.within(organ) if below else [organ]
        plans = plans.filter(organ__in=reach)
    plans = plans.select_related("organ").prefetch_related("requirements")
    return plans.order_by("pk").iterator(chunk_size=BATCH)


def _credit_earlier(rows, period):
    """Count acts recorded before the obligations of ``rows`` were opened."""
    kinds = {(row.organ_id, row.requirement.kind) for row in rows}
    if not kinds:
        return
    waiting = Activity.objects.filter(
        organ__in={organ for organ, _kind in kinds},
        held_on__range=(period.first, period.last),
        cancelled_at__isnull=True,
        obligations__isnull=True,
    )
    for activity in waiting.select_related("organ"):
        if (activity.organ_id, activity.kind) in kinds:
            credit(activity, matching(activity.organ, activity.kind, activity.held_on))


def matching(organ, kind, held_on, targets=()):
    """The organ's obligations an act of this kind on this day counts toward.

    Those owed by the organ itself, and those owed by the ``targets`` (keys such as ``d12``). A
    waived obligation takes no more acts; reports are settled by reporting alone.
    """
    near = (
        Obligation.objects.filter(organ=organ, requirement__kind=kind, waived_on__isnull=True)
        .exclude(requirement__kind=Requirement.Kind.REPORT)
        .filter(opens_on__lte=held_on, due_on__gt=held_on - MONTH)
        .filter(target_key__in=("organ", *targets))
        .select_related("requirement", "department", "branch", "post")
    )
    return [obligation for obligation in near if obligation.takes(held_on)]


def credit(activity, obligations):
    """Count the act toward the obligations and settle each; return them."""
    keys = [obligation.pk for obligation in obligations]
    locked = Obligation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = list(locked.select_related("requirement"))
    activity.obligations.add(*found)
    for obligation in found:
        settle(obligation)
    return found


def settle(obligation):
    """Count anew what was done: acts held in the window, cancelled ones left out.

    ``met_on`` is the day of the act that completed the number needed. Rules in days count each
    day once. A report obligation looks at its report instead.
    """
    if obligation.requirement.kind == Requirement.Kind.REPORT:
        return settle_report(obligation, _submitted_on(obligation))
    acts = obligation.activities.filter(cancelled_at__isnull=True)
    days = counted_days(obligation, acts.values_list("held_on", flat=True))
    met = len(days) >= obligation.needed
    return _mark(obligation, done=len(days), met_on=days[obligation.needed - 1] if met else None)


def settle_report(obligation, submitted_on):
    """Mark a report obligation as met on the day of submission; ``None`` (returned) unmarks it."""
    return _mark(obligation, done=obligation.needed if submitted_on else 0, met_on=submitted_on)


def counted_days(obligation, days):
    """Those days of acts that count, earliest first; rules in days count each day once."""
    days = [day for day in days if obligation.takes(day)]
    rule = Rule.read(obligation.requirement.rule)
    return sorted(set(days) if rule and rule.kind == "days" else days)


def _submitted_on(obligation):
    handed_in = obligation.reports.filter(state__in=("submitted", "accepted"))
    return handed_in.values_list("submitted_on", flat=True).order_by("submitted_on").first()


def _mark(obligation, *, done, met_on):
    if (obligation.done, obligation.met_on) != (done, met_on):
        obligation.done, obligation.met_on = done, met_on
        obligation.save(update_fields=["done", "met_on"])
    return obligation


def may_waive(user, obligation):
    """Whether the user may waive it; the refusal says why not."""
    answer = access.may(user, "submit", obligation)
    if not answer:
        return answer
    if obligation.waived_on:
        return access.Denied(_("该事项已于%(on)s豁免。") % {"on": obligation.waived_on})
    if obligation.met_on:
        return access.Denied(_("该事项已完成，无需豁免。"))
    return open_for_entry(obligation.organ, obligation.due_on)


@transaction.atomic
def waive(*, obligation, actor, reason, on):
    """Release the organ from the obligation from the day ``on``; ``ValidationError`` by field."""
    answer = may_waive(actor, obligation)
    if not answer:
        raise ValidationError({"waived_reason": str(answer)})
    obligation.waived_on, obligation.waived_reason = on, reason.strip()
    obligation.full_clean(validate_unique=False)
    obligation.save(update_fields=["waived_on", "waived_reason"])
    trail.record(
        organ=obligation.organ,
        actor=actor,
        action="obligation.waived",
        target=f"obligation:{obligation.pk}",
        title=obligation.requirement.title,
        period=obligation.period,
        reason=reason,
    )
    return obligation


def open_for_entry(organ, day):
    """Whether records of acts held on ``day`` may be added or cancelled; else why not.

    Once the superior has accepted the organ's report on a period, what was reported stays as it
    was reported.
    """
    codes = [Period.of(unit, day).code for unit in UNITS]
    accepted = Report.objects.filter(organ=organ, period__in=codes, state=Report.State.ACCEPTED)
    code = accepted.values_list("period", flat=True).first()
    if code is None:
        return access.ALLOWED
    return access.Denied(
        _("%(period)s的报告已采纳，该周期已关闭，不能再改动其中的履责记录。")
        % {"period": Period.parse(code).label}
    )
