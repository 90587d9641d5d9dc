"""Departments and areas of work of an organ."""

from django.utils.translation import gettext_lazy as _

from duties.models import Area, Department

from .base import Column, Kind
from .shared import FROM, OWN_ORGAN, POSITION, UNTIL

KIND = Kind(
    code="departments",
    title=_("部门"),
    model=Department,
    key=("organ", "name", "from_on"),
    joins=("organ",),
    order=("organ__path", "position", "name", "from_on"),
    columns=(
        OWN_ORGAN,
        Column(_("名称"), "name", required=True, pinned=True, example="宣传办公室"),
        Column(_("简称"), "short_name", example="宣传办"),
        POSITION,
        FROM,
        UNTIL,
    ),
    about=_("党组织的部门、科室或处室。"),
)
AREAS = Kind(
    code="areas",
    title=_("工作领域"),
    model=Area,
    key=("organ", "name", "from_on"),
    joins=("organ",),
    order=("organ__path", "position", "name", "from_on"),
    columns=(
        OWN_ORGAN,
        Column(_("名称"), "name", required=True, pinned=True, example="农村基层党建"),
        POSITION,
        FROM,
        UNTIL,
    ),
    about=_("不是部门的分管对象，例如一个校区、一条工作线。"),
)
