"""What an approval writes: the differences between the matrix and a version, from its first day.

Cells are written by ``assigning`` in one batch, with its day conventions: what held before ends
the day before, what the version says begins. The rows of the duties touched are kept as they
were and as they became, so that the approval can be taken back while its first day is to come.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from duties import assigning
from duties.days import ONE_DAY
from duties.models import Assignment, Duty
from duties.standing import load

from . import contents

ROW = ("id", "duty_id", "role_id", "post_id", "department_id", "from_on", "until_on", "exclusive",
       "note", "basis", "version")  # fmt: skip


def write(version, actor):
    """Make the matrix say from the version's first day what the version says.

    Returns what was written, for ``take_back``. Raises ``ValidationError`` naming the cell.
    """
    content, standing = contents.of_version(version), load([version.plan], on=version.from_on)[0]
    duties = {duty.pk: duty for duty in standing.duties}
    ending = [duties[pk] for pk in duties if pk not in {e.duty_id for e in content.entries}]
    added = [entry for entry in content.entries if entry.duty_id is None]
    before = _rows(duties)
    born = {entry.number: _begin(version, entry, actor) for entry in added}
    acts = _acts(standing, content, born, duties, ending)
    changes = [_change(standing, *act) for act in acts]
    outcomes = assigning.set_roles(
        plan=version.plan, changes=changes, on=version.from_on, actor=actor
    )
    _refuse(standing, born, outcomes)
    for duty in ending:
        _end(duty, version.from_on)
    for entry in added:
        version.lines.filter(pk=entry.pk).update(duty=born[entry.number])
    return _difference(before, _rows([*duties, *(duty.pk for duty in born.values())])) | {
        "born": [duty.pk for duty in born.values()],
        "ended": [duty.pk for duty in ending],
    }


def _acts(standing, content, born, duties, ending):
    """(duty, column, what it is to say) of every cell that differs."""
    for entry in content.entries:
        duty = duties.get(entry.duty_id) or born[entry.number]
        now = {
            line.column: contents.Said(line.role, line.note, line.basis)
            for line in standing.by_duty.get(duty.pk, ())
        }
        for column in dict.fromkeys((*now, *entry.cells)):
            if now.get(column) != entry.cells.get(column):
                yield duty, column, entry.cells.get(column)
    for duty in ending:
        for line in standing.by_duty.get(duty.pk, ()):
            yield duty, line.column, None


def _change(standing, duty, column, said):
    last = standing.last.get((duty.pk, column))
    role, note, basis = contents.as_fact(said) if said else ("", None, None)
    return assigning.Change(duty.pk, column, role, last.token if last else 0, note, basis)


def _refuse(standing, born, outcomes):
    """Refuse the whole, naming the cell that cannot be written."""
    refused = next((outcome for outcome in outcomes if not outcome.fits), None)
    if refused is None:
        return
    duties = {duty.pk: duty for duty in (*standing.duties, *born.values())}
    carrier = standing.carriers.get(refused.change.column_key)
    names = {
        "duty": duties[refused.change.duty_id],
        "column": carrier.full_name if carrier else refused.change.column_key,
        "why": refused.refusal or _("这一格刚刚被他人改动，请重试。"),
    }
    raise ValidationError(_("职责“%(duty)s”、“%(column)s”：%(why)s") % names, code="cell")


def _begin(version, entry, actor):
    origin = Duty.objects.filter(pk=entry.split_from).first()
    duty = Duty(
        plan=version.plan,
        clause=origin.clause if origin else None,
        number=entry.number,
        title=entry.title,
        category=entry.category,
        scope=origin.scope if origin else Duty.Scope.FULL,
        position=version.lines.get(pk=entry.pk).position,
        from_on=version.from_on,
        follows=origin,
    )
    duty.full_clean(exclude=["plan", "clause", "follows"])
    duty.save()
    return duty


def _end(duty, from_on):
    if duty.from_on and duty.from_on >= from_on:
        raise ValidationError(
            _("职责“%(duty)s”自%(day)s起才施行，不能在同日终止，请选择更晚的起始日期。")
            % {"duty": duty, "day": duty.from_on.isoformat()},
            code="ended",
        )
    Duty.objects.filter(pk=duty.pk).update(until_on=from_on - ONE_DAY)


def _rows(duty_ids):
    rows = Assignment.objects.filter(duty__in=list(duty_ids)).order_by("id").values_list(*ROW)
    return {row[0]: [v.isoformat() if isinstance(v, date) else v for v in row] for row in rows}


def _difference(before, after):
    return {
        "was": [row for pk, row in before.items() if after.get(pk) != row],
        "became": [row for pk, row in after.items() if before.get(pk) != row],
    }


def take_back(version):
    """Put the rows back as they were before the approval.

    Raises ``ValidationError`` when anything was built on them since.
    """
    written = version.written
    became = {row[0]: row for row in written["became"]}
    touched = {row[1] for row in (*written["was"], *written["became"])}
    now = _rows(touched)
    built_on = [row for pk, row in became.items() if now.get(pk) != row]
    built_on += [row for row in now.values() if row[1] in written["born"] and row[0] not in became]
    if built_on:
        duty = Duty.objects.get(pk=built_on[0][1])
        raise ValidationError(
            _("审定之后，职责“%(duty)s”的分工又有改动，不能撤销审定。") % {"duty": duty},
            code="built_on",
        )
    was = {row[0] for row in written["was"]}
    Assignment.objects.filter(pk__in=[pk for pk in became if pk not in was]).delete()
    _put_back(written)
    Duty.objects.filter(pk__in=written["ended"]).update(until_on=None)
    version.lines.filter(duty__in=written["born"]).update(duty=None)
    try:
        Duty.objects.filter(pk__in=written["born"]).delete()
    except ProtectedError as refusal:
        raise ValidationError(
            _("审定之后，新增的职责已被其他内容引用，不能撤销审定。"), code="built_on"
        ) from refusal


def _put_back(written):
    """Rows that were changed or removed, with the values and the numbers they had."""
    for values in written["was"]:
        fields = dict(zip(ROW, values, strict=True))
        for name in ("from_on", "until_on"):
            fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
        Assignment(**fields).save()
