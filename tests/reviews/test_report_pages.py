"""The pages of half-year reports: what each person sees, and what a refusal looks like."""

import re
from datetime import date

import pytest
import time_machine

from reviews import reporting
from reviews.models import Report
from tests.reviews.owed import HALF, make_obligation, make_requirement

LIST = "/organs/qingxi/reports/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-20T02:00:00Z", tick=False):
        yield


@pytest.fixture
def draft(world):
    make_obligation(make_requirement(world.plan, "report"))
    return reporting.start(
        organ=world.township, period=HALF, actor=world.users["clerk"], on=date(2026, 6, 10)
    )


@pytest.fixture
def submitted(world, draft):
    draft.sections.update(body="已写。")
    return reporting.submit(
        report=draft, actor=world.users["clerk"], on=date(2026, 6, 18), version=1
    )


def url(report, act=""):
    return f"{LIST}{report.pk}/{act}"


def body(answer):
    return answer.content.decode()


def parts(report, **overrides):
    fields = {"title": report.title, "number": "", "copy_to": "", "version": report.version}
    fields |= {f"part_{index}": "已写。" for index in range(5)}
    return {**fields, **overrides}


def test_the_list_offers_a_report_that_is_owed_and_not_begun(world, sign_in):
    make_obligation(make_requirement(world.plan, "report"), due_on=date(2026, 6, 15))
    page = body(sign_in("clerk").get(LIST))
    assert "尚未起草" in page and "逾期 5 天" in page
    assert "/organs/qingxi/reports/new/?period=2026H1" in page


def test_starting_opens_the_editing_page(world, sign_in):
    answer = sign_in("clerk").post(f"{LIST}new/", {"period": HALF})
    report = Report.objects.get()
    assert answer.status_code == 302 and answer.url == url(report, "edit/")
    page = body(sign_in("clerk").get(answer.url))
    assert page.count("<textarea") == 5 and "data-guard" in page


def test_a_refused_start_says_why_beside_the_field(world, sign_in, draft):
    answer = sign_in("clerk").post(f"{LIST}new/", {"period": HALF})
    assert answer.status_code == 200
    assert "2026年上半年的报告正在起草" in body(answer)
    assert 'id="id_period_error"' in body(answer)


@pytest.mark.parametrize("period", ["", "2026Q1", "1999H1", "x" * 500, "2026H1\x00"])
def test_a_period_that_is_not_offered_is_refused(world, sign_in, period):
    answer = sign_in("clerk").post(f"{LIST}new/", {"period": period})
    assert answer.status_code == 200 and not Report.objects.exists()


def test_saving_and_going_on_to_submit(world, sign_in, draft):
    client = sign_in("clerk")
    answer = client.post(url(draft, "edit/"), parts(draft, then_submit="1"))
    assert answer.url == url(draft, "submit/")
    page = body(client.get(answer.url))
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    answer = client.post(url(draft, "submit/"), {"version": version})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_on) == ("submitted", date(2026, 6, 20))


def test_two_writers_do_not_overwrite_each_other_unseen(world, sign_in, draft):
    client = sign_in("clerk")
    client.post(url(draft, "edit/"), parts(draft, part_0="先保存的。"))
    answer = client.post(url(draft, "edit/"), parts(draft, part_0="后保存的。"))
    assert answer.status_code == 409
    assert "已被他人修改" in body(answer)
    assert "先保存的。" in body(answer) and "后保存的。" in body(answer)
    assert draft.sections.first().body == "先保存的。"
    again = client.post(url(draft, "edit/"), parts(draft, part_0="后保存的。", version=2))
    assert again.status_code == 302
    assert draft.sections.first().body == "后保存的。"


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"version": "x"}, {"part_0": "长" * 20_001}, {"number": "号" * 99}]
)
def test_bad_input_is_shown_beside_the_field_and_changes_nothing(world, sign_in, draft, wrong):
    before = list(draft.sections.values_list("body", flat=True))
    answer = sign_in("clerk").post(url(draft, "edit/"), parts(draft, **wrong))
    assert answer.status_code == 200 and "没有保存，请先改正" in body(answer)
    assert list(draft.sections.values_list("body", flat=True)) == before


def test_submitting_with_an_empty_part_is_refused(world, sign_in, draft):
    draft.sections.filter(heading="下一步打算").update(body="")
    answer = sign_in("secretary").post(url(draft, "submit/"), {"version": 1})
    assert answer.status_code == 409
    assert "“下一步打算”还没有填写" in body(answer)


@pytest.mark.parametrize("version", ["", "abc", "99", "-1"])
def test_submitting_an_unknown_version_is_refused(world, sign_in, draft, version):
    draft.sections.update(body="已写。")
    answer = sign_in("secretary").post(url(draft, "submit/"), {"version": version})
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_second_submission_says_when_the_first_was(world, sign_in, submitted):
    answer = sign_in("clerk").post(url(submitted, "submit/"), {"version": submitted.version})
    assert answer.status_code == 409
    assert "该报告已于2026年6月18日报送" in body(answer)


def test_the_superior_returns_with_a_reason_and_the_organ_sees_it(world, sign_in, submitted):
    client = sign_in("reviewer")
    page = body(client.get(url(submitted)))
    assert 'data-dialog="return"' in page and "采纳" in page
    assert url(submitted, "edit/") not in page
    answer = client.post(url(submitted, "return/"), {"note": " "})
    assert answer.status_code == 422 and "请写明退回意见" in body(answer)
    client.post(url(submitted, "return/"), {"note": "请补充问题清单。"})
    page = body(sign_in("clerk").get(url(submitted)))
    assert "请补充问题清单。" in page and "已退回" in page


def test_the_superior_accepts_and_the_half_year_is_closed(world, sign_in, submitted):
    client = sign_in("reviewer")
    assert "采纳后本期办结" in body(client.get(url(submitted, "accept/")))
    assert client.post(url(submitted, "accept/")).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "accepted"
    answer = sign_in("clerk").post(f"{LIST}new/", {"period": HALF})
    assert "本期已经结束" in body(answer)


def test_reports_that_wait_are_counted_and_come_first(world, sign_in, submitted):
    page = body(sign_in("reviewer").get("/organs/yunhu/reports/?side=below"))
    assert "份待审" in page and url(submitted) in page
    filtered = body(sign_in("reviewer").get("/organs/yunhu/reports/?side=below&period=2025H2"))
    assert url(submitted) not in filtered
    assert (
        sign_in("reviewer").get("/organs/yunhu/reports/?side=below&period=%00x").status_code == 200
    )


@pytest.mark.parametrize(
    ("name", "act", "status"),
    [
        ("clerk", "", 200),
        ("auditor", "", 200),
        ("member", "", 200),
        ("neighbour", "", 404),
        ("stranger", "", 404),
        ("member", "edit/", 403),
        ("reviewer", "edit/", 403),
        ("reviewer", "submit/", 403),
        ("secretary", "accept/", 403),
        ("clerk", "return/", 403),
        ("auditor", "accept/", 403),
        ("neighbour", "accept/", 404),
        ("stranger", "edit/", 404),
    ],
)
def test_access(world, sign_in, draft, name, act, status):
    assert sign_in(name).get(url(draft, act)).status_code == status


def test_a_report_of_another_organ_is_not_found_under_this_one(world, sign_in, draft):
    assert sign_in("reviewer").get(f"/organs/shiqiao/reports/{draft.pk}/").status_code == 404


def test_no_page_carries_inline_script_or_style(world, sign_in, draft):
    pages = [sign_in("clerk").get(url(draft, act)) for act in ("", "edit/", "submit/")]
    for page in map(body, pages):
        assert "style=" not in page and "<style" not in page
        assert not re.search(r"\son[a-z]+=", page)


def test_a_report_takes_few_queries(world, sign_in, submitted, django_assert_max_num_queries):
    client = sign_in("reviewer")
    with django_assert_max_num_queries(12):
        client.get(url(submitted))
