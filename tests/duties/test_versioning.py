"""Versions of a matrix: drafted, merged, submitted, approved; the days before stay as they were."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from duties import matrix
from duties.assigning import set_role
from duties.models import Assignment, Duty, HouseRule, MatrixVersion, Subject, TrailEntry
from duties.standing import cell_key
from duties.versioning import approving, contents, drafting, guarding, merging
from duties.versioning.comparing import compare, counts
from duties.versioning.contents import Said
from tests.world import TODAY, make_plan

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-01T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def act(world):
    """``act(drafting.end, version, line_id=...)`` at the version's edition, as the clerk."""

    def done(function, version, *, actor="clerk", **wanted):
        version.refresh_from_db()
        wanted.setdefault("edition", version.edition)
        return function(version=version, actor=world.users[actor], **wanted)

    return done


@pytest.fixture
def draft(world):
    def begun(from_on=TODAY, **extra):
        return drafting.draft(plan=world.plan, from_on=from_on, actor=world.users["clerk"], **extra)

    return begun


@pytest.fixture
def approve(act):
    """Submit and approve a draft from the day."""

    def done(version, from_on=TODAY):
        submitted = {"from_on": from_on, "reason": "分工调整", "document": ""}
        act(approving.submit, version, **submitted)
        return act(approving.approve, version, from_on=from_on, actor="secretary")

    return done


@pytest.fixture
def live(world):
    """``live(number, column, role)`` changes the matrix itself, today."""

    def put(number, column, role, **extra):
        duty = world.duties[number]
        built = matrix.build(world.plan, on=TODAY, all_posts=True)
        key = cell_key(duty.pk, column)
        cell = next(c for row in built.rows for c in row.cells if c.key == key)
        return set_role(
            duty=duty, column_key=column, role_code=role, on=TODAY, version=cell.version,
            actor=world.users["secretary"], **extra,
        )  # fmt: skip

    return put


def line(version, number):
    return version.lines.get(number=number).pk


def said(world, on):
    """The matrix of the day, without what only identifies rows."""
    content = contents.of_day(world.plan, on)
    return [(e.number, e.title, e.category, e.cells) for e in content.entries]


def drafted(version):
    return [(e.number, e.title, e.category, e.cells) for e in contents.of_version(version).entries]


def refusal(caught):
    return caught.value.messages[0]


def test_a_draft_begins_as_the_matrix_of_its_first_day(world, draft):
    version = draft(JULY)
    assert (version.number, version.state) == (1, "draft")
    assert drafted(version) == said(world, JULY)
    assert compare(contents.of_day(world.plan, JULY), contents.of_version(version)) == []
    built = matrix.of_standing(contents.standing_of(version))
    assert not any(cell.changed for row in built.rows for cell in row.cells)
    assert built.assigned == 16


def test_versions_are_numbered_through_the_organ(world, draft):
    draft()
    subject = Subject.objects.create(code="safety", name="安全生产", name_en="Safety")
    other = make_plan(world.township, subject=subject)
    made = drafting.draft(plan=other, from_on=TODAY, actor=world.users["clerk"])
    assert made.number == 2


@pytest.mark.parametrize("day", [TODAY - DAY, date(2027, 1, 1)])
def test_a_first_day_in_the_past_or_after_the_plan_is_refused(world, draft, day):
    world.plan.until_on = date(2026, 12, 31)
    world.plan.save()
    with pytest.raises(ValidationError):
        draft(day)
    assert not MatrixVersion.objects.exists()


def test_an_approval_writes_the_differences_and_nothing_else(world, draft, act, approve):
    office, deputy = f"d{world.office.pk}", f"p{world.deputy.pk}"
    before = {day: said(world, day) for day in (TODAY - DAY, date(2026, 1, 1))}
    rows = set(Assignment.objects.values_list("pk", "version"))
    version = draft()
    act(
        drafting.change,
        version,
        line_id=line(version, "1"),
        cells={office: None, deputy: Said("charge", "每月", "会议纪要")},
        words={"title": "部署全年任务", "category": "部署"},
    )
    approve(version)
    assert said(world, TODAY) == drafted(version)
    assert {day: said(world, day) for day in before} == before
    now = matrix.build(world.plan, on=TODAY)
    assert (now.sections[0].name, now.rows[0].title) == ("部署", "部署全年任务")
    assert Duty.objects.get(pk=world.duties[0].pk).title == "部署年度重点任务"
    added = Assignment.objects.get(post=world.deputy)
    assert (added.from_on, added.note, added.basis) == (TODAY, "每月", "会议纪要")
    ended = world.duties[0].assignments.get(department=world.office)
    assert ended.until_on == TODAY - DAY
    changed = set(Assignment.objects.values_list("pk", "version")) ^ rows
    assert {pk for pk, _version in changed} == {added.pk, ended.pk}
    keys = TrailEntry.objects.filter(action="cell.changed").values_list("target", flat=True)
    assert set(keys) == {f"{world.duties[0].pk}:{office}", f"{world.duties[0].pk}:{deputy}"}


def test_the_lead_passes_from_one_department_to_the_other(world, draft, act, approve):
    office, publicity = f"d{world.office.pk}", f"d{world.publicity.pk}"
    version = draft()
    swap = {office: Said("lead"), publicity: Said("support")}
    act(drafting.change, version, line_id=line(version, "2"), cells=swap)
    approve(version)
    assert said(world, TODAY) == drafted(version)


def test_two_leads_are_refused_in_the_draft(world, draft, act):
    version = draft()
    with pytest.raises(ValidationError) as caught:
        act(
            drafting.change,
            version,
            line_id=line(version, "2"),
            cells={f"d{world.office.pk}": Said("lead")},
        )
    assert "“2 组织干部集中学习”有 2 个牵头单位" in refusal(caught)
    assert drafted(version) == said(world, TODAY)


@pytest.mark.parametrize(
    ("column", "role", "sentence"),
    [
        ("p{deputy}", "lead", "不适用于这一列"),
        ("d{closed}", "support", "在本版本的起始日不存在"),
        ("p999999", "support", "不属于本党组织"),
        ("p{deputy}", "nothing", "没有这一责任类型"),
    ],
)
def test_cells_that_cannot_be_are_refused_by_name(world, draft, act, column, role, sentence):
    world.organisation.until_on = TODAY - DAY
    world.organisation.save()
    key = column.format(deputy=world.deputy.pk, closed=world.organisation.pk)
    version = draft()
    with pytest.raises(ValidationError) as caught:
        act(
            drafting.change, version, line_id=line(version, "1"), cells={key: Said(role)}
        )  # fmt: skip
    assert sentence in refusal(caught)


def test_added_split_and_ended_duties(world, draft, act, approve):
    clause = world.duties[2].clause
    before = said(world, TODAY - DAY)
    version = draft()
    words = {"number": "5", "title": "听取基层意见", "category": ""}
    act(drafting.add, version, words=words, place=1)
    act(
        drafting.change,
        version,
        line_id=line(version, "5"),
        cells={f"p{world.head.pk}": Said("first"), f"d{world.office.pk}": Said("lead")},
    )
    parts = [("", "开展上半年分析"), ("3-乙", "开展下半年分析")]
    act(drafting.split, version, line_id=line(version, "3"), parts=parts)
    act(drafting.end, version, line_id=line(version, "4"))
    approve(version)
    assert [number for number, *_rest in said(world, TODAY)] == ["5", "1", "2", "3-1", "3-乙"]
    assert said(world, TODAY) == drafted(version)
    assert said(world, TODAY - DAY) == before
    parts = Duty.objects.filter(number__startswith="3-")
    assert {(p.follows, p.clause, p.from_on) for p in parts} == {(world.duties[2], clause, TODAY)}
    for duty in world.duties[2:]:
        duty.refresh_from_db()
        assert duty.until_on == TODAY - DAY
        assert not duty.assignments.on(TODAY).exists()
    assert Duty.objects.get(number="5").clause is None


def test_a_number_once_used_is_not_used_again(world, draft, act, approve):
    version = draft()
    act(drafting.end, version, line_id=line(version, "4"))
    approve(version)
    again = draft(JULY)
    with pytest.raises(ValidationError) as caught:
        act(drafting.add, again, words={"number": "4", "title": "新的职责"})
    assert "编号“4”已经使用" in refusal(caught)


def test_a_drafted_duty_may_be_split_and_taken_away(world, draft, act):
    version = draft()
    act(drafting.add, version, words={"number": "5", "title": "听取意见"})
    act(drafting.split, version, line_id=line(version, "5"), parts=[("", "甲"), ("", "乙")])
    assert [n for n, *_rest in drafted(version)] == ["1", "2", "3", "4", "5-1", "5-2"]
    act(drafting.end, version, line_id=line(version, "5-1"))
    assert [n for n, *_rest in drafted(version)] == ["1", "2", "3", "4", "5-2"]
    assert version.lines.count() == 5


def test_keeping_a_split_duty_takes_its_parts_away(world, draft, act):
    version = draft()
    before = drafted(version)
    act(drafting.split, version, line_id=line(version, "3"), parts=[("", "甲"), ("", "乙")])
    act(drafting.restore, version, line_id=line(version, "3"))
    assert drafted(version) == before


@pytest.mark.parametrize(("place", "order"), [(1, "4123"), (2, "1423"), (99, "1234"), (-5, "4123")])
def test_a_duty_moves_to_a_place(draft, act, place, order):
    version = draft()
    act(drafting.move, version, line_id=line(version, "4"), place=place)
    assert "".join(number for number, *_rest in drafted(version)) == order


def test_the_order_is_dated(world, draft, act, approve):
    version = draft()
    act(drafting.move, version, line_id=line(version, "4"), place=1)
    approve(version)
    assert [n for n, *_rest in said(world, TODAY)] == ["4", "1", "2", "3"]
    assert [n for n, *_rest in said(world, TODAY - DAY)] == ["1", "2", "3", "4"]
    second = draft(JULY)
    act(drafting.move, second, line_id=line(second, "3"), place=1)
    approve(second, JULY)
    assert [n for n, *_rest in said(world, JULY)] == ["3", "4", "1", "2"]
    assert [n for n, *_rest in said(world, JULY - DAY)] == ["4", "1", "2", "3"]


def test_two_clerks_at_once(world, draft, act):
    version = draft()
    edition = version.edition
    office = f"d{world.office.pk}"
    act(drafting.change, version, line_id=line(version, "1"), cells={office: None})
    with pytest.raises(guarding.Stale) as caught:
        act(
            drafting.change,
            version,
            line_id=line(version, "1"),
            cells={office: Said("inform")},
            edition=edition,
            actor="secretary",
        )
    assert (caught.value.by, caught.value.version.edition) == ("温岚", edition + 1)
    assert office not in contents.of_version(version).entries[0].cells


def test_what_moved_elsewhere_is_taken_over(world, draft, act, approve, live):
    office, organisation = f"d{world.office.pk}", f"d{world.organisation.pk}"
    version = draft()
    act(drafting.change, version, line_id=line(version, "1"), cells={office: None})
    live(1, organisation, "inform", note="会后补充")
    [move] = merging.moved_since(version)
    assert (move.what, move.theirs, move.conflict) == (
        organisation,
        ["inform", "会后补充", ""],
        False,
    )
    approve(version)
    now = {number: cells for number, _t, _c, cells in said(world, TODAY)}
    assert now["2"][organisation] == Said("inform", "会后补充")
    assert office not in now["1"]
    assert said(world, TODAY) == drafted(version)


@pytest.mark.parametrize(("choice", "role"), [("theirs", "supervise"), ("mine", "inform")])
def test_a_conflict_is_refused_until_somebody_chooses(
    world, draft, act, approve, live, choice, role
):
    office = f"d{world.office.pk}"
    version = draft()
    cells = {office: Said("inform"), f"p{world.deputy.pk}": Said("charge")}
    act(drafting.change, version, line_id=line(version, "1"), cells=cells)
    live(0, office, "supervise")
    with pytest.raises(ValidationError) as caught:
        approve(version)
    assert "有 1 处被直接调整，与本版本冲突，涉及职责“1 部署年度重点任务”" in refusal(caught)
    assert said(world, TODAY)[0][3][office] == Said("supervise")
    with pytest.raises(ValidationError) as caught:
        act(drafting.update, version, choices={})
    assert "还有 1 处冲突没有选择" in refusal(caught)
    [move] = merging.moved_since(version)
    version = act(drafting.update, version, choices={move.key: choice})
    assert merging.moved_since(version) == []
    approve(version)
    assert dict(said(world, TODAY)[0][3])[office].role == role
    assert said(world, TODAY) == drafted(version)


def test_a_change_between_submitting_and_approving_is_seen(world, draft, act, live):
    office = f"d{world.office.pk}"
    version = draft()
    act(drafting.change, version, line_id=line(version, "1"), cells={office: None})
    act(approving.submit, version, from_on=TODAY, reason="调整", document="")
    live(0, office, "inform")
    with pytest.raises(ValidationError) as caught:
        act(approving.approve, version, from_on=TODAY, actor="secretary")
    assert caught.value.code == "conflict"
    act(approving.give_back, version, reason="请更新到最新", actor="secretary")
    version.refresh_from_db()
    assert (version.state, version.returned_reason) == ("draft", "请更新到最新")


def test_another_approved_version_is_merged_too(world, draft, act, approve):
    """A duty split by one version while another draft was open."""
    mine, other = draft(JULY), draft()
    act(drafting.split, other, line_id=line(other, "3"), parts=[("", "甲"), ("", "乙")])
    approve(other)
    act(drafting.add, mine, words={"number": "5", "title": "听取意见"})
    act(
        drafting.change,
        mine,
        line_id=line(mine, "3"),
        cells={f"d{world.office.pk}": Said("inform")},
    )
    found = merging.moved_since(mine)
    assert {move.gone for move in found if move.conflict} == {True}
    act(drafting.update, mine, choices={})
    assert [n for n, *_rest in drafted(mine)] == ["1", "2", "3-1", "3-2", "4", "5"]
    approve(mine, JULY)
    assert said(world, JULY) == drafted(mine)


def test_four_eyes_names_the_rule_and_its_basis(world, draft, act):
    version = draft()
    act(drafting.end, version, line_id=line(version, "4"))
    act(approving.submit, version, from_on=TODAY, reason="调整", document="", actor="secretary")
    rule = HouseRule.objects.create(
        organ=world.county, kind="four_eyes", value=1, basis="云湖〔2026〕3号第二条",
        from_on=date(2026, 1, 1),
    )  # fmt: skip
    with pytest.raises(ValidationError) as caught:
        act(approving.approve, version, from_on=TODAY, actor="secretary")
    assert "起草人不得审定本人起草的矩阵版本" in refusal(caught)
    assert rule.basis in refusal(caught)
    rule.value = 0
    rule.save()
    assert act(approving.approve, version, from_on=TODAY, actor="secretary").state == "approved"


def test_a_draft_that_changes_nothing_is_not_submitted(draft, act):
    with pytest.raises(ValidationError) as caught:
        act(approving.submit, draft(), from_on=TODAY, reason="调整", document="")
    assert "没有差别" in refusal(caught)


def test_an_approval_that_is_still_to_come_can_be_taken_back(world, draft, act, approve):
    rows = list(Assignment.objects.order_by("pk").values())
    duties = list(Duty.objects.order_by("pk").values())
    version = draft(JULY)
    cells = {f"d{world.office.pk}": None, f"p{world.deputy.pk}": Said("charge")}
    act(drafting.change, version, line_id=line(version, "1"), cells=cells)
    act(drafting.split, version, line_id=line(version, "3"), parts=[("", "甲"), ("", "乙")])
    wanted = drafted(version)
    approve(version, JULY)
    assert said(world, JULY) == wanted
    act(approving.undo, version, actor="secretary")
    assert list(Assignment.objects.order_by("pk").values()) == rows
    assert list(Duty.objects.order_by("pk").values()) == duties
    assert (version.state, drafted(version)) != ("approved", [])
    approved = act(approving.approve, version, from_on=JULY, actor="secretary")
    assert said(world, JULY) == wanted == drafted(approved)


def test_an_approval_in_force_or_built_on_stays(world, draft, act, approve):
    version = draft(JULY)
    act(drafting.move, version, line_id=line(version, "4"), place=1)
    act(drafting.add, version, words={"number": "5", "title": "听取意见"})
    approve(version, JULY)
    later = draft(JULY + DAY)
    with pytest.raises(ValidationError) as caught:
        act(approving.undo, version, actor="secretary")
    assert "新增的职责已被其他内容引用" in refusal(caught)
    act(drafting.end, later, line_id=line(later, "1"))
    approve(later, JULY + DAY)
    with pytest.raises(ValidationError) as caught:
        act(approving.undo, version, actor="secretary")
    assert "请先撤销它的审定" in refusal(caught)
    with time_machine.travel("2026-07-01T10:00:00+08:00"), pytest.raises(ValidationError) as caught:
        act(approving.undo, version, actor="secretary")
    assert "已经施行，不能撤销审定" in refusal(caught)


def test_no_version_is_approved_before_one_that_stands(draft, act, approve):
    first, second = draft(JULY), draft()
    for version in (first, second):
        act(drafting.move, version, line_id=line(version, "4"), place=1)
    approve(first, JULY)
    with pytest.raises(ValidationError) as caught:
        approve(second)
    assert "第1版已审定自2026-07-01起施行" in refusal(caught)


def test_states_as_of_a_day(draft, act, approve):
    first = draft(TODAY + 5 * DAY)
    act(drafting.move, first, line_id=line(first, "4"), place=1)
    with time_machine.travel("2026-06-03T10:00:00+08:00"):
        approve(first, TODAY + 5 * DAY)
        second = draft(JULY)
        act(drafting.move, second, line_id=line(second, "1"), place=1)
        approve(second, JULY)
    version = MatrixVersion.objects.with_followers().select_related("plan").get(number=1)
    days = [-1, 0, 1, 2, 4, 5, 29, 30]
    assert [version.standing_on(TODAY + n * DAY) for n in days] == [
        "", "draft", "draft", "approved", "approved", "in_force", "in_force", "superseded",
    ]  # fmt: skip
    version.plan.until_on = TODAY + 20 * DAY
    assert version.standing_on(TODAY + 21 * DAY) == "superseded"


def test_what_differs_between_two_versions(world, draft, act):
    office, deputy = f"d{world.office.pk}", f"p{world.deputy.pk}"
    one, two = draft(), draft()
    act(drafting.move, two, line_id=line(two, "4"), place=1)
    act(
        drafting.change,
        two,
        line_id=line(two, "1"),
        cells={office: Said("support", "汇总"), deputy: Said("charge")},
        words={"title": "部署任务"},
    )
    act(drafting.split, two, line_id=line(two, "3"), parts=[("", "甲"), ("", "乙")])
    act(drafting.end, two, line_id=line(two, "2"))
    act(drafting.add, two, words={"number": "9", "title": "新的"})
    changes = compare(contents.of_version(one), contents.of_version(two))
    assert [(c.kind, c.entry.number) for c in changes] == [
        ("changed", "4"),
        ("changed", "1"),
        ("split", "3"),
        ("part", "3-1"),
        ("part", "3-2"),
        ("added", "9"),
        ("ended", "2"),
    ]
    moved, reworded = changes[0], changes[1]
    assert (moved.place, moved.cells) == ((4, 1), ())
    assert reworded.renamed == "部署年度重点任务"
    assert [(cell.column, cell.kind) for cell in reworded.cells] == [
        (office, "words"),
        (deputy, "added"),
    ]
    found = counts(changes)
    assert (found["split"], found["part"], found["moved"], found["cells"]) == (1, 2, 1, 2)
    back = compare(contents.of_version(two), contents.of_version(one))
    assert {(c.kind, c.entry.number) for c in back} == {
        ("changed", "1"), ("added", "2"), ("added", "3"),
        ("ended", "3-1"), ("ended", "3-2"), ("ended", "9"),
    }  # fmt: skip
