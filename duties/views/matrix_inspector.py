"""One cell in words: what stands in it, on what basis, and who changed it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from duties import assigning, gaps
from duties import matrix as matrices
from duties.models import Duty, Role
from duties.standing import cell_key


@dataclass(frozen=True)
class Entry:
    """A line of the change log, as ``partials/_timeline.html`` takes it."""

    title: str
    note: str
    tone: str = ""


@dataclass(frozen=True)
class Inspected:
    """Everything the inspector says of one cell."""

    duty: Duty
    column: matrices.Column
    cell: matrices.Cell
    row: matrices.Row
    roles: tuple[matrices.RoleMark, ...]
    warnings: tuple[str, ...]
    log: tuple[Entry, ...]

    @property
    def duty_key(self):
        """The duty's id as the list of duties has it."""
        return str(self.duty.pk)

    @property
    def role_name(self):
        return next((role.name for role in self.roles if role.code == self.cell.role), "")


def inspect(standing, row, column_key):
    """The inspector of one cell of ``row``; ``None`` when there is no such column on the day."""
    duty = next(duty for duty in standing.duties if duty.pk == row.duty_id)
    carrier = standing.carriers.get(column_key)
    if carrier is None:
        return None
    cell = matrices.cell_of(standing, duty.pk, column_key)
    allowed = standing.allowed or standing.roles
    return Inspected(
        duty=duty,
        column=matrices.column_of(standing, carrier),
        cell=cell,
        row=row,
        roles=tuple(
            matrices.role_mark(role)
            for code, role in standing.roles.items()
            if carrier.takes(role) and (code in allowed or code == cell.role)
        ),
        warnings=tuple(str(gaps.ADVICE[fault.code]) for fault in row.faults),
        log=tuple(_log(standing, duty, column_key)),
    )


def _log(standing, duty, column_key):
    place = cell_key(duty.pk, column_key)
    names = {code: matrices.role_mark(role).name for code, role in standing.roles.items()}
    names[""] = _("未分配")
    for number, entry in enumerate(assigning.changes(standing.plan.organ, [place], limit=6)):
        yield _entry(entry, names, latest=number == 0)
    first = next(
        (line for line in standing.lines if (line.duty_id, line.column) == (duty.pk, column_key)),
        None,
    )
    if first and first.from_on == standing.plan.from_on:
        note = _("%(day)s 起施行 · 第%(version)s版") % {
            "day": first.from_on.isoformat(),
            "version": standing.plan.version,
        }
        yield Entry(_("方案登记"), note)


def _entry(entry, names, *, latest):
    return Entry(_changed(entry, names), f"{_who(entry)} · {moment(entry.at)}", "now" * latest)


def _changed(entry, names):
    """What an entry of the trail changed, in a few words."""
    before, after = entry.detail.get("before", ""), entry.detail.get("after", "")
    if before != after:
        change = {"before": names.get(before, before), "after": names.get(after, after)}
        return _("%(before)s → %(after)s") % change
    return _("修改说明") if _differ(entry.detail, "note") else _("修改依据")


def _differ(detail, name):
    return detail.get(f"{name}_before", "") != detail.get(name, "")


def _who(entry):
    return entry.actor.display_name if entry.actor else _("系统")


def moment(at):
    """When, as people say it: today 08:06, or 03-12 15:40, with the year when it is another."""
    local, now = timezone.localtime(at), timezone.localtime()
    if local.date() == now.date():
        return _("今天 %(time)s") % {"time": local.strftime("%H:%M")}
    return local.strftime("%m-%d %H:%M" if local.year == now.year else "%Y-%m-%d %H:%M")


def told(entries, spans):
    """Entries of the trail for ``partials/_timeline.html``, with the day each holds from."""
    names = {role.code: matrices.role_mark(role).name for role in Role.objects.all()}
    names[""] = _("未分配")
    versions = {span.duty.pk: span.plan.version for span in spans}
    for number, entry in enumerate(entries):
        note = _("%(who)s · %(at)s · 自%(day)s起 · 第%(version)s版") % {
            "who": _who(entry),
            "at": moment(entry.at),
            "day": entry.detail.get("on", ""),
            "version": versions.get(int(entry.target.partition(":")[0]), ""),
        }
        texts = [_text(entry.detail, name) for name in ("note", "basis")]
        title = _("；").join([_changed(entry, names), *filter(None, texts)])
        yield Entry(title, note, "now" * (number == 0))


def _text(detail, name):
    """A note or basis that the change wrote."""
    if not _differ(detail, name) or not detail.get(name):
        return ""
    label = {"note": _("说明：%(text)s"), "basis": _("依据：%(text)s")}[name]
    return label % {"text": detail[name]}


def cell_json(cell, standing):
    """A cell as the page's script takes it."""
    role = standing.roles.get(cell.role)
    return {
        "key": cell.key,
        "role": cell.role,
        "chip": cell.chip,
        "name": matrices.role_mark(role).name if role else "",
        "version": cell.version,
        "changed": cell.changed,
        "noted": bool(cell.note or cell.basis),
    }


def conflict_json(conflict):
    """What the other clerk wrote, and the sentence that says so."""
    cell = conflict.current
    said = {
        "who": conflict.by or _("另一位经办人"),
        "at": moment(conflict.at) if conflict.at else "",
        "role": conflict.role_name or _("未分配"),
    }
    return {
        "role": cell.role,
        "chip": cell.chip,
        "version": cell.version,
        "noted": bool(cell.note or cell.basis),
        "text": _("%(who)s %(at)s 已把这一格改为“%(role)s”，您的修改没有保存。") % said,
    }
