"""``print_document``: every kind says what the database says, as of the day, or why it cannot."""

import io
import json
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from duties.models import Tenure
from reviews import reporting
from reviews.cycles import open_period
from reviews.models import Export, Report, Requirement
from reviews.periods import Period
from reviews.recording import record_activity
from tests import world as cast


def text_of(pdf):
    """All text of a PDF without blanks or line ends."""
    pages = PdfReader(io.BytesIO(pdf), strict=True).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


@pytest.fixture
def printed(tmp_path):
    """``printed("matrix", on="2026-06-01")`` returns the text of the township's document."""

    def make(kind, *, organ="qingxi", **options):
        out = tmp_path / "document.pdf"
        call_command("print_document", kind, organ=organ, out=out, **options)
        return text_of(out.read_bytes())

    return make


@pytest.fixture
def owing(world):
    """The township owes two sessions and two reports a year; one session was held in May."""
    plan, day = world.plan, cast.IN_FORCE
    study = {"kind": "study", "title": "专题研究", "rule": "min 2 per year"}
    report = {"kind": "report", "title": "半年报告", "rule": "months [6,12]"}
    for position, fields in enumerate((study, report)):
        Requirement.objects.create(
            plan=plan, responsible=world.publicist, from_on=day, position=position, **fields
        )
    open_period(period=Period.parse("2026H1"), organ=world.township, on=day)
    record_activity(
        organ=world.township,
        actor=world.users["clerk"],
        kind="study",
        title="研究上半年任务",
        held_on=date(2026, 5, 6),
        attendance={world.people["publicist"]: "present"},
        on=date(2026, 5, 7),
    )
    return world


def submitted(world, body="上半年各项任务均已落实。", on=date(2026, 6, 25)):
    """The township's report of the first half, submitted."""
    clerk = world.users["clerk"]
    report = reporting.start(organ=world.township, period="2026H1", actor=clerk, on=cast.TODAY)
    report = reporting.save_sections(
        report=report, sections=[("总体情况", body)], version=report.version, actor=clerk
    )
    return reporting.submit(report=report, actor=clerk, on=on, version=report.version)


def test_matrix_names_duties_holders_and_departments(world, printed):
    text = printed("matrix", on="2026-06-01")
    for duty in world.duties:
        assert duty.title in text
    assert "截至2026年6月1日" in text
    assert "邱禾" in text
    assert "宣传办公室" in text


def test_matrix_shows_who_held_the_post_on_the_day(world, printed):
    tenure = world.publicist.tenures.get()
    tenure.until_on = date(2026, 3, 31)
    tenure.save()
    successor = cast.make_person(world.township, "方知行")
    Tenure.objects.create(post=world.publicist, person=successor, from_on=date(2026, 4, 1))
    before, after = printed("matrix", on="2026-03-31"), printed("matrix", on="2026-04-01")
    assert "邱禾" in before and "方知行" not in before
    assert "方知行" in after and "邱禾" not in after


def test_duty_sheets_of_the_team_or_of_one_post(owing, printed):
    world = owing
    team = printed("duty_sheet", on="2026-06-01")
    assert "韩立诚" in team and "沈未" in team and "温岚" not in team
    one = printed("duty_sheet", on="2026-06-01", target=str(world.publicist.pk))
    assert "邱禾" in one and "韩立诚" not in one
    assert "部署年度重点任务" in one
    assert "宣传办公室" in one
    assert "专题研究每年至少2次" in one


def test_a_submitted_report_prints_what_was_submitted(owing, printed):
    report = submitted(owing)
    report.sections.update(body="后来改动的文字。")
    text = printed("half_year_report", period="2026H1", on="2026-06-30")
    assert "上半年各项任务均已落实" in text
    assert "后来改动" not in text
    assert "2026年6月25日" in text


def test_a_draft_is_marked_and_shows_what_it_says_now(owing, printed):
    clerk = owing.users["clerk"]
    reporting.start(organ=owing.township, period="2026H1", actor=clerk, on=cast.TODAY)
    text = printed("half_year_report", period="2026H1", on="2026-06-10")
    assert "草稿·未报送" in text
    assert "清溪乡党委" in text


def test_a_returned_report_prints_its_sent_text_on_that_day_and_its_new_text_later(owing, printed):
    report = submitted(owing)
    reviewer, clerk = owing.users["reviewer"], owing.users["clerk"]
    report = reporting.send_back(
        report=report, actor=reviewer, on=date(2026, 6, 27), note="请补充数字。"
    )
    report = reporting.save_sections(
        report=report,
        sections=[("总体情况", "补充了数字的新稿。")],
        version=report.version,
        actor=clerk,
    )
    assert "补充了数字的新稿" in printed("half_year_report", period="2026H1", on="2026-06-28")
    reporting.submit(report=report, actor=clerk, on=date(2026, 6, 29), version=report.version)
    then = printed("half_year_report", period="2026H1", on="2026-06-28")
    assert "上半年各项任务均已落实" in then and "已退回" in then
    now = printed("half_year_report", period="2026H1", on="2026-06-29")
    assert "补充了数字的新稿" in now and "已退回" not in now


def test_ledger_counts_acts_held_by_the_day(owing, printed):
    before = printed("ledger", period="2026H1", on="2026-05-05")
    after = printed("ledger", period="2026H1", on="2026-05-06")
    assert "专题研究2026年2026-12-3120" in before
    assert "专题研究2026年2026-12-3121" in after
    assert "宣传委员邱禾" in after


def test_ledger_of_the_organs_below_stops_at_the_rights_of_the_account(owing, printed):
    options = {"period": "2026H1", "on": "2026-06-01", "organ": "yunhu", "target": "below"}
    assert "清溪乡党委" in printed("ledger", **options, username="auditor")
    assert "清溪乡党委" not in printed("ledger", **options, username="neighbour")


def test_gap_letter_comes_from_the_superior_and_names_the_gap(world, printed):
    world.duties[2].assignments.filter(role="lead").delete()
    text = printed("gap_letter", on="2026-06-01")
    assert "云湖县委" in text
    assert "3“开展半年分析”：缺牵头" in text
    assert "2026年6月16日" in text


def test_gap_letter_asked_for_by_the_organ_itself_is_its_own(world, printed):
    text = printed("gap_letter", on="2026-06-01", username="clerk")
    assert "各部门、各岗位" in text
    assert "云湖县委" not in text


def test_register_lists_reports_made_and_received_by_the_day(owing, printed):
    submitted(owing)
    assert "没有记录" in printed("register", on="2026-05-31")
    own = printed("register", on="2026-06-25")
    assert "清溪乡党委关于2026年上半年" in own and "已报送" in own
    assert "草稿" in printed("register", on="2026-06-24")
    assert "清溪乡党委关于2026年上半年" in printed("register", organ="yunhu", on="2026-06-30")
    assert "没有记录" in printed("register", organ="yunhu", on="2026-06-30", username="neighbour")


@pytest.mark.parametrize(
    ("kind", "options", "sentence"),
    [
        ("poster", {}, "没有“poster”这种文件"),
        ("matrix", {"on": "2025-12-31"}, "在2025年12月31日没有施行中的方案"),
        ("matrix", {"on": "soon"}, "日期“soon”无法识别"),
        ("matrix", {"organ": "nowhere"}, "没有代码为“nowhere”的党组织"),
        ("matrix", {"username": "nobody"}, "没有名为“nobody”的账号"),
        ("duty_sheet", {"target": "999999"}, "没有所选的岗位"),
        ("duty_sheet", {"target": "9" * 30}, "没有所选的岗位"),
        ("half_year_report", {"period": "2026H1"}, "没有2026年上半年的报告"),
        ("half_year_report", {"period": "2026"}, "不是半年周期"),
        ("ledger", {"period": "2026H7"}, "周期“2026H7”无法识别"),
    ],
)
def test_refusals_are_one_sentence(world, tmp_path, kind, options, sentence):
    out = tmp_path / "document.pdf"
    with pytest.raises(CommandError, match=sentence):
        call_command(
            "print_document", kind, out=out, **{"organ": "qingxi", "on": "2026-06-01"} | options
        )
    assert not out.exists()


def test_a_report_that_did_not_exist_yet_is_refused(owing, tmp_path):
    submitted(owing)
    assert Report.objects.count() == 1
    for on, sentence in (("2026-05-31", "尚未起草"), ("2026-06-24", "当日的草稿没有留存")):
        with pytest.raises(CommandError, match=sentence):
            call_command(
                "print_document",
                "half_year_report",
                organ="qingxi",
                period="2026H1",
                on=on,
                out=tmp_path / "report.pdf",
            )


def test_json_answer(world, tmp_path, capsys):
    out = tmp_path / "register.pdf"
    call_command(
        "print_document", "register", organ="qingxi", on="2026-06-01", out=out, as_json=True
    )
    answer = json.loads(capsys.readouterr().out)
    assert answer["kind"] == Export.Kind.REGISTER
    assert answer["pages"] == 1
    assert len(answer["sha256"]) == 64


def test_a_folder_that_is_not_there_is_a_sentence(world, tmp_path):
    with pytest.raises(CommandError, match="无法写入"):
        call_command(
            "print_document",
            "register",
            organ="qingxi",
            on="2026-06-01",
            out=tmp_path / "no" / "register.pdf",
        )
