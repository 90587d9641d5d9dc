"""Half-year reports: the road from draft to accepted, and every way it is refused."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from duties.models import TrailEntry, User
from reviews import drafting, reporting
from reviews.models import Notice, Report, ReportStep
from reviews.periods import Period
from tests import world as cast
from tests.reviews.owed import (
    HALF,
    LAST,
    make_activity,
    make_notice,
    make_obligation,
    make_requirement,
)

JUNE = date(2026, 6, 20)


@pytest.fixture
def owed(world):
    """The township owes one report and two study sessions by the end of June."""
    report = make_obligation(make_requirement(world.plan, "report", copy_to="云湖县委宣传部"))
    study = make_obligation(make_requirement(world.plan, "study"), needed=2)
    return {"report": report, "study": study}


@pytest.fixture
def draft(world, owed):
    return reporting.start(organ=world.township, period=HALF, actor=world.users["clerk"], on=JUNE)


def write_all(report, actor):
    sections = [(s.heading, s.body or "已安排下半年工作。") for s in report.sections.all()]
    return reporting.save_sections(
        report=report, sections=sections, version=report.version, actor=actor
    )


@pytest.fixture
def submitted(world, draft):
    full = write_all(draft, world.users["clerk"])
    return reporting.submit(
        report=full, actor=world.users["secretary"], on=JUNE, version=full.version
    )


def refusal(error):
    return "".join(error.value.messages)


def test_a_draft_knows_receiver_due_day_and_plan(world, owed, draft):
    assert draft.receiver == world.county
    assert (draft.due_on, draft.obligation) == (LAST, owed["report"])
    assert draft.plan == world.plan
    assert draft.copy_to == "云湖县委宣传部"
    assert draft.title == "清溪乡党委关于2026年上半年意识形态工作责任制落实情况的报告"
    assert [s.heading for s in draft.sections.all()] == [
        "总体情况",
        "责任落实",
        "学习研究情况",
        "存在问题",
        "下一步打算",
    ]


def test_a_draft_counts_the_facts_of_the_half_year(world, owed):
    clerk = world.users["clerk"]
    make_activity(world.township, clerk, date(2026, 3, 4), owed["study"])
    make_activity(world.township, clerk, date(2026, 7, 4))
    make_activity(world.township, clerk, date(2025, 12, 30))
    report = reporting.start(organ=world.township, period=HALF, actor=clerk, on=JUNE)
    bodies = {s.heading: s.body for s in report.sections.all()}
    assert "应完成履责事项1项" in bodies["总体情况"]
    assert "尚在期限内1项" in bodies["总体情况"]
    assert "职责4项，其中4项已明确责任，由2个岗位、2个部门承担" in bodies["责任落实"]
    assert bodies["学习研究情况"] == "专题研究1次（3月4日）。"
    assert bodies["下一步打算"] == "继续完成：专题研究（1/2）。"


def test_overdue_and_late_facts_are_named_as_problems(world, owed):
    met_late = make_obligation(
        make_requirement(world.plan, "briefing"),
        due_on=date(2026, 3, 31),
        met_on=date(2026, 4, 2),
    )
    overdue = make_obligation(make_requirement(world.plan, "training"), due_on=date(2026, 5, 31))
    report = reporting.start(organ=world.township, period=HALF, actor=world.users["clerk"], on=JUNE)
    body = report.sections.get(heading="存在问题").body
    assert f"逾期未完成：{overdue.requirement.title}（0/1）" in body
    assert f"未按期完成、已补做：{met_late.requirement.title}（1/1）" in body


def test_due_on_is_the_last_day_of_the_half_year_without_an_obligation(world):
    report = reporting.start(
        organ=world.township, period="2026H2", actor=world.users["clerk"], on=date(2026, 12, 1)
    )
    assert report.due_on == date(2026, 12, 31)
    assert report.obligation is None


def test_a_due_day_moved_past_the_half_year_belongs_to_its_period(world):
    requirement = make_requirement(world.plan, "report")
    moved = make_obligation(requirement, due_on=date(2026, 7, 1))
    later = make_obligation(
        requirement, period="2026H2", opens_on=date(2026, 7, 1), due_on=date(2026, 12, 31)
    )
    of = {h: reporting.report_obligation(world.township, Period.parse(h)) for h in (HALF, "2026H2")}
    assert of == {HALF: moved, "2026H2": later}


@pytest.mark.parametrize(
    ("period", "on", "sentence"),
    [
        ("2026Q1", JUNE, "不是半年周期"),
        ("2026H9", JUNE, "不是半年周期"),
        ("2026H2", JUNE, "尚未开始"),
        ("2025H1", JUNE, "没有施行中的方案"),
    ],
)
def test_a_draft_is_refused_with_the_reason(world, period, on, sentence):
    with pytest.raises(ValidationError) as error:
        reporting.start(organ=world.township, period=period, actor=world.users["clerk"], on=on)
    assert sentence in refusal(error)
    assert not Report.objects.exists()


def test_an_organ_without_superior_has_nobody_to_report_to(world, owed):
    user = world.users["reviewer"]
    cast.grant(user, "act_as_clerk", world.county)
    user = type(user).objects.get(pk=user.pk)
    with pytest.raises(ValidationError) as error:
        reporting.start(organ=world.county, period=HALF, actor=user, on=JUNE)
    assert "没有上级党组织" in refusal(error)


def test_one_report_for_a_half_year(world, draft):
    with pytest.raises(ValidationError) as error:
        reporting.start(organ=world.township, period=HALF, actor=world.users["clerk"], on=JUNE)
    assert "正在起草" in refusal(error)
    assert Report.objects.count() == 1


def test_saving_replaces_the_sections_and_raises_the_version(world, draft):
    saved = reporting.save_sections(
        report=draft,
        sections=[("总体情况", "甲"), ("存在问题", "乙")],
        version=1,
        actor=world.users["clerk"],
        number="清溪党发〔2026〕8号",
    )
    assert saved.version == 2
    assert [(s.heading, s.body) for s in saved.sections.all()] == [
        ("总体情况", "甲"),
        ("存在问题", "乙"),
    ]
    draft.refresh_from_db()
    assert (draft.number, draft.copy_to) == ("清溪党发〔2026〕8号", "云湖县委宣传部")


def test_a_stale_version_saves_nothing(world, draft):
    write_all(draft, world.users["clerk"])
    with pytest.raises(ValidationError) as error:
        reporting.save_sections(
            report=draft, sections=[("总体情况", "覆盖")], version=1, actor=world.users["secretary"]
        )
    assert "已被他人修改" in refusal(error)
    assert draft.sections.count() == 5


def test_an_empty_section_is_named_and_stops_the_submission(world, draft):
    draft.sections.filter(heading__in=["存在问题", "下一步打算"]).update(body=" ")
    with pytest.raises(ValidationError) as error:
        reporting.submit(report=draft, actor=world.users["clerk"], on=JUNE, version=1)
    assert "“存在问题”“下一步打算”还没有填写" in refusal(error)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_submitting_pins_the_content_and_settles_the_obligation(world, owed, submitted):
    step = submitted.steps.get(action="submitted")
    assert submitted.submitted_on == JUNE
    assert submitted.submitted_sha256 == reporting.digest(step.content)
    assert step.content["days_late"] == 0
    assert step.content["sections"][0]["heading"] == "总体情况"
    owed["report"].refresh_from_db()
    assert owed["report"].met_on == JUNE
    assert TrailEntry.objects.filter(action="report.submitted", organ=world.township).count() == 1


def test_later_records_change_nothing_in_what_was_submitted(world, owed, submitted):
    before = submitted.steps.get(action="submitted").content
    make_activity(world.township, world.users["clerk"], date(2026, 6, 1), owed["study"])
    submitted.refresh_from_db()
    assert submitted.submitted_sha256 == reporting.digest(before)
    assert drafting.Fact.from_json(before["facts"][0]).done == 0


def test_submitting_twice_is_refused_with_the_day(world, submitted):
    with pytest.raises(ValidationError) as error:
        reporting.submit(
            report=submitted,
            actor=world.users["secretary"],
            on=JUNE,
            version=submitted.version,
        )
    assert "该报告已于2026年6月20日报送" in refusal(error)
    assert submitted.steps.filter(action="submitted").count() == 1


def test_a_submitted_report_is_not_edited(world, submitted):
    with pytest.raises(ValidationError) as error:
        reporting.save_sections(
            report=submitted,
            sections=[("总体情况", "改")],
            version=submitted.version,
            actor=world.users["clerk"],
        )
    assert "不能再修改" in refusal(error)


def test_late_is_counted_in_days(world, draft):
    full = write_all(draft, world.users["clerk"])
    sent = reporting.submit(
        report=full, actor=world.users["clerk"], on=date(2026, 7, 4), version=full.version
    )
    assert sent.days_late(date(2026, 8, 1)) == 4
    assert sent.steps.get(action="submitted").content["days_late"] == 4
    assert sent.obligation.state(date(2026, 7, 10)) == "met_late"


def test_submitting_takes_back_the_reminders_that_wait(world, owed, draft):
    waiting = make_notice(owed["report"], world.users["clerk"])
    sent = make_notice(owed["report"], world.users["secretary"], status="sent")
    other = make_notice(owed["study"], world.users["clerk"])
    full = write_all(draft, world.users["clerk"])
    reporting.submit(report=full, actor=world.users["clerk"], on=JUNE, version=full.version)
    states = dict(Notice.objects.values_list("pk", "status"))
    assert states == {waiting.pk: "cancelled", sent.pk: "sent", other.pk: "pending"}


def test_returned_with_a_reason_mended_and_accepted(world, owed, submitted):
    reviewer, clerk = world.users["reviewer"], world.users["clerk"]
    back = reporting.send_back(
        report=submitted, actor=reviewer, on=date(2026, 6, 22), note="请补充问题清单。"
    )
    owed["report"].refresh_from_db()
    assert (back.state, owed["report"].met_on) == ("returned", None)
    assert back.days_late(date(2026, 7, 2)) == 2
    again = write_all(back, clerk)
    again = reporting.submit(report=again, actor=clerk, on=date(2026, 6, 25), version=again.version)
    done = reporting.accept(report=again, actor=reviewer, on=date(2026, 6, 28))
    assert (done.state, done.accepted_on) == ("accepted", date(2026, 6, 28))
    assert list(done.steps.values_list("action", flat=True)) == [
        ReportStep.Action.STARTED,
        ReportStep.Action.SUBMITTED,
        ReportStep.Action.RETURNED,
        ReportStep.Action.SUBMITTED,
        ReportStep.Action.ACCEPTED,
    ]
    owed["report"].refresh_from_db()
    assert owed["report"].met_on == date(2026, 6, 25)


def test_returning_needs_a_reason(world, submitted):
    with pytest.raises(ValidationError) as error:
        reporting.send_back(report=submitted, actor=world.users["reviewer"], on=JUNE, note="  ")
    assert "请写明退回意见" in refusal(error)
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_an_accepted_period_is_closed(world, submitted):
    reviewer, clerk = world.users["reviewer"], world.users["clerk"]
    done = reporting.accept(report=submitted, actor=reviewer, on=JUNE)
    for attempt in (
        lambda: reporting.start(organ=world.township, period=HALF, actor=clerk, on=JUNE),
        lambda: reporting.submit(report=done, actor=clerk, on=JUNE, version=done.version),
        lambda: reporting.send_back(report=done, actor=reviewer, on=JUNE, note="再改"),
        lambda: reporting.accept(report=done, actor=reviewer, on=JUNE),
    ):
        with pytest.raises(ValidationError) as error:
            attempt()
        assert "本期已经结束" in refusal(error)


def test_nobody_judges_what_they_sent_themselves(world, draft):
    both = world.users["clerk"]
    cast.grant(both, "act_as_reviewer", world.county, below=True)
    both = User.objects.get(pk=both.pk)  # grants are read once per user object
    full = write_all(draft, both)
    sent = reporting.submit(report=full, actor=both, on=JUNE, version=full.version)
    for judge in (
        lambda: reporting.accept(report=sent, actor=both, on=JUNE),
        lambda: reporting.send_back(report=sent, actor=both, on=JUNE, note="再改"),
    ):
        with pytest.raises(ValidationError) as error:
            judge()
        assert "报告由您报送" in refusal(error)
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_a_draft_cannot_be_reviewed(world, draft):
    with pytest.raises(ValidationError) as error:
        reporting.accept(report=draft, actor=world.users["reviewer"], on=JUNE)
    assert "尚未报送" in refusal(error)


def test_no_step_goes_back_in_time(world, submitted):
    with pytest.raises(ValidationError) as error:
        reporting.accept(report=submitted, actor=world.users["reviewer"], on=date(2026, 6, 19))
    assert "不能早于上一步的2026年6月20日" in refusal(error)


@pytest.mark.parametrize("name", ["clerk", "secretary", "member", "auditor"])
def test_nobody_but_the_superior_reviews(world, submitted, name):
    with pytest.raises(PermissionDenied):
        reporting.accept(report=submitted, actor=world.users[name], on=JUNE)
    with pytest.raises(PermissionDenied):
        reporting.send_back(report=submitted, actor=world.users[name], on=JUNE, note="退")


@pytest.mark.parametrize("name", ["reviewer", "auditor", "member"])
def test_the_superior_and_readers_write_nothing_in_it(world, draft, name):
    actor = world.users[name]
    with pytest.raises(PermissionDenied):
        reporting.save_sections(report=draft, sections=[], version=1, actor=actor)
    with pytest.raises(PermissionDenied):
        reporting.submit(report=draft, actor=actor, on=JUNE, version=1)


@pytest.mark.parametrize("name", ["neighbour", "stranger"])
def test_a_stranger_finds_nothing(world, submitted, name):
    with pytest.raises(Http404):
        reporting.accept(report=submitted, actor=world.users[name], on=JUNE)
    with pytest.raises(Http404):
        reporting.start(organ=world.township, period="2026H2", actor=world.users[name], on=JUNE)
