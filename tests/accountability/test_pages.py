"""The pages: who reaches which, what they show, and that nothing sealed leaks."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from accountability import casework
from accountability.models import Case, Evidence, LiabilityRule
from duties.models import Plan
from tests import world as cast
from tests.accountability import sealed
from tests.accountability.sealed import FACTS, OPENED, TITLE

CODE = "qingxi"
CLOSED_TO = ["clerk", "secretary", "member", "reviewer", "auditor", "neighbour", "stranger"]


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(cast.TODAY, tick=False):
        yield


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def catalogue(world):
    return sealed.make_catalogue(world.plan)


@pytest.fixture
def second(world):
    world.users["second"] = sealed.make_handler("second", world.township)
    return world.users["second"]


@pytest.fixture
def case(world, catalogue, second):
    return sealed.open_case(world, catalogue["full"])


def text(answer):
    return answer.content.decode()


def page(name, *args):
    return reverse(name, args=[CODE, *args])


# The catalogue


def test_the_catalogue_shows_grounds_measures_and_rule(sign_in, catalogue):
    shown = text(sign_in("clerk").get(page("case_catalogue")))
    assert "重点任务组织不力" in shown
    assert "仅登记" in shown
    assert "履责不就人的言论、信仰和发表的内容立案" in shown
    assert "与前一项择一" in shown
    assert "分为主要领导责任和重要领导责任。" in shown
    assert "方案未规定" in shown


def test_the_catalogue_is_that_of_the_day(world, sign_in, catalogue):
    old = cast.make_plan(
        world.township, title="旧方案", version=9, from_on=cast.BEGIN, until_on=date(2025, 12, 31)
    )
    LiabilityRule.objects.create(plan=old, authority="one_level_up", filed_with="县委组织部")
    client = sign_in("member")
    assert "县委组织部" not in text(client.get(page("case_catalogue")))
    then = text(client.get(page("case_catalogue"), {"on": "2025-06-30"}))
    assert "处理结果报县委组织部备案。" in then
    assert "重点任务组织不力" not in then


def test_a_plan_without_grounds_says_so(world, sign_in):
    assert "该方案未规定追责情形" in text(sign_in("clerk").get(page("case_catalogue")))
    Plan.objects.update(state=Plan.State.DRAFT)
    assert "没有施行中的方案" in text(sign_in("clerk").get(page("case_catalogue")))


def test_the_catalogue_as_a_sheet(world, sign_in, catalogue):
    answer = sign_in("auditor").get(page("case_catalogue"), {"as": "xlsx"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert len(rows) == 1 + 2 + 3 + 3
    assert rows[2][1:] == ("追责情形", "2", "个人言论类情形", "仅登记")
    refused = sign_in("member").get(page("case_catalogue"), {"as": "xlsx"})
    assert refused.status_code == 403


def test_the_catalogue_costs_the_same_whatever_its_size(
    world, sign_in, catalogue, django_assert_max_num_queries
):
    client = sign_in("clerk")
    for n in range(3, 30):
        world.plan.grounds.create(number=str(n), title=f"情形{n}", position=n)
    with django_assert_max_num_queries(12):
        client.get(page("case_catalogue"))


def test_the_menu_entry_works_for_every_reader(world, sign_in, catalogue):
    for name in ["clerk", "secretary", "member", "reviewer", "auditor"]:
        answer = sign_in(name).get(page("cases"))
        assert answer.status_code == 200
        assert "案件只对被指派的经办人开放" in text(answer)
        assert "重点任务组织不力" in text(answer)
    for name in ["neighbour", "stranger"]:
        for where in ["cases", "case_catalogue"]:
            assert sign_in(name).get(page(where)).status_code == 404


# Sealing


def addresses(case):
    evidence = Evidence.objects.create(case=case, title="记录", added_by=case.handlers.first())
    yield "get", page("case", case.pk), {}
    yield "get", page("handlers_edit", case.pk), {}
    yield "post", page("handlers_edit", case.pk), {"discharge": 1}
    yield "post", page("case_step", case.pk), {"kind": "preliminary", "on": "2026-04-02"}
    yield "post", page("evidence_new", case.pk), {"title": "材料"}
    yield "get", page("evidence_download", case.pk, evidence.pk), {}


def test_a_case_is_not_found_by_anyone_not_appointed(world, sign_in, case):
    world.users["root"] = cast.make_user("root", is_superuser=True, is_staff=True)
    for method, url, data in addresses(case):
        for name in [*CLOSED_TO, "second", "root"]:
            answer = getattr(sign_in(name), method)(url, data)
            assert answer.status_code == 404, (name, url)
            assert TITLE not in text(answer)
    assert case.steps.count() == 1


def test_a_case_answers_only_under_its_own_organ(world, sign_in, case):
    cast.grant(world.users["handler"], "act_as_case_handler", world.sibling)
    assert sign_in("handler").get(reverse("case", args=["shiqiao", case.pk])).status_code == 404


def test_nothing_of_a_case_shows_elsewhere(world, sign_in, case):
    names = ["home", "dashboard", "organ_home", "matrix", "cycles", "reports", "exports", "cases"]
    names += ["case_catalogue", "posts", "plans", "inbox", "organs", "people"]
    asked = 0
    for name in ["secretary", "auditor", "second"]:
        client = sign_in(name)
        for where in names:
            url = address(where)
            if not url:
                continue
            shown = text(client.get(url, follow=True))
            asked += 1
            for secret in [TITLE, FACTS, case.number]:
                assert secret not in shown, (name, where)
    assert asked >= 12
    sheet = sign_in("second").get(page("cases"), {"as": "xlsx"})
    assert load_workbook(BytesIO(sheet.content)).active.max_row == 1


def address(name):
    for args in ([CODE], []):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""


def test_sealed_pages_are_not_kept_by_browsers(sign_in, case):
    client = sign_in("handler")
    for url in [page("case", case.pk), page("cases"), page("case_new")]:
        assert "no-store" in client.get(url)["Cache-Control"]


# The list and the form


def test_a_handler_lists_their_own_cases(world, sign_in, case):
    assert TITLE in text(sign_in("handler").get(page("cases")))
    assert "没有指派您经办的案件" in text(sign_in("second").get(page("cases")))
    client = sign_in("handler")
    assert TITLE not in text(client.get(page("cases"), {"show": "closed"}))
    sheet = client.get(page("cases"), {"as": "xlsx"})
    rows = list(load_workbook(BytesIO(sheet.content)).active.values)
    assert rows[1][:2] == ("〔2026〕1号", TITLE)
    assert FACTS not in rows[1]


def test_the_list_costs_the_same_whatever_its_length(
    world, sign_in, case, catalogue, django_assert_max_num_queries
):
    for _ in range(12):
        sealed.open_case(world, catalogue["full"])
    client = sign_in("handler")
    with django_assert_max_num_queries(13):
        client.get(page("cases"))


def form(world, catalogue, **overrides):
    fields = {
        "ground": catalogue["full"].pk,
        "post": world.publicist.pk,
        "happened_on": "2026-03-10",
        "title": TITLE,
        "facts": FACTS,
    }
    return {**fields, **overrides}


def test_a_handler_opens_a_case(world, sign_in, catalogue):
    client = sign_in("handler")
    offered = text(client.get(page("case_new")))
    assert "重点任务组织不力" in offered
    assert "个人言论类情形" not in offered
    answer = client.post(page("case_new"), form(world, catalogue), follow=True)
    shown = text(answer)
    assert FACTS in shown
    assert "邱禾" in shown
    assert "〔2026〕1号" in shown


def test_a_listed_ground_cannot_be_forced_into_the_form(world, sign_in, catalogue):
    data = form(world, catalogue, ground=catalogue["listed"].pk)
    assert sign_in("handler").post(page("case_new"), data).status_code == 422
    assert not Case.objects.exists()


def test_without_grounds_there_is_no_form(world, sign_in):
    assert "没有可据以登记的情形" in text(sign_in("handler").get(page("case_new")))


@pytest.mark.parametrize(
    "bad",
    [
        {"ground": ""},
        {"ground": "x\x00"},
        {"post": "999999999999999999999"},
        {"happened_on": "2026-13-01"},
        {"happened_on": "2026-06-02"},
        {"happened_on": "2025-12-31"},
        {"happened_on": "0001-01-01"},
        {"title": ""},
        {"title": "长" * 201},
        {"title": "事\x00由"},
        {"facts": "  "},
        {"facts": "长" * 20_001},
    ],
)
def test_bad_input_is_answered_beside_the_field(world, sign_in, catalogue, bad):
    answer = sign_in("handler").post(page("case_new"), form(world, catalogue, **bad))
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    assert not Case.objects.exists()


def test_a_reader_is_told_why_he_may_not_open(sign_in, catalogue):
    assert sign_in("clerk").get(page("case_new")).status_code == 403
    assert sign_in("neighbour").get(page("case_new")).status_code == 404


# The page of a case


def test_the_page_shows_steps_with_basis_and_reasons(sign_in, case):
    shown = text(sign_in("handler").get(page("case", case.pk)))
    assert "依据：问责条例第九条" in shown
    assert "还缺前置步骤：须先办理“初步核实”。" in shown
    assert shown.count("disabled") >= 9


def test_the_page_costs_the_same_at_every_step(
    world, sign_in, case, catalogue, second, django_assert_max_num_queries
):
    handler = world.users["handler"]
    casework.appoint(case=case, user=second, actor=handler)
    sealed.decide(case, handler, catalogue["measures"][:1])
    client = sign_in("handler")
    with django_assert_max_num_queries(18):
        client.get(page("case", case.pk))


def take(client, case, kind, **data):
    fields = {"kind": kind, "on": "2026-04-02", "note": "已办理。", **data}
    return client.post(page("case_step", case.pk), fields, follow=True)


def test_a_case_is_walked_through_in_the_browser(world, sign_in, case, catalogue, second):
    casework.appoint(case=case, user=second, actor=world.users["handler"])
    client = sign_in("handler")
    for kind in sealed.TO_DECISION[:-1]:
        assert take(client, case, kind).status_code == 200
    refused = take(client, case, "decision")
    assert refused.status_code == 422
    chosen = [catalogue["measures"][0].pk]
    assert take(client, case, "decision", measures=chosen).status_code == 200
    for kind in ["announcement", "filing"]:
        take(client, case, kind)
    assert "请勾选确认" in text(take(client, case, "closed"))
    done = take(client, case, "closed", confirm="on")
    assert "已办结" in text(done)
    assert "下一步" not in text(done)
    case.refresh_from_db()
    assert case.closed_on == OPENED + timedelta(days=1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kind": "inquiry"}, "还缺前置步骤"),
        ({"kind": "preliminary", "on": "2026-06-02"}, "不能晚于今天"),
        ({"kind": "preliminary", "on": "2026-03-31"}, "不能早于上一步骤"),
        ({"kind": "preliminary", "on": "三月"}, "field-error"),
        ({"kind": "preliminary", "note": ""}, "field-error"),
        ({"kind": "preliminary", "note": "\x00"}, "field-error"),
        ({"kind": "dismissed"}, "请勾选确认"),
    ],
)
def test_a_refused_step_comes_back_with_its_reason(sign_in, case, data, words):
    answer = take(sign_in("handler"), case, **data)
    assert answer.status_code == 422
    assert words in text(answer)
    assert case.steps.count() == 1


def test_an_unknown_step_is_not_found(sign_in, case):
    for kind in ["", "nothing", "\x00"]:
        assert take(sign_in("handler"), case, kind).status_code == 404
    assert sign_in("handler").get(page("case_step", case.pk)).status_code == 405


# Evidence and handlers


def upload(client, case, name="记录.txt", content=b"text", title="会议记录"):
    file = SimpleUploadedFile(name, content)
    return client.post(page("evidence_new", case.pk), {"title": title, "file": file}, follow=True)


def test_evidence_goes_in_and_comes_out_as_an_attachment(sign_in, case):
    client = sign_in("handler")
    assert "材料已入卷" in text(upload(client, case))
    answer = client.get(page("evidence_download", case.pk, case.evidence.get().pk))
    assert b"".join(answer.streaming_content) == b"text"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    answer.close()


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("空.txt", b"", "材料"),
        ("脚本.html", b"<script>", "材料"),
        ("假.pdf", b"MZ", "材料"),
        ("真.txt", b"x", ""),
        ("真.txt", b"x", "长" * 201),
    ],
)
def test_bad_evidence_is_refused(sign_in, case, name, content, title):
    answer = upload(sign_in("handler"), case, name, content, title)
    assert answer.status_code == 422
    assert not case.evidence.exists()


def test_a_missing_file_is_said_to_be_missing(sign_in, case):
    client = sign_in("handler")
    upload(client, case)
    row = case.evidence.get()
    row.file.storage.delete(row.file.name)
    answer = client.get(page("evidence_download", case.pk, row.pk), follow=True)
    assert "文件缺失" in text(answer)


def test_handlers_are_appointed_and_discharged(world, sign_in, case, second):
    client = sign_in("handler")
    url = page("handlers_edit", case.pk)
    assert "至少要保留一名" in text(
        client.post(url, {"discharge": world.users["handler"].pk}, follow=True)
    )
    assert "已指派second" in text(client.post(url, {"user": second.pk}, follow=True))
    assert client.post(url, {"user": world.users["clerk"].pk}).status_code == 422
    for bad in ["x", "", "\x00", "999999"]:
        assert client.post(url, {"discharge": bad}).status_code == 422
    answer = client.post(url, {"discharge": world.users["handler"].pk}, follow=True)
    assert answer.status_code == 200
    assert not casework.visible(world.users["handler"]).exists()
    assert list(case.handlers.all()) == [second]
