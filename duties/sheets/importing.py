"""Importing sheets: hand a file in, look at what it comes to, write it in one transaction.

Looking is the dry run (``checking``). Applying runs it again under a lock and writes only what
was shown: if the data moved meanwhile, or a constraint of the database objects, nothing is
written and the reason is given.
"""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from duties import trail
from duties.models import Assignment, Organ, SheetImport

from . import checking, opening, steps
from .kinds import KINDS
from .kinds.base import BATCH
from .rows import CHANGED, CREATED, ENDED

NAME_LENGTH = SheetImport._meta.get_field("name").max_length


@dataclass
class Stale(Exception):
    """What would be written now is not what was shown, or has faults; nothing was written."""

    outcome: checking.Outcome


@transaction.atomic
def prepare(*, organ, data, name, actor):
    """Keep a readable file until it is applied; whatever the same person kept before goes.

    Raises ``duties.reading.Unreadable`` for a file that is no sheet or beyond the limits.
    """
    opening.read(data, name)
    prepared = SheetImport.State.PREPARED
    SheetImport.objects.filter(organ=organ, made_by=actor, state=prepared).delete()
    return SheetImport.objects.create(
        organ=organ,
        name=name[-NAME_LENGTH:],
        sha256=hashlib.sha256(data).hexdigest(),
        payload=data,
        made_by=actor,
    )


def look(row, *, actor, on):
    """The dry run of a prepared import: its ``Outcome`` as things are now."""
    grids = opening.read(bytes(row.payload), row.name)
    return checking.check(grids, organ=row.organ, actor=actor, on=on)


def apply(*, row, actor, on, seen):
    """Write a prepared import in one transaction; ``seen`` is the digest of what was shown.

    Raises ``Stale`` or ``ValidationError`` with everything as it was.
    """
    try:
        with transaction.atomic():
            row = _locked(row)
            outcome = look(row, actor=actor, on=on)
            if outcome.faults or outcome.digest() != seen or not outcome.writes:
                raise Stale(outcome)
            return _store(row, outcome, actor)
    except IntegrityError as error:
        raise ValidationError(_lost_race(error)) from error


def run(*, data, name, organ, code, on, dry):
    """Import at once, for the command line: the ``Outcome``, written unless it has faults.

    ``organ`` is ``None`` where the file itself brings the organ of the code.
    """
    outcome = checking.check(opening.read(data, name), organ=organ, actor=None, on=on, first=code)
    if outcome.desk.organ is None and not outcome.faults:
        words = _("没有代码为“%(code)s”的党组织，文件的“党组织”表中也没有。")
        raise ValidationError(words % {"code": code})
    if dry or outcome.faults or not outcome.writes:
        return outcome
    try:
        with transaction.atomic():
            written = _write(outcome)
            digest = hashlib.sha256(data).hexdigest()
            row = SheetImport(organ=outcome.desk.organ, name=name[-NAME_LENGTH:], sha256=digest)
            _finish(row, outcome, written, None)
    except IntegrityError as error:
        raise ValidationError(_lost_race(error)) from error
    return outcome


def _locked(row):
    """The import, locked, with its organ; only a prepared one can be applied."""
    Organ.objects.select_for_update().get(pk=row.organ_id)
    found = SheetImport.objects.select_for_update(of=("self",)).select_related("organ__parent")
    row = found.filter(pk=row.pk, state=SheetImport.State.PREPARED).first()
    if row is None:
        raise ValidationError(_("这次导入已经办理过，请看导入记录。"))
    return row


def _store(row, outcome, actor):
    return _finish(row, outcome, _write(outcome), actor)


def _finish(row, outcome, written, actor):
    row.steps, row.counts = written, outcome.counts()
    row.state, row.payload = SheetImport.State.APPLIED, b""
    row.save()
    _record(row, outcome, actor)
    return row


def _write(outcome):
    """Write all rows, kind by kind; what ends goes first, so that what follows finds room."""
    written = []
    for kind in KINDS:
        changed = outcome.written(kind, ENDED) + outcome.written(kind, CHANGED)
        written += _change(kind, changed)
        new = [row.instance for row in outcome.written(kind, CREATED)]
        written += [steps.step(one, CREATED) for one in _create(kind, new)]
    return written


def _change(kind, rows):
    fields = sorted({name for row in rows for name in row.before})
    if not fields:
        return []
    fields += ["version"] if kind.model is Assignment else []
    instances = [row.instance for row in rows]
    kind.model._base_manager.bulk_update(instances, fields, batch_size=BATCH)
    return [steps.step(row.instance, row.act, row.before) for row in rows]


def _create(kind, instances):
    if not instances:
        return []
    if kind.create:
        return kind.create(instances)
    return kind.model._base_manager.bulk_create(instances, batch_size=BATCH)


def _record(row, outcome, actor):
    """One entry for the page's organ, and one for each other stored organ that was touched."""
    new = {id(one.instance) for rows in outcome.rows.values() for one in rows if not one.existing}
    touched = {
        organ.pk: organ
        for rows in outcome.rows.values()
        for one in rows
        if one.act != "unchanged"
        and (organ := one.values.get("organ") or one.instance)
        and isinstance(organ, Organ)
        and id(organ) not in new
    }
    touched.setdefault(row.organ.pk, row.organ)
    trail.record_each(
        touched.values(),
        actor=actor,
        action="sheets.imported",
        target=f"sheetimport:{row.pk}",
        name=row.name,
        counts=row.counts,
    )


def _lost_race(error):
    """The sentence of the constraint that objected, with what to do."""
    said = str(error)
    for kind in KINDS:
        for constraint in kind.model._meta.constraints:
            if constraint.name in said:
                why = constraint.get_violation_error_message()
                words = _(
                    "与已有或他人刚刚录入的内容冲突：%(why)s没有写入任何内容，请核对后再导入。"
                )
                return words % {"why": why}
    return _("与他人刚刚录入的内容冲突，没有写入任何内容，请重新核对后再导入。")
