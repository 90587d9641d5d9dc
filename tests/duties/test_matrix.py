"""The matrix as data: exact content, days, faults, and a fixed number of statements."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from duties import matrix
from duties.models import Assignment, Duty, Post, Tenure
from tests.world import (
    IN_FORCE,
    TODAY,
    assign,
    make_department,
    make_duty,
    make_organ,
    make_person,
    make_plan,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db


def chips(built):
    return ["".join(cell.chip or "·" for cell in row.cells) for row in built.rows]


def labels(row):
    return [fault.label for fault in row.faults]


def test_shows_the_plan_as_it_stands(world):
    built = matrix.build(world.plan, on=TODAY)
    assert [column.name for column in built.columns] == [
        "党委书记",
        "党委副书记、乡长",
        "宣传委员",
        "组织委员",
        "党政办公室",
        "宣传办公室",
        "组织办公室",
    ]
    assert built.groups == (("领导班子", 4), ("责任部门", 3))
    assert chips(built) == ["一·主·配牵·"] * 4
    assert [column.holder for column in built.columns] == [
        "韩立诚",
        "罗敏",
        "邱禾",
        "沈未",
        "",
        "",
        "",
    ]
    assert [column.load for column in built.columns] == [4, 0, 4, 0, 4, 4, 0]
    assert [section.name for section in built.sections] == ["职责"]
    assert [row.number for row in built.rows] == ["1", "2", "3", "4"]
    assert all(row.faults == () for row in built.rows)
    assert [fault.label for fault in built.faults] == [
        "党委副书记、乡长：无职责",
        "组织委员：无职责",
    ]
    assert built.assigned == 16
    assert built.columns[0].key == f"p{world.head.pk}"
    assert built.rows[0].cells[5].key == f"{world.duties[0].pk}:d{world.publicity.pk}"


def test_sections_follow_the_categories_in_the_order_of_the_plan(world):
    Duty.objects.filter(number__in="13").update(category="部署")
    Duty.objects.filter(number__in="24").update(category="队伍")
    built = matrix.build(world.plan, on=TODAY)
    assert [(s.name, [r.number for r in s.rows]) for s in built.sections] == [
        ("部署", ["1", "3"]),
        ("队伍", ["2", "4"]),
    ]
    assert [r.number for r in built.narrowed(category="队伍").rows] == ["2", "4"]
    assert built.narrowed(category="没有").sections == ()


def test_a_past_day_shows_what_held_then(world):
    first = world.duties[0].assignments.get(role="leader")
    first.until_on = date(2026, 6, 9)
    first.save()
    assign(world.duties[0], "leader", post=world.organiser, from_on=date(2026, 6, 10))
    before = matrix.build(world.plan, on=date(2026, 6, 9))
    after = matrix.build(world.plan, on=date(2026, 6, 10))
    assert chips(before)[0] == "一·主·配牵·"
    assert chips(after)[0] == "一··主配牵·"
    assert not before.rows[0].cells[2].changed
    assert after.rows[0].cells[3].changed
    assert before.columns[3].load == 0
    assert after.columns[3].load == 1


def test_holders_are_those_of_the_day_and_acting_ones_are_marked(world):
    world.publicist.tenures.update(until_on=date(2026, 3, 31))
    stand_in = make_person(world.township, "顾行")
    acting = Tenure.Kind.ACTING
    make_tenure(world.publicist, stand_in, kind=acting, from_on=date(2026, 5, 1))
    holders = {
        day: matrix.build(world.plan, on=day).columns[2]
        for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 1))
    }
    assert [column.holder for column in holders.values()] == ["邱禾", "", "顾行（代）"]
    assert [column.vacant for column in holders.values()] == [False, True, False]
    assert [column.acting for column in holders.values()] == [False, False, True]


def test_a_post_outside_the_team_appears_when_it_carries_something(world):
    assign(world.duties[0], "support", post=world.chief)
    built = matrix.build(world.plan, on=TODAY)
    assert built.groups == (("领导班子", 4), ("岗位", 1), ("责任部门", 3))
    assert built.columns[4].name == "党政办公室主任"
    spare = make_post(world.township, "宣传干事", position=9)
    everyone = matrix.build(world.plan, on=TODAY, all_posts=True)
    assert [c.key for c in everyone.columns][5] == f"p{spare.pk}"
    posts = built.of_columns(lambda column: column.group == "岗位")
    assert posts.groups == (("岗位", 1),)


def test_faults_of_a_row_are_named(world):
    leaderless, unled, doubled, vacant = world.duties
    leaderless.assignments.filter(post__isnull=False).delete()
    unled.assignments.filter(role="lead").delete()
    assign(doubled, "first", post=world.deputy)
    assign(vacant, "charge", post=world.organiser)
    world.organiser.tenures.all().delete()
    built = matrix.build(world.plan, on=TODAY)
    assert [labels(row) for row in built.rows] == [
        ["缺主责"],
        ["缺牵头"],
        ["双第一责任"],
        ["岗位空缺"],
    ]
    assert built.troubled == 4
    assert [fault.label for fault in built.faults] == ["组织委员：岗位空缺"]
    assert [row.number for row in built.narrowed(keep=lambda row: row.faults).rows] == list("1234")


def test_a_named_responsible_unit_is_lead_enough(world):
    world.duties[0].assignments.filter(role="lead").update(role="unit", exclusive=False)
    assert matrix.build(world.plan, on=TODAY).rows[0].faults == ()


def test_ended_posts_and_departments_stay_while_they_carry_something(world):
    Post.objects.filter(pk=world.publicist.pk).update(until_on=date(2026, 4, 30))
    world.publicity.until_on = date(2026, 4, 30)
    world.publicity.save()
    built = matrix.build(world.plan, on=TODAY)
    assert [column.name for column in built.columns if column.ended] == ["宣传委员", "宣传办公室"]
    assert labels(built.rows[0]) == ["岗位已撤", "部门已撤"]
    Assignment.objects.filter(post=world.publicist).update(until_on=date(2026, 4, 30))
    gone = matrix.build(world.plan, on=TODAY)
    assert "宣传委员" not in [column.name for column in gone.columns]
    assert "宣传委员" in [c.name for c in matrix.build(world.plan, on=date(2026, 4, 30)).columns]


def test_duties_with_assignment_only_are_shown_as_such(world):
    Duty.objects.filter(number="4").update(scope=Duty.Scope.ASSIGNMENT_ONLY)
    assert matrix.build(world.plan, on=TODAY).rows[3].scope == "assignment_only"


def test_versions_tell_cells_apart_and_empty_ones_are_zero(world):
    row = matrix.build(world.plan, on=TODAY).rows[0]
    versions = [cell.version for cell in row.cells]
    assert versions[1] == versions[3] == 0
    filled = [version for version in versions if version]
    assert len(set(filled)) == 4


def test_rows_one_person_carries(world):
    world.duties[1].assignments.filter(post=world.publicist).delete()
    built = matrix.build(world.plan, on=TODAY)
    mine = built.narrowed(keep=built.carried_by(world.people["publicist"].pk))
    assert [row.number for row in mine.rows] == ["1", "3", "4"]


def test_english_readers_get_english_marks(world):
    with translation.override("en"):
        built = matrix.build(world.plan, on=TODAY)
    assert built.roles[0].name == "first-responsible"
    assert chips(built)[0] == "1·M·SL·"


def big_plan(duties, columns, *, code="jiangzhou", dense=False):
    """A plan of that size; ``dense`` also fills two cells in five with supporting roles."""
    organ = make_organ(code, "江州水务集团党委", level="unit")
    plan = make_plan(organ)
    posts = [make_post(organ, f"岗位{n}", on_team=True, position=n) for n in range(columns // 2)]
    departments = [make_department(organ, f"部门{n}") for n in range(columns - len(posts))]
    people = [make_person(organ, f"人员{n}") for n in range(len(posts))]
    for post, person in zip(posts, people, strict=True):
        make_tenure(post, person)
    for number in range(duties):
        duty = make_duty(plan, f"{number + 1}", f"第{number + 1}项工作")
        assign(duty, "leader", post=posts[number % len(posts)])
        assign(duty, "lead", department=departments[number % len(departments)])
        for place, carrier in enumerate([*posts, *departments] if dense else []):
            if (place * 7 + number * 3) % 5 < 2 and not _taken(number, place, posts, departments):
                side = "post" if place < len(posts) else "department"
                role = ("support", "inform", "supervise")[(place + number) % 3]
                assign(duty, role, **{side: carrier})
    return plan


def _taken(number, place, posts, departments):
    lead = len(posts) + number % len(departments)
    return place in (number % len(posts), lead)


@pytest.mark.parametrize("size", [(4, 5), (60, 40)])
def test_the_number_of_statements_does_not_depend_on_the_size(size, django_assert_num_queries):
    plan = big_plan(*size)
    with django_assert_num_queries(7):
        built = matrix.build(plan, on=TODAY)
    assert (len(built.rows), len(built.columns)) == size


def test_the_day_before_the_plan_is_empty(world):
    built = matrix.build(world.plan, on=IN_FORCE - timedelta(days=1))
    assert built.assigned == 0
