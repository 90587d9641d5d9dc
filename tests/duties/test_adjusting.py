"""A leading group adjusted by a document: old beside new, then one ends and the other begins."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from duties import adjusting
from duties.models import LeadingGroup, Seat
from duties.planning import GroupContent, SeatContent
from tests import world as cast

JUNE = date(2026, 6, 1)
DAY = timedelta(days=1)
HOME = "/organs/qingxi/leading-group/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        yield


def seat(role, post=None, *, person=None, first=False):
    return SeatContent(role, post=post, person=person, first_responsible=first)


def content(*seats, **overrides):
    fields = {"name": "责任制领导小组", "document": "清委〔2026〕8号", "document_on": JUNE - DAY}
    return GroupContent(seats=seats, **{**fields, **overrides})


def adjust(world, *seats, on=JUNE):
    return adjusting.adjust(
        group=world.group, content=content(*seats), on=on, actor=world.users["clerk"]
    )


def seats_on(world, day):
    rows = Seat.objects.on(day).filter(group__organ=world.township)
    return [(s.role, str(s.post or s.person), s.first_responsible) for s in rows]


def test_the_group_before_ends_and_both_stay_readable(world):
    before = seats_on(world, JUNE - DAY)
    new = adjust(
        world,
        seat("head", world.head, first=True),
        seat("head", world.deputy),
        seat("member", person=world.people["chief"]),
    )
    assert seats_on(world, JUNE - DAY) == before
    assert seats_on(world, JUNE) == [
        ("head", "党委书记", True),
        ("head", "党委副书记、乡长", False),
        ("member", "温岚", False),
    ]
    world.group.refresh_from_db()
    assert world.group.until_on == JUNE - DAY
    assert (new.document, new.document_on) == ("清委〔2026〕8号", JUNE - DAY)


def test_each_seat_is_told_apart(world):
    after = (
        seat("head", world.deputy, first=True),
        seat("member", world.organiser),
        seat("member", world.chief),
    )
    changes = adjusting.compare(adjusting.seats_on(world.group, JUNE), after)
    assert [(c.kind, c.seat.post.name) for c in changes] == [
        ("changed", "党委副书记、乡长"),
        ("stays", "组织委员"),
        ("joins", "党政办公室主任"),
        ("leaves", "党委书记"),
        ("leaves", "宣传委员"),
    ]


@pytest.mark.parametrize(
    ("seats", "sentence"),
    [
        (lambda w: [seat("head", w.head)], "请勾选一名第一责任人"),
        (lambda w: [seat("member", w.head, first=True)], "至少要有一名组长"),
        (
            lambda w: [seat("head", w.head, first=True), seat("head", w.deputy, first=True)],
            "现在勾选了党委书记、党委副书记、乡长",
        ),
        (
            lambda w: [seat("head", w.head, first=True), seat("member", w.head)],
            "“党委书记”在领导小组中出现了不止一次",
        ),
        (
            lambda w: [
                seat("head", w.head, first=True),
                seat("member", cast.make_post(w.township, "旧岗位", until_on=JUNE - DAY)),
            ],
            "岗位“旧岗位”在2026-06-01不存在",
        ),
    ],
)
def test_seats_that_are_not_sound(world, seats, sentence):
    with pytest.raises(ValidationError, match=sentence):
        adjust(world, *seats(world))
    assert LeadingGroup.objects.count() == 1


@pytest.mark.parametrize("on", [cast.IN_FORCE, cast.IN_FORCE - DAY])
def test_history_is_not_rewritten(world, on):
    with pytest.raises(ValidationError, match="该领导小组自2026-01-01起，请填写其后的日期"):
        adjust(world, seat("head", world.head, first=True), on=on)


def test_one_that_has_ended_is_not_adjusted(world):
    adjust(world, seat("head", world.head, first=True))
    with pytest.raises(ValidationError, match="已于2026-05-31撤销"):
        adjust(world, seat("head", world.head, first=True), on=JUNE + DAY)


class TestPage:
    def fill(self, client, world, **changes):
        """The page's own values, as a browser would send them, with some changed."""
        page = client.get(f"{HOME}{world.group.pk}/adjust/").context["page"]
        data = {"document": "清委〔2026〕8号", "document_on": "2026-05-31"}
        fields = [*page.form, *page.rows.management_form, *(f for row in page.rows for f in row)]
        for field in fields:
            value = field.value()
            if value not in (None, "", False):
                data.setdefault(field.html_name, str(value))
        return data | changes

    def post(self, client, world, data):
        return client.post(f"{HOME}{world.group.pk}/adjust/", data)

    def test_preview_then_confirm(self, world, sign_in):
        client = sign_in("clerk")
        data = self.fill(
            client,
            world,
            **{
                "seats-1-role": "head",
                "seats-3-remove": "on",
                "seats-4-role": "member",
                "seats-4-person": "温岚",
            },
        )
        preview = self.post(client, world, data)
        text = preview.content.decode()
        assert LeadingGroup.objects.count() == 1
        for word in ("进入", "退出", "变动", "不变", "增加1个席位、减少1个席位、变动1个席位"):
            assert word in text
        page = preview.context["page"]
        fields = [*page.form, *page.rows.management_form, *(f for row in page.rows for f in row)]
        hidden = {f.html_name: "" if f.value() is None else str(f.value()) for f in fields}
        back = self.post(client, world, hidden | {"step": "edit"})
        assert 'value="温岚"' in back.content.decode()
        done = self.post(client, world, hidden | {"step": "confirm"})
        assert done.status_code == 302
        assert seats_on(world, JUNE) == [
            ("head", "党委书记", True),
            ("head", "党委副书记、乡长", False),
            ("member", "宣传委员", False),
            ("member", "温岚", False),
        ]
        text = client.get(HOME).content.decode()
        assert "清委〔2026〕8号" in text
        assert "增加1个席位、减少1个席位、变动1个席位" in text
        assert "组织委员" in client.get(f"{HOME}?on=2026-05-31").content.decode()

    def test_rows_are_added_without_a_script(self, world, sign_in):
        client = sign_in("clerk")
        data = self.fill(client, world, **{"seats-6-person": "温"})
        rows = self.post(client, world, data | {"step": "more"}).context["page"].rows
        assert len(rows.forms) == 10
        assert rows[6]["person"].value() == "温"

    def test_a_row_half_filled_is_named(self, world, sign_in):
        client = sign_in("clerk")
        data = self.fill(client, world, **{"seats-4-role": "member", "seats-5-person": "查无此人"})
        response = self.post(client, world, data)
        assert response.status_code == 422
        text = response.content.decode()
        assert "请为席位选择岗位或人员。" in text
        assert "没有登记过“查无此人”" in text

    def test_a_refusal_stands_on_the_form(self, world, sign_in):
        client = sign_in("clerk")
        data = self.fill(client, world, **{"from_on": "2025-06-01"})
        response = self.post(client, world, data)
        assert "请填写其后的日期" in response.context["form"].errors["from_on"][0]

    def test_it_costs_the_same_however_many_seats(self, world, sign_in, django_assert_num_queries):
        client = sign_in("clerk")
        client.get(f"{HOME}{world.group.pk}/adjust/")
        for size in range(2):
            with django_assert_num_queries(12):
                client.get(f"{HOME}{world.group.pk}/adjust/")
            with django_assert_num_queries(11):
                client.get(HOME)
            for number in range(10):
                post = cast.make_post(world.township, f"岗位{size}-{number}")
                Seat.objects.create(
                    group=world.group, role="member", post=post, from_on=cast.IN_FORCE
                )
