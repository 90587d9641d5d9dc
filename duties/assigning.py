"""Assigning duties: one cell of the matrix at a time, dated, and never unseen by the other clerk.

A change holds from the day it is made for: the row before it ends the day before, so what the
matrix said of earlier days stays as it was. Only a change on a row's own first day is made in
place. ``version`` is the version of the cell the editor saw; any write since then is a conflict.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import trail
from duties.matrix import Cell, role_mark
from duties.models import Assignment, Department, Duty, Post, Role, TrailEntry
from duties.standing import ONE_DAY, Line, cell_key

LEAD = "lead"
CHANGED = "cell.changed"


@dataclass
class Conflict(Exception):
    """Somebody else wrote the cell meanwhile; ``current`` is what it says now.

    ``by`` and ``at`` name who wrote it last and when (UTC), if the trail knows.
    """

    current: Cell
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Place:
    """A duty and the post or department that carries it."""

    duty: Duty
    post: Post | None
    department: Department | None

    @property
    def carrier(self):
        return self.post or self.department

    @property
    def column_key(self):
        return f"p{self.post.pk}" if self.post else f"d{self.department.pk}"

    @property
    def key(self):
        return cell_key(self.duty.pk, self.column_key)

    def rows(self):
        """All rows of the cell, past ones too, in the order they were written."""
        found = Assignment.objects.filter(
            duty=self.duty, post=self.post, department=self.department
        )
        return list(found.select_related("role").order_by("id"))

    def row(self, **fields):
        return Assignment(duty=self.duty, post=self.post, department=self.department, **fields)


@transaction.atomic
def set_role(*, duty, column_key, role_code, on, version, actor, note=None) -> Cell:
    """Give the column the role in the duty from the day on; ``role_code`` ``""`` ends it.

    ``note`` replaces the cell's note, ``None`` keeps it. Raises ``Conflict`` when the cell is no
    longer at ``version``, ``ValidationError`` (with the sentence to show) when the role does not
    fit, another department already leads, or the day lies before what is already recorded.
    """
    duty = (
        Duty.objects.select_for_update(of=("self",)).select_related("plan__organ").get(pk=duty.pk)
    )
    place = find_place(duty, column_key)
    rows = place.rows()
    if _version(rows) != version:
        raise _conflict(place, rows, on)
    before = _row_on(rows, on)
    role = _role(role_code)
    note = (before.note if before else "") if note is None else note.strip()
    if _same(before, role, note):
        return _cell(place, rows, on)
    _refuse_rewriting(duty.plan, rows, on)
    if role:
        _refuse_unfit(place, role, on)
    was = (before.role_id, before.note) if before else ("", "")
    _write(place, before, role, note, on)
    trail.record(
        organ=duty.plan.organ,
        actor=actor,
        action=CHANGED,
        target=place.key,
        duty=str(duty),
        column=place.carrier.name,
        before=was[0],
        after=role.code if role else "",
        note_before=was[1],
        note=note if role else "",
        on=on.isoformat(),
    )
    return _cell(place, place.rows(), on)


def find_place(duty, column_key) -> Place:
    """The cell's place; raises ``ValidationError`` for a column of another organ or none."""
    model = {"p": Post, "d": Department}.get(column_key[:1])
    number = column_key[1:]
    if model is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise ValidationError(_("没有这一列：请刷新页面。"), code="column")
    found = model.objects.filter(pk=int(number), organ=duty.plan.organ_id).first()
    if found is None:
        raise ValidationError(_("该岗位或部门不属于本党组织。"), code="column")
    is_post = model is Post
    return Place(duty, found if is_post else None, None if is_post else found)


def changes(organ, key, *, limit=6):
    """The latest entries of the trail about one cell, newest first."""
    entries = TrailEntry.objects.filter(organ=organ, action=CHANGED, target=key)
    return list(entries.select_related("actor__person").order_by("-id")[:limit])


def _line(row):
    return Line(row.pk, row.duty_id, row.role_id, "", row.from_on, row.until_on, row.version)


def _version(rows):
    return _line(rows[-1]).token if rows else 0


def _row_on(rows, on):
    return next((row for row in rows if row.holds_on(on)), None)


def _cell(place, rows, on):
    row = _row_on(rows, on)
    begin = place.duty.plan.from_on
    return Cell(
        key=place.key,
        role=row.role_id if row else "",
        chip=role_mark(row.role).chip if row else "",
        version=_version(rows),
        changed=any(_line(old).departs(begin, on) for old in rows),
    )


def _conflict(place, rows, on):
    entries = changes(place.duty.plan.organ, place.key, limit=1)
    if not entries:
        return Conflict(_cell(place, rows, on))
    actor = entries[0].actor
    return Conflict(_cell(place, rows, on), actor.display_name if actor else "", entries[0].at)


def _role(code):
    if not code:
        return None
    role = Role.objects.filter(pk=code).first()
    if role is None:
        raise ValidationError(_("没有这一责任类型：请刷新页面。"), code="role")
    return role


def _same(row, role, note):
    if row is None:
        return role is None
    return role is not None and row.role_id == role.code and row.note == note


def _refuse_rewriting(plan, rows, on):
    if not plan.holds_on(on):
        raise ValidationError(
            _("方案在%(day)s不在施行期内，不能调整分工。") % {"day": on.isoformat()}, code="plan"
        )
    later = [row.from_on for row in rows if row.from_on > on]
    later += [row.until_on for row in rows if row.until_on and row.from_on <= on <= row.until_on]
    if later:
        raise ValidationError(
            _("这一格在%(day)s已有登记，早于该日的分工不再改动。")
            % {"day": max(later).isoformat()},
            code="later",
        )


def _refuse_unfit(place, role, on):
    carrier = place.carrier
    names = {"role": role_mark(role).name, "column": carrier.name}
    if place.post and not role.for_posts:
        raise ValidationError(_("“%(role)s”只能由部门承担，不能给岗位。") % names, code="unfit")
    if place.department and not role.for_departments:
        raise ValidationError(_("“%(role)s”只能由岗位承担，不能给部门。") % names, code="unfit")
    if not _used_by(place.duty.plan, role):
        raise ValidationError(
            _("方案没有使用“%(role)s”这一责任类型，请改用方案规定的。") % names, code="forbidden"
        )
    if not carrier.holds_on(on):
        raise ValidationError(
            _("“%(column)s”在这一天不存在，不能再承担职责。") % names, code="ended"
        )
    if role.code == LEAD and not place.duty.plan.several_leads:
        _refuse_second_lead(place, on)


def _used_by(plan, role):
    """Whether the plan uses the role: it names those it uses, or uses any."""
    allowed = set(plan.allowed_roles.values_list("pk", flat=True))
    return not allowed or role.pk in allowed


def _refuse_second_lead(place, on):
    others = place.duty.assignments.filter(role=LEAD).overlapping(on, None)
    other = others.exclude(department=place.department).select_related("department").first()
    if other:
        raise ValidationError(
            _("本职责已由“%(name)s”牵头，方案没有允许多个牵头单位。请先调整原牵头单位。")
            % {"name": other.department.name},
            code="second_lead",
        )


def _write(place, before, role, note, on):
    """End or change the row of the day and begin the next; days before ``on`` stay untouched."""
    exclusive = bool(role) and role.code == LEAD and not place.duty.plan.several_leads
    if before is None:
        _begin(place, role, note, exclusive, on)
    elif before.from_on == on and role:
        _change(before, role=role, note=note, exclusive=exclusive)
    elif before.from_on == on:
        before.delete()
    else:
        _change(before, until_on=on - ONE_DAY)
        if role:
            _begin(place, role, note, exclusive, on)


def _begin(place, role, note, exclusive, on: date):
    row = place.row(role=role, note=note, exclusive=exclusive, from_on=on)
    row.full_clean()
    row.save()


def _change(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()
