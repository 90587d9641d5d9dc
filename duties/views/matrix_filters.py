"""The filters of the matrix page: they stand in the address and combine."""

from dataclasses import dataclass
from datetime import date

from django.utils.http import urlencode

from duties import days
from duties import matrix as matrices

PROBLEMS, MINE, ALL_POSTS = "problems", "mine", "all"
NARROWING = ("category", "columns", "department", "only", "q")
"""What leaves rows or columns out; the day, the plan and the mode do not."""
LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """The filters in the address; unknown values count as absent."""

    on: date
    editing: bool = False
    subject: str = ""
    category: str = ""
    only: tuple[str, ...] = ()
    columns: str = ""
    department: str = ""
    q: str = ""
    cell: str = ""
    duty: str = ""
    column: str = ""

    @classmethod
    def of(cls, request, on):
        get = request.GET
        only, columns = get.getlist("only"), get.get("columns", "")
        known = (ALL_POSTS, matrices.LEADING_TEAM, matrices.POSTS, matrices.DEPARTMENTS)
        return cls(
            on=on,
            editing=get.get("view") == "edit",
            subject=get.get("subject", ""),
            category=get.get("category", ""),
            only=tuple(name for name in (PROBLEMS, MINE) if name in only),
            columns=columns if columns in known else "",
            department=get.get("department", ""),
            q=get.get("q", "").strip()[:LONGEST],
            cell=request.POST.get("cell", "") or get.get("cell", ""),
            duty=get.get("duty", ""),
            column=get.get("column", ""),
        )

    def _found(self):
        found = {
            "on": "" if self.on == days.today() else self.on.isoformat(),
            "view": "edit" if self.editing else "",
            "subject": self.subject,
            "category": self.category,
            "only": self.only,
            "columns": self.columns,
            "department": self.department,
            "q": self.q,
        }
        return {name: value for name, value in found.items() if value}

    def query(self, **changes):
        """The filters as a query string, with ``changes``."""
        found = self._found() | changes
        return urlencode({name: value for name, value in found.items() if value}, doseq=True)

    @property
    def fields(self):
        """The filters as hidden fields: ``[(name, [value, ...])]``."""
        found = self._found().items()
        return [(name, [v] if isinstance(v, str) else list(v)) for name, v in found]

    @property
    def kept(self):
        """The filters alone, for addresses of cells."""
        return self.query()

    @property
    def cleared(self):
        """The day, the plan and the mode alone: everything is shown."""
        return self.query(**dict.fromkeys(NARROWING, ""))

    @property
    def narrowing(self):
        """Whether any filter leaves something out."""
        return any(getattr(self, name) for name in NARROWING if name != "columns") or (
            self.columns not in ("", ALL_POSTS)
        )

    def toggled(self, name):
        """The query with ``name`` put into or taken out of ``only``."""
        without = tuple(one for one in self.only if one != name)
        return self.query(only=without if name in self.only else (*self.only, name))
