"""Coverage: who covers what on the day, load per post, and moving a thing to another leader."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access, covering, days, sheets
from duties import coverage as coverages
from duties.forms.coverage import AreaForm, CoverForm, PortfolioForm
from duties.forms.fields import EndForm
from duties.models import Area, Organ, Portfolio, Post
from duties.views import editing


def coverage(request, code):
    """Departments, areas and lower organs with their leaders; ``?as=xlsx`` and ``?as=load``."""
    organs = Organ.objects.select_related("kind")
    organ = access.fetch(request.user, "read", organs, code=code)
    request.organ = organ
    on = days.day_asked(request)
    board = coverages.build(organ, on=on)
    if request.GET.get("as") in SHEETS:
        access.require(request.user, "export", organ)
        return SHEETS[request.GET["as"]](board)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "board": board,
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "duties/coverage.html", context)


def _lines_sheet(board):
    heads = [_("类别"), _("分管对象"), _("分管岗位"), _("任职人员"), _("分管起"), _("问题")]
    rows = [
        [
            title,
            line.name,
            line.post.full_name if line.post else "",
            line.post.holder if line.post else "",
            line.since or (line.gap.since if line.gap else None),
            line.gap.label if line.gap else "",
        ]
        for _sort, title, lines in board.sections
        for line in lines
    ]
    rows += [[_("班子成员"), "", gap.subject, "", gap.since, gap.label] for gap in board.idle]
    return sheets.download(_("分管情况_%s") % board.organ.short_name, heads, rows)


def _load_sheet(board):
    heads = [_("岗位"), _("任职人员"), *(role.name for role in board.roles)]
    heads += [_("承担职责数"), _("分管数"), _("小组席位数"), _("比较")]
    rows = [
        [
            load.post.full_name,
            load.post.holder,
            *load.by_role,
            load.duties,
            load.covered,
            load.seats,
            {coverages.HEAVY: _("偏重"), coverages.LIGHT: _("偏轻")}.get(load.outlier, ""),
        ]
        for load in board.loads
    ]
    return sheets.download(_("岗位负荷_%s") % board.organ.short_name, heads, rows)


SHEETS = {"xlsx": _lines_sheet, "load": _load_sheet}


def coverage_move(request, code):
    """Put a department, area or lower organ (``?thing=d12``) under a leader from a day on."""
    organ = editing.drafting(request, code)
    on = days.today()
    key = request.GET.get("thing") or request.POST.get("thing", "")
    thing = covering.find_thing(organ, key, on=on)
    if thing is None:
        raise Http404
    before = covering.running(thing, on=on)
    form = CoverForm(
        request.POST or None, organ=organ, on=on, before=before, initial={"from_on": on}
    )
    title = _("调整分管：%(thing)s") if before else _("指定分管：%(thing)s")
    return editing.carry_out(
        request,
        form,
        lambda: covering.cover(
            thing=thing,
            post=form.cleaned_data["post"],
            on=form.cleaned_data["from_on"],
            actor=request.user,
        ),
        title=title % {"thing": thing},
        back=reverse("coverage", args=[code]),
    )


def portfolio_new(request, code, pk):
    """One more thing for the post to cover: a department, an area old or new, a lower organ."""
    organ = editing.drafting(request, code)
    post = get_object_or_404(Post.objects.select_related("organ"), organ=organ, pk=pk)
    form = PortfolioForm(
        request.POST or None, fixed={"post": post}, initial={"from_on": days.today()}
    )
    return editing.carry_out(
        request,
        form,
        lambda: covering.begin(portfolio=form.instance, area=form.area_made, actor=request.user),
        title=_("增加分管：%(post)s") % {"post": post.name},
        back=reverse("post", args=[code, pk]),
        done=_("已保存。"),
    )


def portfolio_end(request, code, pk):
    organ = editing.drafting(request, code)
    portfolio = get_object_or_404(
        Portfolio.objects.select_related("post"), post__organ=organ, pk=pk
    )
    return editing.end(
        request,
        portfolio,
        title=_("结束分管：%(what)s") % {"what": portfolio},
        action="portfolio.ended",
        back=reverse("post", args=[code, portfolio.post_id]),
        today=days.today(),
    )


def area_new(request, code):
    """An area of work that is no department, such as a campus."""
    organ = editing.drafting(request, code)
    initial = {"from_on": days.today(), "position": 0}
    form = AreaForm(request.POST or None, fixed={"organ": organ}, initial=initial)
    return editing.edit(
        request,
        form,
        organ=organ,
        title=_("新增工作领域"),
        action="area.created",
        back=reverse("coverage", args=[code]),
        done=_("已保存，请为这个领域指定分管的班子成员。"),
    )


def area_end(request, code, pk):
    """The area's last day; whoever covers it does so until then."""
    organ = editing.drafting(request, code)
    area = get_object_or_404(Area, organ=organ, pk=pk)
    form = EndForm(request.POST or None, initial={"until_on": days.today()})
    return editing.carry_out(
        request,
        form,
        lambda: covering.end_area(
            area=area, until_on=form.cleaned_data["until_on"], actor=request.user
        ),
        title=_("结束工作领域：%(area)s") % {"area": area},
        back=reverse("coverage", args=[code]),
        submit=_("办理"),
    )
