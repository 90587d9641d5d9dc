"""Forms for recording and cancelling an act, and for waiving an obligation."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from duties import days
from duties.forms.fields import DayInput
from duties.models import Person, Post, Tenure
from reviews import recording
from reviews.cycles import matching
from reviews.models import Activity, Attendance, Obligation

ABSENT = ""
STATUSES = [*Attendance.Status.choices, (ABSENT, _("未参加"))]


class ActivityForm(forms.Form):
    """One act of ``organ``, entered on the day ``on``, with an attendance row per person."""

    kind = forms.ChoiceField(label=_("类别"), choices=recording.KINDS)
    held_on = forms.DateField(label=_("召开日期"), widget=DayInput, validators=[days.reachable])
    title = forms.CharField(label=_("议题"), max_length=200)
    place = forms.CharField(label=_("地点"), max_length=100, required=False)
    chair = forms.ModelChoiceField(
        Post.objects.none(), label=_("主持人"), required=False, empty_label=_("未指定")
    )
    summary = forms.CharField(
        label=_("主要内容"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    minutes = forms.FileField(
        label=_("会议记录"),
        required=False,
        max_length=255,
        help_text=_("PDF、Word、Excel、文本或图片，不超过20 MB。"),
    )
    targets = forms.MultipleChoiceField(
        label=_("对象"), required=False, widget=forms.CheckboxSelectMultiple
    )
    again = forms.BooleanField(label=_("仍然登记：这是当天的另一次活动"), required=False)
    attendance = forms.CharField(label=_("出席情况"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, organ, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.organ, self.on = organ, on
        self.fields["chair"].queryset = Post.objects.on(on).filter(organ=organ)
        self.obligations = targeted(organ)
        self.fields["targets"].choices = target_choices(self.obligations)
        self.people = _people(organ, on)
        for person in self.people:
            self.fields[f"person_{person.pk}"] = forms.ChoiceField(
                label=person.name,
                choices=STATUSES,
                required=False,
                widget=forms.RadioSelect,
                initial=Attendance.Status.PRESENT if person.on_team else ABSENT,
            )

    def attendance_rows(self):
        """``(person, bound field)`` for the grid, the leading team first."""
        return [(person, self[f"person_{person.pk}"]) for person in self.people]

    def plain_fields(self):
        """The fields laid out one by one above the grid."""
        return [self[name] for name in ("kind", "held_on", "title", "place", "chair")]

    def clean(self):
        data = super().clean()
        if "targets" not in self.errors and not data.get("targets") and self._needs_target():
            self.add_error("targets", _("该类事项按对象逐一开展，请选择本次活动的对象。"))
        return data

    def _needs_target(self):
        """Whether an act of this kind on this day could count for targets, and only for them."""
        kind, held_on = self.cleaned_data.get("kind"), self.cleaned_data.get("held_on")
        if not (kind and held_on):
            return False
        owed = [o for o in self.obligations if o.requirement.kind == kind and o.takes(held_on)]
        return bool(owed) and not matching(self.organ, kind, held_on)

    def record(self, actor):
        """Record the act; ``None`` with errors beside the fields when it is refused."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("person_") and name != "attendance"
        }
        try:
            return recording.record_activity(
                organ=self.organ, actor=actor, on=self.on, attendance=self._attending(), **data
            )
        except ValidationError as refused:
            for field, errors in refused.message_dict.items():
                self.add_error(field if field in self.fields else None, errors)
        return None

    def _attending(self):
        chosen = {person: self.cleaned_data[f"person_{person.pk}"] for person in self.people}
        return {person: status for person, status in chosen.items() if status != ABSENT}


def targeted(organ):
    """The organ's obligations owed by a department, branch or post, not waived."""
    rows = Obligation.objects.filter(organ=organ, waived_on__isnull=True)
    rows = rows.exclude(target_key="organ").exclude(requirement__kind=recording.REPORT)
    return list(rows.select_related("requirement", "department", "branch", "post"))


def target_choices(obligations):
    """``(key, name)`` of the targets, each once, departments before branches before posts."""
    names = {obligation.target_key: str(obligation.target) for obligation in obligations}
    order = {"d": 0, "b": 1, "p": 2}
    return sorted(names.items(), key=lambda pair: (order[pair[0][0]], int(pair[0][1:])))


def _people(organ, on):
    """People of the organ with their post on the day (``post``, ``on_team``), the team first."""
    people = {person.pk: person for person in Person.objects.filter(organ=organ).order_by("name")}
    for person in people.values():
        person.post, person.on_team, person.rank = "", False, 9999
    held = Tenure.objects.on(on).filter(person__in=people, post__organ=organ)
    columns = held.order_by(F("post__on_team").asc(), "-post__position").values_list(
        "person_id", "post__name", "post__on_team", "post__position"
    )
    for pk, post, on_team, position in columns:
        person = people[pk]
        person.post, person.on_team, person.rank = post, on_team, position
    return sorted(people.values(), key=lambda p: (not p.on_team, p.rank, p.name))


class CancelForm(forms.Form):
    """Why a record is struck."""

    reason = forms.CharField(
        label=Activity._meta.get_field("cancelled_reason").verbose_name, max_length=200
    )


class WaiveForm(forms.Form):
    """Why an obligation is waived."""

    waived_reason = forms.CharField(
        label=Obligation._meta.get_field("waived_reason").verbose_name, max_length=200
    )
