"""The draft of a plan as forms, one section per tab; each writes its answers into the draft.

A section is bound to the draft and the organ's roster; ``apply`` is called only when it is valid.
"""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import worksheet
from config.forms.plan_rows import Choice, Row, Section, words
from config.forms.plan_sections import Account, Duties, Group, Rules


class OverviewForm(forms.Form):
    title = words(_("方案标题"), 200, required=True)


class Overview(Section):
    """The title; the questions beside it are answered above every tab."""

    def build(self, data):
        return {"form": OverviewForm(data, initial={"title": self.draft["title"]})}

    def apply(self):
        self.draft["title"] = self.forms["form"].cleaned_data["title"].strip()


class MatchRow(Row):
    choice = Choice(label=_("对应"), required=False)
    post_name = words(_("岗位名称"), 60)
    person = words(_("任职人"), 40)

    def clean(self):
        choice = self.cleaned_data.get("choice")
        if choice == worksheet.NEW_POST and not self.cleaned_data.get("post_name", "").strip():
            self.add_error("post_name", _("请填写要新建的岗位名称。"))


class MatchRows(forms.BaseFormSet):
    def __init__(self, *args, wanted=(), choices=None, **kwargs):
        self.wanted, self.choices = wanted, choices
        super().__init__(*args, **kwargs)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if index is not None and index < len(self.wanted):
            form.wanted = self.wanted[index]
            form.fields["choice"].choices = self.choices(form.wanted)


class Match(Section):
    """What each name in the plan means in this organ."""

    def build(self, data):
        self.wanted = worksheet.wanted(self.draft)
        self.suggested = worksheet.suggestions(self.draft, self.roster)
        matches = self.draft["matches"]
        initial = [{**matches.get(item.key, {}), "key": item.key} for item in self.wanted]
        size = len(self.wanted)
        factory = forms.formset_factory(
            MatchRow, formset=MatchRows, extra=0, min_num=size, max_num=size, absolute_max=1000
        )
        rows = factory(data, initial=initial, prefix="m", wanted=self.wanted, choices=self._choices)
        for form, item in zip(rows.forms, self.wanted, strict=False):
            form.match = matches.get(item.key, {})
            form.answered = worksheet.is_answered(item, form.match, self.roster)
            form.suggestion = self.suggestion(item)
        return {"rows": rows}

    def _choices(self, item):
        if item.kind == "department":
            known = [(f"d{d.pk}", d.name) for d in self.roster.departments]
            made = [
                (worksheet.NEW_DEPARTMENT, gettext("新建部门“%(name)s”") % {"name": item.words})
            ]
            group = gettext("部门")
        else:
            known = [(f"p{p.pk}", self.roster.label(p)) for p in self.roster.posts]
            made = [(worksheet.NEW_POST, gettext("新建岗位…"))]
            if item.role == "leader":
                made.insert(0, (worksheet.TEAM, gettext("领导班子全体成员")))
            group = gettext("岗位")
        skip = [(worksheet.SKIP, gettext("不采用"))]
        return [("", gettext("请选择")), *([(group, known)] if known else []), *made, *skip]

    def suggestion(self, item):
        """The suggestion for an open name as a sentence, or an empty string."""
        match = self.suggested.get(item.key)
        return describe(match, item, self.roster) if match else ""

    def is_valid(self):
        rows = self.forms["rows"]
        return super().is_valid() and len(rows.forms) == len(self.wanted)

    def apply(self):
        for form, item in zip(self.forms["rows"].forms, self.wanted, strict=True):
            data = form.cleaned_data
            choice = data.get("choice", "")
            before = self.draft["matches"].pop(item.key, {})
            if choice:
                kept = (
                    {"exact": True} if choice == before.get("choice") and "exact" in before else {}
                )
                self.draft["matches"][item.key] = {"choice": choice, **_new_post(data), **kept}

    def accept(self, key):
        """Take the suggestion for ``key``, or for every open name with ``*``."""
        proposed = worksheet.suggestions(self.draft, self.roster)
        for name, match in proposed.items():
            if key in ("*", name):
                self.draft["matches"][name] = match


def _new_post(data):
    if data["choice"] != worksheet.NEW_POST:
        return {}
    return {"post_name": data["post_name"].strip(), "person": data.get("person", "").strip()}


def describe(match, item, roster):
    """What a match comes to, in words."""
    choice = match["choice"]
    if choice == worksheet.NEW_DEPARTMENT:
        return gettext("新建部门“%(name)s”") % {"name": item.words}
    if choice == worksheet.TEAM:
        return gettext("领导班子全体成员")
    if choice == worksheet.SKIP:
        return gettext("不采用")
    if choice == worksheet.NEW_POST:
        facts = {"post": match["post_name"], "person": match.get("person", "")}
        if facts["person"]:
            return gettext("新建岗位“%(post)s”，由%(person)s任职") % facts
        return gettext("新建岗位“%(post)s”") % facts
    known = roster.choices.get(choice)
    return roster.label(known) if known else ""


SECTIONS = {
    "overview": (_("概览"), Overview),
    "match": (_("名称对应"), Match),
    "duties": (_("职责"), Duties),
    "group": (_("领导小组和责任主体"), Group),
    "rules": (_("频次要求"), Rules),
    "account": (_("责任追究"), Account),
}
