"""An import is written whole or not at all, and taken back whole or not at all."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from duties.models import (
    Assignment,
    Department,
    Duty,
    Organ,
    OrganUserObjectPermission,
    Person,
    Plan,
    Post,
    SheetImport,
    Tenure,
    TrailEntry,
)
from duties.sheets import importing, undoing
from tests import world as cast
from tests.duties.sheet_files import book
from tests.duties.test_sheets_checking import BEGIN, ORGANS, PEOPLE, POSTS, TENURES, organ_row

PLANS = ["责任制", "版本", "标题", "起始日期", "第一责任人"]
DUTIES = ["方案版本", "编号", "职责", "条号", "内容"]
ASSIGNMENTS = ["方案版本", "职责编号", "责任类型", "岗位", "部门", "起始日期", "说明"]


def staffed():
    """A new post with a new person, and the secretary relieved and followed."""
    return book(
        人员=[PEOPLE, ["陆一鸣", "1"]],
        岗位=[POSTS, ["武装部长", BEGIN, ""]],
        任职=[
            TENURES,
            ["武装部长", "陆一鸣", "2026-02-01", ""],
            ["党委书记", "韩立诚", BEGIN, "2026-06-30"],
            ["党委书记", "罗敏", "2026-07-01", ""],
        ],
        部门=[["名称", "简称", "起始日期"], ["宣传办公室", "宣传办", BEGIN]],
    )


def prepare(world, data, *, actor="clerk"):
    return importing.prepare(
        organ=world.township, data=data, name="表.xlsx", actor=world.users[actor]
    )


def seen(world, row):
    return importing.look(row, actor=world.users["clerk"], on=cast.TODAY).digest()


def apply(world, data):
    row = prepare(world, data)
    return importing.apply(
        row=row, actor=world.users["clerk"], on=cast.TODAY, seen=seen(world, row)
    )


def undo(world, row):
    return undoing.undo(row=row, actor=world.users["clerk"])


def state(world):
    """All rows of the cast that the tests touch, by value."""
    models = (Organ, Department, Person, Post, Tenure, Plan, Duty, Assignment)
    return {model: sorted(map(str, model.objects.values())) for model in models}


def test_an_import_writes_what_was_shown_with_its_trail(world):
    row = apply(world, staffed())
    assert row.counts["tenures"] == {"created": 2, "ended": 1}
    assert row.counts["departments"] == {"changed": 1}
    assert bytes(row.payload) == b""
    head = Tenure.objects.filter(post=world.head).order_by("from_on")
    assert [(t.person.name, t.until_on) for t in head] == [
        ("韩立诚", date(2026, 6, 30)),
        ("罗敏", None),
    ]
    assert Post.objects.get(name="武装部长").holder(date(2026, 3, 1)).name == "陆一鸣"
    entry = TrailEntry.objects.get(action="sheets.imported")
    assert (entry.organ, entry.actor) == (world.township, world.users["clerk"])
    assert entry.detail["counts"] == row.counts


def test_a_whole_import_is_undone(world):
    before = state(world)
    row = apply(world, staffed())
    assert state(world) != before
    assert undo(world, row).state == "undone"
    assert state(world) == before
    assert TrailEntry.objects.filter(action="sheets.undone").count() == 1
    with pytest.raises(ValidationError, match="只有已导入的才能撤销"):
        undo(world, row)


def test_organs_plans_and_assignments_are_undone_too(world):
    OrganUserObjectPermission.objects.filter(user=world.users["clerk"]).update(below=True)
    before = state(world)
    heads = ["党组织"]
    row = apply(
        world,
        book(
            党组织=[ORGANS, organ_row("nancun-1", "nancun"), organ_row("nancun", "qingxi")],
            岗位=[[*heads, *POSTS], ["nancun", "书记", "2026-01-01", ""]],
            方案=[
                [*heads, *PLANS, "方案使用的责任类型"],
                ["nancun", "", "1", "方案", "2026-01-01", "书记", "主责、配合"],
            ],
            职责=[[*heads, *DUTIES], ["nancun", "1", "1", "部署", "（一）", "每年一次。"]],
            分工=[[*heads, *ASSIGNMENTS], ["nancun", "1", "1", "leader", "书记", "", "2026-01-01"]],
        ),
    )
    nancun = Organ.objects.get(code="nancun")
    assert [organ.code for organ in Organ.objects.below(nancun)] == ["nancun-1"]
    plan = nancun.plans.get()
    assert (plan.state, plan.adopted_by, plan.roles.get().post.name) == (
        "adopted",
        world.users["clerk"],
        "书记",
    )
    assert plan.duties.get().clause.text == "每年一次。"
    undo(world, row)
    assert state(world) == before
    assert TrailEntry.objects.filter(organ=world.township).count() == 2


def test_a_new_plan_is_in_force_from_its_day_after_the_one_before_it_ends(world):
    apply(
        world,
        book(
            方案=[
                ["版本", "标题", "起始日期", "截止日期"],
                ["1", world.plan.title, "2026-01-01", "2026-06-30"],
                ["2", "新方案", "2026-07-01", ""],
            ],
            职责=[DUTIES, ["2", "1", "部署年度重点任务", "（一）", ""]],
            分工=[
                ASSIGNMENTS,
                ["2", "1", "第一责任", "党委书记", "", "2026-07-01", "全面负责"],
                ["2", "1", "牵头", "", "宣传办公室", "2026-07-01", ""],
            ],
        ),
    )
    (in_force,) = Plan.objects.in_force(date(2026, 7, 1)).filter(organ=world.township)
    assert in_force.title == "新方案"
    lead = Assignment.objects.get(duty__plan=in_force, role="lead")
    assert lead.exclusive
    first = Assignment.objects.get(duty__plan=in_force, role="first")
    assert first.note == "全面负责"


@pytest.mark.parametrize("broken", ["posts", "tenures"])
def test_an_import_interrupted_half_way_leaves_nothing(world, monkeypatch, broken):
    before, create = state(world), importing._create

    def interrupted(kind, instances):
        if kind.code == broken:
            raise RuntimeError
        return create(kind, instances)

    row = prepare(world, staffed())
    shown = seen(world, row)
    monkeypatch.setattr(importing, "_create", interrupted)
    with pytest.raises(RuntimeError):
        importing.apply(row=row, actor=world.users["clerk"], on=cast.TODAY, seen=shown)
    assert state(world) == before
    assert SheetImport.objects.get().state == "prepared"
    assert not TrailEntry.objects.exists()


def test_what_moved_after_the_preview_is_shown_and_not_written(world):
    row = prepare(world, staffed())
    shown = seen(world, row)
    Department.objects.filter(pk=world.publicity.pk).update(short_name="宣传办")
    before = state(world)
    with pytest.raises(importing.Stale) as stale:
        importing.apply(row=row, actor=world.users["clerk"], on=cast.TODAY, seen=shown)
    assert state(world) == before
    assert stale.value.outcome.counts()["departments"] == {"unchanged": 1}


def test_a_lost_race_is_reported_and_nothing_is_written(world, monkeypatch):
    row = prepare(world, staffed())
    shown = seen(world, row)
    before, create = state(world), importing._create

    def raced(kind, instances):
        if kind.code == "tenures":
            other = cast.make_person(world.township, "别人")
            cast.make_tenure(world.head, other, from_on=date(2026, 8, 1))
        return create(kind, instances)

    monkeypatch.setattr(importing, "_create", raced)
    with pytest.raises(ValidationError) as refused:
        importing.apply(row=row, actor=world.users["clerk"], on=cast.TODAY, seen=shown)
    assert "任期不能重叠" in refused.value.messages[0]
    assert "没有写入任何内容" in refused.value.messages[0]
    assert state(world) == before


def test_applying_twice_writes_once(world):
    row = prepare(world, staffed())
    shown = seen(world, row)
    importing.apply(row=row, actor=world.users["clerk"], on=cast.TODAY, seen=shown)
    with pytest.raises(ValidationError, match="已经办理过"):
        importing.apply(row=row, actor=world.users["clerk"], on=cast.TODAY, seen=shown)
    assert Post.objects.filter(name="武装部长").count() == 1


def test_another_file_replaces_the_one_that_waits(world):
    prepare(world, staffed())
    row = prepare(world, book(人员=[PEOPLE, ["甲", "1"]]))
    assert list(SheetImport.objects.all()) == [row]


def test_undoing_is_refused_by_name_while_something_builds_on_it(world):
    row = apply(world, staffed())
    post = Post.objects.get(name="武装部长")
    cast.assign(world.duties[0], "support", post=post)
    before = state(world)
    with pytest.raises(ValidationError) as refused:
        undo(world, row)
    assert "岗位“武装部长”已有分工依附" in refused.value.messages[0]
    assert state(world) == before


def test_undoing_is_refused_when_a_row_was_changed_since(world):
    row = apply(world, staffed())
    Person.objects.filter(name="陆一鸣").update(phone="2")
    Department.objects.filter(pk=world.publicity.pk).update(short_name="宣办")
    with pytest.raises(ValidationError) as refused:
        undo(world, row)
    sentence = refused.value.messages[0]
    assert "有 2 处变动" in sentence
    assert "人员“陆一鸣”已被修改" in sentence
    assert "部门“宣传办公室”已被修改" in sentence


def test_undoing_does_not_push_out_what_followed(world):
    ends = book(任职=[TENURES, ["党委书记", "韩立诚", BEGIN, "2026-06-30"]])
    row = apply(world, ends)
    cast.make_tenure(world.head, world.people["deputy"], from_on=date(2026, 7, 1))
    with pytest.raises(ValidationError, match="占用了原来的位置"):
        undo(world, row)


def test_undoing_needs_the_right_to_every_organ_it_touched(world):
    OrganUserObjectPermission.objects.filter(user=world.users["clerk"]).update(below=True)
    row = apply(world, book(岗位=[["党组织", *POSTS], ["dongcun", "甲岗", BEGIN, ""]]))
    with pytest.raises(ValidationError, match=r"东村党支部.*没有它的录入权限"):
        undoing.undo(row=row, actor=world.users["secretary"])


def test_the_statements_of_an_import_do_not_grow_with_rows(world, django_assert_max_num_queries):
    for count in (5, 200):
        rows = [[f"甲{count}-{n}", ""] for n in range(count)]
        posts = [[f"岗{count}-{n}", BEGIN, ""] for n in range(count)]
        tenures = [[f"岗{count}-{n}", f"甲{count}-{n}", BEGIN, ""] for n in range(count)]
        data = book(人员=[PEOPLE, *rows], 岗位=[POSTS, *posts], 任职=[TENURES, *tenures])
        row = prepare(world, data)
        shown = seen(world, row)
        with django_assert_max_num_queries(20):
            importing.apply(row=row, actor=world.users["clerk"], on=cast.TODAY, seen=shown)


# the command line


def run(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def written(data, name="表.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return written


def test_the_command_imports_and_says_how_much(world, file):
    path = file(staffed())
    before = state(world)
    assert "检查通过，没有写入。" in run("import_sheets", path, "--organ", "qingxi", "--dry-run")
    assert state(world) == before
    assert "任职：新建 2，修改 0，截止 1，不变 0" in run("import_sheets", path, "--organ", "qingxi")
    assert SheetImport.objects.get().made_by is None


def test_the_command_refuses_with_one_sentence_and_all_faults_as_json(world, file):
    path = file(book(岗位=[POSTS, ["", BEGIN, ""], ["甲岗", "x", ""]]))
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_sheets", path, "--organ", "qingxi", "--json", stdout=out)
    assert str(refused.value) == (
        "共 2 处问题，没有写入任何内容。第一处：岗位!A2 请填写“岗位名称”。"
    )
    faults = json.loads(out.getvalue())["faults"]
    assert [fault["address"] for fault in faults] == ["岗位!A2", "岗位!B3"]


def test_the_commands_refuse_what_is_not_there(world, file, tmp_path):
    for args in (
        ("import_sheets", "/nowhere.xlsx", "--organ", "qingxi"),
        ("import_sheets", file(b"x", "a.pdf"), "--organ", "qingxi"),
        ("import_sheets", file(book(人员=[PEOPLE, ["甲", "1"]])), "--organ", "nowhere"),
        ("export_sheets", "--organ", "nowhere", "--out", str(tmp_path / "a.xlsx")),
        ("export_sheets", "--organ", "qingxi", "--out", str(tmp_path / "a.pdf")),
        ("export_sheets", "--organ", "qingxi", "--out", str(tmp_path / "no" / "a.xlsx")),
    ):
        with pytest.raises(CommandError):
            call_command(*args)
    assert not SheetImport.objects.exists()


@pytest.mark.parametrize("suffix", ["xlsx", "zip"])
def test_what_the_command_exports_changes_nothing_when_taken_in(world, tmp_path, suffix):
    path = str(tmp_path / f"a.{suffix}")
    run("export_sheets", "--organ", "yunhu", "--below", "--out", path)
    report = json.loads(run("import_sheets", path, "--organ", "yunhu", "--json"))
    assert report["written"] is False
    assert {act for acts in report["counts"].values() for act in acts} == {"unchanged"}


def test_the_database_refuses_what_the_check_could_not_see(world):
    """The check is in memory; the constraints hold beneath it."""
    with pytest.raises(IntegrityError):
        importing._create(
            importing.KINDS[5],
            [Tenure(post=world.head, person=world.people["deputy"], from_on=cast.BEGIN)],
        )
