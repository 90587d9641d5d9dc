"""The models' own constraints, asked of many rows in memory.

A full clean would ask the database once for each row and constraint. The same constraints are
read from ``Meta`` here, so one added to a model holds in sheets too; the database has the last
word when the rows are written.
"""

from collections import defaultdict

from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext as _

from duties.overlap import NoOverlap

from .values import ident

_TESTS = {
    "exact": lambda value, other: value == other,
    "isnull": lambda value, other: (value is None) == other,
    "gte": lambda value, other: value is not None and other is not None and value >= other,
    "lte": lambda value, other: value is not None and other is not None and value <= other,
}


def breaches(rows, others):
    """``(row, field, sentence)`` for each breach by ``rows`` (of one kind, to be written).

    ``others`` are the stored instances beside them; a row stands for its own stored instance. A
    row with a faulty cell is judged by the constraints that do not speak of that cell.
    """
    if not rows:
        return
    for constraint in rows[0].kind.model._meta.constraints:
        known = [row for row in rows if _fields(constraint) <= row.known()]
        for kind, test in _BY_TYPE.items():
            if isinstance(constraint, kind):
                yield from test(constraint, known, others)


def _fields(constraint):
    """The fields a constraint speaks of."""
    named = {*getattr(constraint, "fields", ()), *_named(getattr(constraint, "condition", None))}
    return named | ({"from_on", "until_on"} if isinstance(constraint, NoOverlap) else set())


def _named(condition):
    """The fields a condition speaks of, in its order."""
    for child in condition.children if condition else ():
        if isinstance(child, Q):
            yield from _named(child)
        else:
            yield child[0].partition("__")[0]
            yield from [child[1].name] if isinstance(child[1], F) else []


def _checks(constraint, rows, others):
    for row in rows:
        if not _meets(row.instance, constraint.condition):
            yield row, _field(constraint.condition, row), constraint.get_violation_error_message()


def _unique(constraint, rows, others):
    seen = {}
    for instance in others:
        seen.setdefault(_group(constraint, instance), instance)
    for row in rows:
        key = _group(constraint, row.instance)
        if key is None:
            continue
        other = seen.setdefault(key, row.instance)
        if other is not row.instance:
            words = _("与已有的“%(other)s”重复，请核对。")
            yield row, constraint.fields[-1], words % {"other": other}


def _overlaps(constraint, rows, others):
    groups = defaultdict(list)
    written = {id(row.instance): row for row in rows}
    for instance in (*others, *(row.instance for row in rows)):
        key = _group(constraint, instance)
        if key is not None and instance.from_on is not None:
            groups[key].append(instance)
    for instances in groups.values():
        yield from _overlapping(constraint, instances, written)


def _overlapping(constraint, instances, written):
    """Each written row that shares a day with the one that reaches furthest before it."""
    furthest = None
    for instance in sorted(instances, key=lambda one: (one.from_on, id(one) in written)):
        if furthest is not None and _shares_a_day(furthest, instance):
            row, other = written.get(id(instance)), furthest
            if row is None:
                row, other = written.get(id(furthest)), instance
            if row is not None:
                yield row, "from_on", _overlap_sentence(constraint, other, written)
        if furthest is None or _later(instance, furthest):
            furthest = instance


def _shares_a_day(first, second):
    return first.until_on is None or second.from_on <= first.until_on


def _later(one, other):
    return other.until_on is not None and (one.until_on is None or one.until_on > other.until_on)


def _overlap_sentence(constraint, other, written):
    names = {"why": constraint.get_violation_error_message(), "from": other.from_on}
    names["until"] = other.until_on or _("至今")
    if id(other) in written:
        names["row"] = written[id(other)].number
        return (
            _("%(why)s与第 %(row)d 行（%(from)s 至 %(until)s）冲突，请先为较早的一行填截止日期。")
            % names
        )
    return (
        _("%(why)s与已有记录（%(from)s 至 %(until)s）冲突，请先为已有记录填截止日期，再另起一行。")
        % names
    )


def _group(constraint, instance):
    """What rows must share to be in each other's way; ``None``: this row is in nobody's."""
    values = tuple(ident(getattr(instance, name)) for name in constraint.fields)
    if None in values or not _meets(instance, constraint.condition):
        return None
    return values


def _meets(instance, condition):
    """Whether the instance meets a condition of exact, isnull, gte and lte."""
    if condition is None:
        return True
    answers = (_answer(instance, child) for child in condition.children)
    met = any(answers) if condition.connector == Q.OR else all(answers)
    return met != condition.negated


def _answer(instance, child):
    if isinstance(child, Q):
        return _meets(instance, child)
    path, wanted = child
    name, _sep, test = path.partition("__")
    if isinstance(wanted, F):
        wanted = getattr(instance, wanted.name)
    return _TESTS[test or "exact"](ident(getattr(instance, name)), ident(wanted))


def _field(condition, row):
    """The first column of the sheet that the condition speaks of."""
    named = (name for name in _named(condition) if row.kind.column(name) in row.table.columns)
    return next(named, "")


_BY_TYPE = {CheckConstraint: _checks, UniqueConstraint: _unique, NoOverlap: _overlaps}
