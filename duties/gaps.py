"""Gaps (责任空白): what is missing or contradictory in who answers for what, on a day.

Each sort of gap is a small class with ``find``; to add one, write the class and put an instance
into the list it belongs to. The matrix page shows the same findings in its check column.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties.models import Duty, Organ, Plan
from duties.standing import FIRST, ONE_DAY, Carrier, Standing, load

LATE, WARN = "late", "warn"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of an organ; ``late`` must be mended, ``since`` is the first day it stood open."""

    code: str
    label: str
    severity: str
    organ: Organ
    subject: str
    url: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a kind of gap was found: a duty, a carrier, or (with neither) the plan."""

    duty: Duty | None = None
    carrier: Carrier | None = None
    since: date | None = None


class Kind:
    """A sort of gap; ``listed`` is False where another kind already lists the cause."""

    code: str
    label: str
    advice: str
    severity = LATE
    listed = True

    def find(self, standing: Standing) -> Iterator[Finding]:
        raise NotImplementedError

    def said(self, finding):
        """The label of one finding."""
        return str(self.label)


class NoLeader(Kind):
    """No post answers for the duty."""

    code, label = "no_leader", gettext_lazy("缺主责")
    advice = gettext_lazy("这项职责还没有负责的岗位，请为一个岗位填写主责。")
    posts = True

    def find(self, standing):
        for duty in standing.duties:
            if not standing.answering(duty, posts=self.posts):
                yield Finding(duty=duty, since=self._since(standing, duty))

    def _since(self, standing, duty):
        lines = [
            line
            for line in standing.lines
            if line.duty_id == duty.pk and standing.answers(line, posts=self.posts)
        ]
        return standing.free_since(lines) or standing.plan.from_on


class NoLeadUnit(NoLeader):
    """No department leads the duty or is named responsible for it."""

    code, label = "no_lead_unit", gettext_lazy("缺牵头")
    advice = gettext_lazy("这项职责还没有牵头的部门，请为一个部门填写牵头或责任单位。")
    posts = False


class TwoFirst(Kind):
    """Two posts are both first-responsible for one duty."""

    code, label = "two_first", gettext_lazy("双第一责任")
    advice = gettext_lazy("有两个岗位同为第一责任，请只保留一个。")

    def find(self, standing):
        for duty in standing.duties:
            firsts = [line for line in standing.by_duty[duty.pk] if line.role == FIRST]
            if len(firsts) > 1:
                yield Finding(duty=duty, since=sorted(line.from_on for line in firsts)[1])


class OnVacantPost(Kind):
    """A post that answers for the duty is held by nobody, not even acting."""

    code, label, severity, listed = "vacant", gettext_lazy("岗位空缺"), WARN, False
    advice = gettext_lazy("负责这项职责的岗位空缺，请任职或指定代理。")

    def find(self, standing):
        for duty in standing.duties:
            answering = standing.answering(duty, posts=True)
            carriers = [standing.carriers[line.column] for line in answering]
            vacant = [c.vacant_since for c in carriers if c.vacant and not c.ended(standing.on)]
            if vacant:
                yield Finding(duty=duty, since=min(vacant))


class OnEnded(Kind):
    """The duty is still carried by a post or department that no longer exists."""

    code, label = "ended", gettext_lazy("岗位已撤")
    advice = gettext_lazy("承担职责的岗位或部门已经撤销，请改由现有的岗位或部门承担。")

    def find(self, standing):
        for duty in standing.duties:
            for line in standing.by_duty[duty.pk]:
                carrier = standing.carriers[line.column]
                if ended := carrier.ended(standing.on):
                    yield Finding(duty=duty, carrier=carrier, since=ended)

    def said(self, finding):
        return str(self.label) if finding.carrier.is_post else _("部门已撤")


class VacantPost(Kind):
    """A post of the team, or one that carries duties, that nobody holds or acts for."""

    code, label = "vacant_post", gettext_lazy("岗位空缺")
    advice = gettext_lazy("岗位空缺，请任职或指定代理。")

    def find(self, standing):
        for carrier in standing.shown:
            if carrier.vacant and not carrier.ended(standing.on):
                yield Finding(carrier=carrier, since=carrier.vacant_since)


class IdlePost(Kind):
    """A post of the leading team that carries no duty of the plan."""

    code, label, severity = "no_duty", gettext_lazy("无职责"), WARN
    advice = gettext_lazy("班子成员岗位还没有承担职责，请按一岗双责明确分工。")

    def find(self, standing):
        for carrier in standing.shown:
            if carrier.is_post and carrier.key not in standing.by_column:
                lines = [line for line in standing.lines if line.column == carrier.key]
                begin = max(standing.plan.from_on, carrier.from_on)
                yield Finding(carrier=carrier, since=standing.free_since(lines) or begin)


class NoFirst(Kind):
    """Neither the plan nor its leading group names a first-responsible post."""

    code, label = "no_first", gettext_lazy("缺第一责任人")
    advice = gettext_lazy("方案和领导小组都没有指明第一责任人，请在领导小组中指定。")

    def find(self, standing):
        in_cells = any(line.role == FIRST for line in standing.held.values())
        if not in_cells and not standing.first_named:
            yield Finding(since=standing.plan.from_on)


DUTY_KINDS = (NoLeader(), NoLeadUnit(), TwoFirst(), OnVacantPost(), OnEnded())
POST_KINDS = (VacantPost(), IdlePost())
PLAN_KINDS = (NoFirst(),)
ADVICE = {kind.code: kind.advice for kind in (*PLAN_KINDS, *POST_KINDS, *DUTY_KINDS)}
NO_PLAN = "no_plan"


def findings(standing, kinds):
    """Every finding of ``kinds``, as pairs of kind and finding."""
    return [(kind, finding) for kind in kinds for finding in kind.find(standing)]


def of_plan(plan, *, on):
    """The gaps of one plan on the day, those that must be mended first."""
    return _sorted(_of_standings(load([plan], on=on, first=True)))


def of_organs(organs, *, on):
    """The gaps of the organs of a queryset on the day, in at most ten statements.

    Only plans in force count; an organ that has none is itself a gap, unless its kind stands
    under the superior's plan.
    """
    organs = list(organs.select_related("kind"))
    adopted = Plan.objects.filter(organ__in=organs, state=Plan.State.ADOPTED, from_on__lte=on)
    plans = list(adopted.select_related("organ"))
    in_force = [plan for plan in plans if plan.holds_on(on)]
    gaps = [_no_plan(organ, plans) for organ in _without(organs, in_force)]
    if in_force:
        gaps += _of_standings(load(in_force, on=on, first=True))
    return _sorted(gaps)


def _without(organs, plans):
    covered = {plan.organ_id for plan in plans}
    return [organ for organ in organs if organ.kind.own_plan and organ.pk not in covered]


def _no_plan(organ, plans):
    ends = [plan.until_on for plan in plans if plan.organ_id == organ.pk and plan.until_on]
    since = max(ends) + ONE_DAY if ends else organ.from_on
    url = reverse("plan_upload", args=[organ.code])
    return Gap(NO_PLAN, _("缺实施方案"), LATE, organ, organ.short_name, url, since)


def _of_standings(standings):
    kinds = [k for k in (*PLAN_KINDS, *POST_KINDS, *DUTY_KINDS) if k.listed]
    return [
        _gap(standing, kind, finding)
        for standing in standings
        for kind, finding in findings(standing, kinds)
    ]


def _gap(standing, kind, finding):
    organ = standing.plan.organ
    subject, url = _place(organ, finding)
    return Gap(
        code=kind.code,
        label=kind.said(finding),
        severity=kind.severity,
        organ=organ,
        subject=subject,
        url=url,
        since=finding.since,
    )


def _place(organ, finding):
    """What the gap is about, and the page where it can be mended."""
    page = reverse("matrix", args=[organ.code])
    if finding.duty:
        return str(finding.duty), f"{page}?duty={finding.duty.pk}"
    if finding.carrier and finding.carrier.vacant:
        return finding.carrier.full_name, reverse("post", args=[organ.code, finding.carrier.pk])
    if finding.carrier:
        return finding.carrier.full_name, f"{page}?column={finding.carrier.key}"
    return organ.short_name, reverse("leading_group", args=[organ.code])


def _sorted(gaps):
    return sorted(gaps, key=lambda gap: (gap.severity != LATE, gap.since or date.max))
