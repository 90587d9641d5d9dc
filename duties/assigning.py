"""Assigning duties: cells of the matrix, dated, and never unseen by the other clerk.

A change holds from the day it is made for: the row before it ends the day before, so what the
matrix said of earlier days stays as it was. Only a change on a row's own first day is made in
place. ``version`` is the version of the cell the editor saw; any write since then is a conflict.

One cell and a block of cells go the same way: ``judge`` says what would become of each,
``set_roles`` writes all of them or none. Both take a fixed number of statements.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import trail
from duties.dated_cells import Place, Sheet, misfit, row_on
from duties.matrix import Cell, role_mark
from duties.models import Assignment, Department, Duty, Plan, Post, Role, TrailEntry
from duties.standing import Line, cell_key

LEAD = "lead"
CHANGED = "cell.changed"
MOST_TEXT = 200
"""Characters of a note or a basis."""


@dataclass
class Conflict(Exception):
    """Somebody else wrote the cell meanwhile; ``current`` is what it says now.

    ``by`` and ``at`` name who wrote it last and when (UTC), if the trail knows.
    """

    current: Cell
    by: str = ""
    at: datetime | None = None
    role_name: str = ""


@dataclass(frozen=True)
class Change:
    """What one cell is to become: ``role_code`` ``""`` clears it.

    ``note`` and ``basis`` replace the cell's own, ``None`` keeps them.
    """

    duty_id: int
    column_key: str
    role_code: str
    version: int
    note: str | None = None
    basis: str | None = None

    @property
    def key(self):
        return cell_key(self.duty_id, self.column_key)


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of one change.

    ``cell`` is the cell as it stands afterwards, ``was`` its role, note and basis before.
    A change with a ``conflict`` or a ``refusal`` has not been written.
    """

    change: Change
    cell: Cell | None = None
    was: tuple[str, str, str] = ("", "", "")
    conflict: Conflict | None = None
    refusal: str = ""
    code: str = ""
    place: Place | None = None
    written: bool = False

    @property
    def fits(self):
        return self.conflict is None and not self.refusal


def set_role(*, duty, column_key, role_code, on, version, actor, note=None, basis=None) -> Cell:
    """Give the column the role in the duty from the day on; ``role_code`` ``""`` ends it.

    Raises ``Conflict`` when the cell is no longer at ``version``, ``ValidationError`` (with the
    sentence to show) when the role does not fit or is not the plan's, another department already
    leads, or the day lies before what is already recorded.
    """
    change = Change(duty.pk, column_key, role_code, version, note, basis)
    [outcome] = set_roles(plan=duty.plan, changes=[change], on=on, actor=actor)
    if outcome.conflict:
        raise outcome.conflict
    if outcome.refusal:
        raise ValidationError(outcome.refusal, code=outcome.code)
    return outcome.cell


@transaction.atomic
def set_roles(*, plan, changes, on, actor, rest=False) -> list[Outcome]:
    """Write all ``changes`` to cells of the plan, or none of them if one conflicts or is refused.

    With ``rest`` those that fit are written all the same. The outcomes come in the order of the
    changes; which of them were written says ``Outcome.written``.
    """
    locked = Duty.objects.select_for_update(of=("self",)).filter(
        plan=plan, pk__in={change.duty_id for change in changes}
    )
    list(locked.order_by("pk").values_list("pk"))
    desk = _Desk(plan, changes, on)
    outcomes = desk.judge()
    if rest or all(outcome.fits for outcome in outcomes):
        return desk.write(outcomes, actor)
    return outcomes


def judge(*, plan, changes, on) -> list[Outcome]:
    """What would become of each change, with nothing written."""
    return _Desk(plan, changes, on).judge()


def changes(organ, keys, *, limit=None):
    """The entries of the trail about these cells, newest first."""
    entries = TrailEntry.objects.filter(organ=organ, action=CHANGED, target__in=keys)
    return list(entries.select_related("actor__person").order_by("-id")[:limit])


def allowed(plan, roles):
    """Those of ``roles`` (by code) that the plan uses; all of them where it names none."""
    named = set(plan.allowed_roles.values_list("code", flat=True))
    return {code: role for code, role in roles.items() if not named or code in named}


class _Refused(Exception):
    """The sentence that refuses one change, and a stable code for it."""

    def __init__(self, sentence, code):
        super().__init__(sentence)
        self.code = code


class _Desk:
    """Everything the cells of a batch rest on, read once; judges each change and writes."""

    def __init__(self, plan: Plan, changes: Sequence[Change], on: date):
        if len({change.key for change in changes}) < len(changes):
            raise ValueError("a cell is named twice in one batch")
        self.plan, self.changes, self.on = plan, changes, on
        wanted = Duty.objects.filter(plan=plan, pk__in={change.duty_id for change in changes})
        self.duties = {duty.pk: duty for duty in wanted}
        self.posts = self._of_organ(Post, "p")
        self.departments = self._of_organ(Department, "d")
        self.roles = {role.code: role for role in Role.objects.all()}
        self.allowed = allowed(plan, self.roles)
        self.rows, self.leads = defaultdict(list), defaultdict(dict)
        found = Assignment.objects.filter(duty__in=self.duties)
        for row in found.select_related("post", "department").order_by("id"):
            column = f"p{row.post_id}" if row.post_id else f"d{row.department_id}"
            self.rows[row.duty_id, column].append(row)
            if row.role_id == LEAD and (row.until_on is None or row.until_on >= on):
                self.leads[row.duty_id][column] = (row.department or row.post).name

    def _of_organ(self, model, letter):
        numbers = {number for number in map(_number, self._columns(letter)) if number}
        found = model.objects.filter(pk__in=numbers, organ=self.plan.organ_id)
        return {f"{letter}{carrier.pk}": carrier for carrier in found}

    def _columns(self, letter):
        return {c.column_key for c in self.changes if c.column_key.startswith(letter)}

    def judge(self):
        """Outcomes in the order of the changes; a lead is judged after those that give it up."""
        order = sorted(
            range(len(self.changes)), key=lambda i: (self.changes[i].role_code == LEAD, i)
        )
        outcomes = {at: self._judge_one(self.changes[at]) for at in order}
        found = [outcomes[at] for at in range(len(self.changes))]
        return self._with_names(found)

    def _judge_one(self, change):
        outcome = Outcome(change)
        try:
            place = self._place(change)
            rows = self.rows[change.duty_id, change.column_key]
            before = row_on(rows, self.on)
            was = (before.role_id, before.note, before.basis) if before else ("", "", "")
            cell = self._cell(place, rows)
            outcome = replace(outcome, place=place, cell=cell, was=was)
            if cell.version != change.version:
                name = role_mark(self.roles[cell.role]).name if cell.role else ""
                return replace(outcome, conflict=Conflict(cell, role_name=name))
            self._refuse(place, rows, change, was)
        except _Refused as refused:
            return replace(outcome, refusal=str(refused), code=refused.code)
        return outcome

    def _place(self, change):
        duty = self.duties.get(change.duty_id)
        if duty is None:
            raise _Refused(_("没有这项职责：请刷新页面。"), code="duty")
        if _number(change.column_key) is None:
            raise _Refused(_("没有这一列：请刷新页面。"), code="column")
        post = self.posts.get(change.column_key)
        department = self.departments.get(change.column_key)
        if post is None and department is None:
            raise _Refused(_("该岗位或部门不属于本党组织。"), code="column")
        duty.plan = self.plan
        return Place(duty, post, department)

    def _refuse(self, place, rows, change, was):
        role = self._role(change.role_code)
        if any(len(text) > MOST_TEXT for text in _texts(change, was)[1:]):
            raise _Refused(_("说明和依据各不超过200字，请缩短。"), code="length")
        if _texts(change, was) == was:
            return
        _refuse_rewriting(place.duty, rows, self.on)
        leads = self.leads[place.duty.pk]
        if role:
            _refuse_forbidden(self.allowed, role, was[0])
            _refuse_unfit(place, role, self.on)
            self._refuse_second_lead(place, role, leads)
        # Kept in step, so that the batch may hand the lead from one department to another.
        leads.pop(place.column_key, None)
        if change.role_code == LEAD:
            leads[place.column_key] = place.carrier.name

    def _refuse_second_lead(self, place, role, leads):
        others = [name for key, name in leads.items() if key != place.column_key]
        if role.code == LEAD and others and not self.plan.several_leads:
            raise _Refused(
                _("本职责已由“%(name)s”牵头，方案没有允许多个牵头单位。请先调整原牵头单位。")
                % {"name": others[0]},
                code="second_lead",
            )

    def _role(self, code):
        if code and code not in self.roles:
            raise _Refused(_("没有这一责任类型：请刷新页面。"), code="role")
        return self.roles.get(code)

    def _cell(self, place, rows):
        row = row_on(rows, self.on)
        begin = self.plan.from_on
        return Cell(
            key=place.key,
            role=row.role_id if row else "",
            chip=role_mark(self.roles[row.role_id]).chip if row else "",
            version=_line(rows[-1]).token if rows else 0,
            changed=any(_line(old).departs(begin, self.on) for old in rows),
            note=row.note if row else "",
            basis=row.basis if row else "",
        )

    def _with_names(self, outcomes):
        """Who wrote the conflicting cells, and when, in one statement."""
        keys = {outcome.change.key for outcome in outcomes if outcome.conflict}
        if not keys:
            return outcomes
        latest = {}
        for entry in changes(self.plan.organ, keys):
            latest.setdefault(entry.target, entry)
        for outcome in outcomes:
            entry = outcome.conflict and latest.get(outcome.change.key)
            if entry:
                outcome.conflict.by = entry.actor.display_name if entry.actor else ""
                outcome.conflict.at = entry.at
        return outcomes

    def write(self, outcomes, actor):
        """Write those that fit and change something; each leaves its own entry in the trail."""
        sheet, entries, done = Sheet(self.on), [], []
        for outcome in outcomes:
            texts = _texts(outcome.change, outcome.was)
            alike = texts == outcome.was
            if outcome.fits and not alike:
                rows = self.rows[outcome.change.duty_id, outcome.change.column_key]
                exclusive = texts[0] == LEAD and not self.plan.several_leads
                fields = {"role_id": texts[0], "note": texts[1], "basis": texts[2]}
                sheet.put(outcome.place, rows, {**fields, "exclusive": exclusive})
                entries.append((outcome.place.key, self._told(outcome, texts)))
        sheet.save()
        trail.record_all(organ=self.plan.organ, actor=actor, action=CHANGED, entries=entries)
        for outcome in outcomes:
            if outcome.fits:
                rows = self.rows[outcome.change.duty_id, outcome.change.column_key]
                cell = self._cell(outcome.place, rows)
                outcome = replace(outcome, cell=cell, written=True)
            done.append(outcome)
        return done

    def _told(self, outcome, texts):
        told = {
            "duty": str(outcome.place.duty),
            "column": outcome.place.carrier.name,
            "before": outcome.was[0],
            "after": texts[0],
            "note_before": outcome.was[1],
            "note": texts[1],
            "basis_before": outcome.was[2],
            "basis": texts[2],
            "on": self.on.isoformat(),
        }
        return told | ({"cells": len(self.changes)} if len(self.changes) > 1 else {})


def _number(column_key):
    """The id in a column's key, ``None`` for what is none."""
    number = column_key[1:]
    plain = number.isascii() and number.isdigit() and len(number) <= 18
    return int(number) if plain and column_key[:1] in ("p", "d") else None


def _texts(change, was):
    """Role, note and basis the cell is to have; a cleared cell has none of them."""
    if not change.role_code:
        return ("", "", "")
    note, basis = (
        kept if sent is None else sent.replace("\x00", "").strip()
        for sent, kept in ((change.note, was[1]), (change.basis, was[2]))
    )
    return (change.role_code, note, basis)


def _line(row):
    return Line(row.pk, row.duty_id, row.role_id, "", row.from_on, row.until_on, row.version)


def _refuse_rewriting(duty, rows, on):
    day = {"day": on.isoformat()}
    if not duty.plan.holds_on(on):
        raise _Refused(_("方案在%(day)s不在施行期内，不能调整分工。") % day, code="plan")
    if not duty.holds_on(on):
        raise _Refused(_("这项职责在%(day)s不在施行期内，不能调整分工。") % day, code="duty")
    later = [row.from_on for row in rows if row.from_on > on]
    ending = [row for row in rows if row.until_on and row.until_on != duty.until_on]
    later += [row.until_on for row in ending if row.from_on <= on <= row.until_on]
    if later:
        raise _Refused(
            _("这一格在%(day)s已有登记，早于该日的分工不再改动。")
            % {"day": max(later).isoformat()},
            code="later",
        )


def _refuse_forbidden(allowed, role, before):
    """A role the plan does not use; one that stands already may get its note or basis."""
    if role.code not in allowed and role.code != before:
        raise _Refused(
            _("方案没有使用“%(role)s”这一责任类型，请改用方案规定的。")
            % {"role": role_mark(role).name},
            code="forbidden",
        )


def _refuse_unfit(place, role, on):
    carrier = place.carrier
    if sentence := misfit(role, carrier, post=place.post is not None):
        raise _Refused(sentence, code="unfit")
    if not carrier.holds_on(on):
        sentence = _("“%(column)s”在这一天不存在，不能再承担职责。")
        raise _Refused(sentence % {"column": carrier.name}, code="ended")
