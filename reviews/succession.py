"""From one version of a plan to the next: what stays owed under the old, what the new takes over.

A period that had begun is finished under the version it began under. What was opened ahead and
had not begun is called off, unless something was done for it: then it stays, and the new version
does not ask for it again (docs/decisions/0020).
"""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from duties.days import ONE_DAY
from reviews.models import Activity, Obligation, Report, Requirement

from .opening import begun, earlier_plans, last_spans
from .periods import Period, Rule
from .periods.period import LAST_YEAR

YEARS_AHEAD = 20  # no rule waits longer for its first period
LAST_COUNTED = LAST_YEAR - 2 * YEARS_AHEAD  # later there may be no whole period left


def hand_over(*, plan, successor):
    """End the rules of ``plan`` where ``successor`` begins and call off what it opened ahead.

    Returns how many obligations were called off. They stay on record, as waived from the
    successor's first day; pages of an earlier day show them as they were.
    """
    on = successor.from_on
    rules = Requirement.objects.filter(plan=plan, from_on__lt=on).overlapping(on, None)
    rules.update(until_on=on - ONE_DAY)
    with override(settings.LANGUAGE_CODE):
        reason = _("周期尚未开始，自%(day)s起改由第%(version)s版方案要求。") % {
            "day": on.isoformat(),
            "version": successor.version,
        }
    return _ahead(plan, on).update(waived_on=on, waived_reason=reason)


def _ahead(plan, on):
    """Obligations of ``plan`` that begin on ``on`` or later and for which nothing was done."""
    acts = Activity.obligations.through.objects.filter(
        obligation=OuterRef("pk"), activity__cancelled_at__isnull=True
    )
    return Obligation.objects.filter(
        ~Exists(acts),
        ~Exists(Report.objects.filter(obligation=OuterRef("pk"))),
        requirement__plan=plan,
        opens_on__gte=on,
        met_on__isnull=True,
        waived_on__isnull=True,
    )


def open_obligations(plan, on):
    """What is owed under ``plan`` as of the day and neither met nor waived, in two statements.

    Each row's ``called_off`` says whether a version that begins on the day would call it off.
    """
    rows = Obligation.objects.filter(
        Q(met_on__isnull=True) | Q(met_on__gt=on),
        Q(waived_on__isnull=True) | Q(waived_on__gt=on),
        requirement__plan=plan,
    ).select_related("requirement", "department", "branch", "post", "responsible")
    ahead = set(_ahead(plan, on).values_list("pk", flat=True))
    rows = list(rows.order_by("due_on", "pk"))
    for row in rows:
        row.called_off = row.pk in ahead
    return rows


@dataclass(frozen=True, slots=True)
class Start:
    """Where a rule of the new version begins: its first period and day.

    ``gap`` are the first and last day on which neither version asks for it: the old rule has
    ended and the new one's period, having begun under the old, is not opened any more.
    """

    period: Period
    on: date
    gap: tuple[date, date] | None = None


def starts(plan, rules, on):
    """A ``Start`` for each (kind, reach, rule words, day) that would follow ``plan`` from ``on``.

    ``None`` for a rule without a number. Three statements, however many rules there are; targets
    that come and go and spans of several years are told for the organ itself.
    """
    known = [(row, Rule.read(row.rule)) for row in plan.requirements.all()]
    known = [(row, rule) for row, rule in known if rule and not rule.is_periodic]
    covered = {}
    for row, rule in known:
        covered.setdefault((row.kind, row.reach), []).append(_covered(row, rule, on))
    earlier = earlier_plans([plan.organ_id])[plan.organ_id, plan.subject_id]
    earlier = [*earlier, (plan.from_on, on - ONE_DAY, set(covered))]
    spans = last_spans([plan.organ_id])
    found = []
    for kind, reach, words, day in rules:
        rule = Rule.read(words)
        every = rule is not None and rule.kind == "every"
        anchor = spans.get((plan.organ_id, kind, "organ"), on) if every else on
        before = [] if every else earlier
        windows = _windows(rule, on, anchor, day) if rule else ()
        open_ones = (w for w in windows if not begun(before, on, (kind, reach), w))
        first = next(open_ones, None)
        start = first and Start(first, max(first.first, on))
        found.append(start and _with_gap(start, covered.get((kind, reach), ())))
    return found


def _windows(rule, on, anchor, day):
    """The periods of a rule that fall due on ``on`` or later, earliest first."""
    for year in range(on.year, min(on.year + YEARS_AHEAD, LAST_COUNTED)):
        for window in rule.periods_in(Period(date(year, 1, 1), 12), anchor):
            if rule.due_on(window, day) >= on:
                yield window


def _covered(row, rule, on):
    """The last day of the period of an old rule that is running when the new version begins."""
    day = on - ONE_DAY
    if day.year >= LAST_COUNTED:
        return day
    windows = rule.periods_in(Period(day, 0), row.from_on)
    return max((w.last for w in windows if w.contains(day)), default=day)


def _with_gap(start, covered):
    last = max(covered, default=None)
    if last is None or start.on <= last + ONE_DAY:
        return start
    return replace(start, gap=(last + ONE_DAY, start.on - ONE_DAY))
