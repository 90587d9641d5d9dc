"""What the pages of a matrix version show: the version as a grid, its state, what it changes."""

from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duties import access, days
from duties.models import Department, Duty, MatrixVersion, Organ, Post, Role
from duties.versioning import comparing, contents, merging
from duties.views import matrix_page as pages
from duties.views.matrix_filters import Asked

ADOPTED, NOW = "0", "now"
"""In place of a version's number: the plan on its first day, and the matrix as it stands."""
LABELS = {
    "draft": lambda: _("草案"),
    "submitted": lambda: _("待审定"),
    "approved": lambda: _("已审定，未施行"),
    "in_force": lambda: _("施行中"),
    "superseded": lambda: _("已被替代"),
    "dropped": lambda: _("已放弃"),
}


def versions_of(organ):
    """The organ's versions, newest first, with all that their rows show."""
    people = ("drafted_by", "submitted_by", "approved_by")
    rows = MatrixVersion.objects.with_followers().filter(plan__organ=organ)
    names = [f"{one}__person" for one in people]
    return rows.select_related("plan", *names).order_by("-number")


def fetch(request, action, code, number):
    """The version that the address names, through the access check."""
    organ = access.fetch(request.user, action, Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    version = versions_of(organ).filter(number=number).first()
    if version is None:
        raise Http404
    version.plan.organ = organ
    return version


def state_of(version, on):
    """The state code of a version as of the day, and its word."""
    code = version.standing_on(on)
    return code, LABELS[code]() if code else ""


class VersionPage:
    """One version: its grid (``page``), what it changes, and what moved since it was begun."""

    def __init__(self, request, version):
        self.version, self.content = version, contents.of_version(version)
        self.standing = contents.standing_of(version, self.content)
        asked = Asked.of(request, version.from_on)
        self.page = pages.Page(self.standing, asked, person_id=None)

    @property
    def undecided(self):
        return self.version.state in (MatrixVersion.State.DRAFT, MatrixVersion.State.SUBMITTED)

    @cached_property
    def live(self):
        """What the matrix says on the version's first day without it."""
        return contents.of_day(self.version.plan, merging.day_of(self.version))

    @cached_property
    def moves(self):
        if not self.undecided:
            return []
        return merging.moves(self.version, self.live, self.content)

    @property
    def conflicts(self):
        return sum(move.conflict for move in self.moves)

    @cached_property
    def counts(self):
        """How much an undecided version changes."""
        return comparing.counts(comparing.compare(self.live, self.content))

    @cached_property
    def sections(self):
        """Sections of the grid: name and (row, id of its line) in each."""
        lines = {contents.matrix_key(entry): entry.pk for entry in self.content.entries}
        return [
            (section.name, [(row, lines[row.duty_id]) for row in section.rows])
            for section in self.page.matrix.sections
        ]

    @property
    def lines(self):
        """The duties in order, with the number of filled cells of each."""
        return [(entry, len(entry.cells)) for entry in self.content.entries]


class Side:
    """One side of a comparison: a version, the plan as adopted, or the matrix of today."""

    def __init__(self, code, version, other):
        """``other`` is the other side's version, of whose plan this side is where it has none."""
        self.code, self.version, today = code, version, days.today()
        plan = (version or other).plan
        if version:
            self.on, self.content = version.from_on, contents.of_version(version)
        else:
            self.on = plan.from_on if code == ADOPTED else _shown(plan, other, today)
            self.content = contents.of_day(plan, self.on)

    @property
    def name(self):
        if self.version:
            return str(self.version)
        if self.code == ADOPTED:
            return _("方案通过时的矩阵")
        return _("%(day)s的矩阵") % {"day": self.on.isoformat()}


def _shown(plan, other, today):
    """The day whose matrix a version is held against: for undecided ones their first day."""
    undecided = other.state in (MatrixVersion.State.DRAFT, MatrixVersion.State.SUBMITTED)
    return merging.day_of(other) if undecided else max(today, plan.from_on)


class DiffPage:
    """The changes from one side to the other, grouped by duty, with names for columns and roles."""

    def __init__(self, before: Side, after: Side):
        self.before, self.after = before, after
        plan = (before.version or after.version).plan
        split = Duty.objects.filter(plan=plan, from_on__isnull=False, follows__plan=plan)
        origins = dict(split.values_list("pk", "follows_id"))
        changes = comparing.compare(before.content, after.content, origins)
        self.counts = comparing.counts(changes)
        self.names = column_names(plan.organ)
        self.roles = {role.code: role for role in Role.objects.all()}
        self.changes = [(change, self._cells(change)) for change in changes]

    def _cells(self, change):
        order = list(self.names)
        place = {key: n for n, key in enumerate(order)}
        found = sorted(change.cells, key=lambda cell: place.get(cell.column, len(order)))
        return [
            {
                "kind": cell.kind,
                "column": self.names.get(cell.column, cell.column),
                "before": self._shown(cell.before),
                "after": self._shown(cell.after),
            }
            for cell in found
        ]

    def _shown(self, said):
        if said is None:
            return None
        return {"role": self.roles[said.role], "note": said.note, "basis": said.basis}

    def sheet(self):
        """Heads and rows of the workbook: one row a cell, and one for a change without cells."""
        headers = [_("变化"), _("编号"), _("职责"), _("岗位或部门"), _("原责任"), _("原说明"),
                   _("原依据"), _("新责任"), _("新说明"), _("新依据")]  # fmt: skip
        rows = []
        for change, cells in self.changes:
            head = [said(change), change.entry.number, change.entry.title]
            for cell in cells or [None]:
                rows.append(head + (_flat(cell) if cell else [""] * 7))
        return headers, rows


def _flat(cell):
    sides = [cell["before"], cell["after"]]
    texts = [[s["role"].label, s["note"], s["basis"]] if s else ["", "", ""] for s in sides]
    return [cell["column"], *texts[0], *texts[1]]


def said(change):
    """What became of a duty, in words."""
    words = {
        comparing.ADDED: _("新增"),
        comparing.ENDED: pgettext("change", "终止"),
        comparing.SPLIT: _("拆分"),
        comparing.PART: _("拆分出"),
    }
    if change.kind in words:
        return words[change.kind]
    parts = [
        change.place
        and _("由第%(old)d项移到第%(new)d项") % {"old": change.place[0], "new": change.place[1]},
        change.renamed and _("原名“%(title)s”") % {"title": change.renamed},
        change.recategorised
        and _("类别由“%(old)s”改为“%(new)s”")
        % {"old": change.old.category or _("无"), "new": change.new.category or _("无")},
        change.cells and _("调整分工"),
    ]
    return _("；").join(filter(None, parts))


def column_names(organ):
    """Names of the organ's posts and departments by column key, ended ones too, in their order."""
    posts = Post.objects.filter(organ=organ).order_by("-on_team", "position", "id")
    departments = Department.objects.filter(organ=organ).order_by("position", "id")
    return {f"p{row.pk}": row.name for row in posts} | {
        f"d{row.pk}": row.name for row in departments
    }
