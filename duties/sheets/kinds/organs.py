"""Organs: known by their code; where one stands in the tree is changed elsewhere, with a date."""

from django.utils.translation import gettext_lazy as _

from duties import tree
from duties.models import Organ, OrganKind, OrganLevel
from duties.sheets.faults import Refused
from duties.sheets.references import OrganOf
from duties.sheets.values import Day, WordOf

from .base import BATCH, Column, Kind
from .shared import FROM, POSITION


def _settle(rows, desk):
    """Refuse cycles with their path, then give each new organ a place in the tree to ask of."""
    for row in rows:
        path = _cycle(row.instance)
        if path:
            words = _("上下级关系成环：%(path)s，请改正其中一个党组织的上级。")
            row.refuse(words % {"path": "→".join(organ.name for organ in path)}, "parent")
    for row in rows:
        _place(row.instance)
    for row in rows:
        if not row.faulty and row.existing is not None:
            _refuse_moving(row)


def _cycle(organ):
    """The line of superiors that leads back to ``organ``, with it at both ends; else nothing."""
    path = [organ]
    while (above := path[-1].parent) is not None:
        if above is organ:
            return [*path, organ]
        if above in path:
            return []
        path.append(above)
    return []


def _place(organ):
    """A path below the superior's for an organ that is not stored yet; it sorts before all ids."""
    line = []
    while organ is not None and not organ.path and organ not in line:
        line.append(organ)
        organ = organ.parent
    for new in reversed(line):
        above = new.parent.path if new.parent else ""
        new.path = f"{above}-{id(new):x}"
        new.path_end = f"{new.path}~"


def _refuse_moving(row):
    before = row.before
    if "parent" in before:
        words = _("党组织换上级请在党组织页面办理，须有日期和文件；这里请填原来的上级。")
        row.refuse(words, "parent")
    if "until_on" in before:
        words = _("撤并党组织请在党组织页面办理，一并处理岗位、方案和权限；这里请填原来的日期。")
        row.refuse(words, "until_on")


def _check(row):
    parent = row.values.get("parent")
    if row.existing is None and parent is None and row.desk.actor is not None:
        raise Refused(_("请填写上级党组织的代码；最高一级的党组织由系统管理员新建。"), "parent")


def _create(organs):
    """Plant new organs; whom one was merged into may be new as well, and is said afterwards."""
    merged = [(organ, organ.merged_into) for organ in organs if organ.merged_into]
    for organ, _into in merged:
        organ.merged_into = None
    stored = tree.plant_all(organs)
    for organ, into in merged:
        organ.merged_into = into
    Organ.objects.bulk_update([organ for organ, _into in merged], ["merged_into"], batch_size=BATCH)
    return stored


KIND = Kind(
    code="organs",
    title=_("党组织"),
    model=Organ,
    key=("code",),
    joins=("kind", "level"),
    superiors=("parent", "merged_into"),
    order=("path",),
    lasting=True,
    columns=(
        Column(
            _("代码"),
            "code",
            required=True,
            help=_("小写字母、数字和连字符，全系统不重复，登记后不能改。"),
            example="qingxi-dongcun",
        ),
        Column(_("名称"), "name", required=True, example="清溪乡东村党支部"),
        Column(_("简称"), "short_name", required=True, example="东村党支部"),
        Column(_("类型"), "kind", WordOf(OrganKind), required=True, example="党支部"),
        Column(_("层级"), "level", WordOf(OrganLevel), required=True, example="基层"),
        Column(_("上级"), "parent", OrganOf(), example="qingxi"),
        POSITION,
        FROM,
        Column(_("截止日期"), "until_on", Day(last=True)),
        Column(_("并入"), "merged_into", OrganOf(), pinned=True),
    ),
    check=_check,
    settle=_settle,
    create=_create,
    about=_("党组织及其上级。换上级、撤并在党组织页面办理。"),
)
