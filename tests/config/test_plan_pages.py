"""The pages from a document to a plan, as a clerk, a reader and a stranger meet them."""

from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx import Document

from config import adopting
from config.forms.plan_reading import SECTIONS
from config.roster import Roster
from duties import days
from duties.models import Plan, PlanReading
from tests.config.plan_texts import TOWNSHIP, settle, start

PARTS = ["overview", "match", "duties", "group", "rules", "account"]


def url(name, *args):
    return reverse(name, args=["qingxi", *args])


def shown(response, **change):
    """The fields of the page's section form as a browser would send them, with changes."""
    data = {"version": str(response.context["reading"].version)}
    for form in response.context["forms"].values():
        for part in [form, *getattr(form, "forms", [])]:
            if hasattr(part, "management_form"):
                part = part.management_form
            data |= _values(part)
    return {key: value for key, value in (data | change).items() if value is not None}


def _values(form):
    found = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            value = "on" if value else None
        found[field.html_name] = "" if value is None and not _is_box(field) else value
    return found


def _is_box(field):
    return field.widget_type == "checkbox"


class TestUpload:
    def send(self, client, **fields):
        return client.post(url("plan_upload"), {"subject": "ideology", **fields})

    def test_a_pasted_text_becomes_a_reading(self, sign_in):
        answer = self.send(sign_in("clerk"), text=TOWNSHIP)
        row = PlanReading.objects.get()
        assert answer.url == row.get_absolute_url()
        assert len(row.draft["duties"]) == 4

    def test_a_word_document_becomes_a_reading(self, sign_in):
        document, data = Document(), BytesIO()
        for line in TOWNSHIP.splitlines():
            document.add_paragraph(line)
        document.save(data)
        file = SimpleUploadedFile("方案.docx", data.getvalue())
        self.send(sign_in("clerk"), file=file)
        row = PlanReading.objects.get()
        assert (row.name, len(row.draft["duties"])) == ("方案.docx", 4)

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({}, "请粘贴方案全文，或上传一个文件。"),
            ({"text": "   "}, "请粘贴方案全文，或上传一个文件。"),
            ({"text": "今天开会。"}, "没有"),
            ({"text": "字" * 200_001}, "文字超过 20 万字"),
            ({"text": "有\x00空字节"}, "无法识别的字符"),
        ],
    )
    def test_what_is_no_plan_is_refused(self, sign_in, fields, sentence):
        answer = self.send(sign_in("clerk"), **fields)
        assert answer.status_code == 422
        assert sentence in str(answer.context["form"].errors)
        assert not PlanReading.objects.exists()

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("方案.txt", b"%PDF-1.7 ..."),
            ("方案.docx", b"no word document"),
            ("方案.xlsx", b"PK\x03\x04"),
            ("方案.txt", b""),
            ("方案.txt", b"\xff\xfe\x00\xd8"),
            ("方案.txt", TOWNSHIP.replace("年初", "年\x00初").encode()),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused_beside_its_field(self, sign_in, name, data):
        answer = self.send(sign_in("clerk"), file=SimpleUploadedFile(name, data))
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]
        assert not PlanReading.objects.exists()

    def test_text_and_file_together_are_refused(self, sign_in):
        file = SimpleUploadedFile("a.txt", TOWNSHIP.encode())
        answer = self.send(sign_in("clerk"), text=TOWNSHIP, file=file)
        assert "请只选一种方式" in str(answer.context["form"].errors["file"])


@pytest.mark.parametrize("part", PARTS)
def test_saving_a_section_untouched_keeps_the_draft(world, sign_in, part):
    row = settle(start(world))
    before = row.draft
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part={part}"
    page = client.get(address)
    answer = client.post(address, shown(page))
    assert (page.status_code, answer.status_code) == (200, 302)
    row.refresh_from_db()
    assert row.version == 3
    for name in ("title", "duties", "requirements", "grounds", "measures", "roles", "matches"):
        assert row.draft[name] == before[name], name
    assert row.draft["leading_group"]["seats"] == before["leading_group"]["seats"]


@pytest.mark.parametrize("part", PARTS)
def test_the_review_page_costs_the_same_for_long_plans(
    world, sign_in, django_assert_max_num_queries, part
):
    row = settle(start(world))
    client = sign_in("clerk")
    with django_assert_max_num_queries(12):
        page = client.get(row.get_absolute_url(), {"part": part})
    assert "style=" not in page.content.decode()


def test_the_text_stands_beside_the_draft_without_what_is_withheld(world, sign_in):
    page = sign_in("clerk").get(start(world).get_absolute_url(), {"part": "duties"})
    html = page.content.decode()
    assert 'id="s-duties-0"' in html
    assert 'id="e-duties-0"' in html
    assert "此处内容不保存" in html
    assert "审核把关" not in html


def test_corrections_of_duties_arrive_in_the_plan(world, sign_in):
    row = settle(start(world))
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=duties"
    change = {
        "form-0-title": "部署重点任务",
        "form-0-leaders": "罗敏、邱禾",
        "form-1-DELETE": "on",
        "form-4-number": "5",
        "form-4-title": "补充的职责",
        "form-4-lead": "组织办公室",
    }
    client.post(address, shown(client.get(address), **change))
    row.refresh_from_db()
    assert [d["number"] for d in row.draft["duties"]] == ["1", "3", "4", "5"]
    assert row.draft["duties"][0]["leaders"] == ["罗敏", "邱禾"]
    assert row.draft["matches"]["leader:罗敏"]["exact"]
    assert row.draft["duties"][3]["parties"][0]["role"] == "lead"


def test_a_refused_duty_cannot_be_widened(world, sign_in):
    row = start(world)
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=duties"
    change = {"form-3-scope": "full", "form-3-text": "补写的内容"}
    client.post(address, shown(client.get(address), **change))
    row.refresh_from_db()
    assert (row.draft["duties"][3]["scope"], row.draft["duties"][3]["text"]) == (
        "assignment_only",
        "",
    )


def test_a_refused_duty_typed_anew_is_an_assignment_only(world, sign_in):
    row, clerk = start(world), sign_in("clerk")
    page = f"{row.get_absolute_url()}?part=duties"
    typed = {
        "form-0-text": "年初印发任务清单，每季度调度，年底对账。登记有关言论。",
        "form-4-number": "五",
        "form-4-title": "规范讲座管理",
        "form-4-text": "讲座内容逐场审核。",
        "form-4-scope": "full",
    }
    clerk.post(page, shown(clerk.get(page), **typed))
    row.refresh_from_db()
    first, *_between, last = row.draft["duties"]
    assert (first["scope"], first["text"]) == ("full", "年初印发任务清单，每季度调度，年底对账。")
    assert (last["scope"], last["text"]) == ("assignment_only", "")


def test_a_refused_ground_typed_anew_is_only_listed(world, sign_in):
    row, clerk = start(world), sign_in("clerk")
    page = f"{row.get_absolute_url()}?part=account"
    typed = {
        "grounds-0-title": "发表不当言论",
        "grounds-4-number": "9",
        "grounds-4-title": "编写的材料有误",
        "grounds-4-scope": "full",
    }
    clerk.post(page, shown(clerk.get(page), **typed))
    row.refresh_from_db()
    kept = {ground["title"]: ground["scope"] for ground in row.draft["grounds"]}
    assert kept["言论类情形"] == kept["出版物与课堂类情形"] == "listed_only"
    assert not any(title in str(row.draft) for title in ("发表不当言论", "编写的材料有误"))


def test_a_plan_of_a_hundred_duties_can_be_saved(world, sign_in):
    row, clerk = start(world), sign_in("clerk")
    row.draft["duties"] += [
        {**row.draft["duties"][0], "key": f"duties-n{n}", "number": f"补{n}"} for n in range(100)
    ]
    adopting.save_draft(row=row, draft=row.draft, version=row.version)
    page = f"{row.get_absolute_url()}?part=duties"
    fields = shown(clerk.get(page))
    assert len(fields) > 1000
    assert clerk.post(page, fields).status_code == 302


def test_narrowing_a_duty_takes_its_body_out_of_the_text(world, sign_in):
    row = start(world)
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=duties"
    client.post(address, shown(client.get(address), **{"form-0-scope": "assignment_only"}))
    row.refresh_from_db()
    assert "年初印发" in TOWNSHIP
    assert "年初印发" not in row.text
    assert row.draft["duties"][0]["text"] == ""


def test_a_rule_is_written_from_pattern_and_numbers(world, sign_in):
    row = start(world)
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=rules"
    change = {"form-0-kind": "meeting", "form-0-pattern": "every", "form-0-numbers": "2-3"}
    client.post(address, shown(client.get(address), **change))
    row.refresh_from_db()
    assert row.draft["requirements"][0]["rule"] == "every 2-3 years"


def test_a_day_of_each_month_is_shown_and_set(world, sign_in):
    text = TOWNSHIP.replace("每季度至少调度1次", "每月10日前报送进展情况")
    row = start(world, text=text)
    rules = [rule["rule"] for rule in row.draft["requirements"]]
    at = rules.index("by day 10 of month")
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=rules"
    page = client.get(address)
    assert '<option value="by" selected>每月 N 日前</option>' in page.content.decode()
    form = shown(page)
    assert (form[f"form-{at}-pattern"], form[f"form-{at}-numbers"]) == ("by", "10")
    answer = client.post(address, shown(page, **{f"form-{at}-numbers": "32"}))
    assert "这里最多填 31" in answer.content.decode()
    client.post(address, shown(page, **{f"form-{at}-numbers": "25"}))
    row.refresh_from_db()
    assert row.draft["requirements"][at]["rule"] == "by day 25 of month"


def test_a_rule_without_its_number_is_refused_beside_the_field(world, sign_in):
    row = start(world)
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=rules"
    answer = client.post(address, shown(client.get(address), **{"form-0-numbers": "很多"}))
    assert answer.status_code == 422
    assert "需要填写 1 个大于零的数" in answer.content.decode()
    row.refresh_from_db()
    assert row.version == 1


def test_one_press_takes_every_suggestion(world, sign_in):
    row = start(world)
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=match"
    client.post(address, shown(client.get(address), accept="*"))
    row.refresh_from_db()
    assert row.draft["matches"]["leader:田禾"]["post_name"] == "班子成员（田禾）"
    assert row.draft["matches"]["body:财政所"] == {"choice": "new_department"}


def test_a_new_post_needs_a_name(world, sign_in):
    row = start(world)
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=match"
    page = client.get(address)
    at = next(n for n, f in enumerate(page.context["forms"]["rows"]) if f.wanted.words == "田禾")
    answer = client.post(address, shown(page, **{f"m-{at}-choice": "new_post"}))
    assert answer.status_code == 422
    assert "请填写要新建的岗位名称" in answer.content.decode()


def test_two_clerks_do_not_overwrite_each_other(world, sign_in):
    row = start(world)
    client, address = sign_in("clerk"), f"{row.get_absolute_url()}?part=overview"
    page = client.get(address)
    client.post(address, shown(page, title="先保存的标题"))
    answer = client.post(address, shown(page, title="后保存的标题"))
    assert answer.status_code == 409
    assert "刚刚被别人保存过" in answer.content.decode()
    row.refresh_from_db()
    assert row.draft["title"] == "先保存的标题"


def test_adopting_from_the_page_leads_to_the_matrix(world, sign_in):
    row = settle(start(world))
    client = sign_in("clerk")
    page = client.get(url("plan_adopt", row.pk))
    assert "现行的“清溪乡党委责任制实施方案”" in page.content.decode()
    assert "新建部门“财政所”" in page.content.decode()
    fields = {"on": "2027-01-01", "document_number": "清委〔2027〕1号", "checked": "on"}
    answer = client.post(url("plan_adopt", row.pk), {**fields, "version": row.version})
    plan = Plan.objects.get(version=2)
    assert answer.url.startswith(url("matrix"))
    assert (plan.document_number, plan.from_on) == ("清委〔2027〕1号", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"on": ""}, "on", "请填写施行日期"),
        ({"on": "二〇二七年"}, "on", "日期无法识别"),
        ({"on": "9999-12-31"}, "on", "无法识别"),
        ({"on": "2026-01-01"}, "on", "须晚于这一天"),
        ({"checked": ""}, "checked", "还有疑问没有核对"),
        ({"version": "1"}, "__all__", "刚刚被别人保存过"),
        ({"version": "x"}, "__all__", "刚刚被别人保存过"),
        ({"version": "9" * 5000}, "__all__", "刚刚被别人保存过"),
    ],
)
def test_an_unfit_adoption_is_refused_beside_the_field(world, sign_in, change, field, sentence):
    row = settle(start(world))
    fields = {"on": "2027-01-01", "checked": "on", "version": row.version} | change
    answer = sign_in("clerk").post(url("plan_adopt", row.pk), fields)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert Plan.objects.count() == 1


def test_several_leads_are_allowed_on_the_page_that_refuses_them(world, sign_in):
    text = TOWNSHIP.replace("牵头单位：组织办公室，", "牵头单位：组织办公室、党政办公室，")
    row = settle(start(world, text=text))
    client, address = sign_in("clerk"), url("plan_adopt", row.pk)
    fields = {"on": "2027-01-01", "checked": "on", "version": row.version}
    refused = client.post(address, fields)
    assert "请勾选允许多个牵头单位" in str(refused.context["form"].errors["several_leads"])
    assert 'name="several_leads"' in refused.content.decode()
    client.post(address, {**fields, "several_leads": "on"})
    assert Plan.objects.get(version=2).several_leads


def test_an_unsettled_draft_is_not_adopted(world, sign_in):
    row = start(world)
    fields = {"on": "2027-01-01", "checked": "on", "version": row.version}
    answer = sign_in("clerk").post(url("plan_adopt", row.pk), fields)
    assert "有 3 个名称还没有对应" in answer.content.decode()
    assert Plan.objects.count() == 1


def test_dropping_asks_first_and_then_empties(world, sign_in):
    row, client = start(world), sign_in("clerk")
    assert "放弃后" in client.get(url("plan_drop", row.pk)).content.decode()
    client.post(url("plan_drop", row.pk))
    row.refresh_from_db()
    assert (row.state, row.text) == ("dropped", "")
    for name in ("plan_reading", "plan_adopt", "plan_drop"):
        answer = client.post(url(name, row.pk), {})
        assert answer.url == url("plans")


def test_the_list_shows_versions_and_open_readings(world, sign_in, django_assert_max_num_queries):
    start(world)
    client = sign_in("clerk")
    with django_assert_max_num_queries(18):
        html = client.get(url("plans")).content.decode()
    assert "清溪乡党委责任制落实方案" in html
    assert "继续核对" in html
    assert "清溪乡党委责任制实施方案" in html
    assert "继续核对" not in sign_in("auditor").get(url("plans")).content.decode()


def test_an_organ_without_plans_is_pointed_to_the_upload(world, sign_in):
    page = sign_in("neighbour").get(reverse("plans", args=["shiqiao"]))
    assert "还没有方案" in page.content.decode()
    assert reverse("plan_upload", args=["shiqiao"]) in page.content.decode()


def test_a_plan_page_shows_what_all_three_apps_keep(world, sign_in, django_assert_max_num_queries):
    row = settle(start(world))
    plan = adopting.adopt_reading(reading=row, on=date(2026, 7, 1), actor=row.created_by)
    client = sign_in("member")
    with django_assert_max_num_queries(18):
        html = client.get(url("plan", plan.pk), {"on": "2026-08-01"}).content.decode()
    for words in (
        "部署全年重点任务",
        "每年 6、12 月",
        "仅登记",
        "书面检查",
        "主要领导责任、重要领导责任",
    ):
        assert words in html


@pytest.mark.parametrize("name", ["plan_upload", "plan_reading", "plan_adopt", "plan_drop"])
def test_drafting_is_the_clerks(world, sign_in, name):
    row = start(world)
    address = url(name) if name == "plan_upload" else url(name, row.pk)
    for who, status in {"clerk": 200, "member": 403, "auditor": 403, "stranger": 404}.items():
        assert sign_in(who).get(address).status_code == status, who
    assert sign_in("neighbour").get(address).status_code == 404


def test_reading_and_plan_of_another_organ_are_not_found(world, sign_in):
    row = start(world)
    client = sign_in("neighbour")
    for name, pk in (("plan_reading", row.pk), ("plan", world.plan.pk)):
        assert client.get(reverse(name, args=["shiqiao", pk])).status_code == 404


QUESTIONED = TOWNSHIP.replace("清溪乡党委责任制落实方案\n", "").replace(
    "每季度至少调度1次。", "每季度调度1次。"
)


class TestQuestions:
    """Above every tab stands one question; its answer saves the tab too."""

    @pytest.fixture
    def row(self, world):
        return start(world, text=QUESTIONED)

    def post(self, client, row, part="overview", **fields):
        address = f"{row.get_absolute_url()}?part={part}"
        return client.post(address, shown(client.get(address), **fields))

    def ids(self, row, kind):
        return [q["id"] for q in row.draft["questions"] if q["kind"] == kind]

    @pytest.mark.parametrize("part", PARTS)
    def test_it_stands_on_every_tab(self, row, sign_in, part):
        html = sign_in("clerk").get(row.get_absolute_url(), {"part": part}).content.decode()
        assert f"第 1/{len(row.draft['questions'])} 问" in html
        assert "文中没有找到方案名称" in html

    @pytest.mark.parametrize("part", ["overview", "rules"])
    def test_it_is_asked_in_english(self, row, sign_in, part):
        client, question = sign_in("clerk"), self.ids(row, "frequency")[0]
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        address = row.get_absolute_url()
        html = client.get(address, {"part": part, "ask": question}).content.decode()
        translation.deactivate()
        sentence = "“每季度调度1次”: the text gives a number without “at least”."
        assert f"data-focus>{sentence}" in html
        assert html.count(sentence) == 2  # above the tab, and in it
        assert "原文只写了次数" not in html

    def test_one_stored_without_a_template_stays_as_it_is(self, row, sign_in):
        for question in row.draft["questions"]:
            del question["template"], question["values"]
        row.save()
        client = sign_in("clerk")
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        html = client.get(row.get_absolute_url()).content.decode()
        translation.deactivate()
        assert "文中没有找到方案名称" in html

    def test_its_words_can_be_chosen_without_scripts(self, row, sign_in):
        client, question = sign_in("clerk"), self.ids(row, "frequency")[0]
        html = client.get(row.get_absolute_url(), {"ask": question}).content.decode()
        at = row.text.index("每季度调度1次")
        assert f'name="a-pick" value="{at}-{at + 7}"' in html
        fields = {"a-question": question, "a-choice": "words", "a-pick": f"{at}-{at + 7}"}
        self.post(client, row, **fields)
        row.refresh_from_db()
        assert question in row.draft["checked"]
        assert row.draft["answers"][question]["words"] == "每季度调度1次"

    def test_an_answer_leads_to_the_next_question(self, row, sign_in):
        first, second = (q["id"] for q in row.draft["questions"][:2])
        fields = {"a-question": first, "a-choice": "keep"}
        answer = self.post(sign_in("clerk"), row, "rules", **fields)
        assert answer.url.endswith(f"?part=rules&ask={second}&done={first}#asked")
        page = sign_in("clerk").get(answer.url)
        assert "第 1 问：" in page.content.decode()

    def test_the_last_answer_points_to_the_names(self, row, sign_in):
        client = sign_in("clerk")
        for question in row.draft["questions"]:
            page = client.get(row.get_absolute_url(), {"ask": question["id"]})
            code = page.context["review"].asked.choices[0][0]
            answer = self.post(client, row, **{"a-question": question["id"], "a-choice": code})
        html = client.get(answer.url).content.decode()
        assert "疑问都已答完" in html
        assert "下一步：对应" in html

    def test_coming_back_the_first_open_question_is_asked(self, row, sign_in):
        client = sign_in("clerk")
        first, second = (q["id"] for q in row.draft["questions"][:2])
        self.post(client, row, **{"a-question": first, "a-choice": "keep"})
        assert client.get(row.get_absolute_url()).context["review"].asked.id == second

    def test_what_was_typed_in_the_tab_is_saved_with_the_answer(self, row, sign_in):
        question = self.ids(row, "frequency")[0]
        fields = {"a-question": question, "a-choice": "least", "form-0-title": "部署重点任务"}
        self.post(sign_in("clerk"), row, "duties", **fields)
        row.refresh_from_db()
        assert row.draft["duties"][0]["title"] == "部署重点任务"
        assert question in row.draft["checked"]

    @pytest.mark.parametrize("part", PARTS)
    def test_an_untouched_tab_is_left_as_it_is(self, row, sign_in, part):
        page = sign_in("clerk").get(row.get_absolute_url(), {"part": part})
        section = SECTIONS[part][1](row.draft, Roster.of(row.organ, on=days.today()), shown(page))
        assert not section.has_changed()

    def test_a_fault_in_the_tab_keeps_the_answer_back(self, row, sign_in):
        question = self.ids(row, "frequency")[0]
        fields = {"a-question": question, "a-choice": "least", "form-0-title": ""}
        answer = self.post(sign_in("clerk"), row, "duties", **fields)
        row.refresh_from_db()
        assert (answer.status_code, row.version) == (422, 1)

    def test_a_fault_that_stood_there_before_does_not_hinder(self, row, sign_in):
        row.draft["requirements"][0]["kind"] = ""
        adopting.save_draft(row=row, draft=row.draft, version=1)
        question = self.ids(row, "title")[0]
        answer = self.post(
            sign_in("clerk"), row, "rules", **{"a-question": question, "a-choice": "keep"}
        )
        assert answer.status_code == 302

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"a-choice": "words"}, "请先在原文中点选文字"),
            ({"a-choice": "words", "a-pick": "0-3"}, "没有写多久几次"),
            ({"a-choice": "words", "a-pick": "0-9999999"}, "请在原文中点选文字"),
            ({"a-choice": "words", "a-pick": "a-b"}, "没有完整送达"),
            ({"a-choice": "moon"}, "请选择一个回答"),
            ({"a-choice": "rule", "a-numbers": "", "a-pattern": "year"}, "需要填写 1 个"),
            ({"a-choice": "rule", "a-numbers": "3", "a-pattern": "moon"}, "没有完整送达"),
            ({"a-choice": "rule", "a-numbers": "x"}, "需要填写 1 个"),
            ({"a-choice": "least", "a-question": "q99"}, "找不到这个疑问"),
            ({"a-choice": "least", "a-question": "\x00"}, "没有完整送达"),
        ],
    )
    def test_an_answer_that_is_none_is_refused_in_words(self, row, sign_in, fields, sentence):
        fields = {"a-question": self.ids(row, "frequency")[0], **fields}
        answer = self.post(sign_in("clerk"), row, **fields)
        row.refresh_from_db()
        assert (answer.status_code, row.version) == (422, 1)
        assert sentence in answer.content.decode()

    def test_enter_in_the_number_answers_without_scripts(self, row, sign_in):
        question = self.ids(row, "frequency")[0]
        fields = {"a-question": question, "a-pattern": "half", "a-numbers": "2", "enter": ""}
        self.post(sign_in("clerk"), row, **fields)
        row.refresh_from_db()
        assert "min 2 per half" in [r["rule"] for r in row.draft["requirements"]]

    def test_two_clerks_do_not_answer_over_each_other(self, row, sign_in):
        client, address = sign_in("clerk"), row.get_absolute_url()
        page = client.get(address)
        fields = shown(page, **{"a-question": self.ids(row, "title")[0], "a-choice": "keep"})
        assert client.post(address, fields).status_code == 302
        for late in (fields, shown(page, turn="undo"), shown(page, merge="duties-0")):
            answer = client.post(address, late)
            assert answer.status_code == 409
        row.refresh_from_db()
        assert row.version == 2


class TestReshaping:
    def post(self, client, row, **fields):
        address = f"{row.get_absolute_url()}?part=duties"
        return client.post(address, shown(client.get(address), **fields))

    def test_a_duty_is_split_from_the_list_of_its_sentences(self, world, sign_in):
        row, client = start(world), sign_in("clerk")
        page = client.get(row.get_absolute_url(), {"part": "duties", "cut": "duties-0"})
        assert 'name="split" value="duties-0:1"' in page.content.decode()
        answer = self.post(client, row, split="duties-0:1", **{"form-2-title": "研判"})
        row.refresh_from_db()
        assert [d["number"] for d in row.draft["duties"]] == ["1", "1-2", "2", "3", "4"]
        assert row.draft["duties"][3]["title"] == "研判"
        assert answer.url.endswith("#e-duties-n1")
        assert "已拆分职责" in client.get(answer.url).content.decode()

    def test_a_duty_is_split_at_a_sentence_of_the_text(self, world, sign_in):
        row, client = start(world), sign_in("clerk")
        at = row.text.index("年初印发")
        page = client.get(row.get_absolute_url(), {"part": "duties", "cut": "duties-0"})
        value = f"{at}-{row.text.index('（责任领导：邱禾')}"
        assert f'name="a-pick" value="{value}"' in page.content.decode()
        self.post(client, row, split="duties-0", **{"a-pick": value})
        row.refresh_from_db()
        assert row.draft["duties"][1]["text"].startswith("年初印发")

    def test_merging_and_moving_are_saved(self, world, sign_in):
        row, client = start(world), sign_in("clerk")
        self.post(client, row, move="duties-1:up")
        self.post(client, row, merge="duties-1")
        row.refresh_from_db()
        first, second, last = row.draft["duties"]
        assert first["text"].endswith("组织干部学习。")
        assert second["departments"] == ["组织办公室", "财政所", "纪检办公室"]
        assert last["scope"] == "assignment_only"
        assert row.draft["matches"]["body:组织办公室"]["exact"]

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"merge": "duties-3"}, "最后一条"),
            ({"merge": "x"}, "找不到这条职责"),
            ({"split": "duties-0"}, "哪一句"),
            ({"split": "duties-3:1"}, "哪一句"),
            ({"move": "duties-0:up"}, "没有相邻"),
            ({"move": "duties-2:down"}, "仅登记分工"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, world, sign_in, fields, sentence):
        row = start(world)
        answer = self.post(sign_in("clerk"), row, **fields)
        row.refresh_from_db()
        assert (answer.status_code, row.version) == (422, 1)
        assert sentence in answer.content.decode()

    def test_a_refused_duty_offers_no_splitting(self, world, sign_in):
        row = start(world)
        page = sign_in("clerk").get(row.get_absolute_url(), {"part": "duties", "cut": "duties-3"})
        assert page.context["review"].cut is None
        assert 'href="?part=duties&amp;cut=duties-3' not in page.content.decode()


class TestUndo:
    def post(self, client, row, **fields):
        row.refresh_from_db()
        return client.post(row.get_absolute_url(), {"version": row.version, **fields})

    def test_an_answer_taken_back_is_asked_again(self, world, sign_in):
        row, client = start(world, text=QUESTIONED), sign_in("clerk")
        first, second = (q["id"] for q in row.draft["questions"][:2])
        for question, code in ((first, "keep"), (second, "least")):
            page = client.get(row.get_absolute_url())
            fields = shown(page, **{"a-question": question, "a-choice": code})
            client.post(row.get_absolute_url(), fields)
        html = client.get(row.get_absolute_url()).content.decode()
        assert "撤销“回答疑问”" in html
        answer = self.post(client, row, turn="undo")
        assert f"ask={second}" in answer.url
        row.refresh_from_db()
        assert row.draft["checked"] == [first]
        assert "重做“回答疑问”" in client.get(answer.url).content.decode()
        self.post(client, row, turn="redo")
        row.refresh_from_db()
        assert row.draft["checked"] == [first, second]

    def test_with_nothing_to_take_back_it_says_so(self, world, sign_in):
        row, client = start(world), sign_in("clerk")
        answer = self.post(client, row, turn="undo")
        assert "没有可以撤销" in client.get(answer.url).content.decode()

    def test_another_clerk_may_take_it_back_later(self, world, sign_in):
        row = settle(start(world))
        answer = self.post(sign_in("secretary"), row, turn="undo")
        assert answer.status_code == 302
        row.refresh_from_db()
        assert "leader:田禾" not in row.draft["matches"]


def test_text_with_line_breaks_is_kept_as_browsers_send_it(world, sign_in):
    row, client = start(world), sign_in("clerk")
    row.draft["duties"][0]["text"] = "第一行。\n第二行。"
    adopting.save_draft(row=row, draft=row.draft, version=1)
    address = f"{row.get_absolute_url()}?part=duties"
    page = client.get(address)
    client.post(address, shown(page, **{"form-0-text": "第一行。\r\n第二行。"}))
    row.refresh_from_db()
    assert row.draft["duties"][0]["text"] == "第一行。\n第二行。"
    assert row.steps.count() == 1
