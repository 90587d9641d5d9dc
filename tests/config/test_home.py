"""The first page: what waits for each person, whom a stranger may ask, and the search."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from config.views.home import greeting
from duties.models import PlanReading
from reviews import reporting
from tests import world as cast
from tests.reviews.owed import make_notice, make_obligation, make_requirement

MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel("2026-06-20T02:00:00Z", tick=False):
        yield


@pytest.fixture
def draft(world):
    make_obligation(make_requirement(world.plan, "report"))
    return reporting.start(
        organ=world.township, period="2026H1", actor=world.users["clerk"], on=date(2026, 6, 10)
    )


def home(client, **query):
    return client.get("/", query).content.decode()


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "夜深了"), (5, "早上好"), (9, "上午好"), (12, "中午好"), (17, "下午好"), (23, "晚上好")],
)
def test_the_greeting_fits_the_hour(hour, words):
    assert greeting(hour) == words


def test_the_clerk_finds_drafts_readings_and_what_is_overdue(world, sign_in, draft):
    PlanReading.objects.create(
        organ=world.township,
        subject=world.plan.subject,
        name="新方案.docx",
        sha256="0" * 64,
        created_by=world.users["clerk"],
    )
    study = make_requirement(world.plan, "study", responsible=world.publicist)
    make_obligation(study, due_on=date(2026, 6, 15))
    make_notice(
        make_obligation(study, period="2026-06"),
        world.users["clerk"],
        channel="inbox",
        status="sent",
        sent_at="2026-06-18T00:30:00Z",
    )
    page = home(sign_in("clerk"))
    assert "上午好，温岚" in page
    assert f"/organs/qingxi/reports/{draft.pk}/edit/" in page
    assert "新方案.docx" in page
    assert "有 2 件事待办，1 项已逾期，1 条提醒未读" in page
    assert "宣传委员 邱禾" in page and "逾期 5 天" in page


def test_the_reviewer_finds_what_was_submitted_and_the_clerk_what_came_back(world, sign_in, draft):
    draft.sections.update(body="已写。")
    day = date(2026, 6, 18)
    sent = reporting.submit(report=draft, actor=world.users["clerk"], on=day, version=1)
    assert "待审核" in home(sign_in("reviewer"))
    assert "待审核" not in home(sign_in("clerk"))
    reporting.send_back(report=sent, actor=world.users["reviewer"], on=day, note="补充。")
    assert "已退回" in home(sign_in("clerk"))
    assert draft.title not in home(sign_in("reviewer"))


def test_each_organ_has_its_links(world, sign_in):
    page = home(sign_in("secretary"))
    for place in ("", "dashboard/", "matrix/", "cycles/", "reports/"):
        assert f'href="/organs/qingxi/{place}"' in page
    assert "没有待办的事" in page


def test_a_report_not_begun_is_said_only_where_one_is_owed(world, sign_in):
    assert "未起草" not in home(sign_in("secretary"))
    make_obligation(make_requirement(world.plan, "report"))
    assert "未起草" in home(sign_in("secretary"))


def test_only_those_who_record_are_offered_to(world, sign_in):
    record = reverse("activity_new", args=["qingxi"])
    assert record in home(sign_in("clerk"))
    assert record not in home(sign_in("auditor"))


def test_a_stranger_is_told_whom_to_ask(world, sign_in):
    assert "请与所在党组织办公室联系" in home(sign_in("stranger"))


def test_a_stranger_of_an_organ_is_told_the_names(world, client):
    user = cast.make_user("newcomer", home=world.township)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = home(client)
    assert "您的账号还没有权限" in page
    assert "温岚" in page and "韩立诚" in page


def test_a_case_handler_reads_nothing_but_finds_the_way_to_the_cases(world, sign_in):
    page = home(sign_in("handler"))
    assert 'href="/organs/qingxi/cases/"' in page
    assert "我的党组织" not in page


def test_the_search_finds_each_sort_in_groups(world, sign_in, draft):
    client = sign_in("clerk")
    assert "/organs/qingxi/" in home(client, q="清溪")
    assert f"/organs/qingxi/posts/{world.publicist.pk}/" in home(client, q="宣传委员")
    assert f"/organs/qingxi/matrix/?duty={world.duties[0].pk}" in home(client, q="部署年度")
    assert f"/organs/qingxi/reports/{draft.pk}/" in home(client, q="上半年")


def test_the_search_finds_nothing_of_other_organs(world, sign_in, draft):
    client = sign_in("neighbour")
    for words in ("清溪", "宣传委员", "部署年度", "上半年"):
        assert "没有找到" in home(client, q=words)


def test_the_search_lists_twenty_and_says_there_are_more(world, sign_in):
    for index in range(22):
        cast.make_post(world.township, f"联络员{index:02}岗")
    page = home(sign_in("clerk"), q="联络员")
    assert page.count("岗</a>") == 20 and "20+" in page


@pytest.mark.parametrize("words", ["%", "_", "'; --", "\x00", "长" * 200, "<b>", "\\"])
def test_odd_words_are_no_fault(world, sign_in, words):
    answer = sign_in("clerk").get("/", {"q": words})
    assert (
        answer.status_code == 200 and "<b>" not in answer.content.decode().split("<main")[1][:900]
    )


@pytest.mark.parametrize("organs", [2, 30])
def test_the_page_takes_the_same_bound_of_queries(
    world, sign_in, django_assert_max_num_queries, organs
):
    for index in range(organs):
        organ = cast.make_organ(f"xiang-{index}", f"第{index}乡党委", parent=world.county)
        study = make_requirement(cast.make_plan(organ), "study")
        make_obligation(study, due_on=date(2026, 6, 15))
    client = sign_in("reviewer")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/").status_code == 200
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/", {"q": "乡"}).status_code == 200
