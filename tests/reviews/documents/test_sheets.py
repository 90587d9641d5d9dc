"""Ledger, register, duty sheets and gap letters print what they are given."""

from datetime import date

from reviews.documents.duty_sheet import DutySheet, SheetDuty, duty_sheets_pdf
from reviews.documents.gap_letter import Gap, GapLetter, gap_letter_document, gap_letter_pdf
from reviews.documents.ledger import Ledger, LedgerLine, ledger_pdf
from reviews.documents.register import Register, RegisterEntry, register_pdf
from tests.reviews.documents.pages import DAY, EXPORT, reader, text


def make_line(**overrides):
    fields = {
        "organ": "供水公司党总支",
        "requirement": "专题研究责任制工作",
        "period": "2026年上半年",
        "due_on": DAY,
        "needed": 2,
        "done": 1,
        "state": "逾期",
        "owner": "党总支书记",
        "tone": "late",
    }
    return LedgerLine(**{**fields, **overrides})


def test_the_ledger_lists_every_line_under_its_organ():
    lines = tuple(
        make_line(organ=organ, requirement=f"事项{number}甲", state="已完成", tone="ok")
        for organ in ("供水公司党总支", "排水公司党总支")
        for number in range(30)
    )
    rendered = ledger_pdf(Ledger("江州市水务集团党委", "2026年上半年", DAY, lines), **EXPORT)
    printed = text(rendered)
    assert "共60项·逾期0项" in printed
    assert all(line.requirement in printed for line in lines)
    assert printed.count("履责事项") == rendered.pages
    assert f"第1页共{rendered.pages}页" in printed
    assert all(page.mediabox.width > page.mediabox.height for page in reader(rendered).pages)


def test_a_line_without_owner_says_so():
    ledger = Ledger("甲", "2026年上半年", DAY, (make_line(owner="", due_on=None),))
    assert "未明确" in text(ledger_pdf(ledger, **EXPORT))


def test_an_empty_ledger_says_so():
    assert "没有记录" in text(ledger_pdf(Ledger("甲", "2026年上半年", DAY, ()), **EXPORT))


def test_the_register_prints_numbers_and_days():
    entry = RegisterEntry(
        title="上半年履责报告",
        kind="半年报告",
        sender="供水公司党总支",
        receiver="江州市水务集团党委",
        period="2026年上半年",
        state="已采纳",
        number="水供党〔2026〕8号",
        submitted_on=date(2026, 6, 20),
    )
    printed = text(register_pdf(Register("甲", "报告登记册", DAY, (entry,)), **EXPORT))
    for wanted in ("水供党〔2026〕8号", "2026-06-20", "已采纳", "共1件"):
        assert wanted in printed


def test_a_duty_sheet_shows_main_job_and_duties_and_vacancy():
    owed = (("排查 2026年", "进行中", False),)
    duties = tuple(
        SheetDuty(f"B-{n:02d}", "风险排查", "牵头", "牵", "第三条", owed) for n in range(28)
    )
    sheet = DutySheet(
        organ_name="江州市水务集团党委",
        post="纪委书记",
        holder="",
        since=None,
        portfolios=("审计部",),
        main_job=("主持日常监督",),
        duties=duties,
        plan_title="年度责任制方案",
        plan_version=2,
        on=DAY,
    )
    rendered = duty_sheets_pdf((sheet, sheet), **EXPORT)
    printed = text(rendered)
    assert "空缺" in printed
    assert "主持日常监督" in printed
    assert all(printed.count(duty.number) == 2 for duty in duties)
    assert printed.count("排查2026年") == 56
    pages = [page.extract_text() for page in reader(rendered).pages]
    assert ["本人签字" in page for page in pages] == [False, True] * 2


def make_letter(count):
    gaps = tuple(Gap(f"A-{n:02d}", "集体学习", "缺牵头部门") for n in range(count))
    return GapLetter(
        "中共江州市委办公室", "某局党组", "某局党组", "年度责任制方案", DAY, gaps, date(2026, 7, 15)
    )


def test_few_gaps_stand_in_the_letter_and_many_behind_it():
    assert gap_letter_document(make_letter(3)).attachments == ()
    rendered = gap_letter_pdf(make_letter(30), **EXPORT)
    printed = text(rendered)
    assert "有30处责任空白" in printed
    assert "2026年7月15日前" in printed
    assert all(f"A-{n:02d}" in printed for n in range(30))


def test_a_letter_without_gaps_says_there_are_none():
    assert "未发现空白" in text(gap_letter_pdf(make_letter(0), **EXPORT))
