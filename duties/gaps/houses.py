"""Organs as houses: everything of an organ that a gap can be about, on one day.

``read`` takes any number of organs in a fixed number of statements; callers that have very many
hand them over in batches, so that memory stays small.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from duties import house_rules
from duties.days import ONE_DAY
from duties.first_named import earliest
from duties.models import (
    Area,
    HouseRule,
    LeadingGroup,
    Organ,
    Placement,
    Plan,
    Portfolio,
    Seat,
    Tenure,
)
from duties.standing import Carrier, Standing, load_whole

from .kinds import Thing


@dataclass(frozen=True, slots=True)
class Cover:
    """A thing covered by a post, until the row, the post or the thing ended."""

    pk: int
    post: str
    thing: str
    from_on: date
    until_on: date | None

    def holds_on(self, day):
        return self.until_on is None or day <= self.until_on


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat on the day; ``ended_on`` is the last day of its post, if it has one."""

    thing: Thing
    post: str
    person_id: int | None
    from_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """A leading group begun by the day; ``ends`` are the last days of its office and director."""

    thing: Thing
    subject: str
    from_on: date
    until_on: date | None
    ends: tuple[date | None, date | None]
    seats: list[SeatRow] = field(default_factory=list)

    def holds_on(self, day):
        return self.until_on is None or day <= self.until_on


@dataclass(frozen=True, slots=True)
class Crowd:
    """A person above the set number of posts, and since when."""

    person: Thing
    since: date


@dataclass
class House:
    """One organ on one day.

    ``placed`` holds the last days of the placement where it stands or last stood, and of the
    superior there; ``None`` when it was never placed.
    """

    organ: Organ
    on: date
    plans: list[Plan] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    areas: list[tuple[Thing, date]] = field(default_factory=list)
    lower: list[tuple[Thing, date]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    placed: tuple[date | None, date | None] | None = None
    group_rule: HouseRule | None = None

    @cached_property
    def covered(self):
        """What is covered on the day, by the key of the thing."""
        return {cover.thing: cover for cover in self.covers if cover.holds_on(self.on)}

    @property
    def shown(self):
        """Posts of the team: what is judged of an organ that stands under no plan of its own."""
        return [carrier for carrier in self.carriers.values() if carrier.on_team]

    @property
    def leaders(self):
        """Posts of the team in being, without the organ's head, who leads the whole."""
        return [c for c in self.shown if not c.heads_organ and not c.ended(self.on)]

    @property
    def departments(self):
        return [c for c in self.carriers.values() if not c.is_post and not c.ended(self.on)]

    def free_since(self, covers):
        """The day after the last of ``covers`` ended; ``None`` when there were none."""
        ends = [cover.until_on for cover in covers if cover.until_on]
        return max(ends) + ONE_DAY if ends else None


def read(organs, *, on):
    """Houses of ``organs`` (a list, kinds at hand) on the day, in at most 22 statements."""
    houses = {organ.pk: House(organ, on) for organ in organs}
    _plans(houses, on)
    _covers(houses, on)
    _areas(houses, on)
    _placements(houses, on)
    _lower(houses, on)
    _groups(houses, on)
    _crowds(houses, on)
    return list(houses.values())


def _plans(houses, on):
    plans = Plan.objects.filter(organ__in=houses, state=Plan.State.ADOPTED, from_on__lte=on)
    for plan in plans.order_by("organ", "subject", "version"):
        plan.organ = houses[plan.organ_id].organ
        houses[plan.organ_id].plans.append(plan)
    in_force = [plan for house in houses.values() for plan in house.plans if plan.holds_on(on)]
    standings, carriers = load_whole(houses, in_force, on=on)
    for standing in standings:
        houses[standing.plan.organ_id].standings.append(standing)
    for organ_id, found in carriers.items():
        if organ_id in houses:  # an ended column may be another organ's
            houses[organ_id].carriers = found


def _covers(houses, on):
    rows = Portfolio.objects.filter(post__organ__in=houses, from_on__lte=on)
    for organ, pk, post, department, area, lower, from_on, *ends in rows.values_list(
        "post__organ_id",
        "id",
        "post_id",
        "department_id",
        "area_id",
        "lower_id",
        "from_on",
        "until_on",
        "post__until_on",
        "department__until_on",
        "area__until_on",
        "lower__until_on",
    ):
        thing = f"d{department}" if department else f"a{area}" if area else f"o{lower}"
        houses[organ].covers.append(Cover(pk, f"p{post}", thing, from_on, earliest(ends)))


def _areas(houses, on):
    rows = Area.objects.on(on).filter(organ__in=houses).order_by("position", "id")
    for organ, pk, name, from_on in rows.values_list("organ_id", "id", "name", "from_on"):
        houses[organ].areas.append((Thing(f"a{pk}", name), from_on))


def _placements(houses, on):
    """The latest placement begun by the day: where the organ stands, or last stood."""
    rows = Placement.objects.filter(organ__in=houses, from_on__lte=on).order_by("from_on")
    for organ, *ends in rows.values_list("organ_id", "until_on", "parent__until_on"):
        houses[organ].placed = tuple(ends)


def _lower(houses, on):
    """Lower organs, asked only of those whose leaders cover one or more of them."""
    using = [
        pk for pk, house in houses.items() if any(thing.startswith("o") for thing in house.covered)
    ]
    if not using:
        return
    live = Organ.objects.on(on)
    rows = Placement.objects.on(on).filter(parent__in=using, organ__in=live)
    for parent, pk, name, from_on in rows.order_by("organ__path").values_list(
        "parent_id", "organ_id", "organ__short_name", "from_on"
    ):
        houses[parent].lower.append((Thing(f"o{pk}", name), from_on))


def _groups(houses, on):
    groups = {}
    rows = LeadingGroup.objects.filter(organ__in=houses, from_on__lte=on)
    for organ, pk, name, subject, from_on, until_on, *ends in rows.order_by("from_on").values_list(
        "organ_id",
        "id",
        "name",
        "subject_id",
        "from_on",
        "until_on",
        "office__until_on",
        "office_director__until_on",
    ):
        groups[pk] = Group(Thing(f"g{pk}", name), subject, from_on, until_on, tuple(ends))
        houses[organ].groups.append(groups[pk])
    live = LeadingGroup.objects.on(on).filter(organ__in=houses)
    seats = Seat.objects.on(on).filter(group__in=live, post__isnull=False)
    for group, pk, post, name, person, *days in seats.values_list(
        "group_id", "id", "post_id", "post__name", "person_id", "from_on", "post__until_on"
    ):
        groups[group].seats.append(SeatRow(Thing(f"s{pk}", name), f"p{post}", person, *days))
    organs = [house.organ for house in houses.values()]
    rules = house_rules.in_force(organs, HouseRule.Kind.LEADING_GROUP, on)
    for organ_id, house in houses.items():
        house.group_rule = rules[organ_id]


def _crowds(houses, on):
    """Persons of the organs who hold or act for more posts than the house rule lets them."""
    organs = [house.organ for house in houses.values()]
    rules = house_rules.in_force(organs, HouseRule.Kind.MOST_POSTS, on)
    rules = {organ_id: rule for organ_id, rule in rules.items() if rule}
    if not rules:
        return
    spans, names = defaultdict(list), {}
    rows = Tenure.objects.filter(person__organ__in=rules, from_on__lte=on)
    rows = rows.exclude(kind=Tenure.Kind.ABSENCE)
    for organ, person, name, post, from_on, *ends in rows.values_list(
        "person__organ_id",
        "person_id",
        "person__name",
        "post_id",
        "from_on",
        "until_on",
        "post__until_on",
    ):
        spans[organ, person].append((post, from_on, earliest(ends)))
        names[person] = name
    for (organ, person), held in spans.items():
        rule = rules[organ]
        if since := above_since(held, rule.value, on):
            thing = Thing(f"u{person}", names[person])
            houses[organ].crowds.append(Crowd(thing, max(since, rule.from_on)))


def above_since(held, most, on):
    """The first day of the run up to ``on`` in which more than ``most`` posts were held.

    ``held`` are ``(post, from_on, until_on)``, both days inclusive; ``None`` when on the day
    itself no more than ``most`` are.
    """
    turns = {from_on for _post, from_on, _until in held}
    turns |= {until_on + ONE_DAY for _post, _from, until_on in held if until_on}
    since = None
    for day in sorted((turn for turn in turns if turn <= on), reverse=True):
        # Between two turns nothing changes, so each turn speaks for the days up to the next.
        posts = {post for post, begin, end in held if begin <= day and (not end or day <= end)}
        if len(posts) <= most:
            break
        since = day
    return since
