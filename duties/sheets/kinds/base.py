"""What one kind of sheet is: its title, its columns, how a row is known again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override

from duties.models import Dated
from duties.sheets.values import CHINESE, Line, Value

LINE = Line()
BATCH = 500  # rows in one statement


@dataclass(frozen=True, eq=False)
class Column:
    """One column. ``field`` is the row's attribute; one the model has not (``stored`` false)
    only helps to find another, and ``of`` reads it from a row for writing.

    What is ``pinned`` may not change once something rests on the row: it is ended and followed.
    """

    header: str
    field: str
    value: Value = LINE
    required: bool = False
    pinned: bool = False
    stored: bool = True
    help: str = ""
    example: str = ""
    of: Callable[[Any], Any] | None = None

    def taken_from(self, row):
        return self.of(row) if self.of else getattr(row, self.field)


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of sheet. ``key`` are the fields by which a row is known again.

    A ``lasting`` row answers for the past by itself, from its first day on (who held a post, who
    carried a duty); any other only through what refers to it. ``joins`` and ``prefetch`` fetch
    what its columns name; ``superiors`` (joins), ``order`` and ``among`` (a filter) are the
    export's own. ``check`` refuses a row by rules
    no column knows, with all columns read; ``settle`` looks at all rows of the sheet together;
    ``recognise`` finds the stored rows where the key alone does not; ``create`` stores new rows.
    """

    code: str
    title: str
    model: type
    columns: Sequence[Column]
    key: tuple[str, ...]
    joins: tuple[str, ...] = ()
    superiors: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    among: dict[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    lasting: bool = False
    check: Callable | None = None
    settle: Callable | None = None
    recognise: Callable | None = None
    create: Callable | None = None
    about: str = ""

    @property
    def chinese(self):
        """The title as it stands in files, whatever the reader's language."""
        with override(CHINESE):
            return str(self.title)

    def headers(self):
        """The heads as they stand in files, whatever the reader's language."""
        with override(CHINESE):
            return [str(column.header) for column in self.columns]

    @property
    def dated(self):
        return issubclass(self.model, Dated)

    @property
    def base_key(self):
        """The key without the first day: what two rows share that follow one another."""
        return tuple(name for name in self.key if name != "from_on")

    def column(self, field):
        return next((column for column in self.columns if column.field == field), None)
