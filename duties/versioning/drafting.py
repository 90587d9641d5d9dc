"""Drafting a version of the matrix: begun from what the matrix says, edited, dropped.

Every edit takes the ``edition`` of the version its page was made from and raises
``guarding.Stale`` when another clerk was faster; nothing of either is lost then.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from duties import days, trail
from duties.models import MatrixVersion, Organ, Plan, VersionCell, VersionLine

from . import contents, guarding
from .lines import (
    cells_of,
    line_of,
    new_line,
    refuse_leads,
    set_cells,
    set_words,
    slot,
    taken_numbers,
)
from .merging import day_of, free_number, moved_since, renumber, take_over

State = MatrixVersion.State


@transaction.atomic
def draft(*, plan, from_on, actor, reason=""):
    """Begin a version that is to hold from the day: at first it says what the matrix says then.

    Refuses a day that has passed or on which the plan is not in force. Versions are numbered
    through the whole organ, so that a number names one of them whatever plans there are.
    """
    Organ.objects.select_for_update().get(pk=plan.organ_id)
    refuse_day(plan, from_on)
    content = contents.of_day(plan, from_on)
    rows = MatrixVersion.objects.filter(plan__organ=plan.organ_id)
    version = MatrixVersion(
        plan=plan,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        from_on=from_on,
        based_on=from_on,
        base=content.facts,
        reason=reason.strip(),
        drafted_by=actor,
    )
    version.full_clean()
    version.save()
    _copy(version, content)
    trail.record(
        organ=plan.organ,
        actor=actor,
        action="version.drafted",
        target=guarding.key_of(version),
        number=version.number,
        plan=plan.pk,
        from_on=from_on.isoformat(),
    )
    return version


def refuse_day(plan, from_on):
    """Refuse a first day in the past or outside the plan's days."""
    if from_on < days.today():
        raise ValidationError(
            {"from_on": _("起始日期不能早于今天：已经过去的日子，矩阵不再改动。")}, code="past"
        )
    if plan.state != Plan.State.ADOPTED or not plan.holds_on(from_on):
        raise ValidationError(
            {
                "from_on": _("方案在%(day)s不在施行期内，请选择施行期内的日期。")
                % {"day": from_on.isoformat()}
            },
            code="plan",
        )


def _copy(version, content):
    lines = VersionLine.objects.bulk_create(
        VersionLine(
            version=version,
            duty_id=entry.duty_id,
            split_from_id=entry.split_from,
            number=entry.number,
            title=entry.title,
            category=entry.category,
            position=position,
        )
        for position, entry in enumerate(content.entries)
    )
    VersionCell.objects.bulk_create(
        VersionCell(
            line=line,
            role_id=said.role,
            note=said.note,
            basis=said.basis,
            **contents.side(column),
        )
        for line, entry in zip(lines, content.entries, strict=True)
        for column, said in entry.cells.items()
    )


@transaction.atomic
def change(*, version, edition, line_id, actor, cells=None, words=None):
    """Set and clear cells of one duty, and its words.

    ``cells`` maps column keys to ``Said`` (``None`` clears the cell), ``words`` may hold title,
    category and, of a duty that is only drafted, number.
    """
    version = guarding.held(version, edition, State.DRAFT)
    line = line_of(version, line_id)
    changed = set_words(line, words or {})
    changed += set_cells(version, line, cells or {})
    if not changed:
        return version
    return _edited(version, actor, "changed", line, what=changed)


@transaction.atomic
def change_cells(*, version, edition, cells, actor):
    """Set and clear cells of any number of duties: ``{line id: {column key: Said or None}}``."""
    version = guarding.held(version, edition, State.DRAFT)
    changed = 0
    for line_id, row in cells.items():
        changed += len(set_cells(version, line_of(version, line_id), row))
    return _edited(version, actor, "changed", None, cells=changed)


@transaction.atomic
def add(*, version, edition, words, actor, place=None):
    """Add a duty of the organ's own, without a clause; last, or at ``place`` counted from one."""
    version = guarding.held(version, edition, State.DRAFT)
    lines = list(version.lines.all())
    line = new_line(version, words, split_from=None)
    lines.insert(len(lines) if place is None else slot(lines, place), line)
    renumber(lines)
    return _edited(version, actor, "added", line)


@transaction.atomic
def split(*, version, edition, line_id, parts, actor):
    """Split a duty into ``parts``: (number, title) of each, an empty number for the next free.

    The duty itself ends the day before the version begins and each part follows it, with its
    clause, category and, to begin with, its cells.
    """
    version = guarding.held(version, edition, State.DRAFT)
    line = line_of(version, line_id)
    if len(parts) < 2:
        raise ValidationError(_("拆分须至少分成两项职责，请填写两项以上的标题。"), code="parts")
    lines = list(version.lines.all())
    taken = taken_numbers(version)
    cells, at = list(line.cells.all()), lines.index(line) + 1
    origin = line.duty if line.duty_id else line.split_from
    made = []
    for number, title in parts:
        number = number.strip() or free_number(line.number, taken)
        taken.add(number)
        words = {"number": number, "title": title, "category": line.category}
        made.append(new_line(version, words, split_from=origin))
        VersionCell.objects.bulk_create(cells_of(made[-1], cells))
    lines[at:at] = made
    if line.duty_id:
        line.ends = True
        line.save(update_fields=["ends"])
    else:
        lines.remove(line)
        line.delete()
    renumber(lines)
    return _edited(version, actor, "split", line, parts=[str(part) for part in made])


@transaction.atomic
def end(*, version, edition, line_id, actor):
    """Let a duty end the day before the version begins; one that is only drafted goes away."""
    version = guarding.held(version, edition, State.DRAFT)
    line = line_of(version, line_id)
    name = str(line)
    if line.duty_id:
        line.ends = True
        line.save(update_fields=["ends"])
    else:
        line.delete()
        renumber(list(version.lines.all()))
    return _edited(version, actor, "ended", None, duty=name)


@transaction.atomic
def restore(*, version, edition, line_id, actor):
    """Keep a duty that was to end; what was split off from it goes away."""
    version = guarding.held(version, edition, State.DRAFT)
    line = line_of(version, line_id, ends=True)
    version.lines.filter(split_from=line.duty_id, duty=None).delete()
    line.ends = False
    line.save(update_fields=["ends"])
    renumber(list(version.lines.all()))
    return _edited(version, actor, "restored", line)


@transaction.atomic
def move(*, version, edition, line_id, place, actor):
    """Put a duty in ``place`` (counted from one) among those that hold."""
    version = guarding.held(version, edition, State.DRAFT)
    line = line_of(version, line_id)
    lines = [other for other in version.lines.all() if other != line]
    lines.insert(slot(lines, place), line)
    renumber(lines)
    return _edited(version, actor, "moved", line, place=place)


@transaction.atomic
def update(*, version, edition, choices, actor):
    """Bring a draft up to date: what moved is taken over, conflicts as chosen.

    ``choices`` maps keys of conflicts to ``theirs`` or ``mine``; one without a choice is refused.
    """
    version = guarding.held(version, edition, State.DRAFT)
    found = moved_since(version)
    open_ones = [m for m in found if m.conflict and not m.gone and m.key not in choices]
    if open_ones:
        names = _("、").join(dict.fromkeys(f"“{move.name}”" for move in open_ones[:5]))
        raise ValidationError(
            _("还有 %(n)d 处冲突没有选择，涉及职责%(names)s：请逐处选择“现行”或“草案”。")
            % {"n": len(open_ones), "names": names},
            code="choice",
        )
    return bring_up(version, found, choices, actor)


def bring_up(version, found, choices, actor):
    """Take over what moved (see ``merging``) in a version that is held."""
    if not found:
        return version
    live = contents.of_day(version.plan, day_of(version))
    take_over(version, live, found, choices)
    refuse_leads(version)
    mine = sum(choices.get(move.key) == "mine" for move in found if move.conflict)
    return guarding.save(version, actor, "version.updated", taken=len(found) - mine, kept=mine)


@transaction.atomic
def drop(*, version, edition, actor):
    """Give a draft up. It stays listed as dropped; nothing of the matrix was touched by it."""
    version = guarding.held(version, edition, State.DRAFT)
    version.state = State.DROPPED
    return guarding.save(version, actor, "version.dropped")


def _edited(version, actor, act, line, **detail):
    if line is not None:
        detail["duty"] = str(line)
    refuse_leads(version)
    return guarding.save(version, actor, f"version.{act}", **detail)
