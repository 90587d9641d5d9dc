"""The form that asks for a document; each kind has the fields it needs and no others."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties import days
from duties.forms.fields import DayInput
from duties.models import Handover, MatrixVersion
from reviews import exporting, printable
from reviews.models import Export
from reviews.periods import Period

Kind = Export.Kind
HALVES = 4
HANDOVERS = 200


class ExportForm(forms.Form):
    """Kind, day, and as the kind asks: a period, a post, whether the organs below are in it."""

    kind = forms.CharField(widget=forms.HiddenInput)
    period = forms.CharField(label=gettext_lazy("周期"), widget=forms.Select, required=False)
    target = forms.CharField(label=gettext_lazy("岗位"), widget=forms.Select, required=False)
    on = forms.DateField(
        label=gettext_lazy("截至日"),
        widget=DayInput,
        validators=[days.reachable],
        help_text=gettext_lazy("按这一天的岗位、分工和记录生成。"),
    )
    below = forms.BooleanField(label=gettext_lazy("包括您有权导出的下级党组织"), required=False)

    def __init__(self, *args, organ, kind, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.organ = organ
        wanted = {"period": kind in printable.OF_PERIOD, "below": kind == Kind.LEDGER}
        versions = _versions(organ) if kind == Kind.MATRIX else ()
        wanted["target"] = kind in (Kind.DUTY_SHEET, Kind.HANDOVER) or bool(versions)
        for name in [name for name, needed in wanted.items() if not needed]:
            del self.fields[name]
        if wanted["period"]:
            self.fields["period"].required = kind != Kind.REGISTER
            self.fields["period"].widget.choices = self._periods(kind, day)
        if versions:
            self.fields["target"].label = _("版本")
            self.fields["target"].widget.choices = [("", _("施行中的矩阵")), *versions]
        elif wanted["target"]:
            self._offer_targets(kind, day)

    def _periods(self, kind, day):
        asked = _readable(self.initial.get("period"))
        halves = [Period.of("half", day)]
        while len(halves) < HALVES:
            halves.append(halves[-1].previous())
        if kind == Kind.HALF_YEAR_REPORT:
            own = {
                Period.parse(code) for code in self.organ.reports.values_list("period", flat=True)
            }
            found = own | asked or set(halves)
        else:
            found = {*halves, *(Period.of("year", half.first) for half in halves), *asked}
        choices = [(p.code, p.label) for p in sorted(found, key=_newest)]
        return [("", _("全部周期")), *choices] if kind == Kind.REGISTER else choices

    def _offer_targets(self, kind, day):
        field = self.fields["target"]
        if kind == Kind.HANDOVER:
            field.label = Handover._meta.verbose_name
            field.widget.choices = self._handovers()
        else:
            field.widget.choices = self._posts(day)

    def _handovers(self):
        sheets = Handover.objects.filter(post__organ=self.organ).select_related("post", "giver")
        listed = [(str(s.pk), f"{s.on} {s.post} {s.giver}") for s in sheets[:HANDOVERS]]
        return [("", _("最近一份")), *listed]

    def _posts(self, day):
        posts = self.organ.posts.on(day).order_by("position", "id")
        return [("", _("全部班子成员")), *((str(post.pk), post.name) for post in posts)]

    def clean_period(self):
        try:
            code = self.cleaned_data["period"]
            return Period.parse(code).code if code else ""
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def ask(self, actor):
        """Queue the document; a refusal goes beside its field and gives ``None``."""
        data = self.cleaned_data
        try:
            return exporting.ask(
                organ=self.organ,
                kind=data["kind"],
                on=data["on"],
                period=data.get("period", ""),
                target=printable.BELOW if data.get("below") else data.get("target", ""),
                actor=actor,
            )
        except ValidationError as refusal:
            self._refuse(refusal)
            return None

    def _refuse(self, refusal):
        found = refusal.message_dict if hasattr(refusal, "error_dict") else {}
        for field, sentences in (found or {None: refusal.messages}).items():
            self.add_error(field if field in self.fields else None, sentences)


def _versions(organ):
    """Versions of the matrix that can be printed beside the one in force."""
    rows = MatrixVersion.objects.filter(plan__organ=organ).order_by("-number")
    return [
        (f"version-{row.number}", f"{row} {row.get_state_display()}")
        for row in rows.exclude(state=MatrixVersion.State.DROPPED)
    ]


def _readable(code):
    try:
        return {Period.parse(code)} if code else set()
    except ValueError:
        return set()


def _newest(period):
    return -period.last.toordinal(), period.months
