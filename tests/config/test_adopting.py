"""From a reading to rows in all three apps, or to nothing at all."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from accountability.models import LiabilityRule
from config import adopting, worksheet
from config.roster import Roster, is_team, parted
from duties import reading
from duties.models import (
    Department,
    Organ,
    Person,
    Plan,
    PlanReading,
    Post,
    Tenure,
    TrailEntry,
)
from tests import world as cast
from tests.config.plan_texts import ON, TOWNSHIP, settle, start

HOSPITAL = Path(__file__).parents[1] / "duties/reading/corpus/a-county-hospital.txt"


def adopt(row, **overrides):
    return adopting.adopt_reading(**{"reading": row, "on": ON, "actor": row.created_by} | overrides)


def carried(plan):
    """{duty number: {(role, name)}} of a plan."""
    found = {}
    for duty in plan.duties.prefetch_related("assignments__post", "assignments__department"):
        rows = duty.assignments.all()
        found[duty.number] = {(row.role_id, str(row.post or row.department)) for row in rows}
    return found


def test_exact_names_are_matched_and_nothing_else(world):
    row = start(world)
    matched = {key for key, match in row.draft["matches"].items() if match.get("exact")}
    assert {"leader:邱禾", "leader:沈未", "leader:班子成员", "body:宣传办公室"} <= matched
    assert {"role:first:党委书记", "seat:党委副书记、乡长|罗敏"} <= matched
    roster = Roster.of(world.township, on=ON)
    names = [item.words for item in worksheet.open_names(row.draft, roster)]
    assert names == ["财政所", "田禾", "纪检办公室"]


def test_the_stored_text_carries_no_refused_sentence(world):
    row = start(world)
    assert "审核把关" not in row.text
    assert "不当言论" not in row.text
    assert "审核把关" not in json.dumps(row.draft, ensure_ascii=False)
    assert "加强讲座管理" in row.text


def test_a_narrowed_duty_leaves_the_questions_that_quote_it_too(world):
    row = start(world, text=TOWNSHIP.replace("每季度至少调度1次", "每季度调度1次"))
    assert "每季度调度" in str(row.read["questions"])
    row.draft["duties"][0] |= {"scope": "assignment_only", "text": ""}
    row = adopting.save_draft(row=row, draft=row.draft, version=row.version)
    row.refresh_from_db()
    assert "每季度调度" not in f"{row.text}{row.draft}{row.read}"


def test_adopting_writes_duties_with_their_parties(world):
    plan = adopt(settle(start(world)))
    first, direct = ("first", "党委书记"), ("direct", "宣传委员")
    assert carried(plan) == {
        "1": {("leader", "宣传委员"), ("unit", "宣传办公室"), ("unit", "党政办公室"), first},
        "2": {
            ("leader", "党委书记"),
            ("leader", "党委副书记、乡长"),
            ("leader", "宣传委员"),
            ("leader", "组织委员"),
            ("leader", "班子成员（田禾）"),
            ("lead", "组织办公室"),
            ("support", "财政所"),
        },
        "3": {("leader", "班子成员（田禾）"), ("unit", "纪检办公室"), first, direct},
        "4": {("leader", "组织委员"), ("unit", "组织办公室"), first, direct},
    }
    refused = plan.duties.get(number="4")
    assert (refused.scope, refused.text, refused.clause.text) == ("assignment_only", "", "")


def test_adopting_writes_rules_and_catalogues(world):
    plan = adopt(settle(start(world)))
    rules = {(r.kind, r.rule, r.receiver) for r in plan.requirements.all()}
    assert ("study", "min 2 per year", "") in rules
    assert ("report", "months [6,12]", "县委") in rules
    assert plan.requirements.count() == 4
    assert {r.responsible for r in plan.requirements.all()} == {world.publicist}
    assert [g.scope for g in plan.grounds.all()] == ["full", "full", "listed_only", "full"]
    assert [m.name for m in plan.measures.all()] == ["提醒", "批评教育", "书面检查", "通报批评"]
    liability = plan.liability
    assert liability.pair == LiabilityRule.Pair.MAIN_IMPORTANT
    assert liability.authority == LiabilityRule.Authority.ONE_LEVEL_UP
    assert (liability.collective, liability.dissent_exempts) == (True, True)


def test_adopting_sets_up_the_leading_group_and_ends_the_one_before(world):
    plan = adopt(settle(start(world)))
    world.group.refresh_from_db()
    assert world.group.until_on == date(2026, 6, 30)
    group = world.township.leading_groups.on(ON).get()
    seats = [(seat.role, seat.post.name, seat.first_responsible) for seat in group.seats.all()]
    assert seats[:2] == [("head", "党委书记", True), ("deputy", "党委副书记、乡长", False)]
    assert len(seats) == 4
    assert (group.office, group.office_director) == (world.publicity, world.chief)
    assert plan.subject == group.subject


def test_the_version_before_ends_on_the_day_before_and_keeps_its_duties(world):
    before = carried(world.plan)
    plan = adopt(settle(start(world)))
    world.plan.refresh_from_db()
    assert (world.plan.until_on, plan.from_on, plan.version) == (date(2026, 6, 30), ON, 2)
    assert carried(world.plan) == before
    assert Plan.objects.in_force(date(2026, 6, 30)).get() == world.plan
    assert Plan.objects.in_force(ON).get() == plan


def test_new_posts_begin_with_the_plan_and_hold_the_person_named(world):
    adopt(settle(start(world)))
    post = Post.objects.get(name="班子成员（田禾）")
    assert (post.from_on, post.on_team, post.heads_organ) == (ON, True, False)
    assert post.holder(ON).name == "田禾"
    assert Department.objects.filter(from_on=ON).count() == 2


def test_nothing_of_the_document_stays_in_the_reading(world):
    row = settle(start(world))
    plan = adopt(row)
    row.refresh_from_db()
    assert (row.state, row.text, row.draft, row.plan) == ("adopted", "", {}, plan)
    assert TrailEntry.objects.filter(action="plan.adopted", target=f"plan:{plan.pk}").count() == 1


def test_a_fault_at_the_end_leaves_nothing(world, monkeypatch):
    row = settle(start(world))
    before = [m.objects.count() for m in (Plan, Post, Person, Department, TrailEntry)]

    def break_down(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(LiabilityRule, "save", break_down)
    with pytest.raises(RuntimeError):
        adopt(row)
    assert [m.objects.count() for m in (Plan, Post, Person, Department, TrailEntry)] == before
    row.refresh_from_db()
    world.plan.refresh_from_db()
    assert (row.state, world.plan.until_on) == ("open", None)
    assert row.text


def test_open_names_keep_a_plan_from_being_adopted(world):
    with pytest.raises(ValidationError, match="有 3 个名称还没有对应到岗位或部门"):
        adopt(start(world))
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2025, 6, 1)])
def test_history_is_not_rewritten(world, on):
    row = settle(start(world))
    with pytest.raises(ValidationError, match="现行方案自2026-01-01起施行"):
        adopt(row, on=on)


def test_two_leads_need_to_be_allowed(world):
    text = TOWNSHIP.replace("牵头单位：组织办公室，", "牵头单位：组织办公室、党政办公室，")
    row = settle(start(world, text=text))
    with pytest.raises(ValidationError, match="有 2 个牵头单位"):
        adopt(row)
    plan = adopt(row, several_leads=True)
    assert plan.duties.get(number="2").assignments.filter(role="lead").count() == 2


def test_a_reading_is_adopted_once(world):
    row = settle(start(world))
    adopt(row)
    with pytest.raises(ValidationError, match="已经通过或放弃"):
        adopt(row)


def test_an_older_version_is_not_adopted_and_not_saved(world):
    row = start(world)
    settle(PlanReading.objects.get(pk=row.pk))
    with pytest.raises(adopting.Conflict):
        adopting.save_draft(row=row, draft={}, version=row.version)
    with pytest.raises(adopting.Conflict):
        adopt(row, version=row.version)


def test_dropping_empties_the_reading(world):
    row = start(world)
    adopting.drop_reading(row=row, actor=world.users["clerk"])
    row.refresh_from_db()
    assert (row.state, row.text, row.draft) == ("dropped", "", {})


def test_a_text_without_duties_is_refused(world):
    with pytest.raises(reading.Unreadable):
        start(world, text="今天下午三点在二楼会议室开会，请准时参加。")
    assert not PlanReading.objects.exists()


def test_a_chosen_post_that_has_ended_is_asked_again(world):
    row = settle(start(world))
    world.organiser.until_on = date(2026, 6, 15)
    world.organiser.save()
    roster = Roster.of(world.township, on=ON)
    assert {item.words for item in worksheet.open_names(row.draft, roster)} == {
        "组织委员 沈未",
        "沈未",
    }
    with pytest.raises(ValidationError, match="在这一天不存在"):
        adopt(row)


def test_an_organ_without_anybody_gets_everything_created(world):
    organ = cast.make_organ("xinqiao", "新桥乡党委", parent=world.county)
    row = start(world, organ=organ)
    assert row.draft["matches"] == {}
    plan = adopt(settle(row))
    head = Post.objects.get(organ=organ, heads_organ=True)
    assert (head.name, head.holder(ON).name) == ("党委书记", "韩立诚")
    assert plan.roles.get(kind="first").post == head
    director = Post.objects.get(organ=organ, name="党政办公室主任")
    assert (director.on_team, director.department.name) == (False, "宣传办公室")
    assert organ.departments.count() == 5


def seated(*lines):
    """The township's plan with these lines for its leading group."""
    start_, rest = TOWNSHIP.split("组长：", 1)
    return start_ + "\n".join(lines) + "\n" + rest[rest.index("三、主要任务") :]


def led(leader):
    """The township's plan with another leader of its third duty."""
    return TOWNSHIP.replace("责任领导：田禾", f"责任领导：{leader}")


def meant(row, words):
    """The post a name of the draft means, with whoever is to hold it."""
    match = row.draft["matches"][f"leader:{words}"]
    if match["choice"] == worksheet.NEW_POST:
        return match["post_name"], match["person"]
    return Roster.of(row.organ, on=ON).choices[match["choice"]].name, ""


@pytest.mark.parametrize(
    ("leader", "expected"),
    [
        # In the roster, by name, whatever the plan calls the post.
        ("宣传委员邱禾", ("宣传委员", "")),
        ("党委委员、宣传委员邱禾", ("宣传委员", "")),
        ("邱禾同志", ("宣传委员", "")),
        # New: a post that is no name, with a holder. The seat of the plan's 宣传委员 is 邱禾's.
        ("宣传委员丰年", ("宣传委员（丰年）", "丰年")),
        ("党委委员、武装部部长陶铸成", ("党委委员、武装部部长", "陶铸成")),
        ("统战委员丰年", ("统战委员", "丰年")),
        ("统战委员 石见微", ("统战委员", "石见微")),
        ("楚怀瑾", ("班子成员（楚怀瑾）", "楚怀瑾")),
        ("总工程师", ("总工程师", "")),
    ],
)
def test_a_leader_means_a_post(world, leader, expected):
    assert meant(settle(start(world, text=led(leader))), leader) == expected


def test_a_holder_with_a_rare_surname_is_matched_by_name(world):
    Person.objects.filter(name="沈未").update(name="郁东篱")
    text = led("组织委员郁东篱").replace("沈未", "郁东篱")
    matches = start(world, text=text).draft["matches"]
    organiser = {"choice": f"p{world.organiser.pk}", "exact": True}
    assert matches["leader:郁东篱"] == matches["leader:组织委员郁东篱"] == organiser


def test_a_person_told_with_a_post_anywhere_gets_that_one_post(world):
    organ = cast.make_organ("xinqiao", "新桥乡党委", parent=world.county)
    text = seated("组长：党委书记韩立诚", "成员：宣传委员邱禾", "领导小组办公室主任由邱禾兼任。")
    adopt(settle(start(world, text=text.replace("沈未", "组织委员沈未", 1), organ=organ)))
    held = {t.person.name: t.post.name for t in Tenure.objects.filter(post__organ=organ)}
    assert held["邱禾"] == "宣传委员"
    assert held["沈未"] == "组织委员"
    assert Tenure.objects.filter(post__organ=organ).count() == len(held)


class TestSeveralUnderOnePostName:
    LEADERS = (("田禾", "副乡长田禾"), ("责任领导：沈未", "责任领导：副乡长贾木"))

    def read(self, world):
        text = TOWNSHIP
        for old, new in self.LEADERS:
            text = text.replace(old, new)
        return start(world, text=text)

    def test_each_is_proposed_a_post(self, world):
        plan = adopt(settle(self.read(world)))
        assert ("leader", "副乡长（田禾）") in carried(plan)["3"]
        assert ("leader", "副乡长（贾木）") in carried(plan)["4"]
        assert Post.objects.get(name="副乡长（贾木）").holder(ON).name == "贾木"

    def test_the_next_plan_finds_the_same_posts(self, world):
        adopt(settle(self.read(world)))
        count = Post.objects.count()
        row = self.read(world)
        later = date(2026, 10, 1)
        worksheet.accept_suggestions(row.draft, Roster.of(row.organ, on=later))
        adopting.save_draft(row=row, draft=row.draft, version=row.version)
        plan = adopt(row, on=later)
        assert ("leader", "副乡长（田禾）") in carried(plan)["3"]
        assert Post.objects.count() == count

    def test_one_post_for_two_is_refused_with_a_way_out(self, world):
        row = settle(self.read(world))
        for words in ("副乡长田禾", "副乡长贾木"):
            row.draft["matches"][f"leader:{words}"]["post_name"] = "副乡长"
        row = adopting.save_draft(row=row, draft=row.draft, version=row.version)
        sentence = "“副乡长”对应了 2 人：田禾、贾木。.*如“副乡长（田禾）”"
        with pytest.raises(ValidationError, match=sentence):
            adopt(row)

    def test_a_post_that_is_held_is_refused_with_a_way_out(self, world):
        row = settle(self.read(world))
        row.draft["matches"]["leader:副乡长田禾"]["post_name"] = "宣传委员"
        row = adopting.save_draft(row=row, draft=row.draft, version=row.version)
        with pytest.raises(ValidationError, match=r"任期不能重叠.*改选岗位，或换一个岗位名称"):
            adopt(row)


class TestTwoHeads:
    TEXT = seated("组长：党委书记韩立诚、乡长罗敏", "成员：宣传委员邱禾、组织委员沈未")

    def heads(self, world):
        seats = world.township.leading_groups.on(ON).get().seats.filter(role="head")
        return [(seat.post.name, seat.first_responsible) for seat in seats]

    def test_both_lead_and_the_first_is_first_responsible(self, world):
        adopt(settle(start(world, text=self.TEXT)))
        assert self.heads(world) == [("党委书记", True), ("党委副书记、乡长", False)]

    def test_the_plan_may_name_the_second_first_responsible(self, world):
        text = self.TEXT.replace("党委书记韩立诚、乡长罗敏", "乡长罗敏、党委书记韩立诚")
        adopt(settle(start(world, text=text)))
        assert self.heads(world) == [("党委副书记、乡长", False), ("党委书记", True)]

    def test_one_post_told_twice_is_one_head(self, world):
        row = start(world, text=self.TEXT)
        head = f"p{world.head.pk}"
        for seat in row.draft["leading_group"]["seats"]:
            key = worksheet.wanted_seat(seat).key
            row.draft["matches"][key] = {"choice": head}
        adopt(settle(row))
        assert world.township.leading_groups.on(ON).get().seats.count() == 1

    def test_what_the_database_refuses_is_never_called_a_race(self, world, monkeypatch):
        row = settle(start(world, text=self.TEXT))
        read = adopting._group

        def two_firsts(draft, parties, subject):
            group = read(draft, parties, subject)
            seats = [replace(s, first_responsible=s.role == "head") for s in group.seats]
            return replace(group, seats=tuple(seats))

        monkeypatch.setattr(adopting, "_group", two_firsts)
        with pytest.raises(ValidationError, match=r"方案自身有冲突，不能通过：.*只能有一名"):
            adopt(row)


class TestRefusedByTheDatabase:
    def refuse(self, monkeypatch, times):
        tried, adopt_ = [], adopting._adopt

        def once(*given):
            tried.append(given)
            if len(tried) <= times:
                raise IntegrityError("nobody knows this constraint")
            return adopt_(*given)

        monkeypatch.setattr(adopting, "_adopt", once)

    def test_after_a_race_it_is_adopted(self, world, monkeypatch):
        row = settle(start(world))
        self.refuse(monkeypatch, 1)
        assert adopt(row).duties.count() == 4

    def test_a_fault_nobody_foresaw_is_not_hidden(self, world, monkeypatch):
        row = settle(start(world))
        self.refuse(monkeypatch, 2)
        with pytest.raises(IntegrityError):
            adopt(row)


class TestCommand:
    def test_adopts_with_every_suggestion(self, world, tmp_path, capsys):
        file = tmp_path / "plan.txt"
        file.write_text(TOWNSHIP, encoding="gb18030")
        call_command("adopt_plan", file, organ="qingxi", on="2026-07-01", json=True)
        printed = json.loads(capsys.readouterr().out)
        counts = {"duties": 4, "requirements": 4, "grounds": 4, "measures": 4}
        assert counts.items() <= printed.items()
        assert Plan.objects.get(pk=printed["plan"]).source_name == "plan.txt"

    def test_adopts_a_plan_that_goes_post_by_post(self, world, capsys):
        organ = cast.make_organ("renmin", "县人民医院党委", parent=world.county)
        call_command("adopt_plan", HOSPITAL, organ="renmin", on="2026-07-01", json=True)
        plan = Plan.objects.get(pk=json.loads(capsys.readouterr().out)["plan"])
        assert plan.organ == organ
        duties = list(plan.duties.select_related("clause"))
        # Six posts and bodies with three, four, three, three, two and three duties.
        lengths = enumerate((3, 4, 3, 3, 2, 3), start=1)
        places = [(at, n) for at, length in lengths for n in range(1, length + 1)]
        assert [duty.number for duty in duties] == [f"{at}.{n}" for at, n in places]
        assert [duty.clause.number for duty in duties] == [f"{n}." for _at, n in places]
        assert (duties[3].title, duties[-1].number) == (
            "主持党委全面工作，组织制定年度党建计划",
            "6.3",
        )
        assert carried(plan)["2.1"] == {("leader", "党委书记")}

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"organ": "nowhere"}, "没有代码为“nowhere”的党组织"),
            ({"on": "2026-13-01"}, "无法识别"),
            ({"on": "2026-01-01"}, "现行方案自2026-01-01起施行"),
        ],
    )
    def test_refuses_with_a_sentence(self, world, tmp_path, given, sentence):
        file = tmp_path / "plan.txt"
        file.write_text(TOWNSHIP)
        options = {"organ": "qingxi", "on": "2026-07-01"} | given
        with pytest.raises(CommandError, match=sentence):
            call_command("adopt_plan", file, **options)
        assert not PlanReading.objects.exists()
        assert Organ.objects.count() == 5

    def test_two_leads_are_allowed_by_the_option_the_refusal_names(self, world, tmp_path):
        file = tmp_path / "plan.txt"
        file.write_text(
            TOWNSHIP.replace("牵头单位：组织办公室，", "牵头单位：组织办公室、党政办公室，")
        )
        options = {"organ": "qingxi", "on": "2026-07-01"}
        with pytest.raises(CommandError, match=r"有 2 个牵头单位.*加上 --several-leads"):
            call_command("adopt_plan", file, **options)
        call_command("adopt_plan", file, several_leads=True, **options)
        assert Plan.objects.get(version=2).several_leads

    def test_a_missing_file_is_named(self, world, tmp_path):
        with pytest.raises(CommandError, match=r"文件“none\.txt”无法打开"):
            call_command("adopt_plan", tmp_path / "none.txt", organ="qingxi", on="2026-07-01")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("邱禾", ("", "邱禾")),
        ("副局长曹毅", ("副局长", "曹毅")),
        ("宣传委员", ("宣传委员", "")),
        ("欧阳文静", ("", "欧阳文静")),
        ("张 三", ("", "张三")),
        ("党组书记、院长陶铸成", ("党组书记、院长", "陶铸成")),
        ("宣传委员丰年", ("宣传委员", "丰年")),
        ("党总支书记郁雪", ("党总支书记", "郁雪")),
        ("副院长 韩照野", ("副院长", "韩照野")),
        ("曹毅 副局长", ("副局长", "曹毅")),
        ("党支部书记石老虎同志（又名石怀瑾）", ("党支部书记", "石老虎")),
        ("总工程师", ("总工程师", "")),
        ("党政主要负责同志", ("党政主要负责同志", "")),
        ("支部书记、校长共同", ("支部书记、校长共同", "")),
        ("主任负责", ("主任负责", "")),
        ("马克思主义学院院长", ("马克思主义学院院长", "")),
    ],
)
def test_a_post_and_a_name_are_told_apart(words, expected):
    assert parted(words) == expected


@pytest.mark.parametrize(
    "words", ["班子成员", "领导班子成员", "党组成员", "党委班子", "全体班子成员"]
)
def test_collectives_mean_the_team(words):
    assert is_team(words)


@pytest.mark.parametrize("words", ["办公室", "党委书记", "党委其他成员", "邱禾"])
def test_other_words_do_not_mean_the_team(words):
    assert not is_team(words)
