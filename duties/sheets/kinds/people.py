"""People: known by unit and name, namesakes by telephone or e-mail as well."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.models import Person
from duties.sheets.references import contacts
from duties.sheets.values import ident

from .base import Column, Kind
from .shared import OWN_ORGAN


def _recognise(rows, desk):
    """Which known person each row is: ``{row: person}``. Rows that cannot be told apart are
    refused."""
    found = {}
    for (organ, name), namesakes in _by_name(rows).items():
        known = desk.find(KIND, ("organ", "name"), (organ, name))
        if len(namesakes) == len(known) == 1:
            found[namesakes[0]] = known[0]
        else:
            _refuse_alike(namesakes)
            found |= _by_contact(namesakes, known)
    return found


def _by_name(rows):
    groups = defaultdict(list)
    for row in rows:
        organ, name = row.values.get("organ"), row.values.get("name")
        if organ is not None and name:
            groups[ident(organ), name].append(row)
    return groups


def _by_contact(rows, known):
    """Those with the same contacts first, then those who share one."""
    found, free = {}, list(known)
    for alike in (_same, _sharing):
        for row in rows:
            one = next((one for one in free if alike(_marks(row), contacts(one))), None)
            if row not in found and one is not None:
                found[row] = one
                free.remove(one)
    return found


def _marks(row):
    """What tells the row's person from a namesake."""
    return [words for words in (row.values.get("phone"), row.values.get("email")) if words]


def _same(marks, others):
    return marks == others


def _sharing(marks, others):
    return bool(set(marks) & set(others))


def _refuse_alike(rows):
    seen = {}
    for row in rows:
        first = seen.setdefault(tuple(_marks(row)), row)
        if first is not row:
            words = _("与第 %(row)d 行重复：同一单位同名的人员，请用电话区分，或删去其中一行。")
            row.refuse(words % {"row": first.number}, "name")


KIND = Kind(
    code="people",
    title=pgettext_lazy("menu", "人员"),
    model=Person,
    key=("organ", "name"),
    joins=("organ",),
    order=("organ__path", "name", "phone", "email", "id"),
    columns=(
        OWN_ORGAN,
        Column(_("姓名"), "name", required=True, example="李明"),
        Column(_("联系电话"), "phone", example="0571-80000000"),
        Column(_("电子邮箱"), "email"),
    ),
    recognise=_recognise,
    about=_("只登记姓名、单位和联系方式。"),
)
