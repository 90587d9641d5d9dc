"""A post changes hands: what was open that day, and both sides' confirmation."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from config import handing_over as gathering
from duties import handing_over
from duties.models import Handover, HandoverLine, PlanReading, TrailEntry
from reviews import reporting
from reviews.cycles import open_period
from reviews.models import Obligation, Requirement
from reviews.periods import Period
from tests import world as cast

JUNE = date(2026, 6, 1)
HOME = "/organs/qingxi/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


@pytest.fixture
def owing(world):
    """The publicist answers for two sessions and two reports a year; a report is begun."""
    for position, (kind, title, rule) in enumerate(
        (("study", "专题研究", "min 2 per year"), ("report", "半年报告", "months [6,12]"))
    ):
        Requirement.objects.create(
            plan=world.plan,
            kind=kind,
            title=title,
            rule=rule,
            responsible=world.publicist,
            from_on=cast.IN_FORCE,
            position=position,
        )
    open_period(period=Period.parse("2026H1"), organ=world.township, on=cast.IN_FORCE)
    reporting.start(
        organ=world.township, period="2026H1", actor=world.users["clerk"], on=date(2026, 5, 20)
    )
    return world


def lines(world, post="publicist", on=JUNE):
    found = gathering.collect(getattr(world, post), world.people[post], on)
    return [(line.kind, line.title, line.due_on, line.state) for line in found]


def make(world, post="organiser", **overrides):
    fields = {
        "post": getattr(world, post),
        "on": JUNE,
        "giver": world.people[post],
        "lines": [],
        "actor": world.users["clerk"],
    }
    return handing_over.make(**{**fields, **overrides})


def succeed(world):
    """The chief holds the organiser's post from June; the organiser's last day is May's."""
    world.organiser.tenures.update(until_on=date(2026, 5, 31))
    cast.make_tenure(world.organiser, world.people["chief"], from_on=JUNE)
    return world.people["chief"]


class TestCollecting:
    def test_what_is_owed_and_the_report_begun(self, owing):
        found = lines(owing)
        assert ("履责事项", "专题研究（2026年），应完成2次", date(2026, 12, 31), "进行中") in found
        reports = [line for line in found if line[0] == "报告"]
        assert [(line[2], line[3]) for line in reports] == [(date(2026, 6, 30), "草稿")]
        assert lines(owing, "organiser") == []

    def test_as_of_the_day(self, owing):
        Obligation.objects.filter(requirement__kind="study").update(met_on=JUNE)
        assert "专题研究" not in str(lines(owing))
        assert "专题研究" in str(lines(owing, on=date(2026, 5, 31)))
        assert not [line for line in lines(owing, on=date(2026, 5, 19)) if line[0] == "报告"]

    def test_what_was_waived_is_not_handed_over(self, owing):
        Obligation.objects.update(waived_on=JUNE, waived_reason="改由上级统一组织")
        assert {line[0] for line in lines(owing)} == {"报告"}

    def test_readings_are_the_givers_or_the_secretarys(self, world):
        PlanReading.objects.create(
            organ=world.township,
            subject=world.plan.subject,
            name="方案.txt",
            sha256="",
            created_by=world.users["clerk"],
            draft={"title": "新方案"},
        )
        assert lines(world, "chief") == [("方案识别稿", "新方案", None, "待核对")]
        assert lines(world, "head") == lines(world, "chief")
        assert lines(world, "organiser") == []

    def test_a_further_kind_is_one_class(self, world):
        class Keys(gathering.matters.Matter):
            kind = "钥匙"

            def lines(self, post, giver, on):
                yield self.line(post, "档案柜钥匙", state="在手")

        found = gathering.collect(world.chief, world.people["chief"], JUNE, (Keys(),))
        assert [(line.kind, line.title, line.target) for line in found] == [
            ("钥匙", "档案柜钥匙", f"post:{world.chief.pk}")
        ]


class TestConfirming:
    def test_both_in_person_then_nothing_changes(self, world):
        taker = succeed(world)
        sheet = make(world, taker=taker)
        member = cast.make_user("organiser", person=world.people["organiser"])
        handing_over.confirm(sheet=sheet, side="giver", actor=member)
        handing_over.confirm(sheet=sheet, side="taker", actor=world.users["clerk"])
        sheet.refresh_from_db()
        assert sheet.is_confirmed
        assert (sheet.given_on_paper, sheet.taken_on_paper) == (False, False)
        for change in (
            lambda: handing_over.name_taker(sheet=sheet, taker=taker, actor=member),
            lambda: handing_over.confirm(sheet=sheet, side="taker", actor=world.users["clerk"]),
            lambda: handing_over.withdraw(sheet=sheet, actor=member),
        ):
            with pytest.raises(ValidationError):
                change()
        assert Handover.objects.get().taker == taker

    def test_nobody_confirms_for_another_but_on_paper(self, world):
        sheet = make(world)
        secretary = world.users["secretary"]
        with pytest.raises(ValidationError, match="只有沈未本人可以在线确认"):
            handing_over.confirm(sheet=sheet, side="giver", actor=secretary)
        handing_over.confirm(sheet=sheet, side="giver", actor=secretary, on_paper=True)
        sheet.refresh_from_db()
        assert (sheet.given_by, sheet.given_on_paper) == (secretary, True)

    def test_the_taker_is_named_once_the_post_is_filled(self, world):
        sheet, clerk = make(world), world.users["clerk"]
        with pytest.raises(ValidationError, match="请先填写接收人"):
            handing_over.confirm(sheet=sheet, side="taker", actor=clerk, on_paper=True)
        chief = world.people["chief"]
        with pytest.raises(ValidationError, match="请先任命，再填接收人"):
            handing_over.name_taker(sheet=sheet, taker=chief, actor=clerk)
        succeed(world)
        handing_over.name_taker(sheet=sheet, taker=chief, actor=clerk)
        assert Handover.objects.get().taker == chief

    @pytest.mark.parametrize(
        ("giver", "taker", "sentence"),
        [
            ("chief", None, "没有担任过此岗位"),
            ("organiser", "publicist", "请先任命，再填接收人"),
            ("organiser", "organiser", "不能是同一人"),
        ],
    )
    def test_between_those_who_held_the_post(self, world, giver, taker, sentence):
        people = world.people
        with pytest.raises(ValidationError, match=sentence):
            make(world, giver=people[giver], taker=people[taker] if taker else None)

    def test_once_a_day_and_again_after_withdrawing(self, world):
        sheet = make(world, lines=[HandoverLine(kind="报告", title="半年报告")])
        with pytest.raises(ValidationError, match="已有此人的交接单"):
            make(world)
        handing_over.withdraw(sheet=sheet, actor=world.users["clerk"])
        make(world)
        actions = TrailEntry.objects.order_by("pk").values_list("action", flat=True)
        assert list(actions) == ["handover.made", "handover.withdrawn", "handover.made"]


class TestPages:
    def test_from_the_post_to_both_confirmations(self, owing, sign_in):
        world, post = owing, owing.publicist
        post.tenures.update(until_on=date(2026, 5, 31))
        cast.make_tenure(post, world.people["chief"], from_on=JUNE)
        new = f"{HOME}posts/{post.pk}/handovers/new/"
        form = sign_in("clerk").get(f"{new}?on=2026-05-31").context["form"]
        people = world.people
        assert form.initial["giver"] == people["publicist"].pk
        assert form.initial["taker"] == people["chief"].pk
        data = {"on": "2026-05-31", "giver": people["publicist"].pk, "taker": people["chief"].pk}
        sign_in("clerk").post(new, data | {"note": "公章已交。"})
        sheet = Handover.objects.get()
        url = f"{HOME}handovers/{sheet.pk}/"
        text = sign_in("member").get(url).content.decode()
        assert "本人确认" in text
        assert "登记纸质件已签字" not in text
        assert "专题研究（2026年）" in text
        assert "公章已交。" in text
        sign_in("member").post(f"{url}confirm/", {"side": "giver"})
        sign_in("clerk").post(f"{url}confirm/", {"side": "taker"})
        sheet.refresh_from_db()
        assert (sheet.is_confirmed, sheet.given_on_paper, sheet.taken_on_paper) == (
            True,
            False,
            False,
        )
        page = sign_in("member").get(f"{HOME}handovers/?show=done").content.decode()
        assert "邱禾" in page

    def test_a_member_confirms_no_side_but_his_own(self, world, sign_in):
        sheet = make(world)
        url = f"{HOME}handovers/{sheet.pk}/confirm/"
        assert sign_in("member").post(url, {"side": "giver"}).status_code == 403
        assert sign_in("clerk").post(url, {"side": "both"}).status_code == 404

    def test_a_side_without_a_role_sees_its_own_sheet_alone(self, world, client):
        one, other = make(world), make(world, "publicist")
        user = cast.make_user("left", person=world.people["organiser"])
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(f"{HOME}handovers/{one.pk}/").status_code == 200
        assert client.get(f"{HOME}handovers/{other.pk}/").status_code == 404
        client.post(f"{HOME}handovers/{one.pk}/confirm/", {"side": "giver"})
        assert client.get(f"{HOME}handovers/{one.pk}/taker/").status_code == 404
        one.refresh_from_db()
        assert one.given_by == user

    def test_the_list_in_excel(self, world, sign_in):
        make(world)
        response = sign_in("auditor").get(f"{HOME}handovers/?as=xlsx")
        sheet = load_workbook(BytesIO(response.content)).active
        assert [cell.value for cell in sheet[2]][1:3] == ["组织委员", "沈未"]

    def test_lists_and_sheets_cost_the_same(self, world, sign_in, django_assert_num_queries):
        client, sheet = sign_in("clerk"), make(world)
        client.get(f"{HOME}handovers/")
        for size in range(2):
            with django_assert_num_queries(7):
                client.get(f"{HOME}handovers/")
            with django_assert_num_queries(7):
                client.get(f"{HOME}handovers/{sheet.pk}/")
            for number in range(5):
                make(world, "publicist", on=date(2026, 6, 2 + 5 * size + number))
                HandoverLine.objects.create(handover=sheet, kind="报告", title=f"{number}")
