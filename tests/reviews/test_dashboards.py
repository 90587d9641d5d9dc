"""The secretary's dashboard: true on any day, the same number of queries at any size."""

from datetime import date

import pytest
from django.urls import reverse

from reviews import dashboards, reporting
from tests import world as cast
from tests.reviews.owed import make_activity, make_notice, make_obligation, make_requirement

TODAY = date(2026, 6, 20)
MOST_QUERIES = 30


@pytest.fixture
def board_of(world):
    def build(organ=None, *, name="secretary", on=TODAY, **options):
        return dashboards.build(organ or world.township, user=world.users[name], on=on, **options)

    return build


@pytest.fixture
def study(world):
    return make_requirement(world.plan, "study", responsible=world.publicist)


def row_of(board, name):
    return next(row for row in board.heat.rows if row.name == name)


def figure(board, label):
    return next(f for f in board.figures if f.label == label)


def test_an_empty_year_says_so(world, board_of):
    board = board_of()
    assert figure(board, "责任落实率").value == "–"
    assert figure(board, "逾期事项").value == "0"
    assert board.due == () and board.reports == ()


def test_cells_count_what_fell_due_by_the_end_of_the_month(world, board_of, study):
    make_obligation(study, period="2026Q1", due_on=date(2026, 3, 31), met_on=date(2026, 3, 3))
    make_obligation(study, period="2026-05", due_on=date(2026, 5, 31))
    cells = row_of(board_of(), "清溪乡党委").cells
    assert [cell.value for cell in cells[:6]] == [None, None, 100, 100, 50, 50]
    assert [cell.overdue for cell in cells[:6]] == [False] * 4 + [True, True]
    assert all(cell.future for cell in cells[6:])


def test_a_cell_of_the_past_stays_when_the_work_is_done_late(world, board_of, study):
    obligation = make_obligation(study, period="2026-03", due_on=date(2026, 3, 31))
    before = row_of(board_of(on=date(2026, 4, 10)), "清溪乡党委")
    obligation.met_on = date(2026, 4, 20)
    obligation.save()
    make_obligation(study, period="2026-05", due_on=date(2026, 5, 31))
    after = row_of(board_of(on=date(2026, 4, 10)), "清溪乡党委")
    assert after.cells[:4] == before.cells[:4]
    april = row_of(board_of(on=date(2026, 5, 1)), "清溪乡党委").cells[3]
    assert (april.value, april.overdue) == (100, False)


def test_what_is_due_today_is_not_late(world, board_of, study):
    make_obligation(study, due_on=TODAY)
    board = board_of()
    assert row_of(board, "清溪乡党委").total is None
    assert figure(board, "逾期事项").value == "0"
    assert board.due[0].items[0].tag == "今日到期"


def test_late_items_name_owner_days_and_reminders(world, board_of, study):
    obligation = make_obligation(study, due_on=date(2026, 6, 15))
    make_notice(obligation, world.users["clerk"], status="sent", sent_at="2026-06-16T01:00:00Z")
    make_notice(obligation, world.users["secretary"], status="sent", sent_at="2026-07-01T01:00Z")
    group = board_of().due[0]
    item = group.items[0]
    assert (group.title, group.tone, group.count) == ("已逾期", "late", 1)
    assert (item.owner, item.organ, item.tag) == ("宣传委员 邱禾", "清溪乡党委", "逾期 5 天")
    assert (item.reminders, item.vacant) == (1, False)
    assert item.url == reverse("obligation", args=["qingxi", obligation.pk])


def test_a_vacant_post_is_said(world, board_of, study):
    world.publicist.tenures.update(until_on=date(2026, 6, 1))
    make_obligation(study, due_on=date(2026, 6, 15))
    item = board_of().due[0].items[0]
    assert (item.owner, item.vacant) == ("宣传委员（空缺）", True)


def test_groups_split_week_month_and_thirty_days(world, board_of, study):
    days = [date(2026, 6, 21), date(2026, 6, 28), date(2026, 7, 10), date(2026, 7, 30)]
    for index, day in enumerate(days):
        make_obligation(study, due_on=day, period=f"2026W{index + 10}")
    groups = board_of().due
    assert [(g.title, g.count) for g in groups] == [
        ("本周到期", 1),
        ("本月到期", 1),
        ("30日内到期", 1),
        ("以后到期", 1),
    ]
    assert figure(board_of(), "30日内到期").value == "3"


def test_overdue_from_last_year_is_still_shown(world, board_of, study):
    make_obligation(study, period="2025H2", due_on=date(2025, 12, 31))
    assert figure(board_of(), "逾期事项").value == "1"
    assert board_of().due[0].items[0].tag == "逾期 171 天"


def test_waived_obligations_count_nowhere(world, board_of, study):
    make_obligation(
        study, due_on=date(2026, 5, 1), waived_on=date(2026, 4, 1), waived_reason="机构撤并"
    )
    board = board_of()
    assert board.due == ()
    assert row_of(board, "清溪乡党委").total is None


def test_sessions_count_no_more_than_needed_and_only_those_held(world, board_of, study):
    clerk = world.users["clerk"]
    first = make_obligation(study, needed=2)
    second = make_obligation(study, period="2026H2", due_on=date(2026, 12, 31), needed=2)
    for month in (1, 2, 3):
        make_activity(world.township, clerk, date(2026, month, 5), first)
    make_activity(world.township, clerk, date(2026, 7, 5), second)
    now = figure(board_of(), "学习研究完成")
    assert (now.value, now.unit, now.note) == ("2", "/4 场", "还差 2 场")
    assert figure(board_of(on=date(2026, 1, 31)), "学习研究完成").value == "1"


def test_reports_stand_as_they_stood_on_the_day(world, board_of):
    requirement = make_requirement(world.plan, "report")
    make_obligation(requirement, due_on=date(2026, 6, 30))
    clerk, reviewer = world.users["clerk"], world.users["reviewer"]
    report = reporting.start(
        organ=world.township, period="2026H1", actor=clerk, on=date(2026, 6, 1)
    )
    report.sections.update(body="已写。")
    report = reporting.submit(report=report, actor=clerk, on=date(2026, 6, 18), version=1)
    reporting.accept(report=report, actor=reviewer, on=date(2026, 6, 25))
    days = [date(2026, 5, 20), date(2026, 6, 2), date(2026, 6, 20), date(2026, 6, 28)]
    states = [board_of(on=day).reports[0].state for day in days]
    assert states == ["not_yet", "draft", "submitted", "accepted"]
    assert board_of(on=date(2026, 6, 2)).reports[0].submitted_on is None


def test_a_report_not_begun_is_late_after_its_day(world, board_of):
    make_obligation(make_requirement(world.plan, "report"), due_on=date(2026, 6, 10))
    row = board_of().reports[0]
    assert (row.state, row.days_late) == ("not_yet", 10)
    assert row.url == reverse("reports", args=["qingxi"])


def test_the_county_sees_its_townships_and_a_clerk_only_what_he_may_read(world, board_of):
    county = board_of(world.county, name="reviewer")
    assert {row.name for row in county.heat.rows} == {"云湖县委", "清溪乡党委", "石桥乡党委"}
    own = board_of(name="clerk")
    assert [row.name for row in own.heat.rows] == ["清溪乡党委"]


def test_own_scope_shows_each_target(world, board_of, study):
    make_obligation(
        study,
        department=world.publicity,
        target_key=f"d{world.publicity.pk}",
        due_on=date(2026, 5, 1),
    )
    rows = board_of(scope="own").heat.rows
    assert [(row.name, row.kind, row.total) for row in rows] == [
        ("清溪乡党委", "本级", None),
        ("宣传办公室", "部门", 0),
    ]


def test_gaps_come_with_where_to_mend_them(world, board_of):
    world.publicist.tenures.update(until_on=date(2026, 6, 1))
    board = board_of()
    assert board.gap_count >= 1
    assert any("宣传委员" in gap.title for gap in board.gaps)
    assert all(gap.url for gap in board.gaps)
    assert figure(board, "责任空白").value == str(board.gap_count)


def test_a_past_year_is_whole(world, board_of, study):
    make_obligation(study, period="2025H2", due_on=date(2025, 12, 31), met_on=date(2025, 12, 1))
    row = row_of(board_of(year=2025), "清溪乡党委")
    assert not any(cell.future for cell in row.cells)
    assert row.cells[11].value == 100


def grow(world, organs):
    """Townships below the county, each with a plan, a post, obligations, a report due."""
    for index in range(organs):
        organ = cast.make_organ(f"xiang-{index}", f"第{index}乡党委", parent=world.county)
        plan = cast.make_plan(organ)
        post = cast.make_post(organ, "党委书记", on_team=True, heads_organ=True)
        if index % 2:
            cast.make_tenure(post, cast.make_person(organ, f"书记{index}"))
        cast.assign(cast.make_duty(plan, "1", "部署工作"), "leader", post=post)
        study = make_requirement(plan, "study", responsible=post)
        for month in range(1, 7):
            make_obligation(
                study,
                period=f"2026-0{month}",
                due_on=date(2026, month, 28),
                met_on=date(2026, month, 20) if index % 3 else None,
            )
        make_obligation(make_requirement(plan, "report"), responsible=post)


@pytest.mark.parametrize("organs", [2, 20])
def test_the_page_takes_the_same_bound_of_queries_at_any_size(
    world, sign_in, django_assert_max_num_queries, organs
):
    grow(world, organs)
    client = sign_in("reviewer")
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = client.get("/organs/yunhu/dashboard/?on=2026-06-20")
    assert answer.status_code == 200
    assert answer.content.decode().count('scope="row"') > organs


def test_the_page_shows_late_owner_and_day(world, sign_in, study):
    make_obligation(study, due_on=date(2026, 6, 15))
    page = sign_in("secretary").get("/organs/qingxi/dashboard/?on=2026-06-20").content.decode()
    assert "逾期 5 天" in page
    assert "宣传委员 邱禾" in page
    assert "截至 2026-06-20 的情况" in page


@pytest.mark.parametrize(
    "query", ["on=gestern", "year=20x6", "scope=%00", "on=2026-02-30&year=-1", "year=999999"]
)
def test_unreadable_filters_are_no_fault(world, sign_in, query):
    assert sign_in("secretary").get(f"/organs/qingxi/dashboard/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("clerk", 200),
        ("member", 200),
        ("auditor", 200),
        ("reviewer", 200),
        ("neighbour", 404),
        ("stranger", 404),
        ("handler", 404),
    ],
)
def test_access(world, sign_in, name, status):
    assert sign_in(name).get("/organs/qingxi/dashboard/").status_code == status
