"""The matrix by keyboard and mouse in a real browser: nothing is lost, nothing overwritten."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from duties.assigning import set_role
from duties.days import today
from duties.models import Assignment, Department, TrailEntry
from tests.world import grant

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PAGE = "/organs/qingxi/matrix/"


def cell(page, world, carrier, number=0):
    """The ``<td>`` of a duty and a post or department."""
    letter = "d" if isinstance(carrier, Department) else "p"
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
    side = "department" if isinstance(carrier, Department) else "post"
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


# Many cells at once


@pytest.fixture
def ready(editing):
    """The editing page with its module for blocks at hand."""
    expect(editing.locator("#grid[data-ready]")).to_have_count(1)
    return editing


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def paste(page, text):
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
          document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def copied(page):
    return page.evaluate(
        """() => {
          const data = new DataTransfer();
          const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true });
          document.activeElement.dispatchEvent(event);
          return data.getData("text/plain");
        }"""
    )


def all_held(world, carrier):
    return [held(world, carrier, number) for number in range(4)]


def test_a_block_is_selected_filled_and_undone_in_one_go(ready, world):
    cell(ready, world, world.deputy).click()
    press(ready, *["Shift+ArrowDown"] * 3)
    expect(ready.locator('td[aria-selected="true"]')).to_have_count(4)
    expect(ready.locator("#live")).to_have_text("已选4行1列，共4格")
    expect(ready.locator("#grid td[tabindex]")).to_have_count(1)
    ready.keyboard.press("KeyF")
    expect(ready.locator("#save")).to_contain_text("已写入4格")
    expect(ready.locator("#assigned")).to_have_text("20")
    assert all_held(world, world.deputy) == ["charge"] * 4
    press(ready, "Delete")
    expect(ready.locator("#assigned")).to_have_text("16")
    assert all_held(world, world.deputy) == [""] * 4
    press(ready, "Control+KeyZ")
    expect(ready.locator("#save")).to_contain_text("已撤销整批4格")
    assert all_held(world, world.deputy) == ["charge"] * 4
    press(ready, "Control+KeyZ")
    expect(ready.locator("#assigned")).to_have_text("16")
    assert all_held(world, world.deputy) == [""] * 4
    press(ready, "Escape")
    expect(ready.locator('td[aria-selected="true"]')).to_have_count(1)


def test_filling_down_takes_the_top_row_of_the_block(ready, world):
    cell(ready, world, world.deputy).click()
    press(ready, "KeyD", "ArrowRight", "ArrowRight", "KeyP")
    saved(ready)
    cell(ready, world, world.deputy).click()
    cell(ready, world, world.organiser, 3).click(modifiers=["Shift"])
    expect(ready.locator('td[aria-selected="true"]')).to_have_count(12)
    press(ready, "Control+KeyD")
    expect(ready.locator("#save")).to_contain_text("已写入6格")
    assert all_held(world, world.deputy) == ["direct"] * 4
    assert all_held(world, world.publicist) == ["leader"] * 4
    assert all_held(world, world.organiser) == ["support"] * 4


def test_a_block_with_one_conflict_waits_for_an_answer(ready, open_as, world):
    grant(world.users["member"], "act_as_clerk", world.township)
    other = open_as("member")
    other.goto(f"{PAGE}?view=edit")
    expect(other.locator("#grid[data-ready]")).to_have_count(1)
    cell(ready, world, world.deputy, 1).click()
    ready.keyboard.press("KeyK")
    saved(ready)
    cell(other, world, world.deputy).click()
    press(other, *["Shift+ArrowDown"] * 3, "KeyF")
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("整批没有写入：1格有冲突或不合规定")
    expect(dialog).to_contain_text("温岚")
    assert all_held(world, world.deputy) == ["", "inform", "", ""]
    expect(cell(other, world, world.deputy)).to_have_text("")
    expect(cell(other, world, world.deputy, 1)).to_have_text("知")
    dialog.get_by_role("button", name="写入其余3格").click()
    expect(other.locator("#save")).to_contain_text("已写入3格")
    assert all_held(world, world.deputy) == ["charge", "inform", "charge", "charge"]
    press(other, "Control+KeyZ")
    expect(other.locator("#save")).to_contain_text("已撤销整批3格")
    assert all_held(world, world.deputy) == ["", "inform", "", ""]


def test_a_paste_larger_than_the_grid_is_shown_before_it_is_applied(ready, world):
    cell(ready, world, world.organisation, 2).click()
    paste(ready, "知会\t配合\n协助\nP\n")
    dialog = ready.get_by_role("dialog")
    expect(dialog).to_contain_text("超出矩阵末行或末列，不会写入：B1 配合；A3 P")
    expect(dialog).to_contain_text("不会写入：A2 协助")
    assert all_held(world, world.organisation) == [""] * 4
    dialog.get_by_role("button", name="写入1格").click()
    expect(ready.locator("#save")).to_contain_text("已写入1格")
    expect(cell(ready, world, world.organisation, 2)).to_have_text("知")
    expect(cell(ready, world, world.organisation, 2)).to_be_focused()
    press(ready, "Control+KeyZ")
    expect(cell(ready, world, world.organisation, 2)).to_have_text("")
    saved(ready)


def test_what_is_copied_can_be_pasted_elsewhere(ready, world):
    cell(ready, world, world.publicity).click()
    press(ready, "Shift+ArrowLeft", "Shift+ArrowDown")
    assert copied(ready) == "配合\t牵头\n配合\t牵头"
    press(ready, "Escape")
    cell(ready, world, world.organisation).click()
    press(ready, "Shift+ArrowDown", "Shift+ArrowDown")
    paste(ready, "督促")
    dialog = ready.get_by_role("dialog")
    dialog.get_by_role("button", name="写入3格").click()
    expect(ready.locator("#save")).to_contain_text("已写入3格")
    assert all_held(world, world.organisation) == ["supervise"] * 3 + [""]


def test_readers_copy_a_block_and_change_nothing(open_as, world):
    page = open_as("auditor")
    page.goto(PAGE)
    expect(page.locator("#grid[data-ready]")).to_have_count(1)
    cell(page, world, world.head).click()
    press(page, "Shift+ArrowDown", "KeyP", "Delete", "Control+KeyD")
    assert copied(page) == "第一责任\n第一责任"
    paste(page, "主责")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert all_held(world, world.head) == ["first"] * 4


def test_without_a_network_a_block_stays_as_it_was(ready, world):
    cell(ready, world, world.deputy).click()
    ready.context.set_offline(True)
    press(ready, "Shift+ArrowDown", "KeyF")
    expect(ready.locator("#save")).to_contain_text("各格已恢复原样")
    expect(cell(ready, world, world.deputy)).to_have_text("")
    ready.context.set_offline(False)
    press(ready, "KeyF")
    expect(ready.locator("#save")).to_contain_text("已写入2格")


def test_a_column_is_filled_and_a_block_pasted_without_a_script(open_as, world):
    page = open_as("clerk", java_script_enabled=False)
    page.goto(f"{PAGE}fill/?view=edit")
    page.get_by_label("岗位或部门").select_option("党委副书记、乡长")
    page.get_by_role("button", name="选择").click()
    page.get_by_label("1 部署年度重点任务").check()
    page.get_by_label("3 开展半年分析").check()
    page.get_by_role("radio", name="分管").check()
    page.get_by_role("button", name="填写勾选的各格").click()
    expect(page.locator("#messages")).to_contain_text("已写入2格")
    assert all_held(world, world.deputy) == ["charge", "", "charge", ""]
    page.get_by_role("link", name="粘贴").click()
    page.get_by_label("粘贴的内容").fill("\t党委副书记、乡长\n2\t分管\n3\t-\n")
    page.get_by_role("button", name="核对").click()
    expect(page.locator("form.preview")).to_contain_text("行和列都按名称对应")
    page.get_by_role("button", name="写入2格").click()
    assert all_held(world, world.deputy) == ["charge", "charge", "", ""]


@pytest.mark.parametrize("width", [1366, 1440])
def test_the_matrix_pages_have_no_fault_that_axe_knows(open_as, world, width):
    page = open_as("clerk", viewport={"width": width, "height": 768})
    key = f"{world.duties[0].pk}:d{world.office.pk}"
    for address in (
        "?view=edit", "?only=problems&q=9", f"fill/?column=p{world.deputy.pk}", "paste/",
        "columns/", f"cell/history/?cell={key}",
    ):  # fmt: skip
        page.goto(PAGE + address)
        sound(page, address)
    page.goto(f"{PAGE}?view=edit")
    expect(page.locator("#grid[data-ready]")).to_have_count(1)
    cell(page, world, world.deputy).click()
    press(page, "Shift+ArrowDown", "Shift+ArrowRight")
    sound(page, "block")
    paste(page, "主责\t协助\n牵头")
    expect(page.get_by_role("dialog")).to_be_visible()
    sound(page, "preview")


def sound(page, what):
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == [], what
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, what
