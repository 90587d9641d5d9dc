"""Duties handed down from a superior's plan, taken over, and kept in step when it is amended."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duties import handing_down, planning, taking_over
from duties.matrix import build
from duties.models import Duty, HandDown, Plan, TrailEntry
from duties.planning import DutyContent, PlanContent, RoleContent
from tests import world as cast
from tests.world import TODAY

BEFORE, LATER = TODAY - timedelta(days=1), date(2026, 9, 1)
State = HandDown.State


@pytest.fixture
def county_plan(world):
    """The county's plan of three duties; its publicity office leads the second."""
    plan = cast.make_plan(world.county)
    publicity = cast.make_department(world.county, "宣传办公室")
    duties = [cast.make_duty(plan, str(n), f"县级任务{n}", text="内容") for n in (1, 2, 3)]
    cast.assign(duties[1], "lead", department=publicity)
    return plan


@pytest.fixture
def offer(world, county_plan):
    (row,) = handing_down.offer(
        plan=county_plan,
        duties=list(county_plan.duties.all()[:2]),
        organs=[world.township],
        actor=world.users["reviewer"],
        on=TODAY,
        message="请于九月前承接",
    )
    return row


def take(world, row, on=TODAY):
    return taking_over.take(hand_down=row, on=on, today=TODAY, actor=world.users["clerk"])


def amend(world, titles, on=LATER, organ=None, roles=()):
    duties = (
        DutyContent(str(n), title, "内容" if title.startswith("县级任务") else f"{title}的办法另定")
        for n, title in enumerate(titles, start=1)
    )
    content = PlanContent("修订方案", tuple(duties), roles=roles)
    return planning.adopt(
        organ=organ or world.county,
        subject=world.plan.subject,
        content=content,
        on=on,
        actor=world.users["clerk"],
    )


def cells(plan, on):
    """What the matrix says: duty number to {column name: role}."""
    built = build(plan, on=on)
    return {
        row.number: {
            column.full_name: cell.role
            for column, cell in zip(built.columns, row.cells, strict=True)
            if cell.role
        }
        for row in built.rows
    }


def kinds(row, on=TODAY):
    return [(change.kind, change.duty.title) for change in taking_over.compare(row, on=on)]


def test_an_offer_writes_nothing_into_the_lower_plan(world, offer):
    assert world.plan.duties.count() == 4
    assert offer.state == State.OFFERED
    assert kinds(offer) == [("new", "县级任务1"), ("new", "县级任务2")]
    assert TrailEntry.objects.get(action="duties.offered").organ == world.township


def test_taking_adds_the_duties_from_the_day_and_keeps_the_organs_own(world, offer):
    yesterday = cells(world.plan, BEFORE)
    assert take(world, offer) == world.plan
    now = cells(world.plan, TODAY)
    assert list(now) == ["1", "2", "3", "4", "上1", "上2"]
    assert {number: now[number] for number in "1234"} == yesterday
    # First-responsible everywhere, as in the plan itself; the namesake of the leading office.
    assert now["上1"] == {"党委书记": "first"}
    assert now["上2"] == {"党委书记": "first", "宣传办公室": "lead"}
    assert cells(world.plan, BEFORE) == yesterday
    offer.refresh_from_db()
    assert (offer.state, offer.result) == (State.TAKEN, world.plan)


def test_an_organ_without_a_plan_gets_one_of_nothing_else(world, county_plan):
    (row,) = handing_down.offer(
        plan=county_plan,
        duties=list(county_plan.duties.all()),
        organs=[world.sibling],
        actor=None,
        on=TODAY,
    )
    plan = take(world, row)
    assert (plan.organ, plan.state, plan.from_on) == (world.sibling, Plan.State.ADOPTED, TODAY)
    assert [d.template.title for d in plan.duties.all()] == ["县级任务1", "县级任务2", "县级任务3"]


def test_amending_above_offers_anew_and_taking_keeps_in_step(world, offer):
    take(world, offer)
    first, second = world.plan.duties.filter(template__isnull=False).order_by("number")
    cast.assign(first, "leader", post=world.organiser, from_on=TODAY)
    amend(world, ["县级任务1，另加半年小结", "安排干部轮训"])
    renewed = HandDown.objects.get(state=State.OFFERED)
    assert (renewed.organ, renewed.renews) == (world.township, offer)
    assert kinds(renewed, LATER) == [("changed", "县级任务1，另加半年小结"), ("gone", "县级任务2")]
    before = cells(world.plan, LATER - timedelta(days=1))
    take(world, renewed, LATER)
    now = cells(world.plan, LATER)
    assert list(now) == ["1", "2", "3", "4", "上1-2"]
    assert now["上1-2"] == {"党委书记": "first", "组织委员": "leader"}
    assert cells(world.plan, LATER - timedelta(days=1)) == before
    assert Duty.objects.get(number="上1-2", plan=world.plan).follows == first
    second.refresh_from_db()
    assert second.until_on == LATER - timedelta(days=1)


def test_an_unchanged_duty_stays_the_same_row_when_it_is_taken_again(world, offer):
    take(world, offer)
    amend(world, ["县级任务1", "县级任务2", "县级任务3"])
    renewed = HandDown.objects.get(state=State.OFFERED)
    assert kinds(renewed, LATER) == [("kept", "县级任务1"), ("kept", "县级任务2")]
    rows = set(world.plan.duties.values_list("pk", flat=True))
    take(world, renewed, LATER)
    assert set(world.plan.duties.values_list("pk", flat=True)) == rows
    assert kinds(renewed, LATER) == [("kept", "县级任务1"), ("kept", "县级任务2")]


def test_a_second_offer_of_other_duties_ends_none_of_the_first(world, county_plan, offer):
    take(world, offer)
    (row,) = handing_down.offer(
        plan=county_plan,
        duties=[county_plan.duties.last()],
        organs=[world.township],
        actor=None,
        on=TODAY,
    )
    assert kinds(row) == [("new", "县级任务3")]


def test_what_was_handed_down_outlives_a_new_version_of_the_organs_own_plan(world, offer):
    take(world, offer)
    plan = amend(world, ["部署年度重点任务"], organ=world.township)
    handed = plan.duties.filter(template__isnull=False)
    assert [duty.title for duty in handed] == ["县级任务1", "县级任务2"]
    assert cells(plan, LATER)["上2"] == {"党委书记": "first", "宣传办公室": "lead"}


def test_another_first_responsible_post_of_the_new_version_stands_on_it_too(world, offer):
    take(world, offer)
    first = RoleContent("first", post=world.deputy)
    plan = amend(world, ["部署年度重点任务"], organ=world.township, roles=(first,))
    now = cells(plan, LATER)
    assert now["1"] == {"党委副书记、乡长": "first"}
    assert now["上2"] == {"党委副书记、乡长": "first", "宣传办公室": "lead"}


class TestRefusals:
    def test_history_is_not_rewritten(self, world, offer):
        with pytest.raises(ValidationError, match="承接日期不能早于今天"):
            take(world, offer, BEFORE)
        assert world.plan.duties.count() == 4

    def test_an_offer_is_decided_once(self, world, offer):
        take(world, offer)
        with pytest.raises(ValidationError, match="这一下达已承接"):
            take(world, offer)
        with pytest.raises(ValidationError, match="这一下达已承接"):
            handing_down.withdraw(hand_down=offer, actor=None)

    def test_declining_takes_a_reason(self, world, offer):
        with pytest.raises(ValidationError, match="写明退回的理由"):
            handing_down.decline(hand_down=offer, reason=" ", actor=None)
        handing_down.decline(hand_down=offer, reason="与本级方案重复", actor=None)
        offer.refresh_from_db()
        assert (offer.state, offer.declined_reason) == (State.DECLINED, "与本级方案重复")

    @pytest.mark.parametrize("above", ["county", "sibling"])
    def test_only_organs_below_are_offered_anything(self, world, above):
        with pytest.raises(ValidationError, match="不是现有的下级党组织"):
            handing_down.offer(
                plan=world.plan,
                duties=world.duties,
                organs=[getattr(world, above)],
                actor=None,
                on=TODAY,
            )

    def test_one_open_offer_of_a_plan_at_a_time(self, world, county_plan, offer):
        with pytest.raises(ValidationError, match="清溪乡党委还有待承接的下达"):
            handing_down.offer(
                plan=county_plan,
                duties=list(county_plan.duties.all()),
                organs=[world.sibling, world.township],
                actor=None,
                on=TODAY,
            )
        assert HandDown.objects.count() == 1

    def test_duties_of_another_plan_and_past_terms(self, world, county_plan):
        common = {"plan": county_plan, "organs": [world.township], "actor": None, "on": TODAY}
        with pytest.raises(ValidationError, match="不是这一方案的现行职责"):
            handing_down.offer(duties=world.duties, **common)
        with pytest.raises(ValidationError, match="至少选择一项职责"):
            handing_down.offer(duties=[], **common)
        with pytest.raises(ValidationError, match="承接期限不能早于今天"):
            handing_down.offer(duties=list(county_plan.duties.all()), due_on=BEFORE, **common)

    def test_an_end_that_later_changes_contradict_is_refused_whole(self, world, offer):
        take(world, offer)
        first = world.plan.duties.get(number="上1")
        cast.assign(first, "support", post=world.deputy, from_on=LATER)
        amend(world, ["另起一项任务"], on=LATER - timedelta(days=10))
        renewed = HandDown.objects.get(state=State.OFFERED)
        with pytest.raises(ValidationError, match="请选择更晚的日期"):
            take(world, renewed, LATER - timedelta(days=5))
        renewed.refresh_from_db()
        assert renewed.state == State.OFFERED
        assert not world.plan.duties.filter(until_on__isnull=False).exists()


def test_carriers_keep_their_notes_when_the_wording_changes(world, county_plan, offer):
    take(world, offer)
    duty = world.plan.duties.get(number="上1")
    cast.assign(duty, "leader", post=world.deputy, from_on=TODAY, note="上半年", basis="会议纪要")
    amend(world, ["县级任务1并及时通报", "县级任务2"])
    take(world, HandDown.objects.get(state=State.OFFERED), LATER)
    new = Duty.objects.get(plan=world.plan, follows=duty)
    (row,) = new.assignments.filter(post=world.deputy)
    assert (row.role_id, row.note, row.basis, row.from_on) == (
        "leader",
        "上半年",
        "会议纪要",
        LATER,
    )


class TestPages:
    LIST, NEW = "/organs/{}/handing-down/", "/organs/{}/handing-down/new/"

    @pytest.fixture(autouse=True)
    def today(self):
        with time_machine.travel(TODAY):
            yield

    @pytest.fixture
    def above(self, client, world, county_plan):
        """The county's clerk, who may not read the township."""
        user = cast.make_user("yunhu-clerk", home=world.county)
        cast.grant(user, "act_as_clerk", world.county)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_a_superior_offers_and_withdraws(self, above, world, county_plan):
        page = above.get(self.NEW.format("yunhu")).content.decode()
        assert "县级任务1" in page and "清溪乡党委" in page and "东村党支部" not in page
        assert "东村党支部" in above.get(self.NEW.format("yunhu") + "?reach=below").content.decode()
        duties = list(county_plan.duties.values_list("pk", flat=True))
        asked = {"duties": duties, "organs": [world.township.pk], "due_on": "2026-09-30"}
        assert above.post(self.NEW.format("yunhu"), asked).status_code == 302
        row = HandDown.objects.get()
        assert (row.organ, row.state, row.due_on) == (
            world.township,
            State.OFFERED,
            date(2026, 9, 30),
        )
        assert "待承接" in above.get(self.LIST.format("yunhu")).content.decode()
        again = above.post(self.NEW.format("yunhu"), asked)
        assert again.status_code == 422
        assert "清溪乡党委还有待承接的下达，请先撤回" in again.content.decode()
        above.post(f"{self.LIST.format('yunhu')}{row.pk}/withdraw/")
        row.refresh_from_db()
        assert row.state == State.WITHDRAWN

    def test_a_lower_clerk_takes_over_and_lands_in_the_matrix(self, sign_in, world, offer):
        client = sign_in("clerk")
        address = f"{self.LIST.format('qingxi')}{offer.pk}/"
        assert "新增" in client.get(address).content.decode()
        past = client.post(f"{address}take/", {"on": "2026-05-31"})
        assert past.status_code == 422
        assert "承接日期不能早于今天" in past.content.decode()
        taken = client.post(f"{address}take/", {"on": "2026-06-01"})
        assert taken["Location"] == "/organs/qingxi/matrix/?on=2026-06-01"
        assert "县级任务1" in client.get(taken["Location"]).content.decode()
        assert (
            "县级任务1" not in client.get("/organs/qingxi/matrix/?on=2026-05-31").content.decode()
        )

    def test_declining_asks_for_a_reason_beside_the_field(self, sign_in, world, offer):
        client = sign_in("secretary")
        address = f"{self.LIST.format('qingxi')}{offer.pk}/"
        refused = client.post(f"{address}decline/", {"decline-reason": ""})
        assert refused.status_code == 422 and "请写明退回的理由" in refused.content.decode()
        client.post(f"{address}decline/", {"decline-reason": "与本级重复"})
        offer.refresh_from_db()
        assert offer.state == State.DECLINED

    def test_what_waits_stands_on_the_desk(self, sign_in, world, offer):
        page = sign_in("clerk").get("/").content.decode()
        assert f"/organs/qingxi/handing-down/{offer.pk}/" in page
        assert "待承接" in page

    def test_the_list_takes_the_same_statements_for_one_and_many(
        self, above, world, county_plan, offer, django_assert_num_queries
    ):
        address = self.LIST.format("yunhu")
        above.get(address)
        with CaptureQueriesContext(connection) as few:
            above.get(address)
        for number in range(20):
            organ = cast.make_organ(f"cun-{number}", f"村{number}", parent=world.county)
            handing_down.offer(
                plan=county_plan,
                duties=list(county_plan.duties.all()),
                organs=[organ],
                actor=None,
                on=TODAY,
            )
        with django_assert_num_queries(len(few)):
            above.get(address)
