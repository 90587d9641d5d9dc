"""Forms of staffing: who comes, who leaves, and when. What they refuse, ``staffing`` refuses."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duties import access, days
from duties.forms.fields import DayInput, EndForm
from duties.forms.people_field import PersonMixin
from duties.models import Post, Tenure


def day_field(label, **options):
    return forms.DateField(label=label, widget=DayInput(), validators=[days.reachable], **options)


def document_field():
    return forms.CharField(
        label=gettext_lazy("任免文件"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("文件标题或文号，例如〔2026〕3号。"),
    )


def end_acting_field():
    return forms.BooleanField(
        label=gettext_lazy("岗位有人代理的，代理到任职前一天为止"), initial=True, required=False
    )


class TenureForm(PersonMixin):
    """Who comes into a post: to hold it, to act for it, or to stand in for its holder."""

    from_on = day_field(gettext_lazy("起始日期"))
    until_on = day_field(gettext_lazy("截止日期"), required=False)
    document = document_field()
    end_acting = end_acting_field()

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind != Tenure.Kind.HOLDING:
            del self.fields["end_acting"]


class RelieveForm(EndForm):
    """The last day of a tenure, and whether a handover sheet comes next."""

    document = document_field()
    hand_over = forms.BooleanField(
        label=gettext_lazy("接着填写交接单"), initial=True, required=False
    )


class PostChoice(forms.Form):
    """A post of any organ in which the user may draft, by organ."""

    post = forms.ChoiceField(label=gettext_lazy("岗位"))

    def __init__(self, *args, user, on, without=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = access.scope(Post.objects.on(on).select_related("organ"), user, "draft")
        rows = rows.exclude(pk=without).order_by("organ__path", "position", "id")
        self.posts = {str(post.pk): post for post in rows}
        by_organ = groupby(self.posts.values(), lambda post: post.organ.name)
        grouped = [(name, [(str(p.pk), p.name) for p in posts]) for name, posts in by_organ]
        self.fields["post"].choices = [("", _("请选择岗位")), *grouped]

    def clean_post(self):
        return self.posts[self.cleaned_data["post"]]


class TransferForm(PostChoice):
    """To which post somebody goes, and on which day."""

    on = day_field(
        gettext_lazy("调任日"), help_text=gettext_lazy("原岗位任职到前一天，新岗位自这一天起任职。")
    )
    document = document_field()
    end_acting = end_acting_field()
    hand_over = forms.BooleanField(
        label=gettext_lazy("接着填写原岗位的交接单"), initial=True, required=False
    )


class AppointForm(PostChoice):
    """To which post a person is appointed, asked from the person's own page."""

    from_on = day_field(gettext_lazy("起始日期"))
    until_on = day_field(gettext_lazy("截止日期"), required=False)
    document = document_field()
    end_acting = end_acting_field()
