"""Gaps of a whole plan: who is first-responsible."""

from django.utils.translation import gettext_lazy

from duties.days import ONE_DAY
from duties.standing import FIRST

from .kinds import Finding, Kind


class FirstKind(Kind):
    """A kind that is mended in the leading group."""

    page = "leading_group"
    action = gettext_lazy("明确")


class NoFirst(FirstKind):
    """Neither the plan nor its leading group nor any cell names a first-responsible post."""

    code, label = "no_first", gettext_lazy("缺第一责任人")
    advice = gettext_lazy("方案和领导小组都没有指明第一责任人，请在领导小组中指定。")

    def find(self, standing):
        in_cells = any(line.role == FIRST for line in standing.held.values())
        if not in_cells and not any(named.holds_on(standing.on) for named in standing.firsts):
            yield Finding(since=self._since(standing))

    def _since(self, standing):
        cells = [line for line in standing.lines if line.role == FIRST]
        ends = [named.until_on + ONE_DAY for named in standing.firsts]
        ended = standing.free_since(cells)
        return max([standing.plan.from_on, *ends, *([ended] if ended else [])])


class FirstDiffers(FirstKind):
    """Plan, leading group and matrix name different people first-responsible.

    One person in two posts is one; a duty that names two by itself is another kind's.
    """

    code, label = "first_differs", gettext_lazy("第一责任人不一")
    advice = gettext_lazy("方案、领导小组和责任矩阵指明的第一责任人不是同一人，请改为一致。")

    def find(self, standing):
        since = {}
        for key, from_on in self._named(standing):
            carrier = standing.carriers.get(key)
            who = f"u{carrier.person_id}" if carrier and carrier.person_id else key
            since[who] = min(from_on, since.get(who, from_on))
        if len(since) > 1:
            yield Finding(since=sorted(since.values())[1])

    def _named(self, standing):
        for named in standing.firsts:
            if named.holds_on(standing.on):
                yield named.key, named.from_on
        for duty in standing.duties:
            firsts = [line for line in standing.by_duty[duty.pk] if line.role == FIRST]
            if len(firsts) == 1:
                yield firsts[0].column, firsts[0].from_on


PLAN_KINDS = (NoFirst(), FirstDiffers())
