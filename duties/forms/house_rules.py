from django import forms
from django.utils.translation import gettext_lazy

from duties.forms.fields import FixedModelForm
from duties.models import HouseRule


class HouseRuleForm(FixedModelForm):
    fixed = ("organ",)
    value = forms.IntegerField(
        label=gettext_lazy("取值"),
        min_value=0,
        max_value=99,
        help_text=gettext_lazy("岗位数填数字；其余规定填 1（是）或 0（否）。"),
    )

    class Meta:
        model = HouseRule
        fields = ["kind", "value", "basis", "from_on"]
        help_texts = {
            "basis": gettext_lazy("哪份文件的哪一条，例如“党委会纪要〔2026〕3号第二项”。")
        }
