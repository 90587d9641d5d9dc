"""Cases: who sees them, how they open, in what order they move, and every refusal."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from accountability import casework, procedure
from accountability.models import Case, CaseStep, Evidence, StepKind
from duties.models import Plan, Tenure, TrailEntry
from tests import world as cast
from tests.accountability import sealed
from tests.accountability.sealed import FACTS, HAPPENED, OPENED, TITLE, step


@pytest.fixture
def catalogue(world):
    return sealed.make_catalogue(world.plan)


@pytest.fixture
def second(world):
    return sealed.make_handler("handler2", world.township)


@pytest.fixture
def case(world, catalogue):
    return sealed.open_case(world, catalogue["full"])


@pytest.fixture
def team(world, case, second):
    """The case with two handlers; answers the first."""
    casework.appoint(case=case, user=second, actor=world.users["handler"])
    return world.users["handler"]


def refusal(error):
    return "".join(error.value.messages)


# Opening


def test_opening_pins_whoever_held_the_post_then(world, catalogue):
    held = Tenure.objects.get(post=world.publicist)
    held.until_on = HAPPENED
    held.save()
    after = cast.make_person(world.township, "方晓")
    cast.make_tenure(world.publicist, after, from_on=HAPPENED + timedelta(days=1))
    case = sealed.open_case(world, catalogue["full"])
    assert case.tenure == held
    assert (case.number, case.opened_on, case.state) == ("〔2026〕1号", OPENED, "open")
    assert [s.kind_id for s in case.steps.all()] == ["clue"]
    assert list(case.handlers.all()) == [world.users["handler"]]


def test_numbers_run_by_organ_and_year(world, catalogue):
    sealed.open_case(world, catalogue["full"])
    assert sealed.open_case(world, catalogue["full"]).number == "〔2026〕2号"
    later = sealed.open_case(world, catalogue["full"], on=OPENED.replace(year=2027))
    assert later.number == "〔2027〕1号"


def test_a_listed_ground_opens_no_case(world, catalogue):
    with pytest.raises(ValidationError) as error:
        sealed.open_case(world, catalogue["listed"])
    assert "仅作登记" in error.value.message_dict["ground"][0]
    assert not Case.objects.exists()


def test_the_ground_must_hold_on_the_day(world, catalogue):
    with pytest.raises(ValidationError) as error:
        sealed.open_case(world, catalogue["full"], happened_on=cast.IN_FORCE - timedelta(days=1))
    assert "不施行" in error.value.message_dict["ground"][0]
    Plan.objects.update(state=Plan.State.DRAFT)
    with pytest.raises(ValidationError):
        sealed.open_case(world, type(catalogue["full"]).objects.get(pk=catalogue["full"].pk))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"happened_on": OPENED + timedelta(days=1)}, "happened_on", "晚于登记日期"),
        ({"title": "  "}, "title", ""),
        ({"facts": "\n"}, "facts", ""),
        ({"title": "长" * 201}, "title", ""),
    ],
)
def test_opening_refuses_bad_particulars(world, catalogue, change, field, words):
    with pytest.raises(ValidationError) as error:
        sealed.open_case(world, catalogue["full"], **change)
    assert words in error.value.message_dict[field][0]
    assert not TrailEntry.objects.exists()


def test_a_vacant_post_and_a_foreign_post_are_refused(world, catalogue):
    vacant = cast.make_post(world.township, "纪委书记")
    foreign = cast.make_post(world.sibling, "宣传委员")
    for post, words in [(vacant, "无人任职"), (foreign, "不属于本党组织")]:
        with pytest.raises(ValidationError) as error:
            sealed.open_case(world, catalogue["full"], post=post)
        assert words in error.value.message_dict["post"][0]


@pytest.mark.parametrize(
    ("name", "raised"), [("secretary", PermissionDenied), ("stranger", Http404)]
)
def test_only_handlers_open_cases(world, catalogue, name, raised):
    with pytest.raises(raised):
        sealed.open_case(world, catalogue["full"], actor=world.users[name])


def test_nobody_opens_a_case_against_themselves(world, catalogue):
    subject = world.users["member"]
    cast.grant(subject, "act_as_case_handler", world.township)
    with pytest.raises(ValidationError) as error:
        sealed.open_case(world, catalogue["full"], actor=subject)
    assert "回避" in refusal(error)
    assert not Case.objects.exists()


# Sealing


def test_a_case_is_visible_to_its_handlers_alone(world, case, second):
    root = cast.make_user("root", is_superuser=True, is_staff=True)
    assert list(casework.visible(world.users["handler"])) == [case]
    for user in [*world.users.values(), second, root]:
        if user != world.users["handler"]:
            assert not casework.visible(user).exists()


def test_losing_the_role_seals_the_case(world, case):
    handler = type(world.users["handler"]).objects.get(username="handler")
    handler.organuserobjectpermission_set.all().delete()
    assert not casework.visible(handler).exists()


def test_the_trail_holds_the_number_and_nothing_else(world, team, case, catalogue):
    sealed.decide(case, team, catalogue["measures"][:1])
    entries = TrailEntry.objects.filter(target=f"case:{case.pk}")
    assert entries.count() == 2 + len(sealed.TO_DECISION)
    for entry in entries:
        assert set(entry.detail) <= {"number", "user"}
        assert entry.detail["number"] == case.number


# Steps


def test_a_case_runs_to_its_end(world, team, case, catalogue):
    sealed.decide(case, team, catalogue["measures"][:2])
    for code in ["announcement", "filing", "closed"]:
        step(case, code, team, days=2)
    case.refresh_from_db()
    assert case.closed_on == OPENED + timedelta(days=2)
    assert list(case.measures.all()) == catalogue["measures"][:2]
    assert [s.kind_id for s in case.steps.all()][-1] == "closed"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("start", "“初步核实”"),
        ("inquiry", "“批准启动”"),
        ("decision", "“听取陈述申辩”"),
        ("closed", "“备案归档”或“申诉答复”"),
        ("clue", "不能重复"),
    ],
)
def test_a_step_out_of_order_names_what_is_missing(team, case, code, words):
    with pytest.raises(ValidationError) as error:
        step(case, code, team)
    assert words in refusal(error)
    assert case.steps.count() == 1


def test_an_inquiry_needs_two(world, case):
    handler = world.users["handler"]
    for code in ["preliminary", "start"]:
        step(case, code, handler)
    with pytest.raises(ValidationError) as error:
        step(case, "inquiry", handler)
    assert "至少要有2名经办人，现有1名" in refusal(error)


def test_a_handler_without_the_role_is_no_team(world, team, case, second):
    second.organuserobjectpermission_set.all().delete()
    for code in ["preliminary", "start"]:
        step(case, code, team)
    with pytest.raises(ValidationError):
        step(case, "inquiry", team)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"note": "  "}, "note", "请写明"),
        ({"on": OPENED - timedelta(days=1)}, "on", "不能早于上一步骤“线索登记”"),
        ({"on": cast.TODAY + timedelta(days=1)}, "on", "不能晚于今天"),
    ],
)
def test_a_step_is_refused_beside_its_field(team, case, change, field, words):
    with pytest.raises(ValidationError) as error:
        step(case, "preliminary", team, **change)
    assert words in error.value.message_dict[field][0]
    assert case.steps.count() == 1


def test_the_statement_is_recorded_whatever_the_rows_say(team, case):
    StepKind.objects.filter(code="defence").update(needs_note=False)
    for code in sealed.TO_DECISION[:4]:
        step(case, code, team)
    with pytest.raises(ValidationError) as error:
        step(case, "defence", team, note="")
    assert "陈述和申辩" in error.value.message_dict["note"][0]


def test_nobody_is_decided_upon_unheard_whatever_the_rows_say(team, case, catalogue):
    StepKind.objects.filter(code="decision").update(after=["clue"])
    with pytest.raises(ValidationError) as error:
        step(case, "decision", team, measures=catalogue["measures"][:1])
    assert "陈述申辩" in refusal(error)


def test_a_case_ends_only_decided_whatever_the_rows_say(team, case):
    StepKind.objects.filter(code="closed").update(after=["clue"])
    with pytest.raises(ValidationError) as error:
        step(case, "closed", team)
    assert "还没有作出处理决定" in refusal(error)


def test_a_second_submit_of_a_step_is_refused(team, case):
    step(case, "preliminary", team)
    with pytest.raises(ValidationError) as error:
        step(case, "preliminary", team)
    assert "不能重复" in refusal(error)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStep.objects.create(case=case, kind_id="preliminary", on=OPENED, actor=team)


def test_dismissal_ends_the_case_and_needs_reasons(team, case):
    with pytest.raises(ValidationError):
        step(case, "dismissed", team, note="")
    step(case, "dismissed", team)
    case.refresh_from_db()
    assert case.closed_on
    with pytest.raises(ValidationError) as error:
        step(case, "preliminary", team)
    assert "已办结" in refusal(error)


def test_a_decision_is_not_dropped_by_dismissal(team, case, catalogue):
    sealed.decide(case, team, catalogue["measures"][:1])
    with pytest.raises(ValidationError) as error:
        step(case, "dismissed", team, days=2)
    assert "申诉" in refusal(error)


def test_an_open_appeal_keeps_the_case_open(team, case, catalogue):
    sealed.decide(case, team, catalogue["measures"][:1])
    for code in ["announcement", "filing", "appeal"]:
        step(case, code, team, days=2)
    with pytest.raises(ValidationError) as error:
        step(case, "closed", team, days=3)
    assert "申诉还没有答复" in refusal(error)
    step(case, "appeal_decided", team, days=3)
    step(case, "closed", team, days=3)


def test_a_decision_chooses_measures_of_its_plan(world, team, case, catalogue):
    for code in sealed.TO_DECISION[:-1]:
        step(case, code, team)
    other = sealed.make_catalogue(cast.make_plan(world.sibling))["measures"]
    for chosen, words in [
        ([], "至少选择一种"),
        (other[:1], "所依据方案"),
        (catalogue["measures"][1:], "“组织处理”与“纪律处分”只能择一"),
    ]:
        with pytest.raises(ValidationError) as error:
            step(case, "decision", team, measures=chosen)
        assert words in error.value.message_dict["measures"][0]
    assert not case.measures.exists()
    step(case, "decision", team, measures=[catalogue["measures"][0], catalogue["measures"][2]])
    assert case.measures.count() == 2


def test_only_a_decision_takes_measures(team, case, catalogue):
    with pytest.raises(ValidationError) as error:
        step(case, "preliminary", team, measures=catalogue["measures"][:1])
    assert "measures" in error.value.message_dict


def test_a_step_by_another_is_not_found(world, case, second):
    for user in [second, world.users["secretary"]]:
        with pytest.raises(Http404):
            step(case, "preliminary", user)


# What comes next


def test_next_steps_say_why_not(world, case):
    steps = {s.kind.code: s.answer for s in casework.next_steps(case, cast.TODAY)}
    assert [code for code, answer in steps.items() if answer] == ["preliminary", "dismissed"]
    assert "“初步核实”" in str(steps["start"])
    assert len(steps) == StepKind.objects.count() - 1


def test_clocks_run_from_the_announcement(team, case, catalogue):
    sealed.decide(case, team, catalogue["measures"][:1])
    step(case, "announcement", team, days=10)
    step(case, "filing", team, days=20)
    limit = OPENED + timedelta(days=40)
    for on, late in [(limit, False), (limit + timedelta(days=1), True)]:
        steps = {s.kind.code: s for s in casework.next_steps(case, on)}
        assert (steps["appeal"].due_on, steps["appeal"].late) == (limit, late)
        assert steps["appeal_decided"].due_on is None


def test_the_line_of_steps_marks_where_the_case_stands(team, case):
    step(case, "preliminary", team)
    states = [s["state"] for s in procedure.line(casework.standing(case))]
    assert states[:4] == ["done", "done", "now", "todo"]
    step(case, "dismissed", team)
    case.refresh_from_db()
    line = procedure.line(casework.standing(case))
    assert {s["state"] for s in line} == {"done", "skipped"}
    assert "不予追责并说明" in [s["label"] for s in line]


# Handlers and evidence


def test_handlers_are_appointed_among_those_who_hold_the_role(world, case, second):
    handler = world.users["handler"]
    assert list(casework.candidates(case)) == [second]
    with pytest.raises(ValidationError) as error:
        casework.appoint(case=case, user=world.users["clerk"], actor=handler)
    assert "角色" in refusal(error)
    casework.appoint(case=case, user=second, actor=handler)
    with pytest.raises(ValidationError):
        casework.appoint(case=case, user=second, actor=handler)
    assert list(casework.visible(second)) == [case]


def test_the_subject_handles_no_case_of_their_own(world, case):
    subject = world.users["member"]
    cast.grant(subject, "act_as_case_handler", world.township)
    assert subject not in casework.candidates(case)
    with pytest.raises(ValidationError) as error:
        casework.appoint(case=case, user=subject, actor=world.users["handler"])
    assert "回避" in refusal(error)


def test_the_last_handler_stays(world, case, second):
    handler = world.users["handler"]
    with pytest.raises(ValidationError) as error:
        casework.discharge(case=case, user=handler, actor=handler)
    assert "至少要保留一名" in refusal(error)
    with pytest.raises(ValidationError):
        casework.discharge(case=case, user=second, actor=handler)
    casework.appoint(case=case, user=second, actor=handler)
    casework.discharge(case=case, user=handler, actor=second)
    assert not casework.visible(handler).exists()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


RECORD = "三月没有部署记录。".encode()


def upload(name="说明.txt", content=RECORD):
    return SimpleUploadedFile(name, content)


def test_evidence_is_kept_under_a_random_name(world, case, media):
    handler = world.users["handler"]
    row = casework.add_evidence(case=case, title="会议记录", file=upload(), actor=handler)
    assert row.file_name == "说明.txt"
    assert "说明" not in row.file.name
    assert (media / row.file.name).read_bytes() == RECORD
    with pytest.raises(ValidationError) as error:
        casework.add_evidence(case=case, title="再次", file=upload("另.txt"), actor=handler)
    assert "已在本案材料中" in refusal(error)


@pytest.mark.parametrize(
    ("file", "field"),
    [
        (("空.txt", b""), "file"),
        (("程序.exe", b"MZ"), "file"),
        (("假.pdf", b"<html>"), "file"),
    ],
)
def test_hostile_files_are_refused(world, case, media, file, field):
    with pytest.raises(ValidationError) as error:
        casework.add_evidence(
            case=case, title="材料", file=upload(*file), actor=world.users["handler"]
        )
    assert field in error.value.message_dict
    assert not Evidence.objects.exists()
    assert not list(media.rglob("*.*"))


def test_a_closed_case_takes_no_evidence(world, case, media):
    step(case, "dismissed", world.users["handler"])
    with pytest.raises(ValidationError) as error:
        casework.add_evidence(case=case, title="材料", file=upload(), actor=world.users["handler"])
    assert "已办结" in refusal(error)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_get_two_numbers(catalogue, world):
    numbers = []

    def work():
        try:
            numbers.append(sealed.open_case(world, catalogue["full"]).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"〔2026〕{n}号" for n in range(1, 5)]
    assert TITLE not in str(TrailEntry.objects.values_list("detail", flat=True))
    assert FACTS not in str(TrailEntry.objects.values_list("detail", flat=True))
