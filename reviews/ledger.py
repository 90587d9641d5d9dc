"""The ledger of an organ's obligations in a period, as of a day: what the cycles page shows."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from duties.models import Plan, Post, Tenure
from reviews.models import Activity, Obligation, Requirement

from .cycles import counted_days
from .periods import Period, Rule

State = Obligation.State
ATTENTION = (State.OVERDUE, State.DUE_SOON, State.OPEN)
LONG = 8  # a requirement with more lines than this shows those that need attention


@dataclass(frozen=True)
class Row:
    """One obligation on the day, with who answers for it."""

    obligation: Obligation
    state: str
    period: str
    target: str
    holder: str
    done: int
    on: date

    @property
    def days_late(self):
        return (self.on - self.obligation.due_on).days if self.state == State.OVERDUE else 0

    @property
    def report(self):
        return next(iter(self.obligation.reports.all()), None)


@dataclass
class Group:
    """One requirement and its rows; ``folded`` rows are counted and not shown."""

    requirement: Requirement
    rule: str
    rows: list
    folded: int = 0
    met: int = 0
    total: int = 0


@dataclass
class Ledger:
    """Groups of rows, how many are in each state, and what has no number yet."""

    period: Period
    on: date
    groups: list
    counts: Counter
    periodic: list

    @property
    def total(self):
        return sum(self.counts.values())

    def rows(self):
        return [row for group in self.groups for row in group.rows]


def build(organ, period, *, on, state="", requirement=None, whole=False):
    """The ledger in five statements, whatever the number of obligations.

    ``state`` keeps the rows in one state, ``requirement`` those of one requirement; long groups
    fold what needs no attention unless ``whole`` or a filter is asked for.
    """
    rows = _rows(organ, period, on)
    counts = Counter(row.state for row in rows)
    shown = [row for row in rows if _wanted(row, state, requirement)]
    fold = not (whole or state or requirement)
    return Ledger(period, on, _groups(shown, fold), counts, _periodic(organ, period, on))


def of_post(post, *, on):
    """Rows that the post answers for or owes itself, in three statements.

    Those of the half-year of the day, and older ones that were still outstanding on it.
    """
    half = Period.of("half", on)
    theirs = Obligation.objects.filter(Q(responsible=post) | Q(post=post), organ=post.organ_id)
    now = Q(opens_on__lte=half.last, due_on__gte=half.first)
    older = Q(pk__in=theirs.overdue(on).values("pk"))
    shown = theirs.filter(now | older)
    days = _days_held(shown, on)
    return [_row(obligation, {}, days[obligation.pk], on) for obligation in _read(shown)]


def _wanted(row, state, requirement):
    if state and row.state != state:
        return False
    return requirement is None or row.obligation.requirement_id == requirement


def _rows(organ, period, on):
    asked = Obligation.objects.filter(organ=organ).touching(period)
    obligations = list(_read(asked))
    held = holders({o.responsible_id for o in obligations}, on)
    days = _days_held(asked, on)
    return [_row(obligation, held, days[obligation.pk], on) for obligation in obligations]


def _read(obligations):
    """The obligations with all that their rows show, by requirement and due day."""
    obligations = obligations.select_related(
        "requirement__plan", "requirement__clause", "department", "branch", "post", "responsible"
    )
    ordered = obligations.order_by(
        "requirement__plan", "requirement__position", "requirement", "due_on", "id"
    )
    return ordered.prefetch_related("reports")


def _days_held(obligations, on):
    """The days of the acts credited to each of the obligations (a queryset), up to the day."""
    credited = Activity.obligations.through.objects.filter(
        obligation__in=obligations.values("pk"),
        activity__cancelled_at__isnull=True,
        activity__held_on__lte=on,
    )
    days = defaultdict(list)
    for pk, held_on in credited.values_list("obligation_id", "activity__held_on"):
        days[pk].append(held_on)
    return days


def done_by(obligation, days, on):
    """How many were done by the day ``on``, of acts held on ``days``."""
    if obligation.requirement.kind == Requirement.Kind.REPORT:
        return obligation.needed if obligation.met_on and obligation.met_on <= on else 0
    return len(counted_days(obligation, [day for day in days if day <= on]))


def _row(obligation, held, days, on):
    return Row(
        done=done_by(obligation, days, on),
        obligation=obligation,
        state=obligation.state(on),
        period=Period.parse(obligation.period).label,
        target="" if obligation.target_key == "organ" else str(obligation.target),
        holder=held.get(obligation.responsible_id, ""),
        on=on,
    )


def holders(posts, on):
    """Who answers for each of the posts (ids) on the day, by name; acting ones say so."""
    return {pk: _named(tenure) for pk, tenure in Tenure.objects.by_post(posts, on).items()}


def _named(tenure):
    acting = tenure.kind == Tenure.Kind.ACTING
    return _("%(name)s（代）") % {"name": tenure.person.name} if acting else tenure.person.name


def _groups(rows, fold):
    groups = {}
    for row in rows:
        requirement = row.obligation.requirement
        group = groups.get(requirement.pk)
        if group is None:
            rule = rule_text(requirement)
            group = groups[requirement.pk] = Group(requirement, rule, [])
        group.rows.append(row)
    for group in groups.values():
        _sum_up(group, fold)
    return list(groups.values())


def _sum_up(group, fold):
    group.total = len(group.rows)
    group.met = sum(row.state in (State.MET, State.MET_LATE) for row in group.rows)
    if fold and group.total > LONG:
        group.rows = [row for row in group.rows if row.state in ATTENTION]
        group.folded = group.total - len(group.rows)


def rule_text(requirement):
    """The requirement's rule in words; the machine words themselves when they cannot be read."""
    rule = Rule.read(requirement.rule)
    return rule.text if rule else requirement.rule


def _periodic(organ, period, on):
    """Requirements without a number: the organ must set one before anything is owed."""
    day = period.clamp(on)
    plans = Plan.objects.in_force(day).filter(organ=organ)
    rows = Requirement.objects.on(day).filter(plan__in=plans, rule__startswith="periodic")
    return list(rows.select_related("clause", "plan"))


def holder_of(post: Post | None, on):
    """The name of who answers for one post on the day, or an empty string."""
    return holders([post.pk], on).get(post.pk, "") if post else ""
