"""The pages of cycles and records: who sees them, what they say, what they refuse."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from reviews.cycles import open_period
from reviews.models import Activity, Obligation
from reviews.recording import record_activity
from tests.reviews.cycle import H1, TODAY, make_activity, open_h1, require
from tests.reviews.test_recording import PDF


@pytest.fixture(autouse=True)
def _days(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("duties.days.today", lambda: TODAY)


def page(client, name, *args, **query):
    return client.get(reverse(name, args=["qingxi", *args]), query)


def text(response):
    return response.content.decode()


def entry(world, **overrides):
    fields = {
        "kind": "study",
        "title": "上半年专题研究",
        "held_on": "2026-05-12",
        "place": "二楼会议室",
        "chair": world.head.pk,
        "summary": "研究年度安排。",
    }
    for name, person in world.people.items():
        fields[f"person_{person.pk}"] = "leave" if name == "deputy" else "present"
    return {**fields, **overrides}


def post_entry(client, world, **overrides):
    return client.post(reverse("activity_new", args=["qingxi"]), entry(world, **overrides))


PAGES = ["cycles", "obligation", "obligation_waive", "activity_new", "activity_counts"]
PAGES += ["activity", "activity_minutes", "activity_cancel", "cycles_open"]
WRITING = {"obligation_waive", "activity_new", "activity_counts", "activity_cancel", "cycles_open"}


@pytest.fixture
def rows(world):
    require(world.plan)
    open_h1()
    activity = record_activity(
        organ=world.township,
        actor=world.users["clerk"],
        kind="study",
        title="已登记的研究",
        held_on=date(2026, 3, 2),
        attendance={world.people["head"]: "present"},
        minutes=SimpleUploadedFile("会议记录.pdf", PDF),
        on=TODAY,
    )
    return {"obligation": Obligation.objects.get().pk, "activity": activity.pk}


def put_away(response):
    """Close a streamed file without ending the request, which would close the database."""
    for close in response._resource_closers:
        close()


def ask(client, name, rows):
    args = [rows[name.partition("_")[0]]] if name not in NO_ROW else []
    url = reverse(name, args=["qingxi", *args])
    response = client.post(url) if name == "cycles_open" else client.get(url)
    put_away(response)
    return response


NO_ROW = {"cycles", "cycles_open", "activity_new", "activity_counts"}


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing_and_a_reader_gets_the_reason(sign_in, rows, name):
    for stranger in ("stranger", "neighbour", "handler"):
        assert ask(sign_in(stranger), name, rows).status_code == 404
    expected = 403 if name in WRITING else 200
    response = ask(sign_in("auditor"), name, rows)
    assert response.status_code == expected
    if expected == 403:
        assert "经办人或书记" in text(response)
    assert ask(sign_in("clerk"), name, rows).status_code in (200, 302)


def test_signed_out_goes_to_sign_in(client, world):
    response = page(client, "cycles")
    assert response.status_code == 302
    assert "/sign-in/" in response.url


def test_the_ledger_names_state_due_day_owner_and_count(sign_in, rows):
    words = text(page(sign_in("clerk"), "cycles", period="2026H1"))
    for part in (
        "2026年上半年",
        "专题研究",
        "每年至少2次",
        "进行中",
        "2026-12-31",
        "1/2",
        "韩立诚",
    ):
        assert part in words


def test_the_ledger_as_of_another_day(sign_in, rows):
    words = text(page(sign_in("clerk"), "cycles", period="2026H1", on="2027-01-10"))
    assert "已逾期10天" in words
    assert "截至 2027-01-10" in words


def test_what_was_done_by_an_earlier_day(sign_in, rows):
    client = sign_in("clerk")
    assert "0/2" in text(page(client, "cycles", period="2026H1", on="2026-03-01"))
    words = text(page(client, "obligation", rows["obligation"], on="2026-03-01"))
    assert "0/2" in words
    assert "已登记的研究" not in words


def test_states_filter_the_ledger(sign_in, world, rows):
    require(world.plan, "min 1 per quarter", kind="briefing", title="党内通报")
    open_h1()
    words = text(page(sign_in("clerk"), "cycles", period="2026H1", state="overdue"))
    assert "2026年第一季度" in words
    assert "2026年第二季度" not in words
    assert "没有符合筛选条件" in text(
        page(sign_in("clerk"), "cycles", period="2026H1", state="waived")
    )


def test_a_long_group_folds_what_needs_no_attention(sign_in, world):
    weekly = require(world.plan, "min 1 per week", kind="meeting", title="周例会")
    open_h1()
    client = sign_in("clerk")
    words = text(page(client, "cycles", period="2026H1", on="2026-01-08"))
    assert "另有 25 项未列出" in words
    words = text(page(client, "cycles", period="2026H1", requirement=weekly.pk))
    assert "2026年第27周" in words


@pytest.mark.parametrize(
    "query",
    [
        {"period": "2026H3"},
        {"period": "\x00"},
        {"on": "2026-02-30"},
        {"state": "nothing"},
        {"requirement": "9" * 40},
        {"requirement": "1 or 1"},
        {"requirement": "９"},
    ],
)
def test_unreadable_filters_still_give_the_page(sign_in, rows, query):
    assert page(sign_in("clerk"), "cycles", **query).status_code == 200


def test_a_period_not_opened_yet_offers_to_open_it(sign_in, world):
    require(world.plan)
    require(world.plan, "periodic", kind="joint_meeting", title="联席会议")
    words = text(page(sign_in("clerk"), "cycles", period="2026H1"))
    assert "还没有履责事项" in words
    assert "开启2026年上半年" in words
    assert "需要确定次数" in words
    response = sign_in("clerk").post(reverse("cycles_open", args=["qingxi"]), {"period": "2026H1"})
    assert response.url.endswith("?period=2026H1")
    assert Obligation.objects.get().period == "2026"
    empty = text(page(sign_in("auditor"), "cycles", period="2027H1"))
    assert "还没有履责事项" in empty
    assert "经办人或书记" in empty
    assert reverse("cycles_open", args=["qingxi"]) not in empty


@pytest.mark.parametrize("period", ["", "2026H3", "2020-2030"])
def test_opening_nonsense_is_refused_in_words(sign_in, world, period):
    require(world.plan)
    url = reverse("cycles_open", args=["qingxi"])
    response = sign_in("clerk").post(url, {"period": period}, follow=True)
    assert response.status_code == 200
    assert "无法识别" in text(response) or "最多开启一年" in text(response)
    assert not Obligation.objects.exists()


def test_the_ledger_costs_the_same_for_one_and_for_many(
    sign_in, world, django_assert_num_queries, rows
):
    client = sign_in("clerk")
    with django_assert_num_queries(11):
        page(client, "cycles", period="2026H1")
    for kind in ("briefing", "training", "analysis", "supervision"):
        require(world.plan, "min 1 per month", kind=kind, reach="units")
    assert open_h1() == 120
    with django_assert_num_queries(11):
        page(client, "cycles", period="2026H1")


def test_the_ledger_as_a_workbook(sign_in, rows):
    response = page(sign_in("auditor"), "cycles", period="2026H1", **{"as": "xlsx"})
    cells = [[c.value for c in row] for row in load_workbook(BytesIO(response.content)).active]
    assert cells[0][1] == "事项"
    assert cells[1][1:5] == ["专题研究", "每年至少2次", None, "2026年"]
    assert page(sign_in("member"), "cycles", **{"as": "xlsx"}).status_code == 403


def test_one_obligation_shows_rule_clause_and_what_was_done(sign_in, rows):
    words = text(page(sign_in("clerk"), "obligation", rows["obligation"]))
    for part in ("每年至少2次", "工作机制", "已登记的研究", "党委书记：韩立诚"):
        assert part in words


def test_rows_of_another_organ_are_not_found(sign_in, world, rows):
    other = make_activity(world.sibling, world.users["neighbour"], date(2026, 3, 3))
    assert page(sign_in("clerk"), "activity", other.pk).status_code == 404
    assert page(sign_in("clerk"), "obligation", 999999).status_code == 404


def test_waiving_asks_for_a_reason(sign_in, rows):
    client = sign_in("secretary")
    url = reverse("obligation_waive", args=["qingxi", rows["obligation"]])
    assert client.post(url, {"waived_reason": " "}).status_code == 422
    assert Obligation.objects.get().waived_on is None
    assert client.post(url, {"waived_reason": "机构撤并"}).status_code == 302
    assert Obligation.objects.get().waived_reason == "机构撤并"
    again = client.post(url, {"waived_reason": "再次"})
    assert again.status_code == 422
    assert "已于2026-06-01豁免" in text(again)


def test_the_form_records_and_tells_what_it_counted_toward(sign_in, world):
    require(world.plan)
    response = post_entry(sign_in("clerk"), world, minutes=SimpleUploadedFile("会议记录.pdf", PDF))
    activity = Activity.objects.get()
    assert response.url == reverse("activity", args=["qingxi", activity.pk])
    words = text(sign_in("clerk").get(response.url))
    assert "已登记，计入：专题研究（2026年，1/2）" in words
    for part in ("会议记录.pdf", "韩立诚", "请假", "党委书记"):
        assert part in words
    assert activity.attendance.count() == 5


def test_the_form_has_the_team_present_from_the_start(sign_in, world):
    words = text(page(sign_in("clerk"), "activity_new"))
    head, chief = world.people["head"].pk, world.people["chief"].pk
    assert f'name="person_{head}" value="present"' in words
    assert words.count("checked") == 5
    assert f'name="person_{chief}" value="" ' in words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"held_on": "2026-06-02"}, "召开日期不能晚于今天"),
        ({"held_on": "2026-02-30"}, "召开日期"),
        ({"held_on": "0000-00-00"}, "召开日期"),
        ({"held_on": ""}, "召开日期"),
        ({"title": ""}, "议题"),
        ({"title": "长" * 201}, "议题"),
        ({"title": "\x00"}, "议题"),
        ({"kind": "report"}, "类别"),
        ({"chair": "999999"}, "主持人"),
        ({"chair": "x"}, "主持人"),
        ({"targets": ["d999999"]}, "对象"),
        ({"minutes": SimpleUploadedFile("a.exe", b"MZ")}, "只接受"),
        ({"minutes": SimpleUploadedFile("a.pdf", b"")}, "会议记录"),
    ],
)
def test_bad_input_is_refused_beside_its_field(sign_in, world, fields, words):
    response = post_entry(sign_in("clerk"), world, **fields)
    assert response.status_code == 422
    assert words in text(response)
    assert "field-error" in text(response)
    assert not Activity.objects.exists()


def test_nobody_present_is_said_beside_the_grid(sign_in, world):
    absent = {f"person_{person.pk}": "" for person in world.people.values()}
    response = post_entry(sign_in("clerk"), world, **absent)
    assert response.status_code == 422
    assert "请至少登记一名出席人员" in text(response)


def test_the_same_act_twice_asks_first(sign_in, world):
    client = sign_in("clerk")
    post_entry(client, world)
    again = post_entry(client, world)
    assert again.status_code == 422
    assert "仍然登记" in text(again)
    assert post_entry(client, world, again="on").status_code == 302
    assert Activity.objects.count() == 2


def test_targets_must_be_picked_and_are_shown_by_kind(sign_in, world):
    require(world.plan, "min 1 per half", kind="supervision", title="专项督查", reach="units")
    open_h1()
    client = sign_in("clerk")
    fields = {"kind": "supervision", "held_on": "2026-05-12"}
    fragment = text(page(client, "activity_counts", **fields))
    assert fragment.count('name="targets"') == 5
    assert "请选择本次活动的对象" in fragment
    key = f"d{world.office.pk}"
    assert "将计入" in text(page(client, "activity_counts", **fields, targets=key))
    assert post_entry(client, world, **fields).status_code == 422
    assert post_entry(client, world, **fields, targets=[key]).status_code == 302
    assert Obligation.objects.get(met_on__isnull=False).department == world.office


@pytest.mark.parametrize("query", [{}, {"kind": "study", "held_on": "x"}, {"kind": "?"}])
def test_the_fragment_bears_half_filled_forms(sign_in, world, query):
    assert "选定类别和日期后" in text(page(sign_in("clerk"), "activity_counts", **query))


def test_minutes_leave_only_as_an_attachment(sign_in, rows):
    response = page(sign_in("auditor"), "activity_minutes", rows["activity"])
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    put_away(response)


def test_an_act_without_minutes_has_nothing_to_fetch(sign_in, world, rows):
    bare = make_activity(world.township, world.users["clerk"], date(2026, 3, 3))
    assert page(sign_in("clerk"), "activity_minutes", bare.pk).status_code == 404


def test_cancelling_from_the_page(sign_in, rows):
    client = sign_in("clerk")
    url = reverse("activity_cancel", args=["qingxi", rows["activity"]])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "登记重复"}).status_code == 302
    assert Obligation.objects.get().done == 0
    words = text(page(client, "activity", rows["activity"]))
    assert "登记重复" in words
    assert "不再计入" in words
    assert client.post(url, {"reason": "再来"}).status_code == 422


def test_both_halves_show_the_year(sign_in, world):
    require(world.plan)
    open_period(period=H1, on=TODAY)
    client = sign_in("clerk")
    assert "1项" in text(page(client, "cycles", period="2026H1"))
    assert "1项" in text(page(client, "cycles", period="2026H2"))
