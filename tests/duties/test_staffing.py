"""Who comes into a post, who leaves it, who acts and who stands in; and what is refused, why."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from duties import staffing, taking_back
from duties.models import Handover, Person, Tenure, TrailEntry
from duties.staffing import act, appoint, relieve, stand_in, transfer
from tests import world as cast

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
DAY = timedelta(days=1)
HOME = "/organs/qingxi/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


@pytest.fixture
def clerk(world):
    return world.users["clerk"]


@pytest.fixture
def newcomer(world):
    return cast.make_person(world.township, "新任者")


def held(post):
    """(kind, name, first day, last day) of every tenure of the post, in order."""
    rows = post.tenures.order_by("from_on", "kind").select_related("person")
    return [(t.kind, t.person.name, t.from_on, t.until_on) for t in rows]


def refused(field, sentence):
    """The refusal that says ``sentence`` beside ``field``."""

    class Refused:
        def __enter__(self):
            return self

        def __exit__(self, kind, error, trace):
            assert kind is not None and issubclass(kind, ValidationError), "not refused"
            found = error.message_dict if field else {None: error.messages}
            assert list(found) == [field]
            assert sentence in found[field][0]
            return True

    return Refused()


class TestAppointing:
    def test_a_vacant_post_is_filled_with_document_and_trail(self, world, clerk, newcomer):
        relieve(tenure=world.organiser.tenures.get(), until_on=JUNE - DAY, actor=clerk)
        tenure = appoint(
            post=world.organiser, person=newcomer, from_on=JUNE, document="〔2026〕3号", actor=clerk
        )
        assert world.organiser.holder(JUNE) == newcomer
        assert world.organiser.holder(JUNE - DAY).name == "沈未"
        assert tenure.document == "〔2026〕3号"
        entry = TrailEntry.objects.first()
        assert (entry.action, entry.target) == ("tenure.began", f"post:{world.organiser.pk}")

    def test_a_new_person_is_registered_in_the_same_act(self, world, clerk):
        post = cast.make_post(world.township, "统战委员")
        appoint(
            post=post, person=Person(organ=world.township, name="卓然"), from_on=JUNE, actor=clerk
        )
        assert post.holder(JUNE).name == "卓然"
        post = cast.make_post(world.township, "武装部长", until_on=MAY)
        with refused("from_on", "岗位已于2026-05-01撤销"):
            appoint(
                post=post,
                person=Person(organ=world.township, name="未录"),
                from_on=JUNE,
                actor=clerk,
            )
        assert not Person.objects.filter(name="未录").exists()

    def test_while_somebody_holds_it(self, world, clerk, newcomer):
        with refused("from_on", "沈未自2025-01-01起在此岗位任职"):
            appoint(post=world.organiser, person=newcomer, from_on=JUNE, actor=clerk)

    def test_before_somebody_who_comes_later(self, world, clerk, newcomer):
        post = cast.make_post(world.township, "统战委员")
        appoint(post=post, person=world.people["chief"], from_on=JULY, actor=clerk)
        with refused("until_on", "温岚将自2026-07-01起在此岗位任职"):
            appoint(post=post, person=newcomer, from_on=JUNE, actor=clerk)
        appoint(post=post, person=newcomer, from_on=JUNE, until_on=JULY - DAY, actor=clerk)
        assert post.holder(JULY).name == "温岚"

    @pytest.mark.parametrize(
        ("days", "field", "sentence"),
        [
            ((date(2026, 3, 1), None), "from_on", "岗位自2026-05-01起设立"),
            ((date(2026, 8, 1), None), "from_on", "岗位已于2026-07-01撤销"),
            ((JUNE, None), "until_on", "岗位于2026-07-01撤销，请把截止日期填在这一天或之前"),
            ((JUNE, MAY), "until_on", "截止日期不能早于起始日期"),
        ],
    )
    def test_outside_the_days_of_the_post(self, world, clerk, newcomer, days, field, sentence):
        post = cast.make_post(world.township, "专班专员", from_on=MAY, until_on=JULY)
        with refused(field, sentence):
            appoint(post=post, person=newcomer, from_on=days[0], until_on=days[1], actor=clerk)
        assert not post.tenures.exists()

    def test_acting_ends_the_day_before_or_the_appointment_is_refused(self, world, clerk, newcomer):
        post = cast.make_post(world.township, "统战委员")
        act(post=post, person=world.people["chief"], from_on=MAY, actor=clerk)
        with refused("end_acting", "温岚仍在代理此岗位"):
            appoint(post=post, person=newcomer, from_on=JUNE, actor=clerk, end_acting=False)
        appoint(post=post, person=newcomer, from_on=JUNE, actor=clerk)
        assert held(post) == [
            ("acting", "温岚", MAY, JUNE - DAY),
            ("holding", "新任者", JUNE, None),
        ]

    def test_before_acting_begins_it_must_be_withdrawn_first(self, world, clerk, newcomer):
        post = cast.make_post(world.township, "统战委员")
        act(post=post, person=world.people["chief"], from_on=JULY, actor=clerk)
        with refused("from_on", "温岚的代理自2026-07-01起"):
            appoint(post=post, person=newcomer, from_on=JUNE, actor=clerk)


class TestActingAndStandingIn:
    def test_nobody_acts_while_somebody_holds(self, world, clerk, newcomer):
        with refused("from_on", "沈未自2025-01-01起任此岗位，有人任职时不能代理"):
            act(post=world.organiser, person=newcomer, from_on=JUNE, actor=clerk)

    def test_acting_ends_before_the_next_holder_comes(self, world, clerk, newcomer):
        post = cast.make_post(world.township, "统战委员")
        appoint(post=post, person=world.people["chief"], from_on=JULY, actor=clerk)
        with refused("until_on", "温岚将自2026-07-01起"):
            act(post=post, person=newcomer, from_on=JUNE, actor=clerk)

    def test_the_holder_goes_on_answering(self, world, clerk, newcomer):
        stand_in(post=world.organiser, person=newcomer, from_on=JUNE, actor=clerk)
        assert world.organiser.holder(JUNE).name == "沈未"

    def test_nobody_stands_in_for_nobody(self, world, clerk, newcomer):
        post = cast.make_post(world.township, "统战委员")
        with refused("from_on", "岗位空缺的，请改办代理"):
            stand_in(post=post, person=newcomer, from_on=JUNE, actor=clerk)

    def test_nor_beyond_the_holders_last_day_nor_for_himself(self, world, clerk, newcomer):
        relieve(tenure=world.organiser.tenures.get(), until_on=JULY, actor=clerk)
        with refused("until_on", "任职人任职到2026-07-01为止"):
            stand_in(post=world.organiser, person=newcomer, from_on=JUNE, actor=clerk)
        with refused("person", "不能是任职人本人"):
            stand_in(
                post=world.organiser,
                person=world.people["organiser"],
                from_on=JUNE,
                until_on=JULY,
                actor=clerk,
            )

    def test_the_end_of_a_tenure_ends_who_stands_in(self, world, clerk, newcomer):
        stand_in(post=world.organiser, person=newcomer, from_on=MAY, actor=clerk)
        holder = world.organiser.tenures.get(kind="holding")
        relieve(tenure=holder, until_on=JUNE, document="免〔2026〕1号", actor=clerk)
        assert [row[3] for row in held(world.organiser)] == [JUNE, JUNE]
        holder.refresh_from_db()
        assert holder.end_document == "免〔2026〕1号"

    def test_but_not_who_has_not_begun_to(self, world, clerk, newcomer):
        stand_in(post=world.organiser, person=newcomer, from_on=JULY, actor=clerk)
        with refused("until_on", "新任者的临时主持自2026-07-01起"):
            holder = world.organiser.tenures.get(kind="holding")
            relieve(tenure=holder, until_on=JUNE, actor=clerk)


class TestRelievingAndTransferring:
    @pytest.mark.parametrize(
        ("until", "sentence"),
        [(date(2024, 12, 31), "不能早于起始日期"), (JULY, "已于2026-06-01截止，不能再延后")],
    )
    def test_an_end_that_cannot_be(self, world, clerk, until, sentence):
        tenure = world.organiser.tenures.get()
        relieve(tenure=tenure, until_on=JUNE, actor=clerk)
        with refused("until_on", sentence):
            relieve(tenure=tenure, until_on=until, actor=clerk)

    def test_a_transfer_is_one_act(self, world, clerk):
        post = cast.make_post(world.township, "统战委员")
        transfer(tenure=world.organiser.tenures.get(), post=post, on=JUNE, actor=clerk)
        assert held(world.organiser) == [("holding", "沈未", cast.BEGIN, JUNE - DAY)]
        assert held(post) == [("holding", "沈未", JUNE, None)]
        keys = TrailEntry.objects.values_list("action", "target")
        assert set(keys) == {
            ("tenure.moved", f"post:{post.pk}"),
            ("tenure.left", f"post:{world.organiser.pk}"),
        }

    @pytest.mark.parametrize(
        ("target", "on", "field", "sentence"),
        [
            ("publicist", JUNE, "on", "邱禾自2025-01-01起在此岗位任职"),
            ("organiser", JUNE, "post", "另一个岗位"),
            ("publicist", cast.BEGIN, "on", "须晚于原岗位的任职起始日2025-01-01"),
        ],
    )
    def test_or_nothing(self, world, clerk, target, on, field, sentence):
        with refused(field, sentence):
            transfer(
                tenure=world.organiser.tenures.get(),
                post=getattr(world, target),
                on=on,
                actor=clerk,
            )
        assert held(world.organiser) == [("holding", "沈未", cast.BEGIN, None)]
        assert not TrailEntry.objects.exists()


class TestTakingBack:
    def take_back(self, post, actor, today=JUNE):
        entry = taking_back.latest(post, today=today)
        taking_back.take_back(post=post, entry_id=entry.pk, actor=actor, today=today)

    def test_an_appointment_and_the_acting_it_ended(self, world, clerk, newcomer):
        post = cast.make_post(world.township, "统战委员")
        act(post=post, person=world.people["chief"], from_on=MAY, actor=clerk)
        before = held(post)
        appoint(post=post, person=newcomer, from_on=JUNE, actor=clerk)
        self.take_back(post, clerk)
        assert held(post) == before
        assert TrailEntry.objects.first().action == "staffing.undone"
        assert taking_back.latest(post, today=JUNE) is None

    def test_a_transfer_with_both_posts_and_who_stood_in(self, world, clerk, newcomer):
        stand_in(post=world.organiser, person=newcomer, from_on=MAY, actor=clerk)
        post, before = cast.make_post(world.township, "统战委员"), held(world.organiser)
        tenure = world.organiser.tenures.get(kind="holding")
        transfer(tenure=tenure, post=post, on=JUNE, actor=clerk)
        assert taking_back.latest(world.organiser, today=JUNE) is None
        self.take_back(post, clerk)
        assert (held(world.organiser), held(post)) == (before, [])

    def test_not_once_the_post_it_left_is_acted_for(self, world, clerk, newcomer):
        post = cast.make_post(world.township, "统战委员")
        transfer(tenure=world.organiser.tenures.get(), post=post, on=JUNE, actor=clerk)
        act(post=world.organiser, person=newcomer, from_on=JUNE, actor=clerk)
        with pytest.raises(ValidationError, match="组织委员此后已由新任者代理"):
            self.take_back(post, clerk)
        assert world.organiser.holder(JUNE) == newcomer

    def test_not_with_a_handover_sheet(self, world, clerk):
        tenure = world.organiser.tenures.get()
        relieve(tenure=tenure, until_on=JUNE, actor=clerk)
        Handover.objects.create(post=world.organiser, on=JUNE, giver=tenure.person, made_by=clerk)
        with pytest.raises(ValidationError, match="请先撤销交接单"):
            self.take_back(world.organiser, clerk)

    def test_not_after_the_day_it_was_entered_once_it_holds(self, world, clerk):
        relieve(tenure=world.organiser.tenures.get(), until_on=JUNE + DAY, actor=clerk)
        assert taking_back.latest(world.organiser, today=JUNE + DAY)
        assert taking_back.latest(world.organiser, today=JUNE + 2 * DAY) is None


class TestPages:
    def test_a_new_person_only_with_the_box_ticked(self, world, sign_in):
        post = cast.make_post(world.township, "统战委员")
        url = f"{HOME}posts/{post.pk}/tenures/new/"
        data = {"person": "卓然", "from_on": "2026-06-01"}
        response = sign_in("clerk").post(url, data)
        assert "没有登记过“卓然”" in response.content.decode()
        sign_in("clerk").post(url, data | {"register": "on"})
        assert post.holder(JUNE).name == "卓然"

    def test_namesakes_are_told_apart(self, world, sign_in):
        one, other = (cast.make_person(world.township, "卓然") for _ in range(2))
        post = cast.make_post(world.township, "统战委员")
        url = f"{HOME}posts/{post.pk}/tenures/new/"
        said = sign_in("clerk").post(url, {"person": "卓然", "from_on": "2026-06-01"})
        assert "有多名人员叫“卓然”" in said.content.decode()
        typed = f"卓然（清溪乡党委，编号{other.pk}）"
        sign_in("clerk").post(url, {"person": typed, "from_on": "2026-06-01"})
        assert post.holder(JUNE) == other != one

    def test_standing_in_from_the_post_page(self, world, sign_in):
        page = sign_in("clerk").get(f"{HOME}posts/{world.organiser.pk}/").content.decode()
        url = f"{HOME}posts/{world.organiser.pk}/tenures/new/?kind=absence"
        assert f'href="{url}"' in page
        sign_in("clerk").post(url, {"person": "温岚", "from_on": "2026-06-01"})
        assert world.organiser.tenures.get(kind="absence").person.name == "温岚"

    def test_relieving_leads_to_the_handover_when_asked(self, world, sign_in):
        tenure = world.organiser.tenures.get()
        response = sign_in("clerk").post(
            f"{HOME}tenures/{tenure.pk}/end/", {"until_on": "2026-05-31", "hand_over": "on"}
        )
        sheet = f"{HOME}posts/{world.organiser.pk}/handovers/new/"
        assert response["Location"] == f"{sheet}?on=2026-05-31&giver={tenure.person_id}"

    def test_a_transfer_and_taking_it_back(self, world, sign_in):
        post = cast.make_post(world.township, "统战委员")
        tenure = world.organiser.tenures.get()
        sign_in("clerk").post(
            f"{HOME}tenures/{tenure.pk}/transfer/",
            {"post": post.pk, "on": "2026-06-01", "end_acting": "on"},
        )
        assert post.holder(JUNE).name == "沈未"
        entry = taking_back.latest(post, today=JUNE)
        assert (
            "撤回最近一次任免" in sign_in("clerk").get(f"{HOME}posts/{post.pk}/").content.decode()
        )
        sign_in("clerk").post(f"{HOME}posts/{post.pk}/undo/", {"entry": entry.pk})
        assert (post.holder(JUNE), world.organiser.holder(JUNE).name) == (None, "沈未")

    def test_nobody_is_moved_into_an_organ_of_others(self, world, sign_in):
        post = cast.make_post(world.sibling, "书记")
        tenure = world.organiser.tenures.get()
        response = sign_in("clerk").post(
            f"{HOME}tenures/{tenure.pk}/transfer/", {"post": post.pk, "on": "2026-06-01"}
        )
        assert "post" in response.context["form"].errors
        assert not Tenure.objects.filter(post=post).exists()

    def test_forms_cost_the_same_however_many_people(
        self, world, sign_in, django_assert_num_queries
    ):
        client = sign_in("clerk")
        tenure = world.organiser.tenures.get()
        urls = (
            (f"{HOME}posts/{world.organiser.pk}/tenures/new/", 9),
            (f"{HOME}tenures/{tenure.pk}/transfer/", 8),
        )
        for url, _count in urls:
            client.get(url)
        for _size in range(2):
            for url, count in urls:
                with django_assert_num_queries(count):
                    client.get(url)
            for number in range(20):
                post = cast.make_post(world.township, f"岗位{_size}-{number}")
                cast.make_tenure(post, cast.make_person(world.township, f"某人{_size}{number}"))


def test_a_stale_button_takes_nothing_else_back(world, sign_in):
    staffing.relieve(
        tenure=world.organiser.tenures.get(), until_on=JUNE, actor=world.users["clerk"]
    )
    entry = taking_back.latest(world.organiser, today=JUNE)
    response = sign_in("clerk").post(
        f"{HOME}posts/{world.organiser.pk}/undo/", {"entry": entry.pk + 1}, follow=True
    )
    assert "请另行办理任免" in response.content.decode()
    assert world.organiser.tenures.get().until_on == JUNE
