"""Gaps of single duties: who answers, who leads, and in which role."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties.standing import FIRST

from .kinds import WARN, Finding, Kind


class DutyKind(Kind):
    """A kind that is mended in the duty's row of the matrix."""

    action = gettext_lazy("分工")

    def url(self, organ, finding):
        return f"{reverse('matrix', args=[organ.code])}?duty={finding.duty.pk}"


class NoLeader(DutyKind):
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
        return standing.free_since(lines) or duty.from_on or standing.plan.from_on


class NoLeadUnit(NoLeader):
    """No department leads the duty or is named responsible for it."""

    code, label = "no_lead_unit", gettext_lazy("缺牵头")
    advice = gettext_lazy("这项职责还没有牵头的部门，请为一个部门填写牵头或责任单位。")
    posts = False


class TwoFirst(DutyKind):
    """Two posts are both first-responsible for one duty."""

    code, label = "two_first", gettext_lazy("双第一责任")
    advice = gettext_lazy("有两个岗位同为第一责任，请只保留一个。")
    action = gettext_lazy("保留一个")

    def find(self, standing):
        for duty in standing.duties:
            firsts = [line for line in standing.by_duty[duty.pk] if line.role == FIRST]
            if len(firsts) > 1:
                yield Finding(duty=duty, since=sorted(line.from_on for line in firsts)[1])


class OnVacantPost(DutyKind):
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


class OnEnded(DutyKind):
    """The duty is still carried by a post or department that no longer exists."""

    code, label = "ended", gettext_lazy("岗位已撤")
    advice = gettext_lazy("承担职责的岗位或部门已经撤销，请改由现有的岗位或部门承担。")
    action = gettext_lazy("改由他人承担")

    def find(self, standing):
        for duty in standing.duties:
            for line in standing.by_duty[duty.pk]:
                carrier = standing.carriers[line.column]
                if ended := carrier.ended(standing.on):
                    yield Finding(duty=duty, carrier=carrier, since=ended)

    def said(self, finding):
        return str(self.label) if finding.carrier.is_post else _("部门已撤")


class ForbiddenRole(DutyKind):
    """A post or department carries the duty in a role that the plan does not use."""

    code, label = "forbidden_role", gettext_lazy("方案不用此责任")
    advice = gettext_lazy("方案限定了责任类型，这一格用了方案之外的责任类型，请改用方案规定的。")
    action = gettext_lazy("改责任类型")

    def find(self, standing):
        if not standing.allowed:
            return
        for duty in standing.duties:
            for line in standing.by_duty[duty.pk]:
                if line.role not in standing.allowed:
                    carrier = standing.carriers[line.column]
                    yield Finding(duty=duty, carrier=carrier, since=line.from_on)


DUTY_KINDS = (
    NoLeader(),
    NoLeadUnit(),
    TwoFirst(),
    OnVacantPost(),
    OnEnded(),
    ForbiddenRole(),
)
