from django import forms
from django.utils.translation import gettext_lazy as _

from duties import days
from duties.forms.fields import DayInput
from duties.models import Duty, Organ


class OfferForm(forms.Form):
    """Which duties go to which lower organs, with a word to them and a term."""

    duties = forms.ModelMultipleChoiceField(
        Duty.objects.none(),
        label=_("下达的职责"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项职责。")},
    )
    organs = forms.ModelMultipleChoiceField(
        Organ.objects.none(),
        label=_("承接的下级党组织"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个下级党组织。")},
    )
    message = forms.CharField(label=_("要求"), max_length=200, required=False)
    due_on = forms.DateField(
        label=_("承接期限"), required=False, widget=DayInput(), validators=[days.reachable]
    )

    def __init__(self, *args, duties, organs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["duties"].queryset = duties
        self.fields["organs"].queryset = organs


class TakeForm(forms.Form):
    on = forms.DateField(label=_("自哪一天起承接"), widget=DayInput(), validators=[days.reachable])


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("退回的理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明退回的理由。")},
    )
