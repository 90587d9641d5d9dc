"""Portfolios: which departments, areas and lower organs a leader's post covers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.models import Portfolio
from duties.sheets.references import OrganOf, Reference

from . import departments, posts
from .base import Column, Kind
from .shared import FOUND_ORGAN, FROM, UNTIL

KIND = Kind(
    code="portfolios",
    title=_("分管"),
    model=Portfolio,
    key=("post", "department", "area", "lower", "from_on"),
    joins=("post__organ", "department", "area", "lower"),
    order=(
        "post__organ__path", "post__position", "post__name", "post__from_on",
        "department__position", "department__name", "area__name", "lower__path", "from_on",
    ),
    lasting=True,
    columns=(
        FOUND_ORGAN,
        Column(
            pgettext_lazy("menu", "岗位"), "post", Reference(posts.KIND), required=True,
            pinned=True, example="宣传委员",
        ),
        Column(
            _("分管部门"), "department", Reference(departments.KIND), pinned=True,
            help=_("部门、领域、下级党组织，三者只填一个。"), example="宣传办公室",
        ),
        Column(
            _("分管领域"), "area", Reference(departments.AREAS, spoken="name"), pinned=True,
            help=_("部门、领域、下级党组织，三者只填一个。"),
        ),
        Column(
            _("联系的下级党组织"), "lower", OrganOf(), pinned=True,
            help=_("下级党组织的代码。部门、领域、下级党组织，三者只填一个。"),
        ),
        FROM,
        UNTIL,
    ),
    about=_("岗位分管的部门、领域或联系的下级党组织，一行一项。"),
)  # fmt: skip
