"""A new matrix in a real browser: drafted, compared, approved; earlier days stay as they were."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from duties import matrix
from duties.days import today
from duties.models import MatrixVersion
from duties.versioning import drafting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PAGE = "/organs/qingxi/matrix/versions/"


def rows(world, on):
    built = matrix.build(world.plan, on=on)
    return [(r.number, "".join(c.chip or "·" for c in r.cells)) for r in built.rows]


def listed(page):
    return page.locator(".version-lines tbody tr td:nth-child(2)").all_inner_texts()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_clerk_drafts_and_the_secretary_approves(open_as, world, script):
    before = rows(world, today() - timedelta(days=1))
    clerk = open_as("clerk", java_script_enabled=script)
    clerk.goto("/organs/qingxi/matrix/")
    clerk.get_by_role("link", name="版本", exact=True).click()
    expect(clerk.locator(".empty")).to_contain_text("还没有矩阵版本")
    clerk.get_by_role("link", name="起草新版本").first.click()
    clerk.get_by_label("调整事由").fill("分工调整")
    clerk.get_by_role("button", name="起草").click()
    expect(clerk.locator("#messages")).to_contain_text("草案已起草")

    clerk.get_by_role("link", name="修改职责 1", exact=True).click()
    clerk.get_by_label("党政办公室 责任类型").select_option("supervise")
    clerk.get_by_label("党委副书记、乡长 责任类型").select_option("charge")
    clerk.get_by_label("党委副书记、乡长 说明").fill("每月")
    clerk.get_by_role("button", name="保存", exact=True).click()
    expect(clerk.locator("#messages")).to_contain_text("已保存")

    clerk.get_by_role("link", name="新增职责").click()
    clerk.get_by_label("编号").fill("5")
    clerk.get_by_label("职责", exact=True).fill("听取基层意见")
    clerk.get_by_role("button", name="新增").click()
    clerk.get_by_role("link", name="拆分职责 3", exact=True).click()
    clerk.get_by_label("第1项职责").fill("开展上半年分析")
    clerk.get_by_label("第2项职责").fill("开展下半年分析")
    clerk.get_by_role("button", name="拆分").click()
    expect(clerk.locator(".content")).to_contain_text("自本版本起终止的职责")
    clerk.get_by_role("button", name="上移职责 5").click()
    row = clerk.locator("tr", has_text="听取基层意见")
    row.get_by_label("职责 5 移到第几项").fill("1")
    row.get_by_role("button", name="移到").click()
    assert listed(clerk) == ["5", "1", "2", "3-1", "3-2", "4"]
    clerk.get_by_role("link", name="提交审定").click()
    clerk.get_by_role("button", name="提交", exact=True).click()
    expect(clerk.locator("#messages")).to_contain_text("已提交，等待书记审定")

    secretary = open_as("secretary", java_script_enabled=script)
    secretary.goto(PAGE)
    secretary.get_by_role("link", name="第1版", exact=True).click()
    expect(secretary.locator(".inspector")).to_contain_text("分工调整")
    secretary.get_by_role("link", name="查看差异").click()
    changes = secretary.locator(".change-list")
    expect(changes.locator("> li")).to_have_count(5)
    expect(changes).to_contain_text("听取基层意见")
    expect(changes).to_contain_text("由职责 3 拆分")
    expect(changes.locator("li.change", has_text="部署年度重点任务")).to_contain_text("督促")
    secretary.get_by_role("link", name="第1版", exact=True).first.click()
    secretary.get_by_role("link", name="审定", exact=True).click()
    secretary.get_by_role("button", name="审定", exact=True).click()
    expect(secretary.locator("#messages")).to_contain_text("已审定。")
    expect(secretary.locator(".page-line .tag").first).to_contain_text("施行中")

    secretary.goto("/organs/qingxi/matrix/")
    numbers = secretary.locator("tr[data-d] th i")
    assert numbers.all_inner_texts() == ["5", "1", "2", "3-1", "3-2", "4"]
    yesterday = today() - timedelta(days=1)
    secretary.goto(f"/organs/qingxi/matrix/?on={yesterday}")
    assert numbers.all_inner_texts() == ["1", "2", "3", "4"]
    assert rows(world, yesterday) == before
    now = dict(rows(world, today()))
    assert (now["1"], now["3-1"]) == ("一管主·督牵·", before[2][1])


def test_two_clerks_at_one_duty_lose_nothing(open_as, world):
    version = drafting.draft(plan=world.plan, from_on=today(), actor=world.users["clerk"])
    line = version.lines.first()
    address = f"{PAGE}{version.number}/lines/{line.pk}/"
    mine, theirs = open_as("clerk"), open_as("secretary")
    mine.goto(address)
    theirs.goto(address)
    theirs.get_by_label("党政办公室 责任类型").select_option("supervise")
    theirs.get_by_role("button", name="保存", exact=True).click()
    expect(theirs.locator("#messages")).to_contain_text("已保存")
    mine.get_by_label("党政办公室 责任类型").select_option("inform")
    mine.get_by_label("党政办公室 说明").fill("会后知会")
    mine.get_by_role("button", name="保存", exact=True).click()
    expect(mine.get_by_role("alert").first).to_contain_text("韩立诚刚刚修改了本版本")
    row = mine.locator("tr", has_text="党政办公室").last
    expect(row).to_contain_text("草案现为：督促")
    expect(mine.get_by_label("党政办公室 说明")).to_have_value("会后知会")
    mine.get_by_role("button", name="保存", exact=True).click()
    expect(mine.locator("#messages")).to_contain_text("已保存")
    cell = version.lines.get(pk=line.pk).cells.get(department=world.office)
    assert (cell.role_id, cell.note) == ("inform", "会后知会")
    assert MatrixVersion.objects.get().edition == 3
