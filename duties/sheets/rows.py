"""One row of a sheet on its way in: its cells, what they mean, and what is to become of it."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from .cells import tidy
from .faults import Refused, Unresolved
from .values import DEFAULT, ident

CREATED, CHANGED, ENDED, UNCHANGED = "created", "changed", "ended", "unchanged"


class Row:
    """A row of ``table``. ``values`` are by field; ``before`` what the stored row said where it
    differs; ``instance`` is the new row, or the stored one with the new values."""

    def __init__(self, table, number, cells, desk):
        self.table, self.number, self.cells, self.desk = table, number, cells, desk
        self.kind = table.kind
        self.values, self.before, self.faults = {}, {}, []
        self.instance = self.existing = None
        self.faulty, self.barred, self.note = False, False, ""

    def value(self, field):
        """The value of another column; where that one is faulty, nothing can be said here."""
        found = self.values.get(field)
        if found is None:
            raise Unresolved
        return found

    def refuse(self, sentence, field=""):
        """Name a fault of the whole row at the cell of ``field``: no more is asked of the row."""
        self.barred = True
        self._fault(sentence, field)

    def _fault(self, sentence, field):
        """Name a fault of one cell; what the others say can still be judged."""
        self.faulty = True
        self.faults.append(self.table.fault(self.number, self.kind.column(field), str(sentence)))

    def read(self, *, refers):
        """Read the columns that name other rows, or all others."""
        for column in self.kind.columns:
            if column.value.refers == refers:
                self._read(column)

    def _read(self, column):
        try:
            value = self._meaning(column)
        except Unresolved:
            self.faulty = True
            return
        except Refused as refusal:
            self._fault(str(refusal), column.field)
            return
        except ValidationError as refusal:
            self._fault(" ".join(refusal.messages), column.field)
            return
        if isinstance(value, Model) and self.desk.is_faulty(value):
            self.faulty = True
        self.values[column.field] = value

    def _meaning(self, column):
        text = self.cells.get(column, "")
        if text:
            return self._checked(column, column.value.read(text, self))
        value = column.value.blank(self) if column.value.blank else column.value.empty
        if value is DEFAULT:
            value = self._field(column).get_default()
        if column.required and value in (None, ""):
            raise Refused(_("请填写“%(head)s”。") % {"head": column.header})
        return value

    def _checked(self, column, value):
        """The value as the model's own field takes it: length, form of an address, code."""
        field = self._field(column)
        if field is not None and not field.is_relation:
            field.run_validators(value)
        return value

    def _field(self, column):
        return self.kind.model._meta.get_field(column.field) if column.stored else None

    def stored_values(self):
        """What the sheet says of the row's own fields; a column it lacks says nothing."""
        for column in self.kind.columns:
            given = column in self.table.columns or column.value.blank or self.existing is None
            if column.stored and given and column.field in self.values:
                yield column, self.values[column.field]

    def known(self):
        """The fields whose value is certain: all but those of faulty cells."""
        columns = {column.field for column in self.kind.columns if column.stored}
        fields = {field.name for field in self.kind.model._meta.concrete_fields}
        return fields - columns | self.values.keys()

    def make(self):
        """The new row, not stored; ``said`` keeps what its columns say beyond its own fields."""
        self.instance = self.kind.model()
        self.instance.said = self.values
        self.fill()

    def fill(self):
        """Give the new row all that is known of it."""
        for column, value in self.stored_values():
            setattr(self.instance, column.field, value)

    def take_over(self, existing):
        """Let the stored row say what the sheet says, and keep what it said before."""
        self.existing = self.instance = existing
        for column, value in self.stored_values():
            old = getattr(existing, column.field)
            if _differs(old, value):
                self.before[column.field] = old
                setattr(existing, column.field, value)

    def changes(self):
        """``(column, before, after)`` as a reader sees them."""
        for column in self.kind.columns:
            if column.field in self.before:
                new = getattr(self.instance, column.field)
                write = column.value.write
                yield column, write(self.before[column.field], self.desk), write(new, self.desk)

    @property
    def act(self):
        if self.existing is None:
            return CREATED
        if not self.before:
            return UNCHANGED
        return ENDED if set(self.before) == {"until_on"} else CHANGED

    @property
    def title(self):
        """The row in a few words: its first cells."""
        skipped = ("organ", "subject", "plan", "group")
        told = [self.cells.get(c) for c in self.kind.columns if c.field not in skipped]
        return " · ".join([words for words in told if words][:3])


def _differs(old, new):
    if isinstance(old, str):
        return tidy(old) != new and " ".join(old.split()) != new
    return ident(old) != ident(new)
