"""Lines of a draft: finding one, its words and its cells, and what they must keep to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duties import assigning
from duties.matrix import role_mark
from duties.models import Department, Duty, Post, Role, VersionCell, VersionLine
from duties.standing import COLUMN

from . import contents
from .merging import put


def refuse_leads(version):
    """Refuse two lead departments in one duty, unless the plan allows several."""
    if version.plan.several_leads:
        return
    for entry in contents.of_version(version).entries:
        leads = [column for column, said in entry.cells.items() if said.role == assigning.LEAD]
        if len(leads) > 1:
            raise ValidationError(
                _("职责“%(duty)s”有 %(n)d 个牵头单位，方案没有允许多个牵头单位，请只留一个。")
                % {"duty": entry.name, "n": len(leads)},
                code="second_lead",
            )


def line_of(version, line_id, *, ends=False):
    line = version.lines.select_related("duty", "split_from").filter(pk=line_id, ends=ends).first()
    if line is None:
        raise ValidationError(_("这项职责已不在本草案中：请刷新页面。"), code="line")
    return line


def slot(lines, place):
    """The index in ``lines``, ended ones included, of a place among those that hold."""
    holding = [index for index, line in enumerate(lines) if not line.ends]
    place = max(1, place)
    return holding[place - 1] if place <= len(holding) else len(lines)


def taken_numbers(version):
    """Numbers that name a duty of the plan, ended ones too, or a line of the version."""
    known = set(Duty.objects.filter(plan=version.plan).values_list("number", flat=True))
    return known | set(version.lines.values_list("number", flat=True))


def new_line(version, words, *, split_from):
    line = VersionLine(version=version, split_from=split_from)
    _word(line, {"number": "", "title": "", "category": "", **words})
    line.save()
    return line


def set_words(line, words):
    new = {name: value.strip() for name, value in words.items() if value is not None}
    if line.duty_id and new.get("number", line.number) != line.number:
        raise ValidationError(
            {"number": _("方案中已有的职责不能改编号：编号是历史记录中认定它的依据。")}
        )
    changed = [name for name, value in new.items() if getattr(line, name) != value]
    if changed:
        _word(line, {name: new[name] for name in changed})
        line.save()
    return changed


def _word(line, words):
    for name, value in words.items():
        setattr(line, name, value.strip())
    line.full_clean(exclude=["version", "duty", "split_from"], validate_constraints=False)
    others = Duty.objects.filter(plan=line.version.plan, number=line.number)
    lines = line.version.lines.filter(number=line.number).exclude(pk=line.pk)
    if others.exclude(pk=line.duty_id).exists() or lines.exists():
        raise ValidationError(
            {
                "number": _("编号“%(number)s”已经使用（含已终止的职责），请换一个编号。")
                % {"number": line.number}
            }
        )


def cells_of(line, cells):
    for cell in cells:
        yield VersionCell(
            line=line,
            role_id=cell.role_id,
            post_id=cell.post_id,
            department_id=cell.department_id,
            note=cell.note,
            basis=cell.basis,
        )


def set_cells(version, line, cells):
    """Write the cells that differ; returns their columns."""
    now = dict(_said(line))
    changed = [column for column, said in cells.items() if now.get(column) != said]
    if not changed:
        return []
    carriers = _carriers(version, changed)
    roles = {role.code: role for role in Role.objects.all()}
    used = assigning.allowed(version.plan, roles)
    for column in changed:
        said = cells[column]
        if said is not None:
            _refuse_unused(line, said, now.get(column), roles, used)
            _refuse_unfit(version, line, carriers.get(column), column, said, roles)
            put(line, column, [said.role, said.note.strip(), said.basis.strip()])
        else:
            put(line, column, None)
    return changed


def _said(line):
    for cell in line.cells.all():
        column = f"p{cell.post_id}" if cell.post_id else f"d{cell.department_id}"
        yield column, contents.Said(cell.role_id, cell.note, cell.basis)


def _carriers(version, columns):
    """Posts and departments of the organ by column key."""
    found = {}
    for letter, model in (("p", Post), ("d", Department)):
        ids = [int(c[1:]) for c in columns if COLUMN.fullmatch(c) and c[0] == letter]
        rows = model.objects.filter(organ=version.plan.organ_id, pk__in=ids)
        found |= {f"{letter}{row.pk}": row for row in rows}
    return found


def _refuse_unused(line, said, now, roles, used):
    """A role the plan does not use; one that stands already may get its note or basis."""
    if said.role in roles and said.role not in used and not (now and now.role == said.role):
        raise ValidationError(
            _("职责“%(duty)s”：本方案不使用“%(role)s”，请换用方案列出的责任类型。")
            % {"duty": line, "role": role_mark(roles[said.role]).name},
            code="unused",
        )


def _refuse_unfit(version, line, carrier, column, said, roles):
    role = roles.get(said.role)
    if carrier is None:
        raise ValidationError(_("该岗位或部门不属于本党组织。"), code="column")
    if role is None:
        raise ValidationError(_("没有这一责任类型：请刷新页面。"), code="role")
    names = {"duty": line, "column": carrier.name, "role": role_mark(role).name}
    if max(len(said.note), len(said.basis)) > assigning.MOST_TEXT:
        raise ValidationError(
            _("职责“%(duty)s”、“%(column)s”：说明和依据各不超过200字，请缩短。") % names,
            code="long",
        )
    if not role.suits(post=column[0] == "p"):
        raise ValidationError(
            _("职责“%(duty)s”、“%(column)s”：“%(role)s”不适用于这一列，请换一种责任类型。") % names,
            code="unfit",
        )
    if not carrier.holds_on(version.from_on):
        raise ValidationError(
            _("职责“%(duty)s”：“%(column)s”在本版本的起始日不存在，不能再承担职责。") % names,
            code="ended",
        )
