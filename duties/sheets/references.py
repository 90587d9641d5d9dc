"""Columns that name another row: an organ, a department, a post, a person, a plan, a duty."""

import re

from django.utils.translation import gettext as _

from .faults import Refused
from .values import Value, WordOf

_WITH_CONTACT = re.compile(r"(.+?)[（(]([^（）()]+)[）)]")


class OrganOf(Value):
    """An organ by its code, or by its name where only one has it."""

    empty = None
    refers = True

    def __init__(self, *, own=False):
        self.own = own
        if own:  # it says whose the row is; a blank cell then means the page's organ
            self.blank = lambda row: row.desk.organ

    @property
    def hint(self):
        if self.own:
            return _("党组织的代码；只有一个党组织叫这个名称时也可填名称。留空为当前党组织。")
        return _("党组织的代码；只有一个党组织叫这个名称时也可填名称。")

    def read(self, text, row):
        found = row.desk.organs_called(text)
        if not found:
            words = _("没有代码或名称为“%(text)s”的党组织，请核对，或先在“党组织”表中新增。")
            raise Refused(words % {"text": text[:40]})
        if len(found) > 1:
            words = _("有多个党组织叫“%(text)s”，请改填代码：%(codes)s。")
            codes = "、".join(organ.code for organ in found[:6])
            raise Refused(words % {"text": text[:40], "codes": codes})
        return found[0]

    def write(self, value, desk):
        return value.code if value else ""

    def offer(self, desk):
        return desk.organ_codes()


class Reference(Value):
    """A row of another kind. ``within`` says which fields of this row it is looked for by."""

    empty = None
    refers = True

    def __init__(self, kind, within="organ", *, spoken="short_name"):
        self.kind = kind
        self.within = within
        self.spoken = spoken

    def read(self, text, row):
        scope = row.value(self.within)
        found = self._called(text, scope, row)
        if not found:
            raise Refused(self._unknown(text, scope))
        day = row.values.get("from_on")
        chosen = pick(found, day)
        if chosen is None:
            words = _("“%(text)s”先后有多个，没有一个在 %(day)s 存续，请核对起始日期。")
            raise Refused(words % {"text": text[:40], "day": day})
        return chosen

    def _called(self, text, scope, row):
        for field in ("name", self.spoken):
            found = row.desk.find(self.kind, (self.within, field), (scope, text))
            if found:
                return found
        return []

    def _unknown(self, text, scope):
        words = _("%(organ)s没有%(what)s“%(text)s”，请核对名称，或先在“%(what)s”表中登记。")
        return words % {"organ": scope, "what": self.kind.title, "text": text[:40]}

    def write(self, value, desk):
        return value.name if value else ""

    def offer(self, desk):
        own = [str(self.write(row, desk)) for row in desk.own(self.kind)]
        return list(dict.fromkeys(own))


def pick(rows, day):
    """Of rows with one name, the one that holds on the day; the only one there is, anyway."""
    if len(rows) == 1 or day is None:
        return rows[0]
    return next((row for row in rows if row.from_on and row.holds_on(day)), None)


class PersonOf(Reference):
    """A person by name; where an organ has namesakes, as 王芳（13800000000）."""

    def __init__(self, kind):
        super().__init__(kind, "person_organ")

    @property
    def hint(self):
        return _("已登记人员的姓名；同单位有同名的，写作“姓名（电话）”。")

    def read(self, text, row):
        organ = row.values.get("person_organ") or row.value("organ")
        found = row.desk.find(self.kind, ("organ", "name"), (organ, text))
        if not found and (parts := _WITH_CONTACT.fullmatch(text)):
            found = row.desk.find(self.kind, ("organ", "name"), (organ, parts[1].strip()))
            found = [person for person in found if parts[2].strip() in contacts(person)]
        if not found:
            raise Refused(self._unknown(text, organ))
        if len(found) > 1:
            words = _("%(organ)s有多人叫“%(text)s”，请写作“姓名（电话）”。")
            raise Refused(words % {"organ": organ, "text": text[:40]})
        return found[0]

    def write(self, value, desk):
        if value is None:
            return ""
        contact = next(iter(contacts(value)), "")
        return f"{value.name}（{contact}）" if contact and desk.has_namesake(value) else value.name


def contacts(person):
    """What tells a person from a namesake, the telephone first."""
    return [words for words in (person.phone, person.email) if words]


class PlanOf(Reference):
    """A plan by its version, within the organ and the subject of the row."""

    def __init__(self, kind):
        super().__init__(kind)

    def read(self, text, row):
        organ, subject = row.value("organ"), row.value("subject")
        version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        keys = ("organ", "subject", "version"), (organ, subject, version)
        found = row.desk.find(self.kind, *keys)
        if not found:
            words = _("%(organ)s的“%(subject)s”没有第 %(version)s 版方案，请先在“方案”表中登记。")
            names = {"organ": organ, "subject": subject.name, "version": text[:10]}
            raise Refused(words % names)
        return found[0]

    def write(self, value, desk):
        return value.version


class DutyOf(Reference):
    """A duty by its number within the plan of the row."""

    def __init__(self, kind):
        super().__init__(kind, "plan")

    def read(self, text, row):
        plan = row.value("plan")
        found = row.desk.find(self.kind, ("plan", "number"), (plan, text))
        if not found:
            words = _("第 %(version)s 版方案没有编号为“%(text)s”的职责，请先在“职责”表中登记。")
            raise Refused(words % {"version": plan.version, "text": text[:40]})
        return found[0]

    def write(self, value, desk):
        return value.number

    def offer(self, desk):
        return []


class GroupOf(WordOf):
    """The leading group for the subject in the cell that holds on the row's first day."""

    def __init__(self, kind, subjects):
        super().__init__(subjects, sole=True)
        self.kind = kind

    def read(self, text, row):
        return self._group(super().read(text, row), row)

    def _sole(self, row):
        subject = super()._sole(row)
        return subject and self._group(subject, row)

    def _group(self, subject, row):
        organ, day = row.value("organ"), row.value("from_on")
        found = row.desk.find(self.kind, ("organ", "subject"), (organ, subject))
        chosen = pick(found, day) if found else None
        if chosen is None:
            words = _("%(organ)s在 %(day)s 没有“%(subject)s”的领导小组，请先在“领导小组”表中登记。")
            raise Refused(words % {"organ": organ, "day": day, "subject": subject.name})
        return chosen

    def write(self, value, desk):
        return value.subject.name
