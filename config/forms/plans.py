"""Forms around a reading: handing in the document, and adopting what became of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.adopting import MAX_CHARACTERS
from duties import days
from duties.models import Plan, Subject
from duties.reading.source import MAX_BYTES, SUFFIXES


class DocumentForm(forms.Form):
    """A pasted text or a file, one of the two."""

    text = forms.CharField(
        label=_("粘贴方案全文"),
        required=False,
        max_length=MAX_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"class": "tall", "rows": 18}),
        error_messages={
            "max_length": _("文字超过 20 万字，不像一份实施方案。"),
            "null_characters_not_allowed": _("文字里有无法识别的字符，请重新复制粘贴。"),
        },
    )
    file = forms.FileField(
        label=_("或上传文件"),
        required=False,
        help_text=_("支持 Word、Excel、PDF 和文本文件，不超过 20 MB；扫描的 PDF 读不出文字。"),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"empty": _("文件是空的。")},
    )
    subject = forms.ModelChoiceField(
        label=_("责任制"), queryset=Subject.objects.all(), empty_label=None
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise ValidationError(_("文件超过 20 MB，请去掉图片后再上传。"))
        return file

    def clean(self):
        text, file = self.cleaned_data.get("text", "").strip(), self.cleaned_data.get("file")
        if self.errors:
            return
        if text and file:
            self.add_error("file", _("请只选一种方式：粘贴文字，或上传文件。"))
        if not text and not file:
            self.add_error("text", _("请粘贴方案全文，或上传一个文件。"))

    @property
    def source(self):
        """(data, name, field) of the document handed in, for the reader and its refusals."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), file.name, "file"
        return self.cleaned_data["text"], str(_("粘贴的文本")), "text"


class CorrectedForm(DocumentForm):
    """A corrected file or text for a reading, whose subject stands already."""

    subject = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("更正后的文件")
        self.fields["text"].label = _("或粘贴更正后的全文")


class AdoptForm(forms.Form):
    """From which day, under which document number, and that the rest was looked at."""

    on = forms.DateField(
        label=_("施行日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[days.reachable],
        error_messages={
            "invalid": _("日期无法识别，请按 2026-06-30 的格式填写。"),
            "required": _("请填写施行日期。"),
        },
    )
    document_number = forms.CharField(
        label=_("文号"),
        required=False,
        max_length=Plan._meta.get_field("document_number").max_length,
        help_text=_("例如：清委〔2026〕5号"),
    )
    several_leads = forms.BooleanField(label=_("允许一项职责有多个牵头单位"), required=False)
    checked = forms.BooleanField(
        error_messages={"required": _("还有疑问没有核对，请先核对，或勾选此项确认按现稿通过。")},
    )

    def __init__(self, *args, open_questions=0, **kwargs):
        super().__init__(*args, **kwargs)
        if open_questions:
            text = _("还有 %(count)d 处疑问没有勾选核对，确认按现稿通过")
            self.fields["checked"].label = text % {"count": open_questions}
        else:
            del self.fields["checked"]

    def refuse(self, error):
        """Put the sentences of a ``ValidationError`` beside their fields."""
        if hasattr(error, "error_dict"):
            for name, messages in error.message_dict.items():
                field = "on" if name == "from_on" else name
                self.add_error(field if field in self.fields else None, messages)
        else:
            self.add_error(None, error.messages)
