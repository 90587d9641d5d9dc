"""The lists of a draft merged row by row: known again by their words, the clerk's by their keys."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from config import worksheet
from duties.comparing import Entry, match
from duties.reading import scope
from duties.reading.draft import ASSIGNMENT_ONLY, LISTED_ONLY

from .merged import Merged, said, same

NOWHERE = [0, 0]
# Of each list: the values a clerk can change.
FIELDS = {
    "duties": ("number", "title", "text", "scope", "category", "parties"),
    "requirements": (
        "kind", "title", "rule", "reach", "responsible", "day", "actor", "receiver", "copy_to",
    ),
    "grounds": ("number", "title", "scope"),
    "measures": ("name", "joined"),
    "roles": ("role", "party"),
    "seats": ("role", "post", "name"),
}  # fmt: skip
ENTRIES = {
    "duties": lambda row: Entry(row["number"], row["title"], row["text"]),
    "requirements": lambda row: Entry(row["kind"], row["title"], row["text"]),
    "grounds": lambda row: Entry(row["number"], row["title"]),
    "measures": lambda row: Entry("", row["name"]),
    "roles": lambda row: Entry(row["role"], row["party"]),
    "seats": lambda row: Entry(row["role"], f"{row['post']}{row['name']}"),
}
STEMS = {"seats": "leading_group.seats"}


def merge_rows(name, base, mine, theirs, merged):
    """The rows of one list in the order of the new file, the clerk's own among them."""
    old, own, new = (worksheet.lists(side)[name] for side in (base, mine, theirs))
    return _Rows(name, old, own, new, merged).merged_rows()


def unchanged(name, old, new):
    """Whether a row of the list says the same in both files; numbers are given anew by each."""
    names = (field for field in FIELDS[name] if field != "number")
    return all(same(old.get(field), new.get(field)) for field in names)


@dataclass
class _Rows:
    name: str
    old: list
    own: list
    new: list
    merged: Merged

    def merged_rows(self):
        before = self._continued(self.old, self.new)
        self.merged.continued |= {
            row["key"]: self.new[place]["key"] for place, row in before.items()
        }
        typed = self._typed(before)
        kept = {row["key"]: row for row in self.own}
        rows = []
        for place, row in enumerate(self.new):
            old = before.get(place)
            rows += self._row(row, old, kept.get(old["key"]) if old else typed.get(place))
        self._count(before)
        return self._with_added(rows, {row["key"] for row in typed.values()})

    def _continued(self, old, new):
        """The row of ``old`` that each place of ``new`` continues."""
        entry = ENTRIES[self.name]
        onward = match([entry(row) for row in old], [entry(row) for row in new])
        return {place: old[i] for i, place in onward.items()}

    @property
    def _added(self):
        """Rows the clerk put in."""
        read = {row["key"] for row in self.old}
        return [row for row in self.own if row["key"] not in read]

    def _typed(self, before):
        """Rows the clerk put in that the new file has now as well, by their places in it."""
        free = [place for place in range(len(self.new)) if place not in before]
        found = self._continued(self._added, [self.new[place] for place in free])
        return {free[at]: row for at, row in found.items()}

    def _row(self, new, old, own):
        """The merged row, or none when the clerk took it out and the file left it alone."""
        if own is None and old is None:
            return [new]
        if own is None:
            return [] if unchanged(self.name, old, new) else [self._back(new)]
        self.merged.moved[own["key"]] = new["key"]
        if old and "text" in old and not old["text"]:
            old = {**old, "text": new.get("text")}  # narrowed away: never told again
        row = {**own, **new}
        for field in FIELDS[self.name]:
            values = [side.get(field) if side else None for side in (old, own, new)]
            row[field] = self.merged.settle(*values, new["span"], self._target(new, field))
        return [_mended(self.name, row, own, new)]

    def _back(self, new):
        words = gettext_noop("“%(title)s”您曾移除，新文件对它有改动，已重新列入，请确认。")
        title = said(ENTRIES[self.name](new).title)
        self.merged.dispute(words, new["span"], self._target(new), title=title)
        return new

    def _target(self, row, field=""):
        stem, number = STEMS.get(self.name, self.name), row["key"].partition("-")[2]
        return f"{stem}[{number}]{'.' if field else ''}{field}"

    def _count(self, before):
        for place, row in enumerate(self.new):
            old = before.get(place)
            kind = "changed" if old and not unchanged(self.name, old, row) else "kept"
            self.merged.rows[kind if old else "new"] += 1
            self.merged.new += [] if old else [ENTRIES[self.name](row).title]
        known = {row["key"] for row in before.values()}
        gone = [ENTRIES[self.name](row).title for row in self.old if row["key"] not in known]
        self.merged.rows["gone"] += len(gone)
        self.merged.gone += gone

    def _with_added(self, rows, typed):
        """The clerk's own rows put in, each behind the row it stood behind."""
        order = [self.merged.moved.get(row["key"], row["key"]) for row in self.own]
        for row in self._added:
            if row["key"] not in typed:
                places = {known["key"]: at for at, known in enumerate(rows)}
                above = reversed(order[: order.index(row["key"])])
                behind = next((places[key] for key in above if key in places), -1)
                rows.insert(behind + 1, _unplaced(row))
        return rows


def _unplaced(row):
    """A row the new text does not hold: its places were those of the old one."""
    row = {**row, **{name: NOWHERE for name in ("span", "title_span") if name in row}}
    if "parties" in row:
        row["parties"] = [{**party, "span": NOWHERE} for party in row["parties"]]
    return row | ({"withheld": []} if "withheld" in row else {})


def _mended(name, row, own, new):
    """The row made whole again: what follows from its values, and what is never kept."""
    if name == "duties":
        return _carried(_narrowed(row, own, new), new)
    if name == "grounds":
        return _listed(row, own, new)
    return row


def _narrowed(row, own, new):
    """Once an assignment only, always one; words put together from both sides are judged anew."""
    if ASSIGNMENT_ONLY in (own["scope"], new["scope"]):
        return {**row, "scope": ASSIGNMENT_ONLY, "text": ""}
    words = (row["title"], row["text"])
    if words not in [(side["title"], side["text"]) for side in (own, new)]:
        row["scope"], row["text"] = worksheet.judged(*words)
    return row


def _carried(row, new):
    """The parties at their places in the new text, and the lists of names that follow."""
    places = {(party["role"], party["name"]): party for party in new["parties"]}
    parties = [
        places.get((party["role"], party["name"]), {**party, "span": NOWHERE})
        for party in row["parties"]
    ]
    row["parties"] = parties
    worksheet.name_parties(row)
    return row


def _listed(row, own, new):
    """A ground that is listed only stays so, under its neutral title."""
    label = scope.ground_label_of(row["title"])
    if label or LISTED_ONLY in (own["scope"], new["scope"]):
        narrow = next((s for s in (new, own) if s["scope"] == LISTED_ONLY), row)
        return {**row, "scope": LISTED_ONLY, "title": label or narrow["title"]}
    return row
