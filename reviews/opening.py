"""Which obligations a batch of plans opens in a period; everything is read before, in bulk."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from duties.models import Department, Placement, Plan, PlanRole, Post
from reviews.models import Obligation, Requirement

from .periods import Period, Rule
from .workdays import next_workday

logger = logging.getLogger(__name__)

Reach = Requirement.Reach
PERIODIC = "periodic"
MONTH = timedelta(days=31)  # a due day lies at most this far before its window's end


@dataclass(frozen=True)
class Target:
    """Who owes it: the key of the unique constraint, the column it fills, and its days."""

    key: str
    field: str
    pk: int | None
    from_on: date
    until_on: date | None

    @property
    def columns(self):
        return {f"{self.field}_id": self.pk} if self.field else {}


class Opening:
    """The obligations of ``plans`` (of one batch) for ``period``, as of ``day``.

    Reads a fixed number of statements in ``__init__``, whatever the number of plans.
    """

    def __init__(self, plans, period, day):
        self.plans, self.period, self.day = plans, period, day
        organs = {plan.organ_id for plan in plans}
        self.targets = {
            Reach.DEPARTMENTS: _by_organ(_departments(organs, period), "d", "department"),
            Reach.BRANCHES: _by_organ(_branches(organs, period), "b", "branch"),
            Reach.LEADERS: defaultdict(list),
        }
        self.heads = {}
        self._read_posts(organs)
        firsts = PlanRole.objects.filter(plan__in=plans, kind="first", post__isnull=False)
        self.firsts = dict(firsts.values_list("plan_id", "post_id"))
        self.earlier = earlier_plans(organs)
        self.held_over = _held_over(organs)
        self.spans = last_spans(organs)

    def _read_posts(self, organs):
        posts = Post.objects.filter(organ__in=organs).overlapping(
            self.period.first, self.period.last
        )
        for post in posts:
            if post.heads_organ and (post.organ_id not in self.heads or post.holds_on(self.day)):
                self.heads[post.organ_id] = post.pk
            if post.on_team:
                target = Target(f"p{post.pk}", "post", post.pk, post.from_on, post.until_on)
                self.targets[Reach.LEADERS][post.organ_id].append(target)

    def missing(self):
        """The obligations that are not there yet, unsaved."""
        there = set(
            Obligation.objects.filter(
                requirement__plan__in=self.plans, due_on__gt=self.period.first - MONTH
            ).values_list("requirement_id", "target_key", "period")
        )
        missing = []
        for plan in self.plans:
            for obligation in self._of_plan(plan):
                key = (obligation.requirement_id, obligation.target_key, obligation.period)
                if key not in there:
                    # A branch that left and came back within the period is asked once.
                    there.add(key)
                    missing.append(obligation)
        return missing

    def _of_plan(self, plan):
        for requirement in plan.requirements.all():
            rule = _rule(requirement)
            if rule is None:
                continue
            for target in self._targets(plan, requirement):
                anchor = self._anchor(plan, requirement, rule, target)
                for window in rule.periods_in(self.period, anchor):
                    obligation = self._obligation(plan, requirement, rule, target, window)
                    if obligation:
                        yield obligation

    def _targets(self, plan, requirement):
        organ = plan.organ
        if requirement.reach == Reach.ORGAN:
            return [Target("organ", "", None, organ.from_on, organ.until_on)]
        if requirement.reach == Reach.UNITS:
            return [
                *self.targets[Reach.DEPARTMENTS][organ.pk],
                *self.targets[Reach.BRANCHES][organ.pk],
            ]
        return self.targets[requirement.reach][organ.pk]

    def _anchor(self, plan, requirement, rule, target):
        """Where the counting begins: for "every A-B years", the year after the last time."""
        if rule.kind != "every":
            return plan.from_on
        last = self.spans.get((plan.organ_id, requirement.kind, target.key))
        return last or plan.from_on

    def _answered_before(self, plan, requirement, target, window):
        """Whether a version before answers for the window: it had begun, or was already met."""
        key = (plan.organ_id, plan.subject_id)
        kind = (requirement.kind, requirement.reach)
        return begun(self.earlier[key], plan.from_on, kind, window) or any(
            period.touches(window)
            for period in self.held_over[(*key, requirement.kind, target.key)]
        )

    def _obligation(self, plan, requirement, rule, target, window):
        """The obligation of one window, or ``None`` when nothing is owed in it."""
        due_on = rule.due_on(window, requirement.day)
        opens_on = max(window.first, plan.from_on, requirement.from_on, target.from_on)
        ends = (window.last, due_on, plan.until_on, requirement.until_on, target.until_on)
        if opens_on > min(end for end in ends if end):
            return None
        if rule.kind != "every" and self._answered_before(plan, requirement, target, window):
            return None
        return Obligation(
            requirement=requirement,
            organ_id=plan.organ_id,
            target_key=target.key,
            period=window.code,
            opens_on=opens_on,
            due_on=next_workday(due_on) if requirement.to_workday else due_on,
            needed=rule.needed,
            responsible_id=self._responsible(plan, requirement, target),
            **target.columns,
        )

    def _responsible(self, plan, requirement, target):
        """Each leader for himself; else the requirement's post, the first responsible, the head."""
        if target.field == "post":
            return target.pk
        return (
            requirement.responsible_id or self.firsts.get(plan.pk) or self.heads.get(plan.organ_id)
        )


def _rule(requirement):
    """The rule; ``None`` for one that is periodic or that nobody can read."""
    rule = Rule.read(requirement.rule)
    if rule is None:
        logger.warning("requirement %s: unreadable rule %r", requirement.pk, requirement.rule)
    return None if rule is None or rule.is_periodic else rule


def _departments(organs, period):
    rows = Department.objects.filter(organ__in=organs).overlapping(period.first, period.last)
    return rows.values_list("organ_id", "pk", "from_on", "until_on")


def _branches(organs, period):
    """Organs below at some time of the period, for the days they stood there."""
    rows = Placement.objects.filter(parent__in=organs).overlapping(period.first, period.last)
    return rows.order_by("organ__path", "from_on").values_list(
        "parent_id", "organ_id", "from_on", "until_on"
    )


def _by_organ(rows, letter, field):
    found = defaultdict(list)
    for organ, pk, from_on, until_on in rows:
        found[organ].append(Target(f"{letter}{pk}", field, pk, from_on, until_on))
    return found


def begun(earlier, from_on, kind, window):
    """Whether a version before ``from_on`` asked for this kind and reach when ``window`` began."""
    return any(
        other_from < from_on and window.first <= other_until and kind in kinds
        for other_from, other_until, kinds in earlier
    )


def earlier_plans(organs):
    """Ended adopted plans by organ and subject, with the kinds and reaches they give a number."""
    kinds = defaultdict(set)
    ended = Plan.objects.filter(
        organ__in=organs, state=Plan.State.ADOPTED, until_on__isnull=False
    ).values_list(
        "organ_id",
        "subject_id",
        "from_on",
        "until_on",
        "requirements__kind",
        "requirements__reach",
        "requirements__rule",
    )
    for *plan, kind, reach, rule in ended:
        kinds[tuple(plan)] |= {(kind, reach)} if rule and not rule.startswith(PERIODIC) else set()
    found = defaultdict(list)
    for (organ, subject, from_on, until_on), wanted in kinds.items():
        found[organ, subject].append((from_on, until_on, wanted))
    return found


def _held_over(organs):
    """Periods that an ended version keeps though they began after it: something was done there."""
    rows = Obligation.objects.filter(
        organ__in=organs, requirement__plan__until_on__lt=F("opens_on"), waived_on__isnull=True
    ).values_list(
        "organ_id", "requirement__plan__subject_id", "requirement__kind", "target_key", "period"
    )
    found = defaultdict(list)
    for *key, code in rows:
        found[tuple(key)].append(Period.parse(code))
    return found


def last_spans(organs):
    """For "every A-B years": the 1 January after the last time, or after the span still open.

    A span that was called off before it began counts for nothing.
    """
    spans = Obligation.objects.filter(organ__in=organs, requirement__rule__startswith="every")
    spans = spans.exclude(waived_on__lte=F("opens_on"))
    rows = spans.order_by("opens_on", "pk").values_list(
        "organ_id", "requirement__kind", "target_key", "period", "met_on"
    )
    return {
        (organ, kind, key): date((met_on or Period.parse(code).last).year + 1, 1, 1)
        for organ, kind, key, code, met_on in rows
    }
