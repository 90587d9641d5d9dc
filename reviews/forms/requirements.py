from django import forms
from django.utils.translation import gettext_lazy as _


class NumberForm(forms.Form):
    """How often, as the organ decides it where its plan says only "periodically"."""

    PER = [
        ("year", _("每年")),
        ("half", _("每半年")),
        ("quarter", _("每季度")),
        ("month", _("每月")),
    ]

    per = forms.ChoiceField(label=_("周期"), choices=PER)
    times = forms.IntegerField(label=_("至少次数"), min_value=1, max_value=99, initial=1)
    document = forms.CharField(
        label=_("依据"), max_length=100, help_text=_("本党组织确定次数的会议或文件。")
    )

    @property
    def rule(self):
        """The rule in the machine's words."""
        return f"min {self.cleaned_data['times']} per {self.cleaned_data['per']}"
