"""The whole comparison of a draft with the plan it would end, with all that hangs on it."""

from dataclasses import dataclass

from config import rule_words
from config.roster import Roster
from duties import planning
from duties.days import ONE_DAY
from duties.rewording import KEPT
from reviews import succession
from reviews.periods import Period

from . import after, before
from .changes import Part, part
from .lines import PARTS


@dataclass
class Amendment:
    """What adopting a draft from ``on`` would do to ``plan``."""

    plan: object
    on: object
    parts: list[Part]
    obligations: list
    starts: list

    @property
    def last_day(self):
        """The last day of the version it ends."""
        return self.on - ONE_DAY

    @property
    def changes(self):
        """Everything that does not stay as it was."""
        return [change for row in self.parts for change in row.changes if change.kind != KEPT]

    @property
    def counts(self):
        """How many lines of all parts are changed, new, gone and kept."""
        found = {}
        for row in self.parts:
            for kind, count in row.counts.items():
                found[kind] = found.get(kind, 0) + count
        return found

    @property
    def touched(self):
        """How many duties, open obligations and people the changes touch, each counted once."""
        changes = self.changes
        duties = {c.line.duty for c in changes if c.line.duty}
        duties |= {_named(c.line) for c in self._part("duties") if c.kind != KEPT}
        return {
            "duties": len(duties),
            "obligations": len({row.pk for c in changes for row in c.obligations}),
            "people": len({name for c in changes for name in c.people}),
        }

    def _part(self, code):
        return next((row.changes for row in self.parts if row.code == code), [])

    @property
    def pinned(self):
        """Open obligations that are finished under the version they began under."""
        return [row for row in self.obligations if not row.called_off]

    @property
    def called_off(self):
        """Obligations opened ahead, which the new version asks for instead."""
        return [row for row in self.obligations if row.called_off]

    @property
    def gaps(self):
        """How many rules leave days on which neither version asks for them."""
        return sum(bool(start and start.gap) for _title, _rule, start in self.starts)

    def shown(self, kind=""):
        """(part, its changes of that kind); without one, all that is not kept; no empty parts."""
        for row in self.parts:
            changes = [c for c in row.changes if (c.kind == kind if kind else c.kind != KEPT)]
            if changes:
                yield row, changes


def _named(line):
    return f"{line.number} {line.title}"


def compare(reading, on):
    """What adopting ``reading`` from the day would do; ``None`` for a first version.

    Raises ``ValidationError`` when the plan in force begins on or after the day.
    """
    organ, draft = reading.organ, reading.draft
    plan = planning.superseded_by(organ=organ, subject=reading.subject, on=on)
    if plan is None:
        return None
    plan.organ = organ
    old, carriers = before.lines(plan, on - ONE_DAY)
    roster = Roster.of(organ, on=on)
    new = after.lines(draft, roster)
    parts = [part(code, old[code], new[code]) for code in PARTS if code in new]
    obligations = succession.open_obligations(plan, on)
    for row in obligations:
        row.label = Period.parse(row.period).label
    _touch(parts, obligations, _people(roster, carriers))
    return Amendment(plan, on, parts, obligations, _starts(plan, draft, on))


def _people(roster, carriers):
    """Posts with their holders, by key; ended ones as they last stood."""
    named = {f"p{post.pk}": roster.label(post) for post in roster.posts}
    return {key: row.full_name for key, row in carriers.items() if row.is_post} | named


def _touch(parts, obligations, people):
    """Put at each change the obligations that hang on it and the people it names."""
    by_clause, by_rule = {}, {}
    for row in obligations:
        by_clause.setdefault(row.requirement.clause_id, []).append(row)
        by_rule.setdefault(row.requirement_id, []).append(row)
    hanging = {"duties": by_clause, "rules": by_rule}
    for row in parts:
        for change in row.changes:
            source = change.old.source if change.old else None
            change.obligations = hanging.get(row.code, {}).get(source, []) if source else []
            keys = [*change.posts, *(f"p{o.responsible_id}" for o in change.obligations)]
            change.people = list(dict.fromkeys(people[key] for key in keys if key in people))


def _starts(plan, draft, on):
    """(title, rule in words, where it begins) of each rule of the draft."""
    rules = [
        (row["kind"], row["reach"], row["rule"], row.get("day")) for row in draft["requirements"]
    ]
    found = succession.starts(plan, rules, on)
    return [
        (row["title"], rule_words.sentence(row["rule"]), start)
        for row, start in zip(draft["requirements"], found, strict=True)
    ]
