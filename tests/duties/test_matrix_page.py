"""The matrix page over HTTP: who sees what, what a save answers, size and statements."""

import gzip
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duties import days, matrix
from duties.models import Department, Duty, Post, TrailEntry
from duties.standing import cell_key
from tests.duties.test_matrix import big_plan
from tests.world import TODAY, grant

pytestmark = pytest.mark.django_db
PAGE = "/organs/qingxi/matrix/"
CELL = "/organs/qingxi/matrix/cell/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def june(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: TODAY)


def place(world, carrier, number=0):
    letter = "d" if isinstance(carrier, Department) else "p"
    return cell_key(world.duties[number].pk, f"{letter}{carrier.pk}")


def cell(world, key, on=TODAY):
    built = matrix.build(world.plan, on=on, all_posts=True)
    return next(cell for row in built.rows for cell in row.cells if cell.key == key)


def post(client, world, key, role, **extra):
    data = {"cell": key, "role": role, "version": cell(world, key).version} | extra
    return client.post(CELL + "?view=edit", data, headers=JSON)


@pytest.mark.parametrize("address", [PAGE, CELL, PAGE + "excel/"])
def test_strangers_and_neighbours_find_nothing(sign_in, address):
    assert sign_in("stranger").get(address).status_code == 404
    assert sign_in("neighbour").get(address).status_code == 404


def test_signed_out_visitors_are_sent_to_sign_in(client, world):
    assert client.get(PAGE).status_code == 302


def test_readers_see_the_matrix_and_why_they_cannot_edit(sign_in, world):
    client = sign_in("auditor")
    page = client.get(PAGE + "?view=edit").content.decode()
    assert "部署年度重点任务" in page
    assert 'aria-readonly="true"' in page
    assert "只有本党组织的经办人或书记可以录入和起草。" in page
    answer = client.post(CELL, {"cell": place(world, world.deputy), "role": "charge"})
    assert answer.status_code == 403
    assert not TrailEntry.objects.exists()


def test_members_may_read_but_not_export(sign_in, world):
    assert sign_in("member").get(PAGE).status_code == 200
    assert sign_in("member").get(PAGE + "excel/").status_code == 403


def test_cells_are_one_lean_element_each(sign_in, world):
    page = sign_in("clerk").get(PAGE + "?view=edit").content.decode()
    assert '<td class="r-lead">牵</td>' in page
    assert page.count('<td class="r-first">一</td>') == 4
    assert 'aria-readonly="false"' in page
    for forbidden in ("style=", "onclick", "hx-on", "<style", "http://", "https://"):
        assert forbidden not in page.replace("http://www.w3.org", "")


def test_another_day_shows_history_and_cannot_be_edited(sign_in, world):
    lead = world.duties[0].assignments.get(role="lead")
    lead.until_on = "2026-03-31"
    lead.save()
    client = sign_in("clerk")
    page = client.get(PAGE + "?on=2026-03-31&view=edit").content.decode()
    assert page.count('<td class="r-lead">牵</td>') == 4
    assert "截至 2026-03-31 的情况" in page
    assert 'aria-readonly="true"' in page
    assert client.get(PAGE).content.decode().count('<td class="r-lead">牵</td>') == 3
    key = place(world, world.deputy)
    data = {"cell": key, "role": "charge", "version": 0}
    answer = client.post(CELL + "?on=2026-03-31", data, headers=JSON)
    assert answer.status_code == 422
    assert "请回到今天再编辑" in answer.json()["error"]


def test_filters_narrow_the_rows(sign_in, world):
    Duty.objects.filter(number="1").update(category="部署")
    world.duties[1].assignments.filter(role="lead").delete()
    client = sign_in("member")
    rows = {
        query: client.get(f"{PAGE}?{query}").content.decode().count("<tr data-d=")
        for query in ("", "category=部署", "only=problems", "only=mine", "only=x&category=y")
    }
    assert list(rows.values()) == [4, 1, 1, 4, 4]
    team = client.get(PAGE + "?columns=team").content.decode()
    assert "宣传办公室</span></div>" not in team


def test_a_save_answers_with_cell_faults_and_load(sign_in, world):
    key = place(world, world.publicity)
    answer = post(sign_in("clerk"), world, key, "")
    assert answer.status_code == 200
    said = answer.json()
    assert said["cell"]["role"] == ""
    assert said["cell"]["version"] == cell(world, key).version
    assert said["faults"] == [{"label": "缺牵头", "severity": "late"}]
    assert said["column"] == {"key": f"d{world.publicity.pk}", "load": 3, "idle": False}
    assert said["cell"]["was"] == ["lead", "", ""]


def test_two_clerks_cannot_overwrite_each_other_unseen(sign_in, world):
    grant(world.users["member"], "act_as_clerk", world.township)
    key = place(world, world.deputy)
    seen = cell(world, key).version
    assert post(sign_in("member"), world, key, "charge").status_code == 200
    answer = post(sign_in("clerk"), world, key, "direct", version=seen)
    assert answer.status_code == 409
    theirs = answer.json()["conflict"]
    assert theirs["role"] == "charge"
    assert "邱禾" in theirs["text"]
    assert cell(world, key).role == "charge"
    mine = post(sign_in("clerk"), world, key, "direct", version=theirs["version"])
    assert mine.status_code == 200


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"role": "lead"}, 422),
        ({"role": "nonsense"}, 422),
        ({"version": "abc"}, 422),
        ({"version": "9" * 30}, 422),
        ({"version": ""}, 422),
        ({"role": "charge", "note": "长" * 201}, 422),
        ({"cell": "x"}, 404),
        ({"cell": ""}, 404),
        ({"cell": "9" * 30 + ":p1"}, 404),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(sign_in, world, data, status):
    key = place(world, world.deputy)
    sent = {"cell": key, "role": "charge", "version": "0"} | data
    answer = sign_in("clerk").post(CELL, sent, headers=JSON)
    assert answer.status_code == status
    assert not TrailEntry.objects.exists()


def test_cells_of_other_columns_are_refused(sign_in, world):
    for column in ("p99999", "d99999", "z3", "p", ""):
        sent = {"cell": f"{world.duties[0].pk}:{column}", "role": "charge", "version": "0"}
        assert sign_in("clerk").post(CELL, sent, headers=JSON).status_code == 422
        assert sign_in("clerk").get(CELL, {"cell": sent["cell"]}).status_code == 404


def test_the_form_works_without_a_script(sign_in, world):
    client = sign_in("clerk")
    key = place(world, world.deputy)
    page = client.get(f"{PAGE}?view=edit&cell={key}").content.decode()
    assert f'name="cell" value="{key}"' in page
    data = {"cell": key, "role": "charge", "version": "0", "note": "季度汇总"}
    saved = client.post(CELL + "?view=edit", data)
    back = f"{PAGE}?view=edit&cell={key.replace(':', '%3A')}"
    assert (saved.status_code, saved.url) == (302, back)
    assert "季度汇总" in client.get(saved.url).content.decode()
    stale = client.post(CELL + "?view=edit", data | {"role": "inform"})
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "改用我的" in text
    assert f'value="{cell(world, key).version}"' in text
    unfit = data | {"role": "lead", "version": cell(world, key).version}
    unfit = client.post(CELL + "?view=edit", unfit)
    assert unfit.status_code == 422
    assert "只能由部门承担" in unfit.content.decode()


def test_the_inspector_tells_basis_note_and_history(sign_in, world):
    key = place(world, world.publicity)
    client = sign_in("clerk")
    post(client, world, key, "unit", note="负责台账")
    said = client.get(CELL, {"cell": key, "view": "edit"}).content.decode()
    assert "（1） 部署年度重点任务" in said
    assert "负责台账" in said
    assert "牵头 → 责任单位" in said
    assert "温岚" in said
    assert "方案登记" in said
    assert 'value="leader"' not in said  # roles of posts are not offered to a department


def test_an_ended_column_can_be_inspected_where_it_is_empty(sign_in, world):
    world.duties[0].assignments.filter(post=world.publicist).delete()
    Post.objects.filter(pk=world.publicist.pk).update(until_on="2026-04-30")
    said = sign_in("clerk").get(CELL, {"cell": place(world, world.publicist)})
    assert said.status_code == 200
    assert "已撤" in said.content.decode()


def test_without_a_plan_the_page_says_what_to_do(sign_in, world):
    clerk = sign_in("neighbour").get("/organs/shiqiao/matrix/").content.decode()
    assert reverse("plan_upload", args=["shiqiao"]) in clerk
    auditor = sign_in("auditor").get("/organs/shiqiao/matrix/").content.decode()
    assert reverse("plan_upload", args=["shiqiao"]) not in auditor
    earlier = sign_in("clerk").get(PAGE + "?on=2025-06-01").content.decode()
    assert "2025-06-01 没有施行中的实施方案" in earlier


def test_an_unreadable_day_is_told(sign_in, world):
    answer = sign_in("clerk").get(PAGE + "?on=31-12-2026")
    assert answer.status_code == 200
    assert "无法识别" in answer.content.decode()


def test_a_plan_without_duties_is_no_error(sign_in, world):
    Duty.objects.all().delete()
    assert "方案没有登记职责" in sign_in("clerk").get(PAGE).content.decode()


def test_the_workbook_holds_words_and_no_formula(sign_in, world):
    Duty.objects.filter(number="1").update(title="=HYPERLINK(1)")
    answer = sign_in("auditor").get(PAGE + "excel/")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["类别", "编号", "职责", "党委书记"]
    assert rows[1][3] == "韩立诚"
    assert rows[2][2] == "'=HYPERLINK(1)"
    assert rows[2][3] == "第一责任"
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address)
    assert page.status_code == 200
    return len(captured), page


def test_page_size_and_statements_at_4x5_and_60x40(client, world, django_user_model):
    counts = []
    for size in ((4, 5), (60, 40)):
        plan = big_plan(*size, code=f"water-{size[0]}", dense=True)
        user = django_user_model.objects.create(username=f"desk-{size[0]}")
        grant(user, "act_as_clerk", plan.organ)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        count, page = statements(client, f"/organs/{plan.organ.code}/matrix/?view=edit")
        counts.append(count)
    assert counts[0] == counts[1] <= 16
    assert page.content.count(b"<td") >= 2400
    assert len(gzip.compress(page.content, 6)) <= 25_000
