from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.models import Evidence


class EvidenceForm(forms.ModelForm):
    class Meta:
        model = Evidence
        fields = ["title", "file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="evidence_%s", **kwargs)
        self.fields["file"].required = True
        self.fields["file"].help_text = _("PDF、Word、Excel、文本和图片，不超过 20 MB。")
        self.fields["file"].widget.attrs["accept"] = ".pdf,.docx,.xlsx,.txt,.jpg,.jpeg,.png"
