"""What happened to a post or an organ, day by day, with the document of each."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from duties.days import ONE_DAY
from duties.models import (
    Assignment,
    LeadingGroup,
    MatrixVersion,
    Placement,
    Plan,
    Reorganisation,
    Tenure,
)

NAMED = 6  # duties and organs named in one entry; the rest is counted


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that became so on ``day``; ``kind`` is what the filter asks for."""

    day: date
    kind: str
    what: str
    note: str = ""
    tone: str = ""

    @property
    def title(self):
        return f"{self.day.isoformat()} {self.what}"


def kinds():
    """The words of the kinds, in the order of the filter."""
    return {
        "place": _("存续与隶属"),
        "tenure": _("任职"),
        "portfolio": _("分管"),
        "group": _("领导小组"),
        "plan": _("方案"),
        "matrix": _("矩阵版本"),
        "duty": _("职责分工"),
        "handover": _("交接"),
    }


def of_post(post):
    """Entries of a post, newest first, in six statements."""
    tenures = list(post.tenures.select_related("person"))
    return _sorted(
        [
            *_life(post, _("设立岗位“%s”"), _("岗位“%s”截止")),
            *_tenures(tenures, {post.pk: post}, own=True),
            *_portfolios(post),
            *_seats(post),
            *_plan_roles(post),
            *_duties(post),
            *_handovers(post),
        ]
    )


def of_organ(organ):
    """Entries of an organ, newest first, in seven statements."""
    heads = {post.pk: post for post in organ.posts.filter(heads_organ=True)}
    tenures = list(Tenure.objects.filter(post__in=heads).select_related("person"))
    return _sorted(
        [
            *_placements(organ),
            *_reorganisations(organ),
            *_lower(organ),
            *_tenures(tenures, heads, own=False),
            *_groups(organ),
            *_plans(organ),
            *_versions(organ),
        ]
    )


def held(posts):
    """Tenures of the posts, oldest first, for the table of years."""
    rows = Tenure.objects.filter(post__in=posts).select_related("person", "post")
    return list(rows.order_by("from_on", "pk"))


def _sorted(entries):
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def _life(row, began, ended):
    yield Entry(row.from_on, "place", began % row)
    if row.until_on:
        yield Entry(row.until_on + ONE_DAY, "place", ended % row, tone="late")


def _span(row, kind, began, ended, note=""):
    """Beginning and end of a dated row."""
    yield Entry(row.from_on, kind, began, note, "ok")
    if row.until_on:
        yield Entry(row.until_on + ONE_DAY, kind, ended, note)


def _tenures(tenures, posts, *, own):
    for tenure in tenures:
        words = {
            "person": tenure.person,
            "how": tenure.get_kind_display(),
            "post": "" if own else posts[tenure.post_id].name,
        }
        began, ended = _("%(person)s %(how)s%(post)s"), _("%(person)s 不再%(how)s%(post)s")
        yield from _span(tenure, "tenure", began % words, ended % words, tenure.document)


def _portfolios(post):
    for row in post.portfolios.select_related("department", "area", "lower"):
        yield from _span(row, "portfolio", _("分管%s") % row, _("不再分管%s") % row)


def _seats(post):
    for seat in post.seats.select_related("group"):
        words = {"group": seat.group, "role": seat.get_role_display()}
        if seat.first_responsible:
            words["role"] += _("（第一责任人）")
        began, ended = _("任%(group)s%(role)s"), _("不再任%(group)s%(role)s")
        yield from _span(seat, "group", began % words, ended % words, seat.group.document)


def _plan_roles(post):
    rows = post.plan_roles.filter(plan__state=Plan.State.ADOPTED).select_related("plan")
    for role in rows:
        what = _("方案列为%s") % role.get_kind_display()
        yield Entry(role.plan.from_on, "plan", what, _cited(role.plan), "now")


def _duties(post):
    """Duties taken on and given up, those of one plan and day told as one."""
    rows = Assignment.objects.filter(post=post, duty__plan__state=Plan.State.ADOPTED)
    rows = list(rows.select_related("duty__plan", "role").order_by("duty__position", "pk"))
    began = [(row.from_on, row) for row in rows]
    ended = [(row.until_on + ONE_DAY, row) for row in rows if row.until_on]
    for turn, what, tone in ((began, _("承担%d项职责"), "ok"), (ended, _("%d项分工截止"), "")):
        turn.sort(key=lambda pair: (pair[0], pair[1].duty.plan_id))
        for (day, _plan), pairs in groupby(turn, key=lambda p: (p[0], p[1].duty.plan_id)):
            lines = [row for _day, row in pairs]
            yield Entry(day, "duty", what % len(lines), _carried(lines), tone)


def _carried(rows):
    named = [
        _("%(duty)s（%(role)s）") % {"duty": row.duty, "role": row.role} for row in rows[:NAMED]
    ]
    more = _("等") if len(rows) > NAMED else ""
    bases = dict.fromkeys(row.basis for row in rows if row.basis)
    return _("；").join([_("、").join(named) + more, _cited(rows[0].duty.plan), *bases])


def _handovers(post):
    for row in post.handovers.select_related("giver", "taker"):
        taker = row.taker or _("待定")
        words = {"giver": row.giver, "taker": taker}
        yield Entry(row.on, "handover", _("交接：%(giver)s → %(taker)s") % words, row.note[:100])


def _placements(organ):
    rows = list(organ.placements.select_related("parent").order_by("from_on"))
    for number, row in enumerate(rows):
        superior = row.parent.name if row.parent else _("（无上级）")
        what = _("改隶%s") if number else _("成立，隶属%s")
        yield Entry(row.from_on, "place", what % superior, row.document, "now" if number else "")


def _reorganisations(organ):
    """Its own end, and others merged into it; what was taken back is left out."""
    rows = Reorganisation.objects.filter(undone_at__isnull=True).exclude(
        kind=Reorganisation.Kind.MOVE
    )
    told = set()
    for row in (rows.filter(organ=organ) | rows.filter(target=organ)).select_related(
        "organ", "target"
    ):
        if row.organ_id != organ.pk:
            yield Entry(row.on, "place", _("%s并入") % row.organ, row.document, "now")
            continue
        told.add(row.on)
        what = _("撤销") if row.target is None else _("并入%s") % row.target
        yield Entry(row.on, "place", what, row.document, "late")
    if organ.until_on and organ.until_on + ONE_DAY not in told:
        # Closed along with its superior, or before changes were registered.
        yield Entry(organ.until_on + ONE_DAY, "place", _("不再存续"), "", "late")


def _lower(organ):
    """Lower organs that came from elsewhere or went elsewhere, those of one day told as one."""
    rows = Placement.objects.filter(parent=organ).select_related("organ")
    came, went = {}, {}
    for row in rows.order_by("from_on", "organ__path"):
        if row.from_on != row.organ.from_on:
            came.setdefault((row.from_on, row.document), []).append(row.organ.name)
        if row.until_on and row.until_on != row.organ.until_on:
            went.setdefault((row.until_on + ONE_DAY, ""), []).append(row.organ.name)
    for turn, what in (
        (came, _("划入%(n)d个下级党组织：%(names)s")),
        (went, _("划出%(n)d个下级党组织：%(names)s")),
    ):
        for (day, document), names in turn.items():
            more = _("等") if len(names) > NAMED else ""
            listed = _("、").join(names[:NAMED]) + more
            yield Entry(day, "place", what % {"n": len(names), "names": listed}, document)


def _groups(organ):
    for row in LeadingGroup.objects.filter(organ=organ).select_related("subject"):
        began, ended = _("成立%s") % row, _("%s撤销或调整") % row
        yield from _span(row, "group", began, ended, row.document)


def _plans(organ):
    for row in Plan.objects.filter(organ=organ, state=Plan.State.ADOPTED):
        began, ended = _("%s施行") % row, _("%s不再施行") % row
        yield from _span(row, "plan", began, ended, row.document_number)


def _versions(organ):
    rows = MatrixVersion.objects.filter(plan__organ=organ, state=MatrixVersion.State.APPROVED)
    for row in rows.select_related("plan"):
        note = _("；").join(filter(None, (row.document, row.reason)))
        yield Entry(row.from_on, "matrix", _("矩阵第%d版施行") % row.number, note, "now")


def _cited(plan):
    return _("《%s》") % plan.title
