"""The gap list: an organ and all below it, filtered by the address, one action each."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from duties.models import Tenure
from reviews import gap_lists
from tests.reviews.owed import make_requirement
from tests.world import TODAY, assign, make_organ, make_plan, make_post

pytestmark = pytest.mark.django_db

COUNTY, TOWNSHIP = "/organs/yunhu/gaps/", "/organs/qingxi/gaps/"


@pytest.fixture
def faulty(world):
    """The township lacks a holder, a duty's lead and a branch secretary; nothing else in it."""
    assign(world.duties[0], "charge", post=world.deputy)
    assign(world.duties[1], "charge", post=world.organiser)
    Tenure.objects.filter(post=world.organiser).update(until_on=date(2026, 5, 10))
    world.duties[3].assignments.filter(role="lead").update(until_on=date(2026, 3, 31))
    make_post(world.east, "党支部书记", on_team=True, heads_organ=True)
    return world


def board(world, top, /, who="auditor", *, below=True, **filters):
    return gap_lists.build(
        top,
        user=world.users[who],
        on=TODAY,
        below=below,
        filters=gap_lists.Filters(**filters),
    )


def told(found):
    return [(gap.organ.code, gap.code, gap.subject) for gap in found.gaps]


TOWNSHIP_GAPS = [
    ("qingxi", "no_lead_unit", "4 建强宣传队伍"),
    ("qingxi", "expired_post", "组织委员"),
]
BELOW = [("dongcun", "vacant_post", "党支部书记"), *TOWNSHIP_GAPS]


def test_the_list_of_an_organ_and_of_all_below_it(faulty):
    assert told(board(faulty, faulty.township, below=False)) == TOWNSHIP_GAPS
    assert told(board(faulty, faulty.township)) == BELOW
    everything = told(board(faulty, faulty.county))
    assert set(everything) == {*BELOW, ("yunhu", "no_plan", "云湖县委"),
                               ("shiqiao", "no_plan", "石桥乡党委")}  # fmt: skip


def test_counts_are_by_kind_and_by_branch_whatever_is_filtered(faulty):
    found = board(faulty, faulty.county, kind="no_plan")
    assert {count.code: (count.total, count.late) for count in found.branches} == {
        "yunhu": (1, 1),
        "qingxi": (3, 3),  # with what lies under it
        "shiqiao": (1, 1),
    }
    assert {count.code: count.total for count in found.kinds} == {
        "no_plan": 2,
        "vacant_post": 1,
        "no_lead_unit": 1,
        "expired_post": 1,
    }
    assert len(found.gaps) == 2 and found.total == 5


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"organ": "qingxi"}, {"dongcun", "qingxi"}),
        ({"organ": "shiqiao"}, {"shiqiao"}),
        ({"severity": "warn"}, set()),
        ({"before": date(2026, 4, 1)}, {"yunhu", "shiqiao", "dongcun", "qingxi"}),
        ({"before": date(2026, 3, 31), "organ": "qingxi"}, {"dongcun"}),
        ({"kind": "expired_post"}, {"qingxi"}),
    ],
)
def test_filters_narrow_the_list(faulty, filters, codes):
    assert {gap.organ.code for gap in board(faulty, faulty.county, **filters).gaps} == codes


def test_nobody_sees_below_what_they_may_not_read(faulty, sign_in):
    page = sign_in("clerk").get(TOWNSHIP).content.decode()
    assert "党支部书记" not in page and "组织委员" in page
    assert "含下级" not in page  # there is nothing below that the clerk may read


def test_the_page_speaks_of_the_day_and_gives_one_action_each(faulty, sign_in):
    page = sign_in("clerk").get(f"{TOWNSHIP}?on=2026-06-01").content.decode()
    assert f'href="/organs/qingxi/matrix/?duty={faulty.duties[3].pk}"' in page
    assert f'href="/organs/qingxi/posts/{faulty.organiser.pk}/"' in page
    assert "已 62 天" in page and "已 22 天" in page
    assert "kind=gap_letter&amp;on=2026-06-01" in page
    reader = sign_in("auditor").get(f"{TOWNSHIP}?on=2026-06-01").content.decode()
    assert f"duty={faulty.duties[3].pk}" not in reader
    assert "没有责任空白" in sign_in("clerk").get(f"{TOWNSHIP}?on=2026-03-31").content.decode()


def test_the_letter_goes_to_the_lower_organ_that_is_chosen(faulty, sign_in):
    page = sign_in("auditor").get(f"{COUNTY}?organ=qingxi").content.decode()
    assert "/organs/qingxi/exports/?kind=gap_letter" in page
    assert "打印给清溪乡党委的告知单" in page
    assert "没有符合筛选条件" in (
        sign_in("auditor").get(f"{COUNTY}?organ=qingxi&severity=warn").content.decode()
    )


def test_values_that_name_nothing_filter_nothing(faulty, sign_in):
    page = sign_in("auditor").get(f"{COUNTY}?kind=x&severity=y&before=soon&on=2026-06-01")
    assert len(page.context["board"].gaps) == 5


def test_excel_has_every_gap_that_passes(faulty, sign_in):
    answer = sign_in("auditor").get(f"{COUNTY}?as=xlsx&organ=qingxi&on=2026-06-01")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[:2] for row in rows[1:]] == [
        ("东村党支部", "岗位空缺"),
        ("清溪乡党委", "缺牵头"),
        ("清溪乡党委", "离任未补"),
    ]
    assert sign_in("member").get(f"{TOWNSHIP}?as=xlsx").status_code == 403


def test_a_requirement_falls_back_to_first_responsible_and_head(faulty):
    make_requirement(faulty.plan, "study")
    make_requirement(faulty.plan, "briefing", responsible=faulty.organiser)
    make_requirement(faulty.plan, "account", reach="leaders", responsible=faulty.organiser)
    found = board(faulty, faulty.township, below=False)
    assert [gap.code for gap in found.gaps] == [
        "no_lead_unit",
        "expired_post",
        "responsible_vacant",
    ]
    faulty.plan.roles.all().delete()
    assert len(board(faulty, faulty.township, below=False).gaps) == 3  # the head answers
    faulty.head.heads_organ = False
    faulty.head.save()
    codes = [gap.code for gap in board(faulty, faulty.township, below=False).gaps]
    assert "no_responsible" in codes


@pytest.mark.parametrize("more", [1, 30])
def test_the_page_costs_the_same_however_many_organs(
    faulty, sign_in, django_assert_num_queries, more
):
    for number in range(more):
        make_plan(make_organ(f"xiang-{number}", f"第{number}乡党委", parent=faulty.county))
    client = sign_in("auditor")
    with django_assert_num_queries(28):
        client.get(f"{COUNTY}?on=2026-06-01")
