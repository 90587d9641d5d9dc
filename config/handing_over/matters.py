"""The kinds of open matters a post hands over, one small class each."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from duties.models import HandoverLine, PlanReading
from reviews.models import Obligation, Report
from reviews.periods import Period

MOST = 200
"""Characters of a line's title."""


class Matter:
    """A kind of open matter; ``kind`` is what it is called on the sheet."""

    kind: str

    def lines(self, post, giver, on) -> Iterator[HandoverLine]:
        """The open ones of the post (or of its giver's desk) on the day, the most urgent first."""
        raise NotImplementedError

    def line(self, row, title, *, state, due_on=None):
        target = f"{row._meta.model_name}:{row.pk}"
        kind = str(self.kind)
        return HandoverLine(
            kind=kind, title=title[:MOST], due_on=due_on, state=str(state)[:60], target=target
        )


class Obligations(Matter):
    """What is owed, by the post or with the post answering, neither met nor waived on the day."""

    kind = gettext_lazy("履责事项")

    def lines(self, post, giver, on):
        rows = Obligation.objects.filter(
            Q(met_on__isnull=True) | Q(met_on__gt=on),
            Q(waived_on__isnull=True) | Q(waived_on__gt=on),
            Q(responsible=post) | Q(post=post),
        )
        for row in rows.select_related("requirement", "organ").order_by("due_on", "pk"):
            words = {"title": row.requirement.title, "period": Period.parse(row.period).label}
            title = _("%(title)s（%(period)s）") % words
            if row.needed > 1:
                title += _("，应完成%(needed)d次") % {"needed": row.needed}
            if row.organ_id != post.organ_id:
                title = f"{row.organ.short_name}：{title}"
            state = Obligation.State(row.state(on)).label
            yield self.line(row, title, state=state, due_on=row.due_on)


class Reports(Matter):
    """Half-year reports begun and not yet sent, where the post answers for reporting.

    A report that no obligation asked for is the secretary's.
    """

    kind = gettext_lazy("报告")

    def lines(self, post, giver, on):
        answering = Q(obligation__responsible=post)
        if post.heads_organ:
            answering |= Q(obligation__isnull=True) | Q(obligation__responsible__isnull=True)
        rows = Report.objects.filter(answering, organ=post.organ_id, steps__on__lte=on)
        for row in rows.distinct().order_by("due_on", "pk"):
            if row.editable:
                yield self.line(row, row.title, state=row.get_state_display(), due_on=row.due_on)


class Readings(Matter):
    """Plans being read in and not yet adopted: the giver's own, and all of them for a secretary."""

    kind = gettext_lazy("方案识别稿")

    def lines(self, post, giver, on):
        rows = PlanReading.objects.filter(
            organ=post.organ_id, state=PlanReading.State.OPEN, created_at__date__lte=on
        )
        if not post.heads_organ:
            rows = rows.filter(created_by__person=giver)
        for row in rows.order_by("pk"):
            yield self.line(row, row.draft.get("title") or row.name, state=row.get_state_display())


KINDS = (Obligations(), Reports(), Readings())


# What a sheet records is written in the product's language, whoever makes it.
@override(settings.LANGUAGE_CODE)
def collect(post, giver, on, kinds=KINDS):
    """The unsaved lines of a handover of ``post`` by ``giver`` on the day, kind by kind."""
    return [line for kind in kinds for line in kind.lines(post, giver, on)]
