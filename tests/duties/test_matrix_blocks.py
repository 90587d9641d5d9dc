"""Filters, batches, bulk filling, pasting, history, notes and column order, over HTTP."""

import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duties import days
from duties.models import Department, Duty, Post, Role, TrailEntry
from tests.duties.test_matrix import big_plan
from tests.duties.test_matrix_page import CELL, JSON, PAGE, cell, place
from tests.world import TODAY, assign, grant, make_duty, make_plan

pytestmark = pytest.mark.django_db
CELLS, FILL, PASTE = PAGE + "cells/", PAGE + "fill/", PAGE + "paste/"
COLUMNS, HISTORY = PAGE + "columns/", CELL + "history/"


@pytest.fixture(autouse=True)
def june(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: TODAY)


def batch(world, *cells, **extra):
    lines = [[key, role, cell(world, key).version] for key, role in cells]
    return {"cells": json.dumps(lines)} | extra


def numbers(page):
    return [n for n in "1234" if f"<i>{n}</i>" in page]


def heads(page):
    return page.count("data-n=")


def test_filters_combine_and_say_what_is_shown_of_what(sign_in, world):
    client = sign_in("member")
    Duty.objects.filter(number__in="13").update(category="部署")
    world.duties[2].assignments.filter(role="lead").delete()
    assign(world.duties[1], "support", department=world.organisation)
    assign(world.duties[2], "support", department=world.organisation)
    found = {
        query: numbers(client.get(f"{PAGE}?{query}").content.decode())
        for query in (
            f"department={world.organisation.pk}",
            "q=干部",
            "q=3",
            "category=部署&only=problems",
            f"only=problems&only=mine&department={world.organisation.pk}",
            "only=mine&q=没有的",
            "department=99999&q=%20",
        )
    }
    assert list(found.values()) == [["2", "3"], ["2"], ["3"], ["3"], ["3"], [], list("1234")]
    page = client.get(f"{PAGE}?q=3&department={world.organisation.pk}&columns=departments")
    page = page.content.decode()
    assert "显示 1/4 项职责 × 1/7 个岗位和部门" in page
    assert "清除筛选" in page
    assert "清除筛选" not in client.get(PAGE).content.decode()


def test_a_department_shows_its_own_column_and_its_posts(sign_in, world):
    assign(world.duties[0], "support", post=world.chief)
    page = sign_in("clerk").get(f"{PAGE}?department={world.office.pk}").content.decode()
    assert heads(page) == 2
    assert "党政办公室主任" in page


def test_filters_survive_editing_saving_and_the_workbook(sign_in, world):
    client = sign_in("clerk")
    query = f"only=problems&only=mine&department={world.office.pk}&q=1"
    page = client.get(f"{PAGE}?view=edit&{query}").content.decode()
    for part in ("only=problems&amp;only=mine", f"department={world.office.pk}", "q=1"):
        assert part in page
    key = place(world, world.deputy)
    data = {"cell": key, "role": "charge", "version": "0"}
    saved = client.post(f"{CELL}?view=edit&{query}", data)
    assert "only=problems&only=mine" in saved.url
    assert f"department={world.office.pk}&q=1" in saved.url
    book = client.get(f"{PAGE}excel/?q=1").content
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=3, max_row=sheet.max_row - 1)] == ["1"]


def test_a_batch_answers_with_every_cell_row_and_column(sign_in, world):
    keys = [place(world, world.publicity, n) for n in (0, 1)]
    sent = batch(world, *[(key, "") for key in keys])
    answer = sign_in("clerk").post(CELLS, sent, headers=JSON)
    assert answer.status_code == 200
    said = answer.json()
    assert [c["key"] for c in said["cells"]] == keys
    assert {tuple(c["was"]) for c in said["cells"]} == {("lead", "", "")}
    assert [row["faults"][0]["label"] for row in said["rows"]] == ["缺牵头", "缺牵头"]
    column = {"key": f"d{world.publicity.pk}", "load": 2, "idle": False}
    assert (said["columns"], said["problems"]) == ([column], [])
    lines = [[c["key"], *c["was"][:1], c["version"], "负责台账", "纪要"] for c in said["cells"]]
    back = sign_in("clerk").post(CELLS, {"cells": json.dumps(lines)}, headers=JSON)
    assert back.status_code == 200
    assert (cell(world, keys[0]).note, cell(world, keys[0]).basis) == ("负责台账", "纪要")


def test_a_batch_with_a_conflict_is_not_written_and_says_where(sign_in, world):
    grant(world.users["member"], "act_as_clerk", world.township)
    keys = [place(world, world.deputy, n) for n in range(3)]
    sent = batch(world, *[(key, "charge") for key in keys])
    theirs = batch(world, (keys[1], "inform"))
    assert sign_in("member").post(CELLS, theirs, headers=JSON).status_code == 200
    client = sign_in("clerk")
    answer = client.post(CELLS, sent, headers=JSON)
    assert answer.status_code == 409
    said = answer.json()
    [problem] = said["problems"]
    assert (problem["key"], problem["role"], said["rest"]) == (keys[1], "inform", 2)
    assert "邱禾" in problem["text"]
    assert problem["title"] == "2 组织干部集中学习，党委副书记、乡长"
    assert [cell(world, key).role for key in keys] == ["", "inform", ""]
    plain = client.post(CELLS, sent)
    assert plain.status_code == 409
    page = plain.content.decode()
    assert "写入其余2格" in page
    assert "邱禾" in page
    rest = client.post(CELLS, sent | {"rest": "1"}, headers=JSON).json()
    assert [len(rest["cells"]), len(rest["problems"])] == [2, 1]
    assert [cell(world, key).role for key in keys] == ["charge", "inform", "charge"]


@pytest.mark.parametrize(
    "cells",
    [
        "", "{}", "[]", "[1]", "[[1,2,3]]", '[["1:p1","charge"]]', '[["x:p1","charge",0]]',
        '[["1:p1",7,0]]', '[["1:p1","charge",Infinity]]', '[["1:p1","a",0],["1:p1","b",0]]',
        "[" * 5000, '[["²:p1","charge",0]]', '[["1:p1","charge",0,1,2]]',
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused_in_words(sign_in, world, cells):
    client = sign_in("clerk")
    answer = client.post(CELLS, {"cells": cells}, headers=JSON)
    assert answer.status_code == 422
    assert "无法识别" in answer.json()["error"]
    assert "无法识别" in client.post(CELLS, {"cells": cells}, follow=True).content.decode()
    assert not TrailEntry.objects.exists()


def test_a_batch_on_another_day_is_refused(sign_in, world):
    sent = batch(world, (place(world, world.deputy), "charge"))
    answer = sign_in("clerk").post(CELLS + "?on=2026-03-31", sent, headers=JSON)
    assert answer.status_code == 422
    assert "请回到今天再编辑" in answer.json()["error"]


def test_filling_a_column_without_a_script(sign_in, world):
    client = sign_in("clerk")
    assert "先选择一列" in client.get(FILL).content.decode()
    page = client.get(f"{FILL}?column=p{world.deputy.pk}").content.decode()
    assert 'value="charge"' in page
    assert 'value="lead"' not in page
    rows = [f"{duty.pk}:0" for duty in world.duties[:3]]
    data = {"column": f"p{world.deputy.pk}", "row": rows, "role": "charge"}
    assert client.post(FILL, data).status_code == 302
    assert [cell(world, place(world, world.deputy, n)).role for n in range(4)] == [
        "charge", "charge", "charge", "",
    ]  # fmt: skip
    stale = client.post(FILL, data | {"role": "direct", "row": [*rows, f"{world.duties[3].pk}:0"]})
    assert stale.status_code == 409
    assert "写入其余1格" in stale.content.decode()
    trail = TrailEntry.objects.count()
    for broken, sentence in (
        ({"row": []}, "请至少勾选一项职责"),
        ({"row": ["x"]}, "版本无法识别"),
        ({"column": "p9"}, "请先选择一列"),
    ):
        assert sentence in client.post(FILL, data | broken, follow=True).content.decode()
    assert TrailEntry.objects.count() == trail


def test_pasting_without_a_script_is_shown_first(sign_in, world):
    client = sign_in("clerk")
    assert "一个短横" in client.get(PASTE).content.decode()
    text = "\t党委副书记、乡长\t组织办公室\n1\t分管\t主责\n2\tF\t协助\n3\t-\t\n"
    answer = client.post(PASTE + "?view=edit", {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "行和列都按名称对应" in page
    assert "只能由岗位承担，不能给部门" in page
    assert "<b>C3</b> 协助" in page
    assert "写入2格" in page
    assert not TrailEntry.objects.exists()
    cells = answer.context["preview"].cells
    assert client.post(CELLS + "?view=edit", {"cells": cells}).status_code == 302
    assert [cell(world, place(world, world.deputy, n)).role for n in (0, 1)] == ["charge"] * 2
    alone = client.post(PASTE, {"text": "分管"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in alone
    assert "内容过大" in client.post(PASTE, {"text": "配" * 130_000}).content.decode()


def test_the_picker_offers_only_the_roles_of_the_plan(sign_in, world):
    world.plan.allowed_roles.set(Role.objects.filter(code__in=["first", "leader", "lead"]))
    client = sign_in("clerk")
    said = client.get(CELL, {"cell": place(world, world.office), "view": "edit"}).content.decode()
    assert 'value="lead"' in said
    assert 'value="support" checked' in said  # it stands there
    assert 'value="inform"' not in said
    page = client.get(PAGE + "?view=edit").content.decode()
    assert '"code": "inform", "name": "\\u77e5\\u4f1a"' in page
    key = place(world, world.deputy)
    data = {"cell": key, "role": "inform", "version": 0}
    answer = client.post(CELL, data, headers=JSON)
    assert answer.status_code == 422
    assert "方案没有使用“知会”" in answer.json()["error"]


def test_notes_and_bases_are_saved_marked_and_in_the_workbook(sign_in, world):
    client = sign_in("clerk")
    key = place(world, world.office)
    data = {"cell": key, "role": "support", "version": cell(world, key).version}
    client.post(CELL, data | {"note": "每月汇总", "basis": "=1+1"})
    assert '<td class="r-support c n">配</td>' in client.get(PAGE).content.decode()
    said = client.get(CELL, {"cell": key}).content.decode()
    assert "每月汇总" in said
    assert "=1+1" in said
    book = openpyxl.load_workbook(io.BytesIO(client.get(PAGE + "excel/").content))
    rows = [[c.value for c in row] for row in book["说明与依据"].iter_rows()]
    assert rows[1] == ["1", "部署年度重点任务", "党政办公室", "配合", "每月汇总", "'=1+1"]
    Duty.objects.exclude(number="2").delete()
    book = openpyxl.load_workbook(io.BytesIO(client.get(PAGE + "excel/").content))
    assert len(book.sheetnames) == 1


def test_the_history_goes_back_through_the_versions(sign_in, world):
    world.plan.version = 2
    world.plan.save()
    old = make_plan(world.township, from_on="2025-01-01", until_on="2025-12-31", title="旧方案")
    before = make_duty(old, "7", "部署重点任务")
    assign(before, "inform", department=world.office, until_on="2025-12-31")
    Duty.objects.filter(pk=world.duties[0].pk).update(follows=before)
    client = sign_in("clerk")
    key = place(world, world.office)
    data = {"cell": key, "role": "supervise", "version": cell(world, key).version}
    client.post(CELL, data | {"note": "每月一次"})
    page = client.get(HISTORY, {"cell": key}).content.decode()
    for part in ("第2版", "第1版", "7 部署重点任务", "2025-12-31", "2026-05-31", "至今", "知会"):
        assert part in page
    assert "配合 → 督促；说明：每月一次" in page
    assert "温岚" in page
    assert "自2026-06-01起" in page
    older = client.get(HISTORY, {"cell": f"{before.pk}:d{world.office.pk}"}).content.decode()
    assert "督促" in older  # what followed is told too
    for cells in ("", "x", f"{before.pk}:p0", f"{before.pk}:d{'9' * 30}"):
        assert client.get(HISTORY, {"cell": cells}).status_code == 404


def names(model, world):
    rows = model.objects.filter(organ=world.township).order_by("position", "pk")
    return list(rows.values_list("name", flat=True))


def test_columns_move_by_buttons_and_leave_a_trace(sign_in, world):
    client = sign_in("clerk")
    groups = {g["code"]: g["order"] for g in client.get(COLUMNS).context["groups"]}
    data = {"group": "departments", "pk": world.organisation.pk, "order": groups["departments"]}
    assert client.post(COLUMNS, data | {"step": "up"}).status_code == 302
    assert names(Department, world) == ["党政办公室", "组织办公室", "宣传办公室"]
    entry = TrailEntry.objects.get(action="columns.moved")
    assert (entry.detail["what"], entry.detail["step"]) == ("组织办公室", "up")
    stale = client.post(COLUMNS, data | {"step": "up"}, follow=True).content.decode()
    assert "刚刚被他人调整" in stale
    team = {"group": "team", "pk": world.organiser.pk, "order": groups["team"], "step": "first"}
    client.post(COLUMNS, team)
    assert names(Post, world)[:2] == ["组织委员", "党委书记"]
    assert names(Post, world)[-1] == "党政办公室主任"
    page = client.get(PAGE).content.decode()
    assert page.index("组织委员</span>") < page.index("党委书记</span>")
    for broken in ({"step": "away"}, {"pk": "9"}, {"group": "none"}):
        said = client.post(COLUMNS, team | broken, follow=True).content.decode()
        assert "没有这一列或这种移法" in said


def test_a_post_added_from_there_leads_back(sign_in, world):
    client = sign_in("clerk")
    assert f"?next={COLUMNS}" in client.get(COLUMNS).content.decode()
    data = {"name": "督查办公室", "from_on": "2026-06-01", "position": "9"}
    new = "/organs/qingxi/departments/new/"
    assert client.post(f"{new}?next={COLUMNS}", data).url == COLUMNS
    elsewhere = client.post(f"{new}?next=//example.org/", data | {"name": "信访办公室"})
    assert elsewhere.url == "/organs/qingxi/"


@pytest.mark.parametrize(
    "address",
    ["?view=edit&only=problems&only=mine&q=1", "fill/?column=pPOST", "paste/", "columns/"],
)
def test_statements_do_not_depend_on_the_size(client, world, django_user_model, address):
    counts = []
    for size in ((3, 4), (20, 16)):
        plan = big_plan(*size, code=f"water-{size[0]}")
        user = django_user_model.objects.create(username=f"desk-{size[0]}")
        grant(user, "act_as_clerk", plan.organ)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        query = address.replace("POST", str(plan.organ.posts.first().pk))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"/organs/{plan.organ.code}/matrix/{query}")
        assert page.status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 16
