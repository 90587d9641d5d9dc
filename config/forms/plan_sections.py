"""The sections that hold the plan itself: duties, leading group, rules, accountability."""

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accountability.models import Ground, LiabilityRule, Measure
from config import adopting, rule_words, worksheet
from config.forms.plan_rows import NOWHERE, Choice, Row, RowSet, Section, long_words, row_set, words
from duties.models import Duty, PlanRole, Seat
from duties.reading import scope
from reviews.models import Requirement

_APART = re.compile(r"[、，,；;\s]+")
PARTY_FIELDS = (
    ("leaders", "leader"),
    ("lead", "lead"),
    ("departments", "department"),
    ("support", "support"),
    ("supervise", "supervise"),
)
SEAT_ROLES = [*Seat.Role.choices, ("office", _("办公室主任"))]
ANSWERABLE = ("answerable", _("直接责任人或第一责任人"))


def _names(words):
    return list(dict.fromkeys(name for name in _APART.split(words.strip()) if name))


class Prose(forms.CharField):
    """Text over several lines, kept as it stands: browsers send other line breaks than they got."""

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n")
        return text if text.strip() else ""


class DutyRow(Row):
    number = words(_("编号"), 20, required=True)
    title = words(_("职责"), 200, required=True)
    category = words(_("类别"), 60)
    scope = Choice(label=_("范围"), choices=Duty.Scope.choices, initial=Duty.Scope.FULL)
    leaders = words(_("责任领导"), 400)
    lead = words(_("牵头单位"), 400)
    departments = words(_("责任单位"), 400)
    support = words(_("配合单位"), 400)
    supervise = words(_("督促单位"), 400)
    text = Prose(
        label=_("条文"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What was refused stays refused: its text was never stored.
        self.narrow = self.initial.get("scope") == Duty.Scope.ASSIGNMENT_ONLY
        self.fields["scope"].disabled = self.narrow
        self.fields["text"].disabled = self.narrow


class Duties(Section):
    def build(self, data):
        duties = self.draft["duties"]
        rows = row_set(DutyRow)(data, initial=[_duty_initial(d) for d in duties])
        for at, form in enumerate(rows.forms, start=1):
            form.is_last = at >= len(duties)
        return {"rows": rows}

    def apply(self):
        fresh = {"label": "", "title_span": NOWHERE, "parties": [], "scope": Duty.Scope.FULL}
        self.draft["duties"] = self.updated(
            "duties", self.draft["duties"], self.forms["rows"].kept(), fresh, _duty_change
        )


def _duty_initial(duty):
    named = {
        field: gettext("、").join(p["name"] for p in duty["parties"] if p["role"] == role)
        for field, role in PARTY_FIELDS
    }
    return {**duty, **named}


def _judged(data, old):
    """Scope and text of a duty; what was typed is judged by the reader's own rules."""
    if Duty.Scope.ASSIGNMENT_ONLY in (old["scope"], data["scope"]):
        return Duty.Scope.ASSIGNMENT_ONLY, ""
    if (data["title"], data["text"]) == (old.get("title"), old.get("text")):
        return Duty.Scope.FULL, data["text"]
    return worksheet.judged(data["title"], data["text"])


def _duty_change(data, old):
    kept, text = _judged(data, old)
    parties = []
    for field, role in PARTY_FIELDS:
        known = {p["name"]: p for p in old["parties"] if p["role"] == role}
        for name in _names(data[field]):
            fresh = {"role": role, "name": name, "span": NOWHERE, "confidence": 1.0}
            parties.append(known.get(name, fresh))
    found = {
        "number": data["number"].strip(),
        "title": data["title"].strip(),
        "category": data["category"].strip(),
        "scope": kept,
        "text": text,
        "parties": parties,
    }
    worksheet.name_parties(found)
    return found


class GroupForm(forms.Form):
    name = words(_("领导小组名称"), 100)
    office = words(_("办公室设在"), 60)


class SeatRow(Row):
    role = Choice(label=_("组内职务"), choices=SEAT_ROLES, initial="member")
    post = words(_("职务"), 100)
    name = words(_("姓名"), 40)

    def clean(self):
        if self.has_changed() and not (
            self.cleaned_data.get("post") or self.cleaned_data.get("name")
        ):
            self.add_error("post", _("请填写职务或姓名。"))


class RoleRow(Row):
    role = Choice(label=_("责任"), choices=PlanRole.Kind.choices, initial="leading")
    party = words(_("责任主体"), 100, required=True)


class Group(Section):
    """The leading group, and who bears which responsibility."""

    def build(self, data):
        group = self.draft["leading_group"]
        return {
            "form": GroupForm(data, initial=group),
            "seats": row_set(SeatRow)(data, initial=group["seats"], prefix="seats"),
            "roles": row_set(RoleRow)(data, initial=self.draft["roles"], prefix="roles"),
        }

    def apply(self):
        group = self.draft["leading_group"]
        group.update(self.forms["form"].cleaned_data)
        group["seats"] = self.updated(
            "seats", group["seats"], self.forms["seats"].kept(), {}, _plain
        )
        self.draft["roles"] = self.updated(
            "roles", self.draft["roles"], self.forms["roles"].kept(), {}, _plain
        )


def _plain(data, _old):
    return {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in data.items()
        if name not in ("key", "DELETE")
    }


class RuleRow(Row):
    kind = Choice(label=_("类别"), choices=[("", _("请选择")), *Requirement.Kind.choices])
    title = words(_("事项"), 100, required=True)
    pattern = Choice(label=_("频次"), choices=rule_words.CHOICES, initial="year")
    numbers = words(_("次数"), 40)
    reach = Choice(label=_("对象"), choices=Requirement.Reach.choices, initial="organ")
    responsible = Choice(label=_("责任岗位"), required=False, initial=ANSWERABLE[0])
    actor = words(_("责任主体"), 100)
    receiver = words(_("报送对象"), 100)
    copy_to = words(_("抄送"), 100)
    day = forms.IntegerField(label=_("截止日"), required=False, min_value=1, max_value=31)

    def clean(self):
        data = self.cleaned_data
        if "pattern" not in data:
            return
        found = [int(n) for n in re.findall(r"\d{1,4}", data.get("numbers", ""))]
        try:
            data["rule"] = rule_words.joined(data["pattern"], found, self.exact)
        except ValueError as error:
            self.add_error("numbers", str(error))

    @property
    def exact(self):
        return self.initial.get("rule", "").endswith(rule_words.EXACT)


class RuleRows(RowSet):
    posts = ()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        choices = [ANSWERABLE, *self.posts, ("", gettext("不指定"))]
        form.fields["responsible"].choices = choices


class Rules(Section):
    def build(self, data):
        rows = row_set(RuleRow, RuleRows)
        rows.posts = [(f"p{post.pk}", self.roster.label(post)) for post in self.roster.posts]
        return {"rows": rows(data, initial=[_rule_initial(r) for r in self.draft["requirements"]])}

    def apply(self):
        fresh = {"text": "", "target": ""}
        self.draft["requirements"] = self.updated(
            "requirements",
            self.draft["requirements"],
            self.forms["rows"].kept(),
            fresh,
            _rule_change,
        )


def _rule_initial(row):
    pattern, numbers, _exact = rule_words.parted(row["rule"])
    return {**row, "pattern": pattern, "numbers": gettext("、").join(map(str, numbers))}


def _rule_change(data, _old):
    fields = ("kind", "rule", "reach", "responsible", "day")
    words = ("title", "actor", "receiver", "copy_to")
    return {name: data[name] for name in fields} | {name: data[name].strip() for name in words}


class GroundRow(Row):
    number = words(_("编号"), 20, required=True)
    title = long_words(_("追责情形"), 200)
    scope = Choice(label=_("范围"), choices=Ground.Scope.choices, initial="full")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.narrow = self.initial.get("scope") == Ground.Scope.LISTED_ONLY
        self.fields["scope"].disabled = self.narrow


class MeasureRow(Row):
    name = words(_("追责方式"), 60, required=True)
    joined = Choice(label=_("适用关系"), choices=Measure.Choice.choices, initial="and")


class LiabilityForm(forms.ModelForm):
    class Meta:
        model = LiabilityRule
        fields = adopting.LIABILITY_FIELDS


class Account(Section):
    """Grounds, measures, and how responsibility is told apart."""

    def build(self, data):
        draft = self.draft
        found = adopting.liability(draft["liability"])
        return {
            "grounds": row_set(GroundRow)(data, initial=self.draft["grounds"], prefix="grounds"),
            "measures": row_set(MeasureRow)(
                data, initial=self.draft["measures"], prefix="measures"
            ),
            "liability": LiabilityForm(data, initial=found, prefix="liability"),
        }

    def apply(self):
        self.draft["grounds"] = self.updated(
            "grounds", self.draft["grounds"], self.forms["grounds"].kept(), {}, _ground_change
        )
        self.draft["measures"] = self.updated(
            "measures", self.draft["measures"], self.forms["measures"].kept(), {}, _plain
        )
        self.draft["liability"].update(self.forms["liability"].cleaned_data)


def _ground_change(data, old):
    """A ground that is about somebody's words stays listed, or becomes so, whatever was typed."""
    found = _plain(data, old)
    label = scope.ground_label_of(found["title"])
    if label or old.get("scope") == Ground.Scope.LISTED_ONLY:
        found["scope"] = Ground.Scope.LISTED_ONLY
        found["title"] = label or found["title"]
    return found
