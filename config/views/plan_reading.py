"""From a document to a living plan: hand it in, check what was read, adopt it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from config import adopting, answering, undoing, worksheet
from config.forms.plan_answer import AnswerForm, reshape
from config.forms.plan_reading import SECTIONS
from config.forms.plans import DocumentForm
from config.roster import Roster
from config.views import review_page
from config.views.open_readings import fetch, finished
from duties import access, days
from duties.models import Organ, PlanReading, PlanReadingStep, Subject
from duties.reading import Unreadable

PARTS = list(SECTIONS)


def plan_upload(request, code):
    """Paste the text of a plan or upload its file; a refusal stands beside the field."""
    organ = access.fetch(request.user, "draft", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    form = DocumentForm(
        request.POST or None, request.FILES or None, initial={"subject": Subject.objects.first()}
    )
    row = _start(request, organ, form) if request.method == "POST" else None
    if row:
        return redirect(row)
    status = 422 if form.errors else 200
    crumbs = [(pgettext("menu", "方案"), reverse("plans", args=[code])), (_("录入方案"), "")]
    context = {"organ": organ, "form": form, "crumbs": crumbs}
    return render(request, "plans/upload.html", context, status=status)


def _start(request, organ, form):
    if not form.is_valid():
        return None
    data, name, field = form.source
    try:
        return adopting.start_reading(
            organ=organ,
            subject=form.cleaned_data["subject"],
            data=data,
            name=name,
            actor=request.user,
            on=days.today(),
        )
    except Unreadable as error:
        form.add_error(field, _(str(error)))
        return None


@require_http_methods(["GET", "POST"])
def plan_reading(request, code, pk):
    """The text beside the draft; whatever is pressed saves the tab at hand too."""
    row = fetch(request, code, pk, "draft")
    if row.state != PlanReading.State.OPEN:
        return finished(request, row)
    part = request.GET.get("part", "")
    page = _Page(request, row, part if part in SECTIONS else PARTS[0])
    if request.method == "POST":
        return _save(page)
    return page.show(page.section())


class _Page:
    """One request to the review: the reading, the tab, the organ's roster."""

    def __init__(self, request, row, part):
        self.request, self.row, self.part = request, row, part
        self.roster = Roster.of(row.organ, on=days.today())

    def section(self, data=None):
        return SECTIONS[self.part][1](self.row.draft, self.roster, data)

    def show(self, section, *, answer=None, status=200, fault=""):
        review = review_page.Review(self.row, self.roster, self.part, self.request.GET, fault)
        forms = {"section": section, "forms": section.forms, "answer": answer or AnswerForm()}
        review.ask(section)
        context = {"organ": self.row.organ, "reading": self.row, "review": review, **forms}
        context |= {"part": self.part, "body": f"plans/sections/{self.part}.html"}
        context |= {"draft": self.row.draft, "url": self.row.get_absolute_url()}
        return render(self.request, "plans/reading.html", context, status=status)

    def go(self, *, anchor="", **query):
        """Back to the page by GET, on the same tab unless ``part`` is given."""
        query = {"part": self.part, **{key: value for key, value in query.items() if value}}
        return redirect(f"{self.row.get_absolute_url()}?{urlencode(query)}{anchor}")


def _save(page):
    request, row = page.request, page.row
    if request.POST.get("version") != str(row.version):
        return _conflict(page)
    section, answer = page.section(request.POST), AnswerForm(request.POST)
    try:
        return _turn(page) if "turn" in request.POST else _act(page, section, answer)
    except worksheet.Unfit as error:
        return page.show(section, answer=answer, status=422, fault=str(error))
    except adopting.Conflict:
        return _conflict(page)


def _act(page, section, answer):
    """Save the tab and do what was pressed; an answer does not ask for an untouched tab."""
    request, row = page.request, page.row
    if not answer.is_given or section.has_changed():
        if not section.is_valid():
            return page.show(section, status=422)
        section.apply()
    if answer.is_given:
        return _answer(page, answer)
    found = reshape(row.draft, row.text, request.POST)
    if found:
        act, key = found
        _store(page, act)
        messages.success(request, _("已%(act)s。") % {"act": PlanReadingStep.Act(act).label})
        return page.go(anchor=f"#e-{key}")
    accepted = "accept" in request.POST and page.part == "match"
    if accepted:
        section.accept(request.POST["accept"])
    _store(page, PlanReadingStep.Act.MATCHED if accepted else PlanReadingStep.Act.SAVED)
    messages.success(request, _("已保存。"))
    if "next" in request.POST:
        page.part = PARTS[min(PARTS.index(page.part) + 1, len(PARTS) - 1)]
    return page.go(ask=request.GET.get("ask"))


def _answer(page, answer):
    """Write the answer and go to the next open question."""
    draft, asked = page.row.draft, answer.data.get("a-question", "")
    answering.answer(draft, page.row.text, asked, answer.given())
    _store(page, PlanReadingStep.Act.ANSWERED)
    return page.go(ask=review_page.following(draft, asked), done=asked, anchor="#asked")


def _store(page, act):
    worksheet.match_exact(page.row.draft, page.roster)
    adopting.save_draft(row=page.row, draft=page.row.draft, version=page.row.version, act=act)


def _turn(page):
    """Take the last change back, or put it again; a question that opens again is shown."""
    row, forward = page.row, page.request.POST["turn"] == "redo"
    settled = set(row.draft["checked"])
    try:
        adopting.turn_back(row=row, version=row.version, forward=forward)
    except undoing.NothingLeft:
        messages.info(page.request, _("没有可以撤销或重做的修改。"))
        return page.go()
    messages.success(page.request, _("已重做。") if forward else _("已撤销。"))
    opened = sorted(settled - set(row.draft["checked"]))
    return page.go(ask=opened[0] if opened else "", anchor="#asked")


def _conflict(page):
    """Nothing is overwritten: the page shows what stands now and says so."""
    rows = PlanReading.objects.select_related("organ__parent", "subject")
    page.row = rows.get(pk=page.row.pk)
    if page.row.state != PlanReading.State.OPEN:
        return finished(page.request, page.row)
    messages.error(
        page.request,
        _("这份识别稿刚刚被别人保存过，您的这次修改没有保存。下面是最新内容，请重新填写。"),
    )
    return page.show(page.section(), status=409)
