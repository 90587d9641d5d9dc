from itertools import groupby

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from accountability import procedure
from accountability.models import Case, Ground, StepKind
from duties import days
from duties.forms.fields import DayInput
from duties.models import Plan, Post


class ByPlan(ModelChoiceIterator):
    """Grounds under the title of their plan."""

    def __iter__(self):
        yield "", self.field.empty_label
        for plan, grounds in groupby(self.queryset, key=lambda ground: ground.plan):
            yield str(plan), [self.choice(ground) for ground in grounds]


class GroundField(forms.ModelChoiceField):
    iterator = ByPlan


class CaseForm(forms.ModelForm):
    """What a case is opened on; grounds that are only listed are not offered."""

    ground = GroundField(queryset=None, label=_("追责情形"), empty_label=_("请选择"))
    facts = forms.CharField(
        label=_("事实"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("只写与履责有关的事实，不写人的言论、信仰和发表的内容。"),
    )

    class Meta:
        model = Case
        fields = ["ground", "post", "happened_on", "title", "facts"]
        widgets = {"happened_on": DayInput()}
        help_texts = {"post": _("责任人按发生日期的任职确定，之后换人不受影响。")}

    def __init__(self, *args, organ, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = Ground.objects.filter(plan__organ=organ, plan__state=Plan.State.ADOPTED)
        self.fields["ground"].queryset = (
            grounds.filter(scope=Ground.Scope.FULL)
            .select_related("plan")
            .order_by("-plan__from_on", "plan", "position", "id")
        )
        self.fields["happened_on"].validators.append(days.reachable)
        self.fields["post"].empty_label = _("请选择")
        self.fields["post"].queryset = Post.objects.filter(organ=organ).order_by("position", "id")


class MeasuresField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, measure):
        alternative = measure.choice == measure.Choice.OR and measure.position
        return _("%(name)s（与前一项择一）") % {"name": measure} if alternative else str(measure)


NOTES = {
    procedure.DEFENCE: _("当事人陈述申辩记录"),
    procedure.DECISION: _("讨论和表决情况（写明每名参加人的意见）"),
    procedure.DISMISSED: _("不予追责的理由"),
}


class StepForm(forms.Form):
    """One step: its day, what was done, the measures of a decision, a yes before the end."""

    kind = forms.ModelChoiceField(queryset=StepKind.objects.all(), widget=forms.HiddenInput)
    on = forms.DateField(label=_("办理日期"), widget=DayInput(), validators=[days.reachable])
    note = forms.CharField(
        label=_("办理情况"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data=None, *, case, kind, today):
        initial = {"kind": kind.pk, "on": today}
        super().__init__(data, auto_id=f"{kind.code}_%s", initial=initial)
        self.step = kind
        self.fields["note"].label = NOTES.get(kind.code, self.fields["note"].label)
        self.fields["note"].required = kind.needs_note or kind.code in procedure.ALWAYS_NOTED
        if kind.code == procedure.DECISION:
            ladder = case.ground.plan.measures.all()
            self.fields["measures"] = MeasuresField(ladder, label=_("追责方式"))
        if kind.ends:
            self.fields["confirm"] = forms.BooleanField(
                label=_("确认办结：此后不能再办理步骤或增加材料。"),
                error_messages={"required": _("办结不能撤回，请勾选确认。")},
            )

    def particulars(self):
        """The cleaned values as arguments of ``casework.take_step``."""
        return {
            "on": self.cleaned_data["on"],
            "note": self.cleaned_data["note"],
            "measures": self.cleaned_data.get("measures", ()),
        }
