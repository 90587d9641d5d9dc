"""Answers to a save in the matrix: of one cell, and of a batch that is written whole or not."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duties import assigning, days
from duties import matrix as matrices
from duties.models import Assignment
from duties.standing import load
from duties.views import matrix_inspector as inspectors
from duties.views import matrix_page as pages

MOST_CHANGES = 20_000
"""Cells of one batch; a matrix of 200 by 80 has 16,000."""


def write(request, organ, asked, plan, changes, *, rest=False):
    """Write the changes from today on; a day that cannot be edited refuses them all."""
    allowed = pages.may_edit(request.user, organ, asked)
    if not allowed:
        raise ValidationError(allowed.reason)
    try:
        return assigning.set_roles(
            plan=plan, changes=changes, on=days.today(), actor=request.user, rest=rest
        )
    except IntegrityError as error:
        raise ValidationError(_("保存时与他人刚刚录入的内容冲突，请刷新后核对。")) from error


def read(text):
    """The changes of a batch as the page sends them.

    A JSON list of lists: key, role, version, and after them note and basis, if they are to be
    replaced. Raises ``ValidationError`` for anything else.
    """
    try:
        changes = [_change(*item) for item in json.loads(text)]
    except (AttributeError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ValidationError(_("这批修改无法识别，请刷新页面后重试。")) from error
    keys = {change.key for change in changes}
    if len(keys) < len(changes) or not 0 < len(changes) <= MOST_CHANGES:
        raise ValidationError(_("这批修改无法识别，请刷新页面后重试。"))
    return changes


def _change(key, role, version, note=None, basis=None):
    duty, _colon, column = key.partition(":")
    if not duty.isascii() or not duty.isdigit() or len(duty) > 18:
        raise ValueError(key)
    if not all(text is None or isinstance(text, str) for text in (role, note, basis)):
        raise TypeError(key)
    return assigning.Change(int(duty), column, role or "", int(version), note, basis)


def dump(changes):
    """The changes as ``read`` takes them."""
    return json.dumps([[c.key, c.role_code, c.version] for c in changes])


def refused_json(refused, status):
    """What a script is told of one cell that was not saved."""
    if refused.get("conflict"):
        return JsonResponse({"conflict": refused["conflict"]}, status=status)
    return JsonResponse({"error": refused["text"]}, status=status)


def saved(request, organ, asked, plan, outcome):
    """One cell was saved."""
    if not pages.wants_json(request):
        messages.success(request, _("已保存。"))
        address = reverse("matrix", args=[organ.code])
        return redirect(f"{address}?{asked.query(cell=outcome.cell.key)}")
    duty = outcome.place.duty
    standing = load([plan], on=asked.on, duty=duty)[0]
    key = outcome.place.column_key
    side = {"p": "post", "d": "department"}[key[0]]
    carried = Assignment.objects.on(asked.on).filter(duty__plan=plan, **{side: int(key[1:])})
    return JsonResponse(
        {
            "cell": _cell_json(outcome, standing),
            "faults": _faults(matrices.row_of(standing, duty)),
            "column": _column(standing, key, carried.count()),
            "at": _now(),
        }
    )


def answer(request, organ, asked, plan, changes, outcomes):
    """A batch was written, or it was not: then it says where, and offers to write the rest."""
    trouble = [outcome for outcome in outcomes if not outcome.fits]
    done = sum(outcome.written for outcome in outcomes)
    status = 200 if done or not trouble else 409 if any(o.conflict for o in trouble) else 422
    standing = load([plan], on=asked.on)[0]
    problems = [_problem(outcome, standing) for outcome in trouble]
    if pages.wants_json(request):
        said = _written_json(outcomes, standing) if done else {}
        rest = len(outcomes) - len(trouble)
        return JsonResponse({**said, "problems": problems, "rest": rest}, status=status)
    if trouble:
        fitting = [outcome.change for outcome in outcomes if outcome.fits and not outcome.written]
        context = {"organ": organ, "asked": asked, "problems": problems, "done": done}
        context |= {"fitting": len(fitting), "cells": dump(fitting)}
        request.organ = organ
        return render(request, "duties/matrix_batch.html", context, status=status)
    said = ngettext("已写入%(n)s格。", "已写入%(n)s格。", done)
    messages.success(request, said % {"n": done})
    return redirect(f"{reverse('matrix', args=[organ.code])}?{asked.query()}")


def refused(request, organ, asked, refusal):
    """A batch that could not be judged at all."""
    if pages.wants_json(request):
        return JsonResponse({"error": refusal.messages[0]}, status=422)
    messages.error(request, refusal.messages[0])
    return redirect(f"{reverse('matrix', args=[organ.code])}?{asked.query()}")


def _problem(outcome, standing):
    """One cell of a batch that conflicts or is refused, and how it stands."""
    said = {"key": outcome.change.key, "title": _title(outcome), "text": outcome.refusal}
    if outcome.conflict:
        return said | inspectors.conflict_json(outcome.conflict)
    if outcome.cell is None:
        return said
    return said | {"role": outcome.cell.role, "version": outcome.cell.version}


def _title(outcome):
    if outcome.place is None:
        return outcome.change.key
    names = {"duty": outcome.place.duty, "column": outcome.place.carrier.name}
    return _("%(duty)s，%(column)s") % names


def _written_json(outcomes, standing):
    written = [outcome for outcome in outcomes if outcome.written]
    duties = {outcome.place.duty.pk for outcome in written}
    keys = {outcome.place.column_key for outcome in written}
    by_duty = {row.duty_id: row for row in matrices.of_standing(standing).rows}
    return {
        "cells": [_cell_json(outcome, standing) for outcome in written],
        "rows": [
            {"duty": pk, "faults": _faults(by_duty[pk])} for pk in sorted(duties & by_duty.keys())
        ],
        "columns": [
            _column(standing, key, len(standing.by_column.get(key, ()))) for key in sorted(keys)
        ],
        "at": _now(),
    }


def _cell_json(outcome, standing):
    return inspectors.cell_json(outcome.cell, standing) | {"was": outcome.was}


def _faults(row):
    return [{"label": fault.label, "severity": fault.severity} for fault in row.faults]


def _column(standing, key, load_now):
    carrier = standing.carriers.get(key)
    idle = bool(carrier and carrier.on_team and not load_now)
    return {"key": key, "load": load_now, "idle": idle}


def _now():
    return timezone.localtime().strftime("%H:%M:%S")
