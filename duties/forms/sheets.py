from django import forms
from django.utils.translation import gettext_lazy as _

from duties.sheets.opening import SUFFIXES


class SheetsForm(forms.Form):
    """One file with filled sheets."""

    file = forms.FileField(
        label=_("填好的表格"),
        help_text=_("支持 .xlsx 和 .csv（也可把几个 .csv 打成 .zip），不超过 20 MB、2 万行。"),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={
            "empty": _("文件是空的，请先填写模板再上传。"),
            "required": _("请选择一个文件。"),
        },
    )
