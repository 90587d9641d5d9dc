"""No order of staffing, adjusting, assigning and adopting breaks a rule or rewrites the past.

A machine draws acts in any order, on any of a few days, also days before what is already entered.
After each act the answers (who holds, acts and stands in, who sits in the group, what stands in
the matrix) of all days before the one from which the act holds must be as they were; a refused
act must leave every day as it was.
"""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from duties import adjusting, assigning, planning, staffing, taking_back
from duties.models import Assignment, Plan, Seat, Tenure
from duties.planning import Carrier, DutyContent, GroupContent, PlanContent, SeatContent
from duties.standing import load
from tests import world as cast

DAY = timedelta(days=1)
DAYS = [date(2026, month, 1) for month in (2, 3, 4, 5, 6)]
LOOKED_AT = [DAYS[0] - DAY, *DAYS]
"""Acts begin and end things on ``DAYS`` alone, so these days show every state there is."""
MATRIX_OF = DAYS[2]
a_day = st.sampled_from(DAYS)
an_end = st.sampled_from([None, *(day - DAY for day in DAYS)])
a_number = st.integers(0, 2)


class Machine(RuleBasedStateMachine):
    world = None  # given by the test

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        w = self.world
        self.posts = [w.publicist, *w.spare]
        self.people = [w.people[name] for name in ("publicist", "chief", "deputy")]
        self.actor = w.users["clerk"]
        self.answers = self.look()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    # What is asked

    def look(self):
        return {day: self.on(day) for day in LOOKED_AT}

    def on(self, day):
        rows = Tenure.objects.on(day).order_by("pk")
        tenures = tuple(rows.values_list("post_id", "kind", "person_id"))
        seats = Seat.objects.on(day).order_by("pk")
        seats = tuple(seats.values_list("group_id", "role", "post_id", "first_responsible"))
        plans = list(self.world.township.plans.in_force(day).select_related("organ"))
        rows = Assignment.objects.on(day).filter(duty__plan__in=plans).order_by("pk")
        cells = tuple(rows.values_list("duty", "post", "department", "role"))
        whole = self.matrix(plans, day) if day == MATRIX_OF else None
        return tenures, seats, tuple(plan.pk for plan in plans), (cells, whole)

    def matrix(self, plans, day):
        """What the matrix of the day shows; read on one day only, it costs the most."""
        standing = load(plans, on=day)[0]
        cells = {key: line.role for key, line in standing.held.items()}
        return cells | {key: c.holder for key, c in standing.carriers.items() if c.is_post}

    def attempt(self, effective, act):
        before = self.answers
        try:
            with transaction.atomic():
                act()
        except ValidationError:
            effective = DAYS[-1] + DAY  # refused: nothing at all may have changed
        self.answers = self.look()
        for day in LOOKED_AT:
            if day < effective:
                assert self.answers[day] == before[day], f"{day} changed"
            self.sound(*self.answers[day])

    def sound(self, tenures, seats, plans, cells):
        kinds = {}
        for post, kind, _person in tenures:
            kinds.setdefault(post, []).append(kind)
        for found in kinds.values():
            assert len(found) == len(set(found)), "two at once"
            assert not {"holding", "acting"} <= set(found), "acting while somebody holds"
            assert "absence" not in found or "holding" in found, "standing in for nobody"
        assert len({seat[0] for seat in seats}) <= 1, "two groups"
        assert len({seat[2] for seat in seats}) == len(seats), "seated twice"
        assert not seats or sum(seat[3] for seat in seats) == 1, "not one first-responsible"
        assert len(plans) == 1, "not one plan"

    # What is done

    def post(self, n):
        return self.posts[n % len(self.posts)]

    def person(self, n):
        return self.people[n % len(self.people)]

    @rule(post=a_number, who=a_number, day=a_day, until=an_end, end_acting=st.booleans())
    def appoint(self, post, who, day, until, end_acting):
        def act():
            staffing.appoint(
                post=self.post(post),
                person=self.person(who),
                from_on=day,
                until_on=until,
                end_acting=end_acting,
                actor=self.actor,
            )

        self.attempt(day, act)

    @rule(
        kind=st.sampled_from([staffing.act, staffing.stand_in]),
        post=a_number,
        who=a_number,
        day=a_day,
        until=an_end,
    )
    def act_or_stand_in(self, kind, post, who, day, until):
        given = {"post": self.post(post), "person": self.person(who), "actor": self.actor}
        self.attempt(day, lambda: kind(**given, from_on=day, until_on=until))

    def some_tenure(self, n):
        rows = list(Tenure.objects.filter(post__in=self.posts).order_by("pk"))
        return rows[n % len(rows)]

    @rule(n=st.integers(0, 20), day=a_day)
    def relieve(self, n, day):
        tenure = self.some_tenure(n)
        self.attempt(
            day, lambda: staffing.relieve(tenure=tenure, until_on=day - DAY, actor=self.actor)
        )

    @rule(n=st.integers(0, 20), post=a_number, day=a_day)
    def transfer(self, n, post, day):
        given = {"tenure": self.some_tenure(n), "post": self.post(post), "actor": self.actor}
        self.attempt(day, lambda: staffing.transfer(**given, on=day))

    @rule(post=a_number)
    def take_back(self, post):
        post, today = self.post(post), timezone.localdate()
        entry = taking_back.latest(post, today=today)
        if entry:
            given = {"post": post, "entry_id": entry.pk, "actor": self.actor, "today": today}
            effective = date.fromisoformat(entry.detail["on"])
            self.attempt(effective, lambda: taking_back.take_back(**given))

    def group(self, posts, heads, first):
        seats = [
            SeatContent("head" if n < heads else "member", post=self.post(p))
            for n, p in enumerate(posts)
        ]
        if first < len(seats):
            seats[first] = SeatContent(
                seats[first].role, post=seats[first].post, first_responsible=True
            )
        return GroupContent("领导小组", tuple(seats), document="〔2026〕1号")

    @rule(
        day=a_day,
        posts=st.lists(a_number, min_size=1, max_size=3, unique=True),
        heads=st.integers(0, 2),
        first=st.integers(0, 2),
    )
    def adjust_group(self, day, posts, heads, first):
        group = self.world.township.leading_groups.order_by("from_on").last()
        content = self.group(posts, heads, first)
        self.attempt(
            day,
            lambda: adjusting.adjust(group=group, content=content, on=day, actor=self.actor),
        )

    @rule(
        day=a_day,
        n=st.integers(0, 9),
        post=a_number,
        role=st.sampled_from(["", "leader", "charge"]),
    )
    def assign(self, day, n, post, role):
        plan = Plan.objects.in_force(day).get(organ=self.world.township)
        duties = list(plan.duties.order_by("pk"))
        given = {
            "duty": duties[n % len(duties)],
            "column_key": f"p{self.post(post).pk}",
            "role_code": role,
            "on": day,
            "actor": self.actor,
        }

        def act():
            try:
                assigning.set_role(**given, version=0)
            except assigning.Conflict as conflict:
                assigning.set_role(**given, version=conflict.current.version)

        self.attempt(day, act)

    @rule(day=a_day, leader=a_number, with_group=st.booleans())
    def adopt(self, day, leader, with_group):
        carriers = (Carrier("leader", post=self.post(leader)),)
        duties = tuple(DutyContent(str(n), f"任务{n}", carriers=carriers) for n in (1, 2))
        content = PlanContent(
            title="新方案", duties=duties, group=self.group([0, 1], 1, 0) if with_group else None
        )
        self.attempt(
            day,
            lambda: planning.adopt(
                organ=self.world.township,
                subject=self.world.plan.subject,
                content=content,
                on=day,
                actor=self.actor,
            ),
        )


@pytest.mark.slow
def test_no_order_of_acts_breaks_a_rule_or_rewrites_the_past(world):
    world.spare = [
        cast.make_post(world.township, "统战委员"),
        cast.make_post(world.township, "专班专员", from_on=DAYS[1], until_on=DAYS[4] - DAY),
    ]
    machine = type("Machine", (Machine,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
