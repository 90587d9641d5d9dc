"""Recording and cancelling acts: what is refused, what is counted, what is kept."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from duties.models import TrailEntry
from reviews import filing
from reviews.models import Activity, Attendance, Obligation, Report
from reviews.recording import cancel_activity, record_activity
from tests.reviews.cycle import TODAY, open_h1, require
from tests.world import make_person, make_post

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def record(world, **overrides):
    fields = {
        "organ": world.township,
        "actor": world.users["clerk"],
        "kind": "study",
        "title": "上半年专题研究",
        "held_on": date(2026, 5, 12),
        "attendance": {world.people["head"]: "present", world.people["deputy"]: "leave"},
        "on": TODAY,
    }
    return record_activity(**{**fields, **overrides})


def refusal(world, **overrides):
    with pytest.raises(ValidationError) as refused:
        record(world, **overrides)
    assert not Activity.objects.filter(title=overrides.get("title", "上半年专题研究")).exists()
    return refused.value.message_dict


def test_an_act_is_recorded_and_counted(world):
    require(world.plan)
    activity = record(world, chair=world.head, place="二楼会议室")
    obligation = Obligation.objects.get()
    assert list(activity.obligations.all()) == [obligation]
    assert (obligation.done, obligation.met_on) == (1, None)
    assert not activity.entered_late
    present = activity.attendance.filter(status=Attendance.Status.PRESENT)
    assert [row.person for row in present] == [world.people["head"]]
    entry = TrailEntry.objects.get(action="activity.recorded")
    assert entry.detail["counted"] == [obligation.pk]


def test_two_acts_meet_a_rule_of_two(world):
    require(world.plan)
    record(world)
    record(world, title="第二次专题研究", held_on=date(2026, 5, 28))
    assert Obligation.objects.get().met_on == date(2026, 5, 28)


def test_another_kind_does_not_count(world):
    require(world.plan)
    open_h1()
    activity = record(world, kind="briefing")
    assert not activity.obligations.exists()
    assert Obligation.objects.get().done == 0


def test_an_act_counts_for_the_targets_it_was_held_for(world):
    require(world.plan, "min 1 per half", reach="units")
    record(world, targets=[f"d{world.office.pk}", f"b{world.east.pk}"])
    met = Obligation.objects.filter(met_on__isnull=False)
    assert {str(obligation.target) for obligation in met} == {"党政办公室", "东村党支部"}


def test_entry_after_the_half_year_is_marked_late(world):
    require(world.plan)
    activity = record(world, on=date(2026, 7, 6))
    assert activity.entered_late
    assert Obligation.objects.get().done == 1


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"held_on": date(2026, 6, 2)}, "held_on", "不能晚于今天"),
        ({"held_on": date(2024, 12, 31)}, "held_on", "早于本党组织成立"),
        ({"attendance": {}}, "attendance", "至少登记一名出席人员"),
        ({"kind": "report"}, "kind", "半年报告"),
        ({"kind": "concert"}, "kind", "concert"),
        ({"title": "   "}, "title", ""),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_changes_nothing(world, fields, field, words):
    require(world.plan)
    assert words in refusal(world, **fields)[field][0]
    assert not TrailEntry.objects.filter(action="activity.recorded").exists()


def test_nobody_present_is_refused(world):
    people = {world.people["head"]: "leave"}
    assert "至少登记一名" in refusal(world, attendance=people)["attendance"][0]


def test_people_and_chair_of_elsewhere_are_refused(world):
    outsider = make_person(world.sibling, "外单位人员")
    chair = make_post(world.sibling, "外单位岗位")
    problems = refusal(world, attendance={outsider: "present"}, chair=chair)
    assert set(problems) == {"attendance", "chair"}


def test_the_same_act_twice_needs_confirmation(world):
    record(world)
    with pytest.raises(ValidationError) as refused:
        record(world)
    assert "仍然登记" in refused.value.message_dict["title"][0]
    assert Activity.objects.count() == 1
    record(world, again=True)
    assert Activity.objects.count() == 2


def accept_h1(world):
    Report.objects.create(
        organ=world.township,
        subject=world.plan.subject,
        period="2026H1",
        title="上半年报告",
        due_on=date(2026, 6, 30),
        submitted_on=date(2026, 6, 28),
        accepted_on=date(2026, 7, 3),
        state="accepted",
    )


def test_a_closed_period_takes_no_records_and_loses_none(world):
    require(world.plan)
    activity = record(world)
    accept_h1(world)
    late = {"title": "迟来的记录", "on": date(2026, 7, 10)}
    words = refusal(world, **late)["held_on"][0]
    assert words.startswith("2026年上半年的报告已采纳，该周期已关闭")
    with pytest.raises(ValidationError, match="已关闭"):
        cancel_activity(activity=activity, actor=world.users["clerk"], reason="误登")
    assert Obligation.objects.get().done == 1
    assert record(world, held_on=date(2026, 7, 2), on=date(2026, 7, 10))


def test_cancelling_keeps_the_record_and_counts_anew(world):
    require(world.plan, "min 1 per half")
    activity = record(world)
    assert Obligation.objects.get().met_on
    with pytest.raises(ValidationError, match="撤销理由"):
        cancel_activity(activity=activity, actor=world.users["clerk"], reason="  ")
    cancel_activity(activity=activity, actor=world.users["clerk"], reason="登记重复")
    obligation = Obligation.objects.get()
    assert (obligation.done, obligation.met_on) == (0, None)
    kept = Activity.objects.get()
    assert (kept.cancelled_reason, kept.obligations.count()) == ("登记重复", 1)
    assert TrailEntry.objects.filter(action="activity.cancelled").count() == 1
    with pytest.raises(ValidationError, match="已撤销"):
        cancel_activity(activity=kept, actor=world.users["clerk"], reason="再撤一次")


def test_only_those_who_may_draft_record(world):
    with pytest.raises(PermissionDenied):
        record(world, actor=world.users["auditor"])
    with pytest.raises(Http404):
        record(world, actor=world.users["neighbour"])


def upload(name, content):
    return SimpleUploadedFile(name, content)


def test_minutes_are_kept_under_a_random_name(world, files):
    activity = record(world, minutes=upload("会议记录.pdf", PDF))
    assert activity.minutes_name == "会议记录.pdf"
    assert activity.minutes.name.endswith(".pdf")
    assert "会议记录" not in activity.minutes.name
    assert len(activity.minutes_sha256) == 64
    with activity.minutes.open() as kept:
        assert kept.read() == PDF
    assert len(list(files.rglob("*.pdf"))) == 1


def test_a_refused_record_leaves_no_file(world, files, monkeypatch):
    def fail(*args):
        raise RuntimeError("power cut")

    monkeypatch.setattr("reviews.recording._count", fail)
    with pytest.raises(RuntimeError):
        record(world, minutes=upload("会议记录.pdf", PDF))
    assert list(files.rglob("*.pdf")) == []
    assert not Activity.objects.exists()


def packed(main, *, extra=(), body=b"<w/>"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, body)
        for name in extra:
            archive.writestr(name, "x")
    return buffer.getvalue()


GOOD = [
    ("a.pdf", PDF),
    ("a.docx", packed("word/document.xml")),
    ("a.xlsx", packed("xl/workbook.xml")),
    ("a.txt", "会议记录".encode()),
    ("b.txt", "会议记录".encode("gb18030")),
    ("c.txt", "会议记录".encode("utf-16")),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"),
    ("A.JPG", b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"),
]


@pytest.mark.parametrize(("name", "content"), GOOD)
def test_good_files_pass(name, content):
    file = upload(name, content)
    filing.check(file)
    assert file.tell() == 0


BAD = [
    ("empty.pdf", b"", "空的"),
    ("note.exe", b"MZ\0\0", "只接受"),
    ("noextension", PDF, "只接受"),
    ("minutes.pdf.exe", PDF, "只接受"),
    ("page.html", b"<html>", "只接受"),
    ("drawing.svg", b"<svg/>", "只接受"),
    ("word.doc", b"\xd0\xcf\x11\xe0", "只接受"),
    ("fake.pdf", b"MZ\0\0%PDF-1.7 %%EOF", "不符"),
    ("cut.pdf", b"%PDF-1.7\n1 0 obj", "不符"),
    ("fake.docx", PDF, "不符"),
    ("cut.docx", packed("word/document.xml")[:40], "不符"),
    ("sheet.docx", packed("xl/workbook.xml"), "不符"),
    ("macro.docx", packed("word/document.xml", extra=["word/vbaProject.bin"]), "宏"),
    ("many.docx", packed("word/document.xml", extra=[f"m/{n}" for n in range(120)]), "条目过多"),
    ("bomb.docx", packed("word/document.xml", body=b"0" * 5_000_000), "解压后过大"),
    ("climb.xlsx", packed("xl/workbook.xml", extra=["../../etc/x"]), "不符"),
    ("binary.txt", bytes(range(256)), "不符"),
    ("null.txt", b"abc\0def", "不符"),
    ("tail.png", b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82PK\x03\x04", "不符"),
    ("fake.jpg", b"GIF89a", "不符"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD, ids=[name for name, *_ in BAD])
def test_bad_files_are_refused_in_words(name, content, words):
    with pytest.raises(ValidationError, match=words):
        filing.check(upload(name, content))


def test_a_file_too_large_is_refused():
    file = upload("large.pdf", PDF)
    file.size = filing.LARGEST + 1
    with pytest.raises(ValidationError, match="20 MB"):
        filing.check(file)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/记录.pdf", "记录.pdf"),
        ("C:\\temp\\记录.pdf", "记录.pdf"),
        ("记录\u202efdp.exe\n.pdf", "记录fdp.exe.pdf"),
        ("长" * 300 + ".docx", "长" * 180 + ".docx"),
    ],
)
def test_names_are_shown_without_tricks(name, shown):
    assert filing.shown_name(name) == shown
