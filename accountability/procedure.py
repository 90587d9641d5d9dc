"""The order of a case: which step may be taken now, and of every other step why not.

The order, the team and the clocks are rows (``StepKind``) that an administrator may edit. Three
things hold whatever the rows say (regulations on accountability, articles 11, 12 and 17): nobody
is decided upon unheard, a case ends only by a decision or by dismissal, and a decision is not
dropped by dismissing the case.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from accountability.models import StepKind
from duties import access

CLUE, DEFENCE, DECISION, DISMISSED = "clue", "defence", "decision", "dismissed"
APPEAL, ANSWER = "appeal", "appeal_decided"
ALWAYS_NOTED = {DEFENCE, DECISION, DISMISSED}
# Steps most cases never take: the line of steps shows them only once taken.
ASIDE = {APPEAL, ANSWER, DISMISSED}


@dataclass(frozen=True)
class Standing:
    """What the rules look at: every step kind, the days of those taken, the size of the team."""

    kinds: dict[str, StepKind]
    taken: dict[str, date]
    team: int
    closed: bool

    @classmethod
    def of(cls, case, *, team, kinds):
        kinds = {kind.code: kind for kind in kinds}
        taken = {step.kind_id: step.on for step in case.steps.all()}
        return cls(kinds, taken, team, case.closed_on is not None)

    @property
    def last(self):
        """Code and day of the step taken last; a case always has its clue."""
        return list(self.taken.items())[-1]

    def name(self, code):
        kind = self.kinds.get(code)
        return kind.label if kind else code


def may_take(kind, standing):
    """``ALLOWED``, or ``Denied`` with the first reason that stands against taking ``kind``."""
    for check in CHECKS:
        reason = check(kind, standing)
        if reason:
            return access.Denied(reason)
    return access.ALLOWED


def _closed(kind, standing):
    if standing.closed:
        return _("案件已办结，不能再办理任何步骤。")


def _once(kind, standing):
    if kind.code in standing.taken:
        return _("“%(step)s”已于%(day)s办理，不能重复。") % {
            "step": kind.label,
            "day": standing.taken[kind.code].isoformat(),
        }


def _in_order(kind, standing):
    if kind.after and not set(kind.after) & set(standing.taken):
        names = _("或").join(f"“{standing.name(code)}”" for code in kind.after)
        return _("还缺前置步骤：须先办理%(steps)s。") % {"steps": names}


def _heard(kind, standing):
    if kind.code == DECISION and DEFENCE not in standing.taken:
        return _("还没有听取当事人的陈述申辩，不能作出决定。")


def _decided(kind, standing):
    decided = DECISION in standing.taken
    if kind.code == DISMISSED and decided:
        return _("已经作出处理决定，不能再不予追责；需要纠正的，通过申诉办理。")
    if kind.ends and kind.code != DISMISSED and not decided:
        return _("还没有作出处理决定，不能办结。")


def _answered(kind, standing):
    if kind.ends and APPEAL in standing.taken and ANSWER not in standing.taken:
        return _("申诉还没有答复，不能办结。")


def _team(kind, standing):
    if standing.team < kind.needs_team_of:
        return _("这一步骤至少要有%(needed)d名经办人，现有%(team)d名，请先指派。") % {
            "needed": kind.needs_team_of,
            "team": standing.team,
        }


CHECKS = (_closed, _once, _in_order, _heard, _decided, _answered, _team)


def faults(kind, standing, *, on, note, today):
    """What is wrong with the particulars of a step: field to sentence."""
    found = {"on": _day(standing, on, today)}
    if (kind.needs_note or kind.code in ALWAYS_NOTED) and not note.strip():
        heard = kind.code == DEFENCE
        found["note"] = _("请记录当事人的陈述和申辩。") if heard else _("请写明办理情况。")
    return {field: sentence for field, sentence in found.items() if sentence}


def _day(standing, on, today):
    code, last = standing.last
    if on > today:
        return _("日期不能晚于今天（%(day)s）。") % {"day": today.isoformat()}
    if on < last:
        return _("日期不能早于上一步骤“%(step)s”的日期（%(day)s）。") % {
            "step": standing.name(code),
            "day": last.isoformat(),
        }


def fault_in_measures(kind, chosen, ladder):
    """Why ``chosen`` is no choice from ``ladder`` (the plan's measures in order), or ``None``.

    A measure whose ``choice`` is ``or`` excludes the one before it on the ladder.
    """
    if kind.code != DECISION:
        return _("只有作出处理决定时才能选择追责方式。") if chosen else None
    if not ladder:
        return _("该方案没有规定追责方式，不能作出处理决定。")
    if not chosen:
        return _("请至少选择一种追责方式；不予追责的，请办理“不予追责并说明”。")
    if not set(chosen) <= set(ladder):
        return _("只能选择案件所依据方案规定的追责方式。")
    for before, measure in pairwise(ladder):
        if measure.choice == measure.Choice.OR and before in chosen and measure in chosen:
            return _("“%(one)s”与“%(other)s”只能择一。") % {"one": before, "other": measure}


def line(standing):
    """The line of steps for ``partials/_steps.html``: done, now, todo, or skipped at the end."""
    shown = [k for k in standing.kinds.values() if k.code in standing.taken or k.code not in ASIDE]
    ahead = "skipped" if standing.closed else "now"
    steps = []
    for kind in shown:
        on = standing.taken.get(kind.code)
        steps.append({"label": kind.label, "on": on, "state": "done" if on else ahead})
        if not on and ahead == "now":
            ahead = "todo"
    return steps
