"""No order of staffing, adjusting, assigning and adopting breaks a rule or rewrites the past.

Acts are drawn in any order, on any of a few days, also days before what is already entered. After
each act the answers (who holds, acts and stands in, who sits in the group, what stands in
the matrix) of all days before the one from which the act holds must be as they were; a refused
act must leave every day as it was.
"""

from datetime import date, timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


def last_day(day, length):
    """The day before the ``length``-th of ``DAYS`` after ``day``; ``None`` stays open."""
    return None if length is None else [*DAYS, *DAYS][DAYS.index(day) + length] - DAY


class Acts:
    """The acts, each with arguments drawn at random, and what must hold after it."""

    def __init__(self, world):
        self.world, self.actor = world, world.users["clerk"]
        self.posts = [world.publicist, *world.spare]
        self.people = [world.people[name] for name in ("publicist", "chief", "deputy")]
        self.answers = self.look()
        self.carried_out = 0

    def do(self, draw):
        draw.choice(self.ALL)(self, draw, draw.choice(DAYS))

    # What is asked

    def look(self):
        """{day: (tenures, seats, plans, cells, the matrix as shown)}"""
        plans = list(Plan.objects.filter(organ=self.world.township).select_related("organ"))
        tenures = list(Tenure.objects.order_by("pk"))
        seats = list(Seat.objects.order_by("pk"))
        cells = list(Assignment.objects.order_by("pk"))
        return {
            day: (
                tuple((t.post_id, t.kind, t.person_id) for t in tenures if t.holds_on(day)),
                tuple(
                    (s.group_id, s.role, s.post_id, s.first_responsible)
                    for s in seats
                    if s.holds_on(day)
                ),
                tuple(plan.pk for plan in plans if plan.holds_on(day)),
                tuple((a.duty_id, a.post_id, a.role_id) for a in cells if a.holds_on(day)),
                self.matrix(plans, day) if day == MATRIX_OF else None,
            )
            for day in LOOKED_AT
        }

    def matrix(self, plans, day):
        """What the matrix of the day shows; read on one day only, it costs the most."""
        standing = load([plan for plan in plans if plan.holds_on(day)], on=day)[0]
        cells = {key: line.role for key, line in standing.held.items()}
        return cells | {key: c.holder for key, c in standing.carriers.items() if c.is_post}

    def attempt(self, effective, act):
        before = self.answers
        try:
            with transaction.atomic():
                act()
            self.carried_out += 1
        except ValidationError:
            effective = DAYS[-1] + DAY  # refused: nothing at all may have changed
        self.answers = self.look()
        for day in LOOKED_AT:
            if day < effective:
                assert self.answers[day] == before[day], f"{day} changed"
            self.sound(*self.answers[day][:3])

    def sound(self, tenures, seats, plans):
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

    def comes(self, draw, day):
        return {
            "post": draw.choice(self.posts),
            "person": draw.choice(self.people),
            "from_on": day,
            "until_on": last_day(day, draw.choice([None, None, 1, 2, 0])),
            "actor": self.actor,
        }

    def appoint(self, draw, day):
        asked = self.comes(draw, day) | {"end_acting": draw.random() < 0.8}
        self.attempt(day, lambda: staffing.appoint(**asked))

    def act(self, draw, day):
        asked = self.comes(draw, day)
        self.attempt(day, lambda: staffing.act(**asked))

    def stand_in(self, draw, day):
        asked = self.comes(draw, day)
        held = [post for post in self.posts if post.tenures.on(day).filter(kind="holding")]
        asked["post"] = draw.choice(held or self.posts)
        self.attempt(day, lambda: staffing.stand_in(**asked))

    def tenure(self, draw, **of):
        tenures = Tenure.objects.filter(post__in=self.posts)
        return draw.choice(list(tenures.filter(**of) or tenures))

    def relieve(self, draw, day):
        of = draw.choice([{}, {"kind": "holding"}])
        asked = {"tenure": self.tenure(draw, **of), "until_on": day - DAY, "actor": self.actor}
        self.attempt(day, lambda: staffing.relieve(**asked))

    def transfer(self, draw, day):
        tenure = self.tenure(draw)
        asked = {"tenure": tenure, "post": draw.choice(self.posts), "actor": self.actor}
        self.attempt(day, lambda: staffing.transfer(**asked, on=day))

    def take_back(self, draw, day):
        post, today = draw.choice(self.posts), timezone.localdate()
        entry = taking_back.latest(post, today=today)
        if entry:
            asked = {"post": post, "entry_id": entry.pk, "actor": self.actor, "today": today}
            effective = date.fromisoformat(entry.detail["on"])
            self.attempt(effective, lambda: taking_back.take_back(**asked))

    def group(self, draw):
        """A leading group, now and then one that is not sound."""
        posts = draw.sample([*self.posts, self.world.head], k=draw.randint(1, 4))
        heads, first = draw.choice([1, 1, 1, 2, 0]), draw.choice([0, 0, 0, 1, 9])
        seats = [
            SeatContent("head" if n < heads else "member", post=post, first_responsible=n == first)
            for n, post in enumerate(posts)
        ]
        return GroupContent("领导小组", tuple(seats), document="〔2026〕1号")

    def adjust_group(self, draw, day):
        group = self.world.township.leading_groups.order_by("from_on").last()
        asked = {"group": group, "content": self.group(draw), "actor": self.actor}
        self.attempt(day, lambda: adjusting.adjust(**asked, on=day))

    def assign(self, draw, day):
        plan = Plan.objects.in_force(day).get(organ=self.world.township)
        asked = {
            "duty": draw.choice(list(plan.duties.all())),
            "column_key": f"p{draw.choice(self.posts).pk}",
            "role_code": draw.choice(["", "leader", "charge"]),
            "on": day,
            "actor": self.actor,
        }

        def act():
            try:
                assigning.set_role(**asked, version=0)
            except assigning.Conflict as conflict:
                assigning.set_role(**asked, version=conflict.current.version)

        self.attempt(day, act)

    def adopt(self, draw, day):
        carriers = (Carrier("leader", post=draw.choice(self.posts)),)
        duties = tuple(DutyContent(str(n), f"任务{n}", carriers=carriers) for n in (1, 2))
        seats = (SeatContent("head", post=self.world.head, first_responsible=True),)
        group = GroupContent("领导小组", seats) if draw.random() < 0.5 else None
        asked = {
            "organ": self.world.township,
            "subject": self.world.plan.subject,
            "content": PlanContent(title="新方案", duties=duties, group=group),
            "actor": self.actor,
        }
        self.attempt(day, lambda: planning.adopt(**asked, on=day))

    ALL = (
        appoint,
        appoint,
        act,
        act,
        stand_in,
        stand_in,
        relieve,
        transfer,
        transfer,
        take_back,
        adjust_group,
        assign,
        adopt,
    )


def test_no_order_of_acts_breaks_a_rule_or_rewrites_the_past(world):
    last = DAYS[3] - DAY
    world.publicist.tenures.update(until_on=last)
    minding = {"kind": "absence", "from_on": DAYS[0], "until_on": last}
    cast.make_tenure(world.publicist, world.people["chief"], **minding)
    world.spare = [
        cast.make_post(world.township, "统战委员"),
        cast.make_post(world.township, "专班专员", from_on=DAYS[1], until_on=DAYS[4] - DAY),
    ]
    carried_out = 0

    @settings(max_examples=22, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**64))
    def in_any_order(seed):
        nonlocal carried_out
        draw = Random(seed)
        with transaction.atomic():
            acts = Acts(world)
            for _step in range(16):
                acts.do(draw)
            carried_out += acts.carried_out
            transaction.set_rollback(True)

    in_any_order()
    assert carried_out > 50, "hardly anything drawn was carried out: the test shows nothing"
