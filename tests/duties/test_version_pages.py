"""Pages of matrix versions over HTTP: what each shows, refuses and exports, and its statements."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duties import days
from duties.models import HouseRule, MatrixVersion
from duties.versioning import approving, drafting
from duties.versioning.contents import Said, of_version
from reviews import printable, printing
from tests.duties.test_matrix import big_plan
from tests.world import TODAY, grant

pytestmark = pytest.mark.django_db
PAGE = "/organs/qingxi/matrix/versions/"


@pytest.fixture(autouse=True)
def june(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: TODAY)


@pytest.fixture
def version(world):
    """A draft that changes one cell, splits one duty and adds another."""
    clerk = world.users["clerk"]
    made = drafting.draft(plan=world.plan, from_on=TODAY, actor=clerk, reason="分工调整")
    MatrixVersion.objects.update(drafted_at="2026-06-01T01:00:00Z")
    lines = {line.number: line.pk for line in made.lines.all()}
    cells = {f"p{world.deputy.pk}": Said("charge", "每月")}
    made = drafting.change(
        version=made, edition=made.edition, line_id=lines["1"], cells=cells, actor=clerk
    )
    parts = [("", "上半年"), ("", "下半年")]
    made = drafting.split(
        version=made, edition=made.edition, line_id=lines["3"], parts=parts, actor=clerk
    )
    words = {"number": "5", "title": "听取意见", "category": ""}
    return drafting.add(version=made, edition=made.edition, words=words, actor=clerk)


def line(version, number):
    return version.lines.get(number=number)


def row_data(draft, world, /, number="1", **sent):
    """What the form of a duty sends when nothing is touched, with ``sent`` in its place."""
    entry = next(e for e in of_version(draft).entries if e.number == number)
    posts = [world.head, world.deputy, world.publicist, world.organiser, world.chief]
    columns = [f"p{post.pk}" for post in posts]
    columns += [f"d{d.pk}" for d in (world.office, world.publicity, world.organisation)]
    data = {"title": entry.title, "category": entry.category, "version": draft.edition}
    for column in columns:
        said = entry.cells.get(column, Said(""))
        data |= {f"role-{column}": said.role, f"note-{column}": said.note}
    return data | sent


def post(client, draft, path, /, **data):
    return client.post(f"{PAGE}{draft.number}/{path}", data)


def text(response):
    return response.content.decode()


def book(response):
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_an_empty_list_says_what_to_do(sign_in):
    page = text(sign_in("clerk").get(PAGE))
    assert "还没有矩阵版本" in page
    assert f"{PAGE}new/" in page
    assert f"{PAGE}new/" not in text(sign_in("auditor").get(PAGE))


def test_the_list_as_of_a_day(sign_in, version):
    client = sign_in("auditor")
    assert "第1版" in text(client.get(PAGE))
    assert "第1版" not in text(client.get(f"{PAGE}?on={TODAY - timedelta(days=1)}"))
    [heads, row] = book(client.get(f"{PAGE}?as=xlsx"))
    assert row[:3] == [1, version.plan.title, "草案"]
    assert row[heads.index("起草人")] == "温岚"


def test_a_draft_is_marked_in_excel(sign_in, version):
    rows = book(sign_in("clerk").get(f"{PAGE}1/?as=xlsx"))
    assert rows[0][0] == "草案"
    assert [row[1] for row in rows[2:-1]] == ["1", "2", "3-1", "3-2", "4", "5"]
    assert sign_in("member").get(f"{PAGE}1/?as=xlsx").status_code == 403


def test_a_draft_is_marked_in_the_printed_matrix(world, version):
    _printer, built = printing.gather("matrix", world.township, TODAY, target="version-1")
    assert built.plan_title == "清溪乡党委责任制实施方案 第1版（草案）"
    assert [row.number for row in built.rows] == ["1", "2", "3-1", "3-2", "4", "5"]
    with pytest.raises(printable.ValidationError) as caught:
        printable.check("matrix", organ=world.township, on=TODAY, target="version-9")
    assert "没有这一版矩阵" in str(caught.value)


def test_a_row_is_saved_without_a_script(sign_in, world, version):
    at, client = line(version, "1"), sign_in("clerk")
    office = f"d{world.office.pk}"
    data = row_data(version, world, title="部署任务", **{f"role-{office}": ""})
    answer = post(client, version, f"lines/{at.pk}/", **data)
    assert answer.status_code == 302
    version.refresh_from_db()
    entry = of_version(version).entries[0]
    assert (entry.title, office in entry.cells) == ("部署任务", False)
    assert entry.cells[f"p{world.deputy.pk}"] == Said("charge", "每月")


def test_a_refused_row_keeps_what_was_sent(sign_in, world, version):
    at, client = line(version, "1"), sign_in("clerk")
    sent = {f"role-d{world.office.pk}": "lead", f"note-d{world.office.pk}": "另有安排"}
    answer = post(client, version, f"lines/{at.pk}/", **row_data(version, world, **sent))
    assert answer.status_code == 422
    assert "有 2 个牵头单位" in text(answer)
    assert "另有安排" in text(answer)
    assert of_version(version).entries[0].cells[f"d{world.office.pk}"] == Said("support")


@pytest.mark.parametrize("edition", ["", "abc", "²", "9" * 400, "1"])
def test_a_stale_edition_is_a_conflict(sign_in, world, version, edition):
    at = line(version, "1")
    data = row_data(version, world, version=edition, title="别的标题")
    answer = post(sign_in("clerk"), version, f"lines/{at.pk}/", **data)
    assert answer.status_code == 409
    assert "别的标题" in text(answer)
    assert line(version, "1").title == "部署年度重点任务"


def test_what_cannot_be_done_says_why(sign_in, world, version):
    client = sign_in("clerk")
    moved = {"do": "place", "place": "x", "version": version.edition}
    page = client.post(
        f"{PAGE}1/lines/{line(version, '1').pk}/act/", moved, follow=True
    )  # fmt: skip
    assert "请填写要移到第几项" in text(page)
    page = client.post(f"{PAGE}1/submit/", {"submit-version": 1, "submit-reason": "x",
                       "submit-from_on": "2026-06-01"})  # fmt: skip
    assert (page.status_code, "刚刚修改了本版本" in text(page)) == (422, True)
    page = client.post(f"{PAGE}new/", {"from_on": "2026-05-31"})
    assert (page.status_code, "起始日期不能早于今天" in text(page)) == (422, True)
    assert "现为“草案”，不能这样办理" in text(
        sign_in("secretary").get(f"{PAGE}1/approve/", follow=True)
    )


def test_the_whole_way_and_its_history(sign_in, world, version):
    client, day = sign_in("clerk"), {"submit-from_on": "2026-06-01", "submit-reason": "调整"}
    post(client, version, "submit/", **day, **{"submit-version": version.edition})
    version.refresh_from_db()
    assert version.state == "submitted"
    client = sign_in("secretary")
    back = {"return-version": version.edition, "return-reason": "请核对"}
    post(client, version, "return/", **back)
    page = text(client.get(f"{PAGE}1/"))
    assert "已退回：请核对" in page
    version.refresh_from_db()
    post(client, version, "submit/", **day, **{"submit-version": version.edition})
    version.refresh_from_db()
    HouseRule.objects.create(
        organ=world.township, kind="four_eyes", value=1, basis="内控办法第三条", from_on=TODAY
    )
    approval = {"approve-version": version.edition, "approve-from_on": "2026-06-01"}
    answer = post(client, version, "approve/", **approval)
    assert (answer.status_code, "内控办法第三条" in text(answer)) == (422, True)
    other = world.users["member"]
    grant(other, "act_as_secretary", world.township)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert post(client, version, "approve/", **approval).status_code == 302
    MatrixVersion.objects.update(approved_at="2026-06-01T02:00:00Z")
    page = text(client.get(f"{PAGE}1/"))
    assert all(word in page for word in ("施行中", "提交审定", "退回", "邱禾"))


def test_differences_grouped_by_duty_and_in_excel(sign_in, world, version):
    page = text(sign_in("auditor").get(f"{PAGE}now/diff/1/"))
    assert page.index("部署年度重点任务") < page.index("上半年") < page.index("听取意见")
    rows = book(sign_in("auditor").get(f"{PAGE}now/diff/1/?as=xlsx"))
    assert [row[:3] for row in rows[1:]] == [
        ["调整分工", "1", "部署年度重点任务"],
        ["拆分", "3", "开展半年分析"],
        ["拆分出", "3-1", "上半年"],
        ["拆分出", "3-2", "下半年"],
        ["新增", "5", "听取意见"],
    ]
    assert rows[1][3:9] == ["党委副书记、乡长", "", "", "", "分管", "每月"]
    assert "没有差异" in text(sign_in("auditor").get(f"{PAGE}1/diff/1/"))


@pytest.mark.parametrize("ends", ["0/diff/now", "1/diff/9", "x/diff/1", "0/diff/0"])
def test_sides_that_do_not_exist(sign_in, version, ends):
    assert sign_in("clerk").get(f"{PAGE}{ends}/").status_code == 404


def test_direct_edits_are_closed_where_the_organ_says_so(sign_in, world):
    HouseRule.objects.create(
        organ=world.county, kind="by_version", value=1, basis="办法", from_on=TODAY
    )
    page = text(sign_in("clerk").get("/organs/qingxi/matrix/?view=edit"))
    assert "分工只能通过审定的矩阵版本调整" in page
    assert 'aria-readonly="true"' in page


def test_a_draft_shows_what_moved_and_takes_the_choice(sign_in, world, version):
    clerk = world.users["clerk"]
    other = drafting.draft(plan=world.plan, from_on=TODAY, actor=clerk)
    cells = {f"p{world.deputy.pk}": Said("inform"), f"d{world.organisation.pk}": Said("inform")}
    other = drafting.change(
        version=other, edition=1, line_id=line(other, "1").pk, cells=cells, actor=clerk
    )
    other = approving.submit(
        version=other, edition=2, from_on=TODAY, reason="x", document="", actor=clerk
    )
    approving.approve(
        version=other, edition=other.edition, from_on=TODAY, actor=world.users["secretary"]
    )
    client = sign_in("clerk")
    assert "其中 1 处与本版本冲突" in text(client.get(f"{PAGE}1/"))
    page = text(client.get(f"{PAGE}1/update/"))
    assert "冲突：两边都改了" in page
    assert "不冲突的变动" in page
    answer = post(client, version, "update/", version=version.edition)
    assert (answer.status_code, "还有 1 处冲突没有选择" in text(answer)) == (422, True)
    key = f"c-{world.duties[0].pk}:p{world.deputy.pk}"
    answer = post(client, version, "update/", version=version.edition, **{key: "theirs"})
    assert answer.status_code == 302
    cells = of_version(version).entries[0].cells
    assert cells[f"p{world.deputy.pk}"] == cells[f"d{world.organisation.pk}"] == Said("inform")


def test_statements_do_not_depend_on_the_size(client):
    counted = []
    for size in ((4, 5), (60, 40)):
        plan = big_plan(*size, code=f"organ{size[0]}")
        clerk = big_user(plan, f"clerk{size[0]}")
        version = drafting.draft(plan=plan, from_on=TODAY, actor=clerk)
        client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
        base = f"/organs/{plan.organ.code}/matrix/versions/"
        pages = ["", "1/", "1/?show=duties", f"1/lines/{version.lines.first().pk}/", "0/diff/1/"]
        counted.append([statements(client, base + page) for page in pages])
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 26


def big_user(plan, name):
    clerk = plan.organ.users.model.objects.create(username=name)
    grant(clerk, "act_as_clerk", plan.organ)
    return clerk


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)
