"""A post changes hands in a real browser, and the leading group is adjusted by a document."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from duties import days
from duties.models import Handover, LeadingGroup
from reviews.models import Obligation, Requirement
from tests import world as cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def owing(world):
    """The publicist answers for a year's sessions."""
    requirement = Requirement.objects.create(
        plan=world.plan,
        kind="study",
        title="专题研究",
        rule="min 2 per year",
        responsible=world.publicist,
        from_on=cast.IN_FORCE,
    )
    year = days.today().year
    Obligation.objects.create(
        requirement=requirement,
        organ=world.township,
        period=str(year),
        opens_on=cast.IN_FORCE,
        due_on=days.today().replace(month=12, day=31),
        needed=2,
        responsible=world.publicist,
    )
    world.users["taker"] = cast.make_user(
        "taker", person=cast.make_person(world.township, "卓然"), home=world.township
    )
    cast.grant(world.users["taker"], "act_as_member", world.township)
    return world


def relieve(page, world, last_day):
    page.goto(f"/organs/qingxi/posts/{world.publicist.pk}/")
    page.get_by_role("link", name="免职").click()
    page.get_by_label("截止日期").fill(last_day.isoformat())
    page.get_by_label("任免文件").fill("云县委任〔2026〕3号")
    page.get_by_label("接着填写交接单").uncheck()
    page.get_by_role("button", name="办理").click()
    expect(page.get_by_text("已办理，历史记录保留。")).to_be_visible()


def appoint(page, world, day):
    page.get_by_role("link", name="任命").first.click()
    page.get_by_label("人员", exact=True).fill("卓然（清溪乡党委）")
    page.get_by_label("起始日期").fill(day.isoformat())
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("任职人员：卓然")).to_be_visible()


def test_appoint_and_hand_over_with_both_confirmations(owing, open_as):
    world, today = owing, days.today()
    clerk = open_as("clerk")
    relieve(clerk, world, today - timedelta(days=1))
    expect(clerk.get_by_text("岗位空缺")).to_be_visible()
    appoint(clerk, world, today)
    clerk.get_by_role("link", name="移交", exact=True).click()
    expect(clerk.get_by_label("移交人")).to_have_value(str(world.people["publicist"].pk))
    clerk.get_by_label("接收人").select_option(label="卓然")
    clerk.get_by_label("补充说明").fill("印章和档案柜钥匙已当面点交。")
    clerk.get_by_role("button", name="生成交接单").click()
    expect(clerk.get_by_text("专题研究")).to_be_visible()
    sheet = Handover.objects.get()
    for name in ("member", "taker"):
        page = open_as(name)
        page.goto(f"/organs/qingxi/handovers/{sheet.pk}/")
        page.get_by_role("button", name="本人确认").click()
        expect(page.get_by_text("本人在线确认").first).to_be_visible()
    clerk.reload()
    expect(clerk.get_by_text("双方已确认")).to_be_visible()
    expect(clerk.get_by_role("button", name="登记纸质件已签字")).to_have_count(0)
    sheet.refresh_from_db()
    assert (sheet.given_on_paper, sheet.taken_on_paper) == (False, False)
    assert world.publicist.holder(today - timedelta(days=1)) == world.people["publicist"]
    assert world.publicist.holder(today).name == "卓然"


def test_an_appointment_is_taken_back(owing, open_as):
    world, today = owing, days.today()
    page = open_as("clerk")
    relieve(page, world, today - timedelta(days=1))
    page.get_by_role("button", name="撤回最近一次任免").click()
    expect(page.get_by_text("已撤回，操作记录保留。")).to_be_visible()
    assert world.publicist.holder(today) == world.people["publicist"]


def test_the_leading_group_is_adjusted_without_a_script(owing, open_as):
    today = days.today()
    page = open_as("clerk", java_script_enabled=False)
    page.goto("/organs/qingxi/leading-group/")
    page.get_by_role("link", name="按文件调整").click()
    page.get_by_label("调整文件").fill("清委〔2026〕8号")
    page.get_by_label("成文日期").fill(today.isoformat())
    page.get_by_label("第2行组内职务").select_option(label="组长")
    page.get_by_label("第4行删去").check()
    page.get_by_role("button", name="再加三行").click()
    page.get_by_label("第10行组内职务").select_option(label="成员")
    page.get_by_label("第10行岗位").select_option(label="党政办公室主任")
    page.get_by_role("button", name="对照预览").click()
    row = page.get_by_role("row", name="组织委员")
    expect(row).to_contain_text("退出")
    expect(page.get_by_role("row", name="党政办公室主任")).to_contain_text("进入")
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("调整文件")).to_have_value("清委〔2026〕8号")
    page.get_by_role("button", name="对照预览").click()
    page.get_by_role("button", name="确认调整").click()
    expect(page.get_by_text("领导小组已按文件调整")).to_be_visible()
    seats = LeadingGroup.objects.get(until_on=None).seats.order_by("position")
    assert [(s.role, s.post.name, s.first_responsible) for s in seats] == [
        ("head", "党委书记", True),
        ("head", "党委副书记、乡长", False),
        ("member", "宣传委员", False),
        ("member", "党政办公室主任", False),
    ]
    page.goto(f"/organs/qingxi/leading-group/?on={today - timedelta(days=1)}")
    expect(page.get_by_role("link", name="组织委员")).to_be_visible()
