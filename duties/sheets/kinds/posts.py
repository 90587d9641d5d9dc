"""Posts, and who held which from when to when."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.models import Post, Tenure
from duties.sheets.references import OrganOf, PersonOf, Reference
from duties.sheets.values import Chosen, Value, YesNo

from . import departments, people
from .base import Column, Kind
from .shared import FOUND_ORGAN, FROM, OWN_ORGAN, POSITION, UNTIL

KIND = Kind(
    code="posts",
    title=pgettext_lazy("menu", "岗位"),
    model=Post,
    key=("organ", "name", "from_on"),
    joins=("organ", "department"),
    order=("organ__path", "position", "name", "from_on"),
    columns=(
        OWN_ORGAN,
        Column(_("岗位名称"), "name", required=True, pinned=True, example="宣传委员"),
        Column(_("简称"), "short_name", example="宣委"),
        Column(_("所在部门"), "department", Reference(departments.KIND)),
        Column(_("领导班子成员岗位"), "on_team", YesNo(), example="是"),
        Column(_("党组织书记岗位"), "heads_organ", YesNo(), example="否"),
        Column(_("主要工作职责"), "main_job", Value(), example="分管宣传工作"),
        POSITION,
        FROM,
        UNTIL,
    ),
    about=_("岗位；职责由岗位承担，人员在任期内担任岗位。"),
)


def _unit(row):
    """The person's own unit, where it is another than the row's."""
    return row.person.organ if row.person and row.person.organ_id != row.organ.pk else None


PERSON_ORGAN = Column(
    _("人员单位"),
    "person_organ",
    OrganOf(),
    stored=False,
    help=_("人员不在本党组织时填写其单位的代码。"),
    of=_unit,
)


TENURES = Kind(
    code="tenures",
    title=pgettext_lazy("menu", "任职"),
    model=Tenure,
    key=("post", "kind", "person", "from_on"),
    joins=("post__organ", "person__organ"),
    order=("post__organ__path", "post__position", "post__name", "post__from_on", "from_on", "kind"),
    lasting=True,
    columns=(
        FOUND_ORGAN,
        Column(_("岗位"), "post", Reference(KIND), required=True, pinned=True, example="宣传委员"),
        PERSON_ORGAN,
        Column(
            _("人员"), "person", PersonOf(people.KIND), required=True, pinned=True, example="李明"
        ),
        Column(_("任职方式"), "kind", Chosen(Tenure.Kind), pinned=True, example="任职"),
        FROM,
        UNTIL,
        Column(_("任免文件"), "document", example="清委〔2026〕1号"),
        Column(_("免职文件"), "end_document"),
    ),
    about=_("谁在什么时间担任哪个岗位；免职只填截止日期，接任另起一行。"),
)
