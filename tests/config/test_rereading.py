"""A corrected file handed in for an open reading, as a clerk meets it."""

import json
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config import adopting, rereading
from duties import reading
from duties.models import PlanReading, TrailEntry
from tests.config.amended import AMENDED
from tests.config.plan_texts import ON, TOWNSHIP, settle, start


def reread(row, text=AMENDED, **overrides):
    fields = {"data": text, "name": "更正稿.txt", "actor": row.created_by, "on": ON}
    return rereading.reread(row=row, **{**fields, "version": row.version, **overrides})


def saved(row):
    return PlanReading.objects.get(pk=row.pk)


def correct(row, change):
    change(row.draft)
    return adopting.save_draft(row=row, draft=row.draft, version=row.version)


def test_the_reading_stays_the_same_one_with_the_answers_of_the_clerk(world):
    row = settle(start(world))
    answered = row.draft["questions"][0]
    correct(row, lambda draft: draft["checked"].append(answered["id"]))
    matches = dict(row.draft["matches"])
    text = AMENDED.replace("调度2次", "调度1次")
    reread(row, text=text)
    now = saved(row)
    assert (now.name, now.version) == ("更正稿.txt", row.version + 1)
    assert now.sha256 == sha256(text.encode()).hexdigest()
    assert [duty["title"] for duty in now.draft["duties"]] == [
        "公开办事流程", "组织干部学习", "部署全年重点任务", "加强讲座管理",
    ]  # fmt: skip
    assert now.draft["matches"].items() >= matches.items()
    assert now.draft["matches"]["leader:罗敏"] == {"choice": f"p{world.deputy.pk}", "exact": True}
    kept = {q["text"] for q in now.draft["questions"] if q["id"] in now.draft["checked"]}
    assert kept == {answered["text"]} == {"“每季度至少调度1次”属于哪一类履责事项？"}


def test_a_question_whose_words_changed_is_asked_again(world):
    row = settle(start(world))
    correct(row, lambda draft: draft["checked"].append("q1"))
    reread(row)
    assert saved(row).draft["checked"] == []


def test_after_a_second_file_the_first_correction_still_stands(world):
    row = settle(start(world))
    correct(row, lambda draft: draft["duties"][1].update(category="学习"))
    reread(row)
    reread(saved(row), text=TOWNSHIP)
    duties = saved(row).draft["duties"]
    assert {duty["title"]: duty["category"] for duty in duties} == {
        "部署全年重点任务": "", "组织干部学习": "学习", "开展分析研判": "", "加强讲座管理": "",
    }  # fmt: skip


def test_nothing_refused_is_stored(world):
    row = settle(start(world))
    correct(row, lambda draft: draft["duties"][0].update(scope="assignment_only", text=""))
    reread(row)
    now = saved(row)
    stored = now.text + json.dumps([now.draft, now.read], ensure_ascii=False)
    for words in ("审核把关", "不当言论"):
        assert words not in stored
    narrowed = next(duty for duty in now.draft["duties"] if duty["title"] == "部署全年重点任务")
    assert (narrowed["scope"], narrowed["text"]) == ("assignment_only", "")
    assert "逐项明确完成时限" not in now.text
    assert "逐项明确完成时限" not in json.dumps(now.read["duties"], ensure_ascii=False)


def test_what_a_clerk_narrows_leaves_the_first_reading_too(world):
    row = settle(start(world))
    assert "逐项明确完成时限" in json.dumps(row.read["duties"], ensure_ascii=False)
    correct(row, lambda draft: draft["duties"][0].update(scope="assignment_only", text=""))
    assert "逐项明确完成时限" not in json.dumps(saved(row).read["duties"], ensure_ascii=False)


def test_adopting_and_dropping_empty_the_first_reading(world):
    adopting.adopt_reading(reading=settle(start(world)), on=ON, actor=None)
    adopting.drop_reading(row=start(world), actor=None)
    assert [row.read for row in PlanReading.objects.all()] == [{}, {}]


def test_another_clerk_who_saved_meanwhile_is_not_overwritten(world):
    row = start(world)
    settle(saved(row))
    before = saved(row).draft
    with pytest.raises(adopting.Conflict):
        reread(row)
    assert (saved(row).draft, saved(row).name) == (before, "粘贴的文本")
    assert not TrailEntry.objects.filter(action="reading.reread").exists()


def test_a_finished_reading_takes_no_file(world):
    row = start(world)
    adopting.drop_reading(row=row, actor=None)
    with pytest.raises(adopting.Conflict):
        reread(row, version=saved(row).version)
    assert saved(row).text == ""


def test_a_file_that_is_no_plan_leaves_everything(world):
    row = start(world)
    before = saved(row).draft
    with pytest.raises(reading.Unreadable):
        reread(row, text="今天下午三点在二楼会议室开会。")
    assert saved(row).draft == before


def test_the_trail_names_both_files(world):
    row = start(world)
    reread(row)
    entry = TrailEntry.objects.get(action="reading.reread")
    assert entry.detail["before"] == sha256(TOWNSHIP.encode()).hexdigest()
    assert entry.detail["sha256"] == sha256(AMENDED.encode()).hexdigest()
    assert (entry.detail["new"], entry.detail["gone"]) == (2, 5)


def test_what_was_read_again_can_be_adopted(world):
    row = settle(start(world))
    reread(row)
    plan = adopting.adopt_reading(reading=settle(saved(row)), on=ON, actor=None)
    assert [duty.number for duty in plan.duties.all()] == ["1", "2", "3", "4"]
    assert plan.source_name == "更正稿.txt"


class TestPage:
    @pytest.fixture
    def row(self, world):
        return settle(start(world))

    def send(self, client, row, **fields):
        address = reverse("plan_reread", args=["qingxi", row.pk])
        return client.post(address, {"version": row.version, **fields})

    def test_it_is_reached_from_the_review(self, row, sign_in):
        page = sign_in("clerk").get(row.get_absolute_url()).content.decode()
        assert reverse("plan_reread", args=["qingxi", row.pk]) in page

    def test_a_file_comes_back_to_the_review_with_an_account(self, row, sign_in):
        correct(row, lambda draft: draft["duties"][0].update(title="安排全年重点任务"))
        text = AMENDED.replace("部署全年重点任务", "部署全年各项任务")
        client = sign_in("clerk")
        answer = self.send(client, row, file=SimpleUploadedFile("更正稿.txt", text.encode()))
        assert answer.url == row.get_absolute_url()
        page = client.get(answer.url).content.decode()
        assert "未变 16 项，有改动 3 项，新增 2 项，删去 5 项" in page
        assert "新增：“公开办事流程”、“诫勉”" in page
        assert "有 1 处您和新文件都改过" in page
        assert "您改为“安排全年重点任务”，新文件改为“部署全年各项任务”" in page

    @pytest.mark.parametrize(
        ("fields", "field", "sentence"),
        [
            ({}, "text", "请粘贴方案全文，或上传一个文件。"),
            ({"text": "今天开会。"}, "text", "没有"),
            ({"text": TOWNSHIP, "version": "1"}, "__all__", "刚刚被别人保存过"),
            ({"text": TOWNSHIP, "version": "x"}, "__all__", "刚刚被别人保存过"),
        ],
    )
    def test_a_refusal_stands_beside_its_field(self, row, sign_in, fields, field, sentence):
        answer = self.send(sign_in("clerk"), row, **fields)
        assert answer.status_code == 422
        assert sentence in str(answer.context["form"].errors[field])
        assert saved(row).version == row.version

    def test_a_finished_reading_leads_elsewhere(self, row, sign_in):
        adopting.drop_reading(row=row, actor=None)
        answer = self.send(sign_in("clerk"), row, text=TOWNSHIP)
        assert answer.url == reverse("plans", args=["qingxi"])
