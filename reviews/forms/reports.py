"""Forms of half-year reports: choosing the period, writing the sections, returning."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import reporting
from reviews.models import Report
from reviews.periods import Period


class PeriodForm(forms.Form):
    """Which half-year to report on: the running one and the two before it."""

    period = forms.ChoiceField(label=gettext_lazy("报告周期"))

    def __init__(self, *args, on, taken=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [
            (half.code, _("%s（已有报告）") % half.label if half.code in taken else half.label)
            for half in recent_halves(on)
        ]


def recent_halves(on, count=3):
    """The running half-year and those before it, the newest first."""
    halves = [Period.of("half", on)]
    while len(halves) < count:
        halves.append(halves[-1].previous())
    return halves


class ReportForm(forms.ModelForm):
    """Title, number, copies, and one box for each headed part of the report.

    ``version`` is the draft the writer began from; ``theirs`` maps a box to what somebody else
    saved in it meanwhile.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = Report
        fields = ["title", "number", "copy_to"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.parts = list(self.instance.sections.all())
        for index, part in enumerate(self.parts):
            self.fields[f"part_{index}"] = forms.CharField(
                label=part.heading,
                initial=part.body,
                required=False,
                strip=True,
                max_length=reporting.LONGEST_SECTION,
                widget=forms.Textarea(attrs={"rows": 7}),
                help_text="" if part.body.strip() else _("尚未填写，报送前须补上。"),
            )

    @property
    def part_fields(self):
        return [self[f"part_{index}"] for index in range(len(self.parts))]

    @property
    def head_fields(self):
        return [self[name] for name in self.Meta.fields]

    @property
    def sections(self):
        """What was written, as pairs of heading and body."""
        return [
            (part.heading, self.cleaned_data[f"part_{index}"])
            for index, part in enumerate(self.parts)
        ]

    def save(self, *, actor):
        """Write through ``reporting``; a refusal (``ValidationError``) is the caller's to show."""
        return reporting.save_sections(
            report=self.instance,
            sections=self.sections,
            version=self.cleaned_data["version"],
            actor=actor,
            title=self.cleaned_data["title"],
            number=self.cleaned_data["number"],
            copy_to=self.cleaned_data["copy_to"],
        )

    def take_over(self, current):
        """After a conflict: keep what was written here, show what stands, save onto that."""
        self.data = self.data.copy()
        self.data["version"] = str(current.version)
        stored = [part.body for part in current.sections.all()]
        self.theirs = [
            (part.heading, body)
            for (part, body, mine) in zip(self.parts, stored, self.part_fields, strict=False)
            if body != mine.value()
        ]


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("退回意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写明退回意见。")},
    )


class PeriodFilter(forms.Form):
    """``?period=`` of the list; anything unreadable shows all."""

    period = forms.CharField(required=False)

    def clean_period(self):
        try:
            return Period.parse(self.cleaned_data["period"]).code
        except ValueError:
            return ""
