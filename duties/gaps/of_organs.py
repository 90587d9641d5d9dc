"""Gaps of an organ as a whole: its plan, its superior, who covers what, its leading group."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from duties.days import ONE_DAY
from duties.first_named import earliest

from .kinds import WARN, Finding, Kind, Thing
from .of_posts import TENURE_KINDS


class NoPlan(Kind):
    """An organ whose kind must have its own plan has none in force."""

    code, label = "no_plan", gettext_lazy("缺实施方案")
    advice = gettext_lazy("本党组织没有施行中的实施方案，请录入并通过。")
    action, page = gettext_lazy("录入方案"), "plan_upload"

    def find(self, house):
        if house.organ.kind.own_plan and not house.standings:
            ends = [plan.until_on for plan in house.plans if plan.until_on]
            yield Finding(since=max(ends) + ONE_DAY if ends else house.organ.from_on)


class NoGroup(Kind):
    """A plan in force without the leading group it had, or that a house rule requires.

    A plan may do without a leading group. It misses one that ended while the plan was in force,
    and any at all where the house rule asks for one; a house rule that says no misses nothing.
    """

    code, label = "no_group", gettext_lazy("缺领导小组")
    advice = gettext_lazy("领导小组已经撤销或按规定须设而未设，请发文成立。")
    action, page = gettext_lazy("成立"), "leading_group_new"

    def find(self, house):
        rule = house.group_rule
        if rule and not rule.value:
            return
        for standing in house.standings:
            plan = standing.plan
            groups = [group for group in house.groups if group.subject == plan.subject_id]
            if any(group.holds_on(house.on) for group in groups):
                continue
            ends = [group.until_on for group in groups if group.until_on >= plan.from_on]
            if ends:
                yield Finding(since=max(ends) + ONE_DAY)
            elif rule:
                yield Finding(since=max(plan.from_on, rule.from_on))


class NoSuperior(Kind):
    """The organ stands under one that has ended, or under none since it was taken away."""

    code, label = "no_superior", gettext_lazy("上级已撤")
    advice = gettext_lazy("上级党组织已经撤销或隶属关系已经截止，请明确新的上级。")
    action, page = gettext_lazy("明确上级"), "organ_home"

    def find(self, house):
        ended = earliest(house.placed or ())
        if ended and ended < house.on:
            yield Finding(since=ended + ONE_DAY)


class CoverKind(Kind):
    """A kind about a thing that no leader covers; mended by giving it to one."""

    action = gettext_lazy("指定分管")

    def find(self, house):
        for thing, begin in self.things(house):
            if thing.key not in house.covered:
                before = [cover for cover in house.covers if cover.thing == thing.key]
                yield Finding(thing=thing, since=house.free_since(before) or begin)

    def things(self, house):
        """``(thing, the day from which it ought to be covered)``."""
        raise NotImplementedError

    def url(self, organ, finding):
        return f"{reverse('coverage_move', args=[organ.code])}?thing={finding.thing.key}"


class DepartmentUncovered(CoverKind):
    """A department under no leader."""

    code, label = "department_uncovered", gettext_lazy("部门无人分管")
    advice = gettext_lazy("这个部门没有分管的班子成员，请指定一个。")

    def things(self, house):
        return [(Thing(c.key, c.full_name), c.from_on) for c in house.departments]


class AreaUncovered(CoverKind):
    """An area of work under no leader."""

    code, label = "area_uncovered", gettext_lazy("领域无人分管")
    advice = gettext_lazy("这个工作领域没有分管的班子成员，请指定一个；不再需要的请结束。")

    def things(self, house):
        return house.areas


class LowerUncovered(CoverKind):
    """A lower organ that no leader is in touch with, where others of its superior's are."""

    code, label, severity = "lower_uncovered", gettext_lazy("下级无人联系"), WARN
    advice = gettext_lazy("已有下级党组织由班子成员联系，这一个还没有，请指定。")
    action = gettext_lazy("指定联系")

    def things(self, house):
        used = [c.from_on for c in house.covered.values() if c.thing.startswith("o")]
        return [(thing, max(begin, min(used))) for thing, begin in house.lower]


class NoPortfolio(Kind):
    """A leader who covers nothing, where the organ has departments or areas to cover.

    The head leads the whole and needs no portfolio of his own.
    """

    code, label, severity = "no_portfolio", gettext_lazy("无分管"), WARN
    advice = gettext_lazy("班子成员没有分管的部门、领域或联系的下级，请明确分管。")
    action = gettext_lazy("增加分管")

    def find(self, house):
        if not house.departments and not house.areas:
            return
        covering = {cover.post for cover in house.covered.values()}
        for carrier in house.leaders:
            if carrier.key not in covering:
                before = [cover for cover in house.covers if cover.post == carrier.key]
                since = house.free_since(before) or carrier.from_on
                yield Finding(carrier=carrier, since=since)

    def url(self, organ, finding):
        return reverse("portfolio_new", args=[organ.code, finding.carrier.pk])


class GroupKind(Kind):
    """A kind about the leading groups in being; mended by adjusting the group."""

    action, page = gettext_lazy("调整小组"), "leading_group"

    def find(self, house):
        for group in house.groups:
            if group.holds_on(house.on):
                yield from self.find_in(group, house)

    def find_in(self, group, house):
        """Where the gap is found in one group; each kind says it for itself."""
        raise NotImplementedError


class SeatEnded(GroupKind):
    """A seat of the leading group belongs to a post that no longer exists."""

    code, label = "seat_ended", gettext_lazy("席位岗位已撤")
    advice = gettext_lazy("领导小组席位所在的岗位已经撤销，请调整领导小组。")

    def find_in(self, group, house):
        for seat in group.seats:
            if seat.ended_on and seat.ended_on < house.on:
                yield Finding(thing=seat.thing, since=seat.ended_on + ONE_DAY)


class SeatVacant(GroupKind):
    """A seat whose post nobody holds; posts whose vacancy is itself a gap are left to that one."""

    code, label, severity = "seat_vacant", gettext_lazy("席位空缺"), WARN
    advice = gettext_lazy("领导小组席位所在的岗位无人任职，请任职或调整领导小组。")

    def find_in(self, group, house):
        listed = {c.key for read in (house, *house.standings) for c in read.shown}
        for seat in group.seats:
            post = house.carriers.get(seat.post)
            vacant = post and post.vacant and not post.ended(house.on) and not seat.person_id
            if vacant and seat.post not in listed:
                yield Finding(thing=seat.thing, since=max(post.vacant_since, seat.from_on))


class OfficeEnded(GroupKind):
    """The group's office stands in a department, or under a director's post, that has ended."""

    code, label = "office_ended", gettext_lazy("小组办公室已撤")
    advice = gettext_lazy("领导小组办公室所在的部门或办公室主任岗位已经撤销，请调整领导小组。")

    def find_in(self, group, house):
        ended = [day for day in group.ends if day and day < house.on]
        if ended:
            yield Finding(thing=group.thing, since=min(ended) + ONE_DAY)


class TooManyPosts(Kind):
    """A person who holds or acts for more posts than the house rule of the unit allows."""

    code, label, severity = "most_posts", gettext_lazy("任职超过规定"), WARN
    advice = gettext_lazy("任职和代理的岗位数超过内部规定，请调整任职。")
    action = gettext_lazy("调整任职")

    def find(self, house):
        for crowd in house.crowds:
            yield Finding(thing=crowd.person, since=crowd.since)

    def url(self, organ, finding):
        return f"{reverse('people', args=[organ.code])}?q={finding.thing.name}"


class WithoutPlan(Kind):
    """The kinds about tenures, for the team of an organ that stands under no plan of its own."""

    def __init__(self, kind):
        self.kind = kind
        self.code, self.label, self.advice = kind.code, kind.label, kind.advice
        self.severity, self.action = kind.severity, kind.action

    def find(self, house):
        return () if house.standings else self.kind.find(house)

    def url(self, organ, finding):
        return self.kind.url(organ, finding)


ORGAN_KINDS = (
    NoPlan(),
    NoGroup(),
    NoSuperior(),
    DepartmentUncovered(),
    AreaUncovered(),
    LowerUncovered(),
    NoPortfolio(),
    SeatEnded(),
    SeatVacant(),
    OfficeEnded(),
    TooManyPosts(),
    *map(WithoutPlan, TENURE_KINDS),
)
