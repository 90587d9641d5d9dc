"""From a document to a living plan: hand it in, check what was read, adopt it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from config import adopting, marked_text, worksheet
from config.forms.plan_reading import SECTIONS
from config.forms.plans import DocumentForm
from config.roster import Roster
from duties import access, days
from duties.models import Organ, PlanReading, Subject
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


def _fetch(request, code, pk, action):
    rows = PlanReading.objects.select_related("organ__parent", "subject", "plan")
    row = access.fetch(request.user, action, rows, pk=pk, organ__code=code)
    request.organ = row.organ
    return row


def _finished(request, row):
    """Where to go when a reading is no longer open."""
    messages.info(request, _("这份识别稿已经通过或放弃，不能再改。"))
    return (
        redirect("plan", row.organ.code, row.plan_id)
        if row.plan_id
        else redirect("plans", row.organ.code)
    )


@require_http_methods(["GET", "POST"])
def plan_reading(request, code, pk):
    """The text beside the draft; each tab is a form that is saved on its own."""
    row = _fetch(request, code, pk, "draft")
    if row.state != PlanReading.State.OPEN:
        return _finished(request, row)
    part = request.GET.get("part", "")
    part = part if part in SECTIONS else PARTS[0]
    roster = Roster.of(row.organ, on=days.today())
    if request.method == "POST":
        return _save(request, row, part, roster)
    return _review(request, row, part, roster, SECTIONS[part][1](row.draft, roster))


def _save(request, row, part, roster):
    if request.POST.get("version") != str(row.version):
        return _conflict(request, row, part, roster)
    section = SECTIONS[part][1](row.draft, roster, request.POST)
    if not section.is_valid():
        return _review(request, row, part, roster, section, status=422)
    section.apply()
    if "accept" in request.POST and part == "match":
        section.accept(request.POST["accept"])
    worksheet.match_exact(row.draft, roster)
    try:
        adopting.save_draft(row=row, draft=row.draft, version=row.version)
    except adopting.Conflict:
        return _conflict(request, row, part, roster)
    messages.success(request, _("已保存。"))
    if "next" in request.POST:
        part = PARTS[min(PARTS.index(part) + 1, len(PARTS) - 1)]
    return redirect(f"{row.get_absolute_url()}?part={part}")


def _conflict(request, row, part, roster):
    """Nothing is overwritten: the page shows what stands now and says so."""
    row = PlanReading.objects.select_related("organ__parent", "subject").get(pk=row.pk)
    if row.state != PlanReading.State.OPEN:
        return _finished(request, row)
    messages.error(
        request, _("这份识别稿刚刚被别人保存过，您的这次修改没有保存。下面是最新内容，请重新填写。")
    )
    return _review(request, row, part, roster, SECTIONS[part][1](row.draft, roster), status=409)


def _review(request, row, part, roster, section, *, status=200):
    draft = row.draft
    settled, total = worksheet.progress(draft, roster)
    context = {
        "organ": row.organ,
        "reading": row,
        "draft": draft,
        "url": row.get_absolute_url(),
        "part": part,
        "body": f"plans/sections/{part}.html",
        "tabs": _tabs(draft, roster, part),
        "section": section,
        "forms": section.forms,
        "lines": marked_text.lines(row.text, draft),
        "legend": marked_text.LEGEND,
        "settled": settled,
        "total": total,
        "percent": 100 * settled // total if total else 100,
        "problems": adopting.problems(draft, roster),
        "questions": _questions(draft),
        "open_names": len(worksheet.open_names(draft, roster)),
        "seats": _seats(draft),
        "last": part == PARTS[-1],
    }
    _ask(section, context["questions"])
    return render(request, "plans/reading.html", context, status=status)


def _ask(section, questions):
    """Put each question that is still open at the entry it is about."""
    for form in section.forms.values():
        for row in getattr(form, "forms", ()):
            key = row.initial.get("key")
            row.questions = [q for q in questions if key == q["entry"] and not q["checked"]]


def _seats(draft):
    """How many seats the leading group has, its office left out."""
    return sum(seat["role"] != "office" for seat in draft["leading_group"]["seats"])


def _tabs(draft, roster, part):
    """(code, label, count, open, current) of each tab."""
    counts = {
        "duties": len(draft["duties"]),
        "group": len(draft["roles"]) + _seats(draft),
        "rules": len(draft["requirements"]),
        "account": len(draft["grounds"]) + len(draft["measures"]),
    }
    waiting = {
        "overview": len(worksheet.open_questions(draft)),
        "match": len(worksheet.open_names(draft, roster)),
    }
    return [
        (code, label, counts.get(code), waiting.get(code, 0), code == part)
        for code, (label, _section) in SECTIONS.items()
    ]


def _questions(draft):
    """The reader's questions with the tab and entry each one is about."""
    checked = set(draft["checked"])
    return [
        {**question, "checked": question["id"] in checked, **_place(question["target"])}
        for question in draft["questions"]
    ]


def _place(target):
    stem, _bracket, rest = target.partition("[")
    part, key = {
        "title": ("overview", ""),
        "duties": ("duties", "duties"),
        "requirements": ("rules", "requirements"),
        "leading_group.seats": ("group", "seats"),
        "roles": ("group", "roles"),
        "grounds": ("account", "grounds"),
        "measures": ("account", "measures"),
    }.get(stem, ("overview", ""))
    number = rest.partition("]")[0]
    return {"part": part, "entry": f"{key}-{number}" if key and number else ""}
