"""Every gap there is: those of ``duties.gaps`` and the requirements nobody is responsible for.

Pages, letters and the dashboard ask here, so that they cannot disagree.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy

from duties import gaps
from duties.days import ONE_DAY
from duties.gaps import WARN, Finding, Kind, Thing
from duties.standing import Standing
from reviews.models import Requirement


@dataclass(frozen=True)
class Mechanism:
    """The requirements of one plan that hold on the day, with the plan's standing."""

    standing: Standing
    requirements: list[Requirement]

    @property
    def on(self):
        return self.standing.on

    def answering(self, requirement):
        """The key of the post that answers for its obligations, as ``opening`` fills them in."""
        if requirement.responsible_id:
            return f"p{requirement.responsible_id}"
        firsts = (named.key for named in self.standing.firsts if named.by_plan)
        heads = (c.key for c in self.standing.carriers.values() if c.heads_organ)
        return next(firsts, None) or next(heads, None)


class RequirementKind(Kind):
    """A kind about what is asked again and again; leaders owe their own accounts themselves."""

    page = "cycles"
    action = gettext_lazy("明确责任")

    def find(self, mechanism):
        for requirement in mechanism.requirements:
            if requirement.reach != Requirement.Reach.LEADERS:
                begin = max(mechanism.standing.plan.from_on, requirement.from_on)
                if since := self.since(mechanism, requirement, begin):
                    thing = Thing(f"r{requirement.pk}", requirement.title)
                    yield Finding(thing=thing, since=max(since, begin))

    def since(self, mechanism, requirement, begin):
        """The first day of the fault, ``None`` where there is none."""
        raise NotImplementedError


class NobodyResponsible(RequirementKind):
    """No post answers for the requirement, or the one that does has ended."""

    code, label = "no_responsible", gettext_lazy("频次要求缺责任岗位")
    advice = gettext_lazy("这项频次要求没有现存的责任岗位，请设书记岗位或在方案中明确责任岗位。")

    def since(self, mechanism, requirement, begin):
        key = mechanism.answering(requirement)
        if key is None:
            return begin
        carrier = mechanism.standing.carriers.get(key)
        # A post that is not among those in being is the requirement's own, or the plan's first.
        return carrier.ended(mechanism.on) if carrier else self._ended(mechanism, requirement)

    def _ended(self, mechanism, requirement):
        if requirement.responsible_id:
            last = requirement.responsible_until
        else:
            last = next(n.until_on for n in mechanism.standing.firsts if n.by_plan)
        return last + ONE_DAY if last and last < mechanism.on else None


class ResponsibleVacant(RequirementKind):
    """The post that answers for the requirement is held by nobody."""

    code, label, severity = "responsible_vacant", gettext_lazy("频次要求责任岗位空缺"), WARN
    advice = gettext_lazy("负责这项频次要求的岗位空缺，请任职或指定代理。")
    action = gettext_lazy("任职")

    def since(self, mechanism, requirement, begin):
        carrier = mechanism.standing.carriers.get(mechanism.answering(requirement))
        vacant = carrier and carrier.vacant and not carrier.ended(mechanism.on)
        return carrier.vacant_since if vacant else None

    def url(self, organ, finding):
        return f"{reverse('posts', args=[organ.code])}?show=vacant"


REQUIREMENT_KINDS = (NobodyResponsible(), ResponsibleVacant())
KINDS = (*gaps.KINDS, *REQUIREMENT_KINDS)
BY_CODE = {kind.code: kind for kind in KINDS if kind.listed}
ADVICE = {code: kind.advice for code, kind in BY_CODE.items()}


def of_organs(organs, *, on):
    """Every gap of the organs of a queryset in being on the day, the gravest first.

    One pass, batch by batch; the number of statements grows only with the number of batches.
    """
    found = []
    for houses in gaps.houses_of(organs, on=on):
        found += gaps.of_houses(houses)
        found += _of_requirements(houses, on)
    return gaps.in_order(found)


def _of_requirements(houses, on):
    plans = [standing.plan.pk for house in houses for standing in house.standings]
    asked = defaultdict(list)
    rows = Requirement.objects.on(on).filter(plan__in=plans)
    rows = rows.annotate(responsible_until=F("responsible__until_on"))
    for requirement in rows.order_by("position", "id"):
        asked[requirement.plan_id].append(requirement)
    for house in houses:
        for standing in house.standings:
            mechanism = Mechanism(standing, asked[standing.plan.pk])
            yield from gaps.gaps_of(house.organ, mechanism, REQUIREMENT_KINDS)
