"""The matrix by keyboard and mouse in a real browser: nothing is lost, nothing overwritten."""

import pytest
from playwright.sync_api import expect

from duties.assigning import set_role
from duties.days import today
from duties.models import Assignment, TrailEntry
from tests.world import grant

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PAGE = "/organs/qingxi/matrix/"


def cell(page, world, carrier, number=0):
    """The ``<td>`` of a duty and a post or department."""
    letter = "d" if carrier in (world.office, world.publicity, world.organisation) else "p"
    at = page.locator(".heads th").evaluate_all(
        "(heads, key) => heads.findIndex((th) => th.dataset.c === key)", f"{letter}{carrier.pk}"
    )
    return page.locator(f'tr[data-d="{world.duties[number].pk}"] > *').nth(at + 1)


@pytest.fixture
def editing(open_as, world):
    """The clerk's page in editing mode."""
    page = open_as("clerk")
    page.goto(f"{PAGE}?view=edit")
    return page


def saved(page):
    expect(page.locator("#save")).to_contain_text("已保存 ·")


def held(world, carrier, number=0):
    side = "department" if carrier in (world.office, world.publicity) else "post"
    rows = Assignment.objects.on(today()).filter(duty=world.duties[number], **{side: carrier})
    return rows.values_list("role_id", flat=True).first() or ""


def test_a_letter_fills_the_cell_and_undo_takes_it_back(editing, world):
    at = cell(editing, world, world.office)
    at.click()
    editing.keyboard.press("KeyJ")
    expect(at).to_have_text("督")
    saved(editing)
    assert held(world, world.office) == "supervise"
    editing.keyboard.press("Control+KeyZ")
    expect(at).to_have_text("配")
    saved(editing)
    expect(editing.locator(".timeline")).to_contain_text("督促 → 配合")
    editing.reload()
    expect(cell(editing, world, world.office)).to_have_text("配")
    assert held(world, world.office) == "support"
    assert TrailEntry.objects.filter(action="cell.changed").count() == 2


def test_delete_clears_the_lead_and_the_check_column_says_so(editing, world):
    at = cell(editing, world, world.publicity)
    at.click()
    editing.keyboard.press("Delete")
    expect(at).to_have_text("")
    row = editing.locator(f'tr[data-d="{world.duties[0].pk}"]')
    expect(row.locator("td.k")).to_have_text("缺牵头")
    expect(editing.locator("#assigned")).to_have_text("15")
    expect(editing.locator("#live")).to_contain_text("缺牵头")
    cell(editing, world, world.office).click()
    editing.keyboard.press("KeyQ")
    expect(row.locator("td.k")).to_have_text("无问题")
    expect(editing.locator("#assigned")).to_have_text("15")
    assert held(world, world.office) == "lead"


def test_arrows_move_and_only_one_cell_has_the_tab_stop(editing, world):
    cell(editing, world, world.head).click()
    for key in ("ArrowRight", "ArrowDown", "End", "Control+End", "Home", "PageUp"):
        editing.keyboard.press(key)
    selected = editing.locator('td[aria-selected="true"]')
    expect(selected).to_have_count(1)
    expect(editing.locator("#grid td[tabindex]")).to_have_count(1)
    expect(selected).to_be_focused()
    expect(cell(editing, world, world.head)).to_be_focused()


def test_enter_opens_the_choice_and_a_click_assigns(editing, world):
    cell(editing, world, world.deputy).click()
    expect(editing.locator("#inspector h2")).to_have_text("部署年度重点任务")
    expect(editing.locator("#inspector .what")).to_contain_text("乡长")
    editing.keyboard.press("Enter")
    expect(editing.locator("#inspector input:focus")).to_have_count(1)
    editing.keyboard.press("Escape")
    expect(cell(editing, world, world.deputy)).to_be_focused()
    expect(editing.locator("#inspector .what")).to_contain_text("乡长")
    editing.locator(".kinds label", has_text="分管").click()
    expect(cell(editing, world, world.deputy)).to_have_text("管")
    saved(editing)
    assert held(world, world.deputy) == "charge"


def test_a_role_that_does_not_fit_is_refused_in_words(editing, world):
    at = cell(editing, world, world.deputy)
    at.click()
    editing.keyboard.press("KeyQ")
    expect(editing.locator("#save")).to_contain_text("“牵头”只能由部门承担")
    expect(at).to_have_text("")
    cell(editing, world, world.office).click()
    editing.keyboard.press("KeyQ")
    expect(editing.locator("#refused")).to_contain_text("已由“宣传办公室”牵头")
    expect(cell(editing, world, world.office)).to_have_text("配")
    assert held(world, world.office) == "support"


def test_two_clerks_at_one_cell(editing, open_as, world):
    grant(world.users["member"], "act_as_clerk", world.township)
    other = open_as("member")
    other.goto(f"{PAGE}?view=edit")
    cell(editing, world, world.office).click()
    editing.keyboard.press("KeyJ")
    saved(editing)
    cell(other, world, world.office).click()
    other.keyboard.press("KeyK")
    expect(other.locator("#refused")).to_contain_text("温岚")
    expect(cell(other, world, world.office)).to_have_text("督")
    assert held(world, world.office) == "supervise"
    expect(other.locator("#refused")).to_contain_text("督促")
    other.get_by_role("button", name="改用我的“知会”").click()
    expect(cell(other, world, world.office)).to_have_text("知")
    saved(other)
    assert held(world, world.office) == "inform"
    cell(editing, world, world.office).click()
    editing.keyboard.press("KeyP")
    editing.get_by_role("link", name="采用对方").click()
    expect(cell(editing, world, world.office)).to_have_text("知")
    assert held(world, world.office) == "inform"


def test_without_a_network_the_cell_is_marked_and_sent_later(editing, world):
    at = cell(editing, world, world.deputy)
    at.click()
    editing.context.set_offline(True)
    editing.keyboard.press("KeyF")
    expect(at).to_have_text("管")
    expect(editing.locator("#save")).to_contain_text("尚未保存")
    expect(editing.locator("td.unsaved")).to_have_count(1)
    assert held(world, world.deputy) == ""
    editing.context.set_offline(False)
    saved(editing)
    expect(editing.locator("td.unsaved")).to_have_count(0)
    assert held(world, world.deputy) == "charge"


def test_a_note_is_saved_with_the_form(editing, world):
    cell(editing, world, world.office).click()
    expect(editing.locator("#inspector .what")).to_contain_text("党政办公室")
    note = editing.get_by_label("说明")
    note.fill("每月汇总一次")
    editing.locator("#inspector").get_by_role("button", name="保存").click()
    saved(editing)
    row = Assignment.objects.on(today()).get(duty=world.duties[0], department=world.office)
    assert row.note == "每月汇总一次"


def test_readers_can_look_but_not_write(open_as, world):
    page = open_as("auditor")
    page.goto(f"{PAGE}?view=edit")
    cell(page, world, world.office).click()
    page.keyboard.press("KeyJ")
    page.keyboard.press("Delete")
    expect(cell(page, world, world.office)).to_have_text("配")
    expect(page.locator("#save")).to_contain_text("只有本党组织的经办人或书记")
    expect(page.locator("#inspector fieldset[disabled]")).to_have_count(1)


def test_a_plain_form_saves_without_a_script(open_as, world):
    page = open_as("clerk", java_script_enabled=False)
    page.goto(f"{PAGE}?view=edit&cell={world.duties[0].pk}:p{world.deputy.pk}")
    page.locator(".kinds label", has_text="分管").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#messages")).to_contain_text("已保存")
    assert held(world, world.deputy) == "charge"


def test_a_conflict_without_a_script_offers_both(open_as, world):
    page = open_as("clerk", java_script_enabled=False)
    page.goto(f"{PAGE}?view=edit&cell={world.duties[0].pk}:p{world.deputy.pk}")
    set_role(
        duty=world.duties[0],
        column_key=f"p{world.deputy.pk}",
        role_code="inform",
        on=today(),
        version=0,
        actor=world.users["secretary"],
    )
    page.locator(".kinds label", has_text="分管").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#refused")).to_contain_text("韩立诚")
    page.get_by_role("button", name="改用我的").click()
    expect(page.locator("#messages")).to_contain_text("已保存")
    assert held(world, world.deputy) == "charge"
