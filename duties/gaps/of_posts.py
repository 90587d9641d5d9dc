"""Gaps of posts: nobody holds it, two answer for it, or it carries no duty."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from .kinds import WARN, Finding, Kind


class TenureKind(Kind):
    """A kind about who holds a post; it needs no plan, only the posts that matter on the day.

    Those are the posts of the team and those that carry duties (``shown``).
    """

    action = gettext_lazy("任职")

    def find(self, read):
        for carrier in read.shown:
            since = None if carrier.ended(read.on) else self.since(carrier)
            if since:
                yield Finding(carrier=carrier, since=since)

    def since(self, carrier):
        """The first day of the fault, ``None`` where there is none."""
        raise NotImplementedError

    def url(self, organ, finding):
        return reverse("post", args=[organ.code, finding.carrier.pk])


class VacantPost(TenureKind):
    """A post that nobody has ever held or acted for."""

    code, label = "vacant_post", gettext_lazy("岗位空缺")
    advice = gettext_lazy("岗位设立以来无人任职，请任职或指定代理。")

    def since(self, carrier):
        return carrier.vacant_since if carrier.vacant and not carrier.held_before else None


class ExpiredPost(TenureKind):
    """A post whose last tenure ended and nobody followed."""

    code, label = "expired_post", gettext_lazy("离任未补")
    advice = gettext_lazy("任职已经截止，无人接任，请任职或指定代理。")

    def since(self, carrier):
        return carrier.vacant_since if carrier.vacant and carrier.held_before else None


class DoublyHeld(TenureKind):
    """A post that has both a holder and somebody acting for it as if it were vacant."""

    code, label = "doubly_held", gettext_lazy("一岗两人")
    advice = gettext_lazy("同一天既有任职又有代理，请结束其中一个；任职者暂时离岗的，用临时主持。")
    action = gettext_lazy("结束其一")

    def since(self, carrier):
        return carrier.doubled_since


class IdlePost(Kind):
    """A post of the leading team that carries no duty of the plan."""

    code, label, severity = "no_duty", gettext_lazy("无职责"), WARN
    advice = gettext_lazy("班子成员岗位还没有承担职责，请按一岗双责明确分工。")
    action = gettext_lazy("分工")

    def find(self, standing):
        for carrier in standing.shown:
            if carrier.is_post and carrier.key not in standing.by_column:
                lines = [line for line in standing.lines if line.column == carrier.key]
                begin = max(standing.plan.from_on, carrier.from_on)
                yield Finding(carrier=carrier, since=standing.free_since(lines) or begin)

    def url(self, organ, finding):
        return f"{reverse('matrix', args=[organ.code])}?column={finding.carrier.key}"


TENURE_KINDS = (VacantPost(), ExpiredPost(), DoublyHeld())
POST_KINDS = (*TENURE_KINDS, IdlePost())
