"""A branch is put under another committee from today; the tree of yesterday stays."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from duties import days
from duties.models import Organ
from tests import world as cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_branch_moves_today_and_the_tree_of_yesterday_stays(world, open_as, scripts):
    world.users["boss"] = cast.make_user("boss", home=world.county)
    cast.grant(world.users["boss"], "act_as_secretary", world.county, below=True)
    page = open_as("boss", java_script_enabled=scripts)
    page.goto("/organs/dongcun/")
    page.get_by_role("link", name="变更隶属").click()
    page.get_by_label("新的上级").fill("石桥")
    page.get_by_label("依据文件").fill("云县委〔2026〕8号")
    page.get_by_role("button", name="看看会怎样").click()
    expect(page.get_by_text("清溪乡党委 → 石桥乡党委")).to_be_visible()
    page.get_by_role("button", name="确认办理").click()
    expect(page.get_by_text("改隶石桥乡党委")).to_be_visible()
    assert Organ.objects.get(code="dongcun").parent == world.sibling

    def superior():
        row = page.locator("tr", has_text="东村党支部")
        return row.locator("td").nth(3).inner_text()

    page.goto("/organs/")
    assert superior() == "石桥乡党委"
    yesterday = (days.today() - timedelta(days=1)).isoformat()
    page.goto(f"/organs/?on={yesterday}")
    assert superior() == "清溪乡党委"
    expect(page.get_by_text(f"截至 {yesterday} 的情况，不是今天。")).to_be_visible()
    page.get_by_role("link", name="东村党支部").click()
    assert page.url.endswith(f"/organs/dongcun/?on={yesterday}")
    expect(page.locator("dd", has_text="清溪乡党委")).to_be_visible()

    page.goto("/organs/dongcun/history/")
    page.get_by_role("link", name="撤回最近的“变更隶属”").click()
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("已撤回，记录恢复原状。")).to_be_visible()
    assert Organ.objects.get(code="dongcun").parent == world.township
