"""Writing a block of cells: all of it or nothing, history and notes kept, undone in one go."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duties import matrix
from duties.assigning import Change, judge, set_role, set_roles
from duties.models import Assignment, Duty, Role, TrailEntry
from duties.standing import load
from tests.duties.test_matrix import big_plan
from tests.world import TODAY

pytestmark = pytest.mark.django_db
DAY_BEFORE = TODAY - timedelta(days=1)


def column(carrier):
    return f"{'p' if hasattr(carrier, 'main_job') else 'd'}{carrier.pk}"


def cells(world, on=TODAY):
    built = matrix.build(world.plan, on=on, all_posts=True)
    return {cell.key: cell for row in built.rows for cell in row.cells}


def change(world, number, carrier, role, **extra):
    duty = world.duties[number]
    key = f"{duty.pk}:{column(carrier)}"
    fields = {"version": cells(world)[key].version} | extra
    return Change(duty.pk, column(carrier), role, **fields)


@pytest.fixture
def put(world):
    def write(*changes, on=TODAY, **options):
        return set_roles(
            plan=world.plan, changes=changes, on=on, actor=world.users["clerk"], **options
        )

    return write


def roles(world, on=TODAY):
    return {key: cell.role for key, cell in cells(world, on).items()}


def test_a_block_is_written_whole_each_cell_with_its_own_entry(world, put):
    before = roles(world, DAY_BEFORE)
    changes = [change(world, n, world.deputy, "charge") for n in range(4)]
    outcomes = put(*changes)
    assert [outcome.cell.role for outcome in outcomes] == ["charge"] * 4
    now = cells(world)
    assert [now[c.key].version for c in changes] == [o.cell.version for o in outcomes]
    entries = TrailEntry.objects.filter(action="cell.changed")
    assert {entry.target for entry in entries} == {c.key for c in changes}
    assert {entry.detail["cells"] for entry in entries} == {4}
    assert roles(world, DAY_BEFORE) == before


def test_one_conflict_keeps_the_whole_block_unwritten_until_the_rest_is_asked_for(world, put):
    changes = [change(world, n, world.deputy, "charge") for n in range(3)]
    set_role(
        duty=world.duties[1], column_key=column(world.deputy), role_code="inform", on=TODAY,
        version=0, actor=world.users["secretary"],
    )  # fmt: skip
    before = roles(world)
    first, second, third = put(*changes)
    assert [first.written, second.written, third.written] == [False] * 3
    assert (second.conflict.by, second.conflict.current.role) == ("韩立诚", "inform")
    assert (first.fits, third.fits) == (True, True)
    assert roles(world) == before
    outcomes = put(*changes, rest=True)
    assert [outcome.written for outcome in outcomes] == [True, False, True]
    now = roles(world)
    assert [now[c.key] for c in changes] == ["charge", "inform", "charge"]


def test_a_refusal_names_its_cell_and_the_others_wait(world, put):
    unfit = change(world, 0, world.deputy, "lead")
    outcomes = put(unfit, change(world, 1, world.deputy, "charge"))
    assert outcomes[0].refusal == "“牵头”只能由部门承担，不能给岗位。"
    assert outcomes[1].refusal == ""
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("turned", [False, True])
def test_a_block_may_hand_the_lead_on_whatever_the_order(world, put, turned):
    pair = [change(world, 0, world.publicity, "support"), change(world, 0, world.office, "lead")]
    assert all(outcome.written for outcome in put(*pair[:: -1 if turned else 1]))
    back = [change(world, 0, world.publicity, "lead"), change(world, 0, world.office, "support")]
    assert all(outcome.written for outcome in put(*back[:: -1 if turned else 1]))
    lead = world.duties[0].assignments.on(TODAY).get(role="lead")
    assert (lead.department, lead.from_on) == (world.publicity, TODAY)


def test_a_lead_that_could_not_be_given_up_still_bars_another(world, put):
    stale = change(world, 0, world.publicity, "support", version=1)
    outcomes = put(stale, change(world, 0, world.office, "lead"), rest=True)
    assert outcomes[0].conflict
    assert "“宣传办公室”牵头" in outcomes[1].refusal


def test_two_leads_in_one_block_are_refused(world, put):
    clear = change(world, 0, world.publicity, "")
    leads = [change(world, 0, d, "lead") for d in (world.office, world.organisation)]
    outcomes = put(clear, *leads)
    assert [bool(outcome.refusal) for outcome in outcomes] == [False, False, True]
    assert "“党政办公室”牵头" in outcomes[2].refusal


def test_roles_the_plan_does_not_use_are_refused_but_those_that_stand_keep_their_notes(world, put):
    world.plan.allowed_roles.set(Role.objects.filter(code__in=["first", "leader", "lead"]))
    [outcome] = put(change(world, 0, world.deputy, "charge"))
    assert outcome.refusal == "方案没有使用“分管”这一责任类型，请改用方案规定的。"
    [outcome] = put(change(world, 0, world.office, "support", note="每月汇总", basis="会议纪要"))
    assert outcome.written
    [outcome] = put(change(world, 0, world.office, "supervise"))
    assert "没有使用“督促”" in outcome.refusal
    assert put(change(world, 0, world.office, ""))[0].written


def test_a_duty_that_has_ended_takes_no_change(world, put):
    wanted = change(world, 0, world.deputy, "charge")
    Duty.objects.filter(pk=world.duties[0].pk).update(until_on=DAY_BEFORE)
    [outcome] = put(wanted)
    assert "这项职责在2026-06-01不在施行期内" in outcome.refusal


def test_note_and_basis_are_kept_told_and_bounded(world, put):
    [outcome] = put(
        change(world, 0, world.office, "support", note=" 汇总 ", basis="党发〔2026〕3号")
    )
    assert (outcome.cell.note, outcome.cell.basis) == ("汇总", "党发〔2026〕3号")
    assert TrailEntry.objects.get().detail["basis"] == "党发〔2026〕3号"
    [outcome] = put(change(world, 0, world.office, "supervise"))
    assert (outcome.cell.note, outcome.cell.basis) == ("汇总", "党发〔2026〕3号")
    [outcome] = put(change(world, 0, world.office, "support", basis="长" * 201))
    assert "各不超过200字" in outcome.refusal


def test_judging_writes_nothing(world):
    wanted = [change(world, n, world.deputy, "charge") for n in range(2)]
    outcomes = judge(plan=world.plan, changes=wanted, on=TODAY)
    assert [outcome.fits for outcome in outcomes] == [True, True]
    assert not any(outcome.written for outcome in outcomes)
    assert not TrailEntry.objects.exists()


def test_one_cell_twice_in_a_block_is_no_block(world, put):
    with pytest.raises(ValueError):
        put(change(world, 0, world.deputy, "charge"), change(world, 0, world.deputy, "direct"))


def test_a_duty_of_another_plan_is_refused(world, put):
    strange = Change(big_plan(1, 2).duties.get().pk, column(world.deputy), "charge", 0)
    assert put(strange)[0].refusal == "没有这项职责：请刷新页面。"
    with pytest.raises(ValidationError):
        set_role(
            duty=world.duties[0], column_key="p", role_code="charge", on=TODAY, version=0,
            actor=world.users["clerk"],
        )  # fmt: skip


@pytest.mark.parametrize("size", [3, 30])
def test_the_number_of_statements_does_not_depend_on_the_block(world, size):
    plan = big_plan(size, 4)
    on = TODAY
    held = load([plan], on=on)[0]
    key = next(iter(held.carriers))
    changes = [
        Change(duty.pk, key, "support", last.token if last else 0)
        for duty in held.duties
        for last in [held.last.get((duty.pk, key))]
    ]
    with CaptureQueriesContext(connection) as captured:
        outcomes = set_roles(plan=plan, changes=changes, on=on, actor=world.users["clerk"])
    assert all(outcome.written for outcome in outcomes)
    statements = [q for q in captured.captured_queries if not q["sql"].startswith(("SAVE", "REL"))]
    assert len(statements) <= 14


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.sampled_from(["office", "publicity", "head", "deputy"])),
        st.tuples(
            st.sampled_from(["", "first", "charge", "lead", "support", "inform"]),
            st.sampled_from([None, "", "每月一次"]),
        ),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_undoing_a_block_brings_back_what_stood_and_the_past_stays(world, put, block, rest):
    past = roles(world, DAY_BEFORE)
    before = {key: (c.role, c.note, c.basis) for key, c in cells(world).items()}
    changes = [
        change(world, number, getattr(world, name), role, note=note)
        for (number, name), (role, note) in block.items()
    ]
    outcomes = put(*changes, rest=rest)
    if not rest:
        assert {outcome.written for outcome in outcomes} in ({True}, {False})
    undo = [
        Change(o.place.duty.pk, o.place.column_key, o.was[0], o.cell.version, o.was[1], o.was[2])
        for o in outcomes
        if o.written
    ]
    assert all(outcome.written for outcome in put(*undo))
    assert {key: (c.role, c.note, c.basis) for key, c in cells(world).items()} == before
    assert roles(world, DAY_BEFORE) == past
    leads = Assignment.objects.on(TODAY).filter(role="lead", duty__plan=world.plan)
    assert leads.count() == len({row.duty_id for row in leads})
