"""Who was first-responsible (第一责任人) for a subject on which day, and by what.

The leading group's seat marked so says it first, else the plan's own words. Everything is read
in five statements, whatever the number of years, and cut where anything changes.
"""

from dataclasses import dataclass, replace
from datetime import date

from duties.days import ONE_DAY
from duties.models import LeadingGroup, Person, Plan, PlanRole, Post, Seat, Subject, Tenure


@dataclass(frozen=True, slots=True)
class Period:
    """One answer for as long as nothing about it changed.

    ``post`` is empty where nobody is named, or a person is named without a post; ``person`` is
    empty where the post is vacant. ``since`` is the first day of this person in this post as
    first-responsible, through other versions and groups.
    """

    subject: Subject
    from_on: date
    until_on: date | None
    post: Post | None
    person: Person | None
    acting: bool
    group: LeadingGroup | None
    plan: Plan | None
    since: date | None = None

    @property
    def named(self):
        return bool(self.post or self.person)

    @property
    def who(self):
        return self.post, self.person, self.acting

    @property
    def says(self):
        return self.who, self.group, self.plan

    def holds_on(self, day):
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def first_responsible(organ, on):
    """The answers for the day, one for each subject that has a plan or a leading group then."""
    return [period for rows in history(organ) for period in rows if period.holds_on(on)]


def history(organ):
    """All periods of each subject, oldest first: a list of lists."""
    known = _Known(organ)
    return [known.periods(subject) for subject in known.subjects()]


class _Known:
    """Everything that ever said who is first-responsible in the organ."""

    def __init__(self, organ):
        self.groups = list(LeadingGroup.objects.filter(organ=organ).select_related("subject"))
        plans = Plan.objects.filter(organ=organ, state=Plan.State.ADOPTED)
        self.plans = list(plans.select_related("subject"))
        seats = Seat.objects.filter(group__in=self.groups, first_responsible=True)
        self.seats = list(seats.select_related("post", "person"))
        roles = PlanRole.objects.filter(
            plan__in=self.plans, kind=PlanRole.Kind.FIRST, post__isnull=False
        )
        self.roles = {role.plan_id: role.post for role in roles.select_related("post")}
        posts = {seat.post_id for seat in self.seats} | {post.pk for post in self.roles.values()}
        tenures = Tenure.objects.filter(post__in=posts - {None})
        tenures = tenures.exclude(kind=Tenure.Kind.ABSENCE).select_related("person")
        # The holder before whoever acts: see TenureQuerySet.responsible.
        self.tenures = list(tenures.order_by("-kind", "from_on"))

    def subjects(self):
        found = {row.subject_id: row.subject for row in (*self.plans, *self.groups)}
        return [found[code] for code in sorted(found)]

    def periods(self, subject):
        """The answers of one subject, cut wherever a row begins or ends."""
        found = []
        cuts = self._cuts(subject)
        for begin, following in zip(cuts, [*cuts[1:], None], strict=True):
            answer = self._answer(subject, begin)
            if answer is None:
                continue
            until_on = following and following - ONE_DAY
            last = found[-1] if found and found[-1].until_on == begin - ONE_DAY else None
            if last and last.says == answer.says:
                found[-1] = replace(last, until_on=until_on)
            else:
                since = last.since if last and last.who == answer.who else begin
                found.append(replace(answer, until_on=until_on, since=since))
        return found

    def _cuts(self, subject):
        rows = [row for row in (*self.plans, *self.groups) if row.subject_id == subject.pk]
        rows += [*self.seats, *self.tenures]
        ends = {row.until_on + ONE_DAY for row in rows if row.until_on}
        return sorted({row.from_on for row in rows} | ends)

    def _answer(self, subject, day):
        """The answer of the day without its end; ``None`` without plan and group."""
        group, plan = _on(self.groups, subject, day), _on(self.plans, subject, day)
        if group is None and plan is None:
            return None
        seat = self._seat(group, day)
        post = seat.post if seat else self.roles.get(plan and plan.pk)
        tenure = self._tenure(post, day) if post and not (seat and seat.person) else None
        return Period(
            subject=subject,
            from_on=day,
            until_on=None,
            post=post,
            person=seat.person if seat and seat.person else tenure and tenure.person,
            acting=bool(tenure and tenure.kind == Tenure.Kind.ACTING),
            group=group if seat else None,
            plan=plan if post and not seat else None,
        )

    def _seat(self, group, day):
        if group is None:
            return None
        seats = (s for s in self.seats if s.group_id == group.pk and s.holds_on(day))
        return next(seats, None)

    def _tenure(self, post, day):
        held = (t for t in self.tenures if t.post_id == post.pk and t.holds_on(day))
        return next(held, None)


def _on(rows, subject, day):
    return next((r for r in rows if r.subject_id == subject.pk and r.holds_on(day)), None)
