"""Changing one cell: history stays, conflicts are seen, refusals say why and change nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duties import matrix
from duties.assigning import Conflict, set_role
from duties.models import Assignment, Post, TrailEntry
from duties.standing import cell_key
from tests.world import IN_FORCE, TODAY, make_organ, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def put(world):
    """``put(column_key, role)`` as the clerk, at the version the matrix shows on the day."""

    def change(column_key, role_code, *, on=TODAY, number=0, actor="clerk", **extra):
        duty = world.duties[number]
        version = extra.pop("version", None)
        if version is None:
            version = seen(world, duty, column_key, on).version
        return set_role(
            duty=duty,
            column_key=column_key,
            role_code=role_code,
            on=on,
            version=version,
            actor=world.users[actor],
            **extra,
        )

    return change


def seen(world, duty, column_key, on):
    built = matrix.build(world.plan, on=on, all_posts=True)
    key = cell_key(duty.pk, column_key)
    return next(cell for row in built.rows for cell in row.cells if cell.key == key)


def rows(world, number=0, **who):
    found = world.duties[number].assignments.filter(**who).order_by("id")
    return list(found.values_list("role_id", "from_on", "until_on"))


def refusal(caught):
    return caught.value.messages[0]


def test_a_role_the_plan_does_not_use_is_refused(world, put):
    world.plan.allowed_roles.set(["first", "leader", "lead", "support"])
    with pytest.raises(ValidationError) as caught:
        put(f"p{world.deputy.pk}", "charge")
    assert caught.value.code == "forbidden"
    assert refusal(caught) == "方案没有使用“分管”这一责任类型，请改用方案规定的。"
    assert rows(world, post=world.deputy) == []
    assert put(f"p{world.deputy.pk}", "support").role == "support"


def test_fills_an_empty_cell_from_the_day_on(world, put):
    cell = put(f"p{world.deputy.pk}", "charge")
    assert (cell.role, cell.chip) == ("charge", "管")
    assert cell == seen(world, world.duties[0], f"p{world.deputy.pk}", TODAY)
    assert rows(world, post=world.deputy) == [("charge", TODAY, None)]
    assert seen(world, world.duties[0], f"p{world.deputy.pk}", TODAY - timedelta(days=1)).role == ""


def test_a_change_on_a_later_day_ends_the_old_row_and_begins_the_next(world, put):
    put(f"d{world.office.pk}", "supervise")
    assert rows(world, department=world.office) == [
        ("support", IN_FORCE, TODAY - timedelta(days=1)),
        ("supervise", TODAY, None),
    ]


def test_a_change_on_the_same_day_is_made_in_place(world, put):
    put(f"p{world.deputy.pk}", "charge")
    put(f"p{world.deputy.pk}", "direct")
    assert rows(world, post=world.deputy) == [("direct", TODAY, None)]


def test_clearing_ends_the_row_the_day_before(world, put):
    cell = put(f"d{world.office.pk}", "")
    assert (cell.role, cell.chip) == ("", "")
    assert rows(world, department=world.office) == [
        ("support", IN_FORCE, TODAY - timedelta(days=1))
    ]


def test_clearing_what_was_filled_the_same_day_leaves_only_the_trail(world, put):
    put(f"p{world.deputy.pk}", "charge")
    put(f"p{world.deputy.pk}", "")
    assert rows(world, post=world.deputy) == []
    assert TrailEntry.objects.filter(action="cell.changed").count() == 2


def test_undoing_puts_the_earlier_role_back(world, put):
    put(f"d{world.office.pk}", "supervise")
    put(f"d{world.office.pk}", "support")
    assert seen(world, world.duties[0], f"d{world.office.pk}", TODAY).role == "support"


def test_the_trail_says_what_who_and_before(world, put):
    put(f"d{world.office.pk}", "supervise", note="每月汇总一次")
    entry = TrailEntry.objects.get(action="cell.changed")
    assert entry.target == f"{world.duties[0].pk}:d{world.office.pk}"
    assert entry.actor == world.users["clerk"]
    assert entry.organ == world.township
    assert entry.detail == {
        "duty": "1 部署年度重点任务",
        "column": "党政办公室",
        "before": "support",
        "after": "supervise",
        "note_before": "",
        "note": "每月汇总一次",
        "basis_before": "",
        "basis": "",
        "on": "2026-06-01",
    }


def test_writing_the_same_again_leaves_no_trace(world, put):
    before = seen(world, world.duties[0], f"d{world.office.pk}", TODAY)
    assert put(f"d{world.office.pk}", "support") == before
    assert not TrailEntry.objects.exists()


def test_the_note_is_kept_until_replaced(world, put):
    key = f"d{world.office.pk}"
    put(key, "support", note="汇总清单")
    put(key, "supervise")
    assert world.duties[0].assignments.get(role="supervise").note == "汇总清单"
    put(key, "supervise", note="")
    assert world.duties[0].assignments.get(role="supervise").note == ""


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("", "charge"), ("charge", "direct"), ("charge", "")],
    ids=["first fill", "change", "clear"],
)
def test_what_somebody_else_wrote_meanwhile_is_a_conflict(world, put, mine, theirs):
    key = f"p{world.deputy.pk}"
    if mine:
        put(key, mine)
    version = seen(world, world.duties[0], key, TODAY).version
    put(key, theirs, actor="secretary")
    trail = TrailEntry.objects.count()
    with pytest.raises(Conflict) as caught:
        put(key, "supervise", version=version)
    assert caught.value.current.role == theirs
    assert caught.value.by == "韩立诚"
    assert caught.value.at is not None
    assert TrailEntry.objects.count() == trail
    put(key, "supervise", version=caught.value.current.version)
    assert seen(world, world.duties[0], key, TODAY).role == "supervise"


def test_a_cell_cleared_and_filled_alike_by_somebody_else_is_still_a_conflict(world, put):
    key = f"p{world.deputy.pk}"
    version = put(key, "charge").version
    put(key, "", actor="secretary")
    put(key, "charge", actor="secretary")
    with pytest.raises(Conflict):
        put(key, "direct", version=version)


def test_a_stale_version_of_a_row_that_has_ended_is_a_conflict(world, put):
    key = f"d{world.office.pk}"
    version = seen(world, world.duties[0], key, TODAY).version
    put(key, "", actor="secretary")
    with pytest.raises(Conflict) as caught:
        put(key, "inform", version=version)
    assert caught.value.current.role == ""


def test_roles_must_fit_the_column(world, put):
    with pytest.raises(ValidationError) as caught:
        put(f"p{world.deputy.pk}", "lead")
    assert refusal(caught) == "“牵头”只能由部门承担，不能给岗位。"
    with pytest.raises(ValidationError) as caught:
        put(f"d{world.office.pk}", "leader")
    assert refusal(caught) == "“主责”只能由岗位承担，不能给部门。"
    with pytest.raises(ValidationError) as caught:
        put(f"d{world.office.pk}", "nothing")
    assert refusal(caught) == "没有这一责任类型：请刷新页面。"
    assert not TrailEntry.objects.exists()


def test_a_second_lead_is_refused_by_name_unless_the_plan_allows_several(world, put):
    with pytest.raises(ValidationError) as caught:
        put(f"d{world.office.pk}", "lead")
    assert "“宣传办公室”牵头" in refusal(caught)
    world.plan.several_leads = True
    world.plan.save()
    assert put(f"d{world.office.pk}", "lead").role == "lead"


def test_the_lead_can_pass_on_once_the_former_lead_is_changed(world, put):
    put(f"d{world.publicity.pk}", "support")
    assert put(f"d{world.office.pk}", "lead").role == "lead"
    assert Assignment.objects.filter(role="lead", exclusive=True, until_on=None).count() == 4


def test_earlier_days_are_not_rewritten(world, put):
    put(f"d{world.office.pk}", "supervise", on=date(2026, 6, 10))
    with pytest.raises(ValidationError) as caught:
        put(f"d{world.office.pk}", "inform", on=date(2026, 6, 9))
    assert "2026-06-10" in refusal(caught)
    with pytest.raises(ValidationError) as caught:
        put(f"p{world.deputy.pk}", "charge", on=IN_FORCE - timedelta(days=1))
    assert "不在施行期内" in refusal(caught)


def test_posts_that_have_ended_take_nothing_new_but_can_be_cleared(world, put):
    Post.objects.filter(pk=world.publicist.pk).update(until_on=date(2026, 4, 30))
    with pytest.raises(ValidationError) as caught:
        put(f"p{world.publicist.pk}", "charge")
    assert "不存在" in refusal(caught)
    assert put(f"p{world.publicist.pk}", "").role == ""


def test_columns_of_another_organ_are_refused(world, put):
    stranger = make_post(make_organ("linjie", "邻街党委"), "书记")
    for key in (f"p{stranger.pk}", "p999999", "x1", "p", "d-1", "p9999999999999999999999", "p１"):
        with pytest.raises(ValidationError):
            put(key, "charge", version=0)


def answers(world, days):
    return {
        day: [tuple(c.role for c in row.cells) for row in matrix.build(world.plan, on=day).rows]
        for day in days
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.integers(0, 1),
            st.sampled_from(["office", "publicity", "head", "deputy"]),
            st.sampled_from(["", "first", "leader", "charge", "lead", "support", "inform"]),
        ),
        max_size=12,
    )
)
def test_no_sequence_of_changes_alters_what_past_days_said(world, put, changes):
    # Hypothesis runs every example in the one transaction of the test: days only ever go on.
    last = Assignment.objects.order_by("-from_on").values_list("from_on", flat=True)[0]
    day, past = max(last, TODAY), {}
    for step, number, name, role in changes:
        if step:
            past |= answers(world, [day])
            day += timedelta(days=step)
        carrier = getattr(world, name)
        key = f"{'p' if isinstance(carrier, Post) else 'd'}{carrier.pk}"
        try:
            put(key, role, on=day, number=number)
        except ValidationError:
            continue
    assert answers(world, past) == past
