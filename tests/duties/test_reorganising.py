"""Moving, merging and closing organs: the past stays, rights and what is owed follow the day."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from config import reorganising
from config.schedule import BEAT_SCHEDULE
from config.tasks import settle_organs
from duties import access, placing, tree
from duties.models import (
    Assignment,
    Department,
    Organ,
    Placement,
    Plan,
    Portfolio,
    Post,
    Reorganisation,
    Seat,
    Tenure,
    TrailEntry,
    User,
)
from duties.reorganising import Change, may_undo
from reviews import cycles
from reviews.models import Obligation
from reviews.periods import Period
from tests import world as cast
from tests.reviews import owed

TODAY = cast.TODAY
DOCUMENT = "云县委〔2026〕8号"
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


def move(organ, target, on=TODAY):
    return reorganising.decide(
        "move", organ=organ, target=target, on=on, document=DOCUMENT, actor=None
    )


def merge(organ, target, on=TODAY, **options):
    return reorganising.decide(
        "merge", organ=organ, target=target, on=on, document=DOCUMENT, actor=None, **options
    )


def close(organ, last=TODAY - ONE_DAY, **options):
    return reorganising.decide(
        "close", organ=organ, last=last, document=DOCUMENT, actor=None, **options
    )


def snapshot(on):
    """The whole tree of a day, as the tree page shows it: code, depth, superior's code."""
    rows = placing.forest(Organ.objects.on(on), on)
    return [(o.code, depth, above and above.code) for o, depth, above in rows]


def everything():
    """Every dated row with its days, to tell that nothing was left or lost."""
    models = (Organ, Placement, Post, Tenure, Portfolio, Seat, Department, Plan, Assignment)
    return {
        model: sorted(model.objects.values_list("pk", "from_on", "until_on"), key=str)
        for model in models
    }


def check_paths(on):
    """Parent and path are the placement of the day, for every organ that has one."""
    above = dict(Placement.objects.on(on).values_list("organ", "parent"))
    for organ in Organ.objects.select_related("parent"):
        if organ.pk in above:
            assert organ.parent_id == above[organ.pk]
        assert organ.path == (organ.parent.path if organ.parent else "") + tree.segment(organ.pk)
        assert organ.depth == (organ.parent.depth + 1 if organ.parent else 0)


# Moving


def test_a_move_from_today_carries_the_subtree_and_leaves_yesterday(world):
    yesterday = snapshot(TODAY - ONE_DAY)
    move(world.township, world.sibling)
    assert snapshot(TODAY) == [
        ("yunhu", 0, None),
        ("shiqiao", 1, "yunhu"),
        ("qingxi", 2, "shiqiao"),
        ("dongcun", 3, "qingxi"),
        ("xicun", 3, "qingxi"),
    ]
    assert snapshot(TODAY - ONE_DAY) == yesterday
    check_paths(TODAY)
    first, second = Placement.objects.filter(organ=world.township).order_by("from_on")
    assert (first.until_on, second.from_on) == (TODAY - ONE_DAY, TODAY)
    assert second.document == DOCUMENT


def test_a_later_day_is_settled_when_it_comes_and_only_once(world):
    on = TODAY + timedelta(days=30)
    move(world.east, world.sibling, on=on)
    world.east.refresh_from_db()
    assert world.east.parent == world.township
    assert {row[0]: row[2] for row in snapshot(on)}["dongcun"] == "shiqiao"
    for _run in range(2):
        reorganising.settle(on=on)
        world.east.refresh_from_db()
        assert world.east.parent == world.sibling
        check_paths(on)


def test_the_beat_settles_daily_before_it_opens_periods(world):
    move(world.east, world.sibling, on=date(2026, 6, 2))
    job, opening = BEAT_SCHEDULE["settle_organs"], BEAT_SCHEDULE["open_periods"]
    assert job["task"] == settle_organs.name
    assert min(job["schedule"].minute) < min(opening["schedule"].minute)
    with time_machine.travel("2026-06-02T00:05+08:00", tick=False):
        settle_organs()
    assert Organ.objects.get(code="dongcun").parent == world.sibling


def test_a_move_in_the_past_stands_unless_it_contradicts_what_came_later(world):
    move(world.east, world.sibling, on=date(2026, 3, 1))
    assert {row[0]: row[2] for row in snapshot(date(2026, 3, 1))}["dongcun"] == "shiqiao"
    with pytest.raises(ValidationError, match="自2026-03-01起的隶属（石桥乡党委）已经登记"):
        move(world.east, world.county, on=date(2026, 2, 1))


def test_no_organ_goes_below_itself_and_the_way_is_spelled(world):
    with pytest.raises(ValidationError, match="云湖县委 → 清溪乡党委 → 东村党支部。"):
        move(world.county, world.east)
    with pytest.raises(ValidationError, match="移到它自己之下"):
        move(world.east, world.east)


def test_a_circle_that_a_later_placement_would_close_is_refused(world):
    move(world.sibling, world.east, on=date(2026, 9, 1))
    with pytest.raises(ValidationError, match="东村党支部 → 石桥乡党委（自2026-09-01起）。"):
        move(world.east, world.sibling, on=date(2026, 7, 1))
    assert Reorganisation.objects.count() == 1


def test_a_superior_that_is_closed_sooner_or_does_not_stand_yet_is_refused(world):
    close(world.sibling, last=date(2026, 12, 31))
    with pytest.raises(ValidationError, match="“石桥乡党委”于2026-12-31撤销"):
        move(world.east, world.sibling)
    new = cast.make_organ("xinjian", "新建乡党委", parent=world.county, from_on=date(2026, 8, 1))
    with pytest.raises(ValidationError, match="“新建乡党委”自2026-08-01起才成立"):
        move(world.east, new)


def test_the_leader_who_covered_the_branch_covers_it_no_more(world):
    bond = Portfolio.objects.create(post=world.deputy, lower=world.east, from_on=cast.BEGIN)
    move(world.east, world.sibling)
    bond.refresh_from_db()
    assert bond.until_on == TODAY - ONE_DAY


# Rights


def test_rights_follow_the_move_from_its_day(world):
    for name, organ in (("old", world.township), ("new", world.sibling)):
        world.users[name] = cast.make_user(name)
        cast.grant(world.users[name], "act_as_reviewer", organ, below=True)
    own = cast.make_user("own")
    cast.grant(own, "act_as_clerk", world.east)
    on = TODAY + timedelta(days=10)
    move(world.east, world.sibling, on=on)

    def readers():
        east = Organ.objects.get(code="dongcun")
        fresh = User.objects.filter(username__in=["old", "new", "own"])
        return {user.username for user in fresh if access.may(user, "read", east)}

    assert readers() == {"old", "own"}
    reorganising.settle(on=on)
    assert readers() == {"new", "own"}


def test_a_closed_organ_stays_readable(world):
    close(world.township, with_lower=True)
    assert access.may(world.users["clerk"], "read", Organ.objects.get(code="qingxi"))
    assert access.may(world.users["reviewer"], "read", Organ.objects.get(code="dongcun"))


def test_only_a_superiors_secretary_or_clerk_reorganises(world):
    boss = cast.make_user("boss")
    cast.grant(boss, "act_as_secretary", world.county, below=True)
    may = {
        name: bool(access.may(user, "reorganise", world.township))
        for name, user in {**world.users, "boss": boss}.items()
    }
    assert [name for name, allowed in may.items() if allowed] == ["boss"]
    assert not access.may(boss, "reorganise", world.county)
    assert "上级党组织" in access.may(world.users["clerk"], "reorganise", world.township).reason


# Closing


def test_closing_ends_all_that_is_dated_under_it_and_names_what_stands_below(world):
    with pytest.raises(ValidationError, match="还有2个党组织：东村党支部、西村党支部"):
        close(world.township)
    last = TODAY - ONE_DAY
    close(world.township, with_lower=True)
    for model in (Post, Tenure, Portfolio, Seat, Department, Assignment, Plan):
        assert set(model.objects.values_list("until_on", flat=True)) == {last}, model
    closed = Organ.objects.filter(until_on=last)
    assert {o.code for o in closed} == {"qingxi", "dongcun", "xicun"}
    assert [row[0] for row in snapshot(TODAY)] == ["yunhu", "shiqiao"]
    assert "qingxi" in [row[0] for row in snapshot(last)]


def test_closing_before_something_begins_is_refused_with_its_name(world):
    before = everything()
    cast.make_tenure(world.chief, cast.make_person(world.township, "后任"), kind="acting",
                     from_on=date(2026, 7, 1))  # fmt: skip
    with pytest.raises(ValidationError, match="任职“后任 党政办公室主任”（2026-07-01）"):
        close(world.township, with_lower=True)
    Tenure.objects.get(from_on=date(2026, 7, 1)).delete()
    assert everything() == before


def test_a_closed_organ_is_not_reorganised_again(world):
    close(world.east)
    with pytest.raises(ValidationError, match="“东村党支部”于2026-05-31撤销"):
        move(world.east, world.sibling, on=date(2026, 7, 1))


# Merging


def test_merging_moves_lower_organs_people_and_departments(world):
    cast.make_department(world.sibling, "宣传办公室")
    merge(world.township, world.sibling, departments=True)
    township = Organ.objects.get(code="qingxi")
    assert (township.merged_into, township.until_on) == (world.sibling, TODAY - ONE_DAY)
    assert {row[0]: row[2] for row in snapshot(TODAY)} == {
        "yunhu": None, "shiqiao": "yunhu", "dongcun": "shiqiao", "xicun": "shiqiao",
    }  # fmt: skip
    assert not township.people.exists()
    assert {p.name for p in world.sibling.people.all()} == {
        "韩立诚", "罗敏", "邱禾", "沈未", "温岚",
    }  # fmt: skip
    names = list(Department.objects.on(TODAY).values_list("organ__code", "name"))
    assert sorted(names) == [
        ("shiqiao", "党政办公室"), ("shiqiao", "宣传办公室"), ("shiqiao", "组织办公室"),
    ]  # fmt: skip
    assert not Plan.objects.in_force(TODAY).exists()
    check_paths(TODAY)


def test_people_move_on_the_day_and_not_before(world):
    on = TODAY + timedelta(days=5)
    merge(world.township, world.sibling, on=on)
    assert world.township.people.count() == 5
    reorganising.settle(on=on)
    assert world.sibling.people.count() == 5


def test_nothing_is_merged_into_what_lies_below_it(world):
    with pytest.raises(ValidationError, match="清溪乡党委 → 东村党支部"):
        merge(world.township, world.east)


def test_the_preview_is_what_happens(world):
    change = Change.of_close(
        organ=world.township, last=TODAY - ONE_DAY, document=DOCUMENT, with_lower=True
    )
    parts = {part.label: part.count for part in change.parts()}
    assert parts == {
        "一并撤销的下级党组织": 2,
        "截止：岗位": 5,
        "截止：任职": 5,
        "截止：分管": 3,
        "截止：领导小组": 1,
        "截止：小组席位": 4,
        "截止：部门": 3,
        "截止：方案": 1,
        "截止：分工": 16,
    }


# Undoing


@pytest.mark.parametrize("act", ["move", "merge", "close"])
def test_undoing_puts_everything_back(world, act):
    requirement = owed.make_requirement(world.plan)
    owed.make_obligation(requirement)
    Portfolio.objects.create(post=world.deputy, lower=world.east, from_on=cast.BEGIN)
    before, tree_before = everything(), snapshot(TODAY)
    people = sorted(world.township.people.values_list("pk", flat=True))
    acts = {
        "move": lambda: move(world.east, world.sibling),
        "merge": lambda: merge(world.township, world.sibling, departments=True),
        "close": lambda: close(world.township, with_lower=True),
    }
    event = acts[act]()
    assert everything() != before
    reorganising.undo(event, actor=world.users["reviewer"])
    assert (everything(), snapshot(TODAY)) == (before, tree_before)
    assert sorted(world.township.people.values_list("pk", flat=True)) == people
    assert Obligation.objects.get().waived_on is None
    check_paths(TODAY)
    assert TrailEntry.objects.first().action == "organ.reorganisation_undone"
    with pytest.raises(ValidationError, match="已经撤回"):
        reorganising.undo(event, actor=None)


def test_only_the_latest_is_undone(world):
    first = move(world.east, world.sibling, on=date(2026, 4, 1))
    second = move(world.sibling, world.township)
    assert "石桥乡党委 变更隶属" in may_undo(first).reason
    reorganising.undo(second, actor=None)
    reorganising.undo(first, actor=None)
    check_paths(TODAY)


def test_what_was_built_on_stays(world):
    event = merge(world.township, world.sibling)
    post = cast.make_post(world.sibling, "书记")
    cast.make_tenure(post, world.people["head"], from_on=TODAY)
    assert "不能撤回" in may_undo(event).reason
    beside = cast.make_organ("nancun", "南村党支部", parent=world.county)
    ended = close(beside)
    Organ.objects.filter(pk=beside.pk).update(until_on=date(2026, 5, 1))
    assert "后来又有改动" in may_undo(ended).reason


# What is owed


def test_a_closed_organ_owes_nothing_from_the_day_after(world):
    requirement = owed.make_requirement(world.plan)
    open_one = owed.make_obligation(requirement)
    ahead = owed.make_obligation(
        requirement, period="2026H2", opens_on=date(2026, 7, 1), due_on=date(2026, 12, 31)
    )
    late = owed.make_obligation(
        requirement, period="2025H2", opens_on=date(2025, 7, 1), due_on=date(2025, 12, 31)
    )
    notice = owed.make_notice(open_one, world.users["clerk"])
    close(world.township, with_lower=True)
    for row in (open_one, ahead, late, notice):
        row.refresh_from_db()
    assert (open_one.waived_on, ahead.waived_on, late.waived_on) == (TODAY, TODAY, None)
    assert DOCUMENT in open_one.waived_reason
    assert notice.status == "cancelled"
    assert open_one.state(TODAY - ONE_DAY) == "open"


def test_a_later_closing_waives_on_its_day(world):
    row = owed.make_obligation(owed.make_requirement(world.plan))
    close(world.township, last=date(2026, 6, 9), with_lower=True)
    row.refresh_from_db()
    assert row.waived_on is None
    reorganising.settle(on=date(2026, 6, 12))
    row.refresh_from_db()
    assert row.waived_on == date(2026, 6, 10)


def test_branches_are_asked_for_by_the_superior_of_the_period(world):
    other = cast.make_plan(world.sibling)
    for plan in (world.plan, other):
        owed.make_requirement(plan, rule="min 1 per quarter", reach="branches")
    half = Period.parse("2026H2")
    cycles.open_period(period=half, on=TODAY)
    move(world.east, world.sibling, on=date(2026, 10, 1))
    reorganising.settle(on=date(2026, 10, 1))
    cycles.open_period(period=half, on=date(2026, 10, 1))
    rows = Obligation.objects.filter(branch=world.east).order_by("period", "organ__code")
    assert [(o.organ.code, o.period, o.waived_on) for o in rows] == [
        ("qingxi", "2026Q3", None),
        ("qingxi", "2026Q4", date(2026, 10, 1)),
        ("shiqiao", "2026Q4", None),
    ]
    assert cycles.open_period(period=half, on=date(2026, 10, 1)) == 0


def test_a_branch_that_left_and_came_back_is_asked_once(world):
    owed.make_requirement(world.plan, rule="min 1 per half", reach="branches")
    move(world.east, world.sibling, on=date(2026, 8, 1))
    move(world.east, world.township, on=date(2026, 9, 1))
    assert cycles.open_period(period=Period.parse("2026H2"), on=TODAY) == 2
    assert Obligation.objects.filter(branch=world.east).count() == 1


# Many at once


def test_a_thousand_organs_move_in_as_many_statements_as_ten(world, django_assert_max_num_queries):
    with_many(world.township, 1000)
    with django_assert_max_num_queries(50):
        move(world.township, world.sibling)
    check_paths(TODAY)


def test_a_thousand_branches_are_merged_in_a_bounded_number_of_statements(
    world, django_assert_max_num_queries
):
    with_many(world.township, 1000)
    with django_assert_max_num_queries(95):
        merge(world.township, world.sibling)
    check_paths(TODAY)
    assert Organ.objects.filter(parent=world.sibling).count() == 1002


def with_many(parent, number):
    """Plant many branches below ``parent`` in a few statements."""
    organs = Organ.objects.bulk_create(
        Organ(code=f"b{n}", name=f"第{n}支部", short_name=f"{n}", kind_id="branch",
              level_id="grass-roots", parent=parent, from_on=cast.BEGIN, path=f"-{n}",
              path_end=f"-{n}~", depth=parent.depth + 1)
        for n in range(number)
    )  # fmt: skip
    for organ in organs:
        organ.path = parent.path + tree.segment(organ.pk)
        organ.path_end = tree.path_end(organ.path)
    Organ.objects.bulk_update(organs, ["path", "path_end"])
    Placement.objects.bulk_create(
        Placement(organ=organ, parent=parent, from_on=cast.BEGIN) for organ in organs
    )


ACTS = st.tuples(
    st.sampled_from(["move", "move", "move", "merge", "close", "undo"]),
    st.integers(0, 6),
    st.integers(0, 6),
    st.integers(1, 20),  # days later
    st.booleans(),  # announced beforehand
)


class AnyOrder(TestCase):
    """Whatever is moved, merged and closed, on increasing days: the past stays, paths agree."""

    @settings(max_examples=20, deadline=None)
    @given(st.lists(ACTS, max_size=9))
    def test_no_order_changes_an_earlier_day(self, acts):
        organs = []
        for number in range(7):
            parent = organs[(number - 1) // 2] if number else None
            organs.append(cast.make_organ(f"o{number}", f"第{number}支部", parent=parent))
        day, past = date(2025, 3, 1), {}
        for act, what, where, later, ahead in acts:
            past[day - ONE_DAY] = snapshot(day - ONE_DAY)
            with time_machine.travel(day, tick=False):
                self.do(act, organs[what].pk, organs[where].pk, day + timedelta(days=20 * ahead))
                reorganising.settle(on=day)
            check_paths(day)
            assert {on: snapshot(on) for on in past} == past
            day += timedelta(days=later)
        last = day + timedelta(days=40)
        reorganising.settle(on=last)
        check_paths(last)
        assert len(snapshot(last)) == Organ.objects.on(last).count()

    def do(self, act, what, where, on):
        organ, target = Organ.objects.get(pk=what), Organ.objects.get(pk=where)
        try:
            if act == "undo":
                # Only what has not come yet: taking back what has would change that day.
                event = Reorganisation.objects.filter(undone_at=None, on__gte=on).first()
                if event:
                    reorganising.undo(event, actor=None)
            elif act == "close":
                close(organ, last=on - ONE_DAY, with_lower=bool(what % 2))
            else:
                {"move": move, "merge": merge}[act](organ, target, on=on)
        except ValidationError as refused:
            assert refused.messages
