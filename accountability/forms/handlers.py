from django import forms
from django.utils.translation import gettext_lazy as _

from accountability import casework


class HandlerField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return user.display_name


class AppointForm(forms.Form):
    """One more handler, among those who hold the role and are not the subject."""

    user = HandlerField(
        queryset=None,
        label=_("经办人"),
        empty_label=_("请选择"),
        help_text=_("可选的是持有本党组织追责经办人角色的用户；当事人应当回避，不在其中。"),
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = casework.candidates(case)


class DischargeForm(forms.Form):
    """Which handler's appointment ends."""

    discharge = forms.ModelChoiceField(queryset=None, label=_("经办人"))

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["discharge"].queryset = case.handlers.all()
