"""The handover sheet on paper: its lines, and who had confirmed it by the day."""

from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from duties import handing_over
from duties.models import HandoverLine
from tests import world as cast
from tests.reviews.test_print_document import text_of

JUNE = date(2026, 6, 1)


@pytest.fixture
def sheet(world):
    """The organiser hands over on the first of June; his side confirms on the third."""
    with time_machine.travel("2026-06-01T09:00+08:00", tick=False):
        lines = [
            HandoverLine(kind="报告", title="半年报告", due_on=date(2026, 6, 30), state="草稿"),
            HandoverLine(kind="履责事项", title="专题研究", state="进行中"),
        ]
        made = handing_over.make(
            post=world.organiser,
            on=JUNE,
            giver=world.people["organiser"],
            lines=lines,
            note="印章已点交。",
            actor=world.users["clerk"],
        )
    with time_machine.travel("2026-06-03T09:00+08:00", tick=False):
        clerk = world.users["clerk"]
        handing_over.confirm(sheet=made, side="giver", actor=clerk, on_paper=True)
    return made


def printed(tmp_path, **options):
    out = tmp_path / "handover.pdf"
    call_command("print_document", "handover", out=out, organ="qingxi", **options)
    return text_of(out.read_bytes())


def test_it_says_what_was_open_and_who_had_confirmed_by_the_day(sheet, tmp_path):
    text = printed(tmp_path, on="2026-06-02", target=str(sheet.pk))
    for word in ("组织委员岗位交接单", "沈未", "1报告半年报告2026-06-30草稿", "印章已点交。"):
        assert word in text
    assert text.count("待确认") == 2
    assert "2026年6月3日纸质件签字" in printed(tmp_path, on="2026-06-03")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"on": "2026-05-31"}, "截至2026年5月31日，没有岗位交接单"),
        ({"on": "2026-06-01", "target": "9" * 30}, "没有所选的交接单"),
    ],
)
def test_a_sheet_that_is_not_there_is_refused(sheet, tmp_path, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        printed(tmp_path, **options)


def test_the_exports_page_offers_the_sheets_of_the_organ_alone(sheet, sign_in, world):
    abroad = cast.make_post(world.sibling, "书记")
    cast.make_tenure(abroad, cast.make_person(world.sibling, "外单位人"))
    foreign = handing_over.make(
        post=abroad,
        on=JUNE,
        giver=abroad.holder(JUNE),
        lines=[],
        actor=world.users["neighbour"],
    )
    url = f"/organs/qingxi/exports/?kind=handover&target={sheet.pk}"
    field = sign_in("clerk").get(url).context["form"]["target"]
    offered = [value for value, _label in field.field.widget.choices]
    assert (field.value(), offered) == (str(sheet.pk), ["", str(sheet.pk)])
    data = {"kind": "handover", "on": "2026-12-01", "target": foreign.pk}
    response = sign_in("clerk").post("/organs/qingxi/exports/", data)
    assert "没有所选的交接单" in response.content.decode()
