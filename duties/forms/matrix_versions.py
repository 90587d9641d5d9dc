"""Forms of matrix versions. Each carries the edition its page was made from (``version``)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties import days
from duties.forms.fields import DayInput
from duties.models import VersionLine

MOST_PARTS = 5


class Guarded(forms.Form):
    """A form whose edition is checked when it is stored; -1, which no version has, for nonsense."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)

    @property
    def edition(self):
        sent = self.data.get(self.add_prefix("version"), "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= 18 else -1

    def renew(self, edition):
        """Show what was sent once more, to be stored at ``edition``."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(edition)


def _day(label, **extra):
    return forms.DateField(label=label, widget=DayInput(), validators=[days.reachable], **extra)


class DraftForm(forms.Form):
    from_on = _day(
        gettext_lazy("自哪一天起施行"),
        help_text=gettext_lazy("草案先照搬这一天的矩阵；报审和审定时还可以改。"),
    )
    reason = forms.CharField(label=gettext_lazy("调整事由"), max_length=200, required=False)


class SubmitForm(Guarded):
    from_on = _day(gettext_lazy("自哪一天起施行"))
    reason = forms.CharField(label=gettext_lazy("调整事由"), max_length=200)
    document = forms.CharField(
        label=gettext_lazy("依据文件"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("如会议纪要或文件的文号，可不填。"),
    )


class ApproveForm(Guarded):
    from_on = _day(gettext_lazy("自哪一天起施行"))


class ReturnForm(Guarded):
    reason = forms.CharField(label=gettext_lazy("退回理由"), max_length=200)


class WordsForm(forms.ModelForm):
    """Number, title and category of a duty; the number of a duty of the plan is fixed."""

    class Meta:
        model = VersionLine
        fields = ["number", "title", "category"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.duty_id:
            self.fields["number"].disabled = True
            self.fields["number"].help_text = _("方案中已有的职责不改编号。")

    def _get_validation_exclusions(self):
        # The version checks its numbers itself, against the plan's duties too.
        return super()._get_validation_exclusions() | {"number"}


class AddForm(Guarded, WordsForm):
    """A new duty and its place among the others."""

    place = forms.IntegerField(
        label=gettext_lazy("排在第几项"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=gettext_lazy("不填则排在最后。"),
    )
    field_order = ["number", "title", "category", "place"]


class SplitForm(Guarded):
    """Number and title of each part; an empty title is no part."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for n in range(1, MOST_PARTS + 1):
            self.fields[f"title{n}"] = forms.CharField(
                label=_("第%(n)d项职责") % {"n": n}, max_length=200, required=n <= 2
            )
            self.fields[f"number{n}"] = forms.CharField(
                label=_("第%(n)d项编号") % {"n": n}, max_length=20, required=False
            )

    @property
    def parts(self):
        found = []
        for n in range(1, MOST_PARTS + 1):
            if title := self.cleaned_data.get(f"title{n}", ""):
                found.append((self.cleaned_data.get(f"number{n}", ""), title))
        return found
