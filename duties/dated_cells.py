"""The dated rows behind a cell of the matrix: which holds on a day, and how the next one begins."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from duties.days import ONE_DAY
from duties.models import Assignment, Department, Duty, Post
from duties.standing import cell_key


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

    def row(self, **fields):
        return Assignment(duty=self.duty, post=self.post, department=self.department, **fields)


def misfit(role, carrier, *, post):
    """Why the role is not meant for the carrier (a post, else a department); empty if it is."""
    names = {"role": role.label, "column": carrier.name}
    if role.suits(post=post):
        return ""
    if post:
        return _("“%(role)s”只能由部门承担，不能给岗位。") % names
    return _("“%(role)s”只能由岗位承担，不能给部门。") % names


def row_on(rows, on):
    """The row that holds on the day, if any does."""
    return next((row for row in rows if row.holds_on(on)), None)


class Sheet:
    """Rows to end, change, strike and begin, written in the one order no constraint minds."""

    def __init__(self, on):
        self.on = on
        self.struck, self.kept, self.begun = [], [], []

    def put(self, place, rows, fields):
        """End or change the row of the day and begin the next; days before stay untouched."""
        before = row_on(rows, self.on)
        if before and before.from_on == self.on and not fields["role_id"]:
            self.struck.append(before.pk)
            rows.remove(before)
            return
        if before and before.from_on == self.on:
            self._change(before, fields)
            return
        if before:
            self._change(before, {"until_on": self.on - ONE_DAY})
        if fields["role_id"]:
            # No row outlasts its duty.
            row = place.row(from_on=self.on, until_on=place.duty.until_on, **fields)
            self.begun.append(row)
            rows.append(row)

    def _change(self, row, fields):
        for name, value in fields.items():
            setattr(row, name, value)
        row.version += 1
        self.kept.append(row)

    def save(self):
        """Whatever gives up a lead goes before what takes it."""
        Assignment.objects.filter(pk__in=self.struck).delete()
        columns = ["role", "note", "basis", "exclusive", "until_on", "version"]
        for taking in (False, True):
            rows = [r for r in self.kept if (r.exclusive and r.until_on is None) is taking]
            Assignment.objects.bulk_update(rows, columns)
        Assignment.objects.bulk_create(self.begun)
