"""Leading groups and their seats, on two sheets: a group is set up once and has many seats."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.models import LeadingGroup, Seat, Subject
from duties.sheets.references import GroupOf, PersonOf, Reference
from duties.sheets.values import Chosen, Day, WordOf, YesNo

from . import departments, people, posts
from .base import Column, Kind
from .shared import FOUND_ORGAN, FROM, OWN_ORGAN, POSITION, UNTIL

KIND = Kind(
    code="groups",
    title=_("领导小组"),
    model=LeadingGroup,
    key=("organ", "subject", "from_on"),
    joins=("organ", "subject", "office", "office_director"),
    order=("organ__path", "subject", "from_on"),
    lasting=True,
    columns=(
        OWN_ORGAN,
        Column(_("责任制"), "subject", WordOf(Subject, sole=True), required=True, pinned=True),
        Column(_("名称"), "name", required=True, pinned=True, example="责任制工作领导小组"),
        Column(_("成立文件"), "document", example="清委〔2026〕2号"),
        Column(_("成文日期"), "document_on", Day(last=True), example="2026-01-01"),
        Column(_("办公室设在"), "office", Reference(departments.KIND), example="宣传办公室"),
        Column(_("办公室主任岗位"), "office_director", Reference(posts.KIND), example="宣传委员"),
        FROM,
        UNTIL,
    ),
    about=_("领导小组及其成立文件；调整时旧的填截止日期，新的另起一行。"),
)
SEATS = Kind(
    code="seats",
    title=_("小组席位"),
    model=Seat,
    key=("group", "post", "person", "from_on"),
    joins=("group__organ", "group__subject", "post", "person__organ"),
    order=(
        "group__organ__path", "group__subject", "group__from_on", "position", "role",
        "post__name", "person__name", "from_on",
    ),
    lasting=True,
    columns=(
        FOUND_ORGAN,
        Column(_("责任制"), "group", GroupOf(KIND, Subject), required=True, pinned=True),
        Column(
            _("组内职务"), "role", Chosen(Seat.Role), required=True, pinned=True, example="成员",
        ),
        Column(
            pgettext_lazy("menu", "岗位"), "post", Reference(posts.KIND), pinned=True,
            help=_("席位由岗位担任；没有岗位的才填人员。"), example="宣传委员",
        ),
        posts.PERSON_ORGAN,
        Column(pgettext_lazy("menu", "人员"), "person", PersonOf(people.KIND), pinned=True),
        Column(_("第一责任人"), "first_responsible", YesNo(), pinned=True, example="否"),
        POSITION,
        FROM,
        UNTIL,
    ),
    about=_("领导小组的组长、副组长和成员，一行一席。"),
)  # fmt: skip
