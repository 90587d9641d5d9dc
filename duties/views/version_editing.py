"""Editing a draft of the matrix duty by duty; every step is a plain form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duties import access, days
from duties.forms.matrix_versions import AddForm, DraftForm, SplitForm, WordsForm
from duties.models import Organ, Plan, VersionLine
from duties.versioning import drafting, guarding, merging
from duties.views import editing, version_page, version_row


def matrix_version_new(request, code):
    """Begin a draft from what the matrix says on a day to come."""
    organ = access.fetch(request.user, "draft", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    plan, _others = Plan.objects.chosen(organ, days.today(), request.GET.get("subject", ""))
    back = reverse("matrix_versions", args=[organ.code])
    if plan is None:
        messages.error(request, _("没有施行中的方案，无法起草矩阵版本；请先通过实施方案。"))
        return redirect(back)
    form = DraftForm(request.POST or None, initial={"from_on": days.today()})
    if request.method == "POST" and form.is_valid():
        try:
            version = drafting.draft(plan=plan, actor=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None if form.errors else "from_on", refused.messages[0])
        else:
            messages.success(request, _("草案已起草，请逐项修改后提交审定。"))
            return redirect(f"{version.get_absolute_url()}?show=duties")
    context = {"form": form, "title": _("起草矩阵版本"), "back": back, "submit": _("起草")}
    return render(request, "duties/form.html", context, status=422 if form.errors else 200)


def matrix_version_line(request, code, number, pk):
    """One duty of a draft: its words, and for each post and department role, note and basis."""
    version = version_page.fetch(request, "draft", code, number)
    line = _line(version, pk)
    if not version.open:
        return _closed(request, version)
    if request.method == "POST":
        return _save(request, version, line)
    words = WordsForm(instance=line)
    return _row_page(request, version, line, words, version_row.of_line(version, line))


def _save(request, version, line):
    words, row = WordsForm(request.POST, instance=line), version_row.of_line(version, line)
    row.take(request.POST)
    if not words.is_valid():
        return _row_page(request, version, line, words, row, status=422)
    try:
        drafting.change(
            version=version,
            edition=editing.version(request),
            line_id=line.pk,
            actor=request.user,
            cells=row.sent,
            words={name: words.cleaned_data[name] for name in words.changed_data},
        )
    except guarding.Stale as stale:
        return _row_page(request, version, line, words, row, stale=stale, status=409)
    except ValidationError as refused:
        editing.refuse(words, refused)
        return _row_page(request, version, line, words, row, status=422)
    messages.success(request, _("已保存。"))
    follow = version_row.next_line(version, line) if "next" in request.POST else None
    if follow:
        return redirect("matrix_version_line", version.organ.code, version.number, follow)
    return redirect(_listing(version, line))


def _row_page(request, version, line, words, row, *, stale=None, status=200):
    current = stale.version if stale else version
    context = {
        "organ": version.plan.organ,
        "version": current,
        "line": line,
        "clause": getattr(line.duty or line.split_from, "clause", None),
        "form": words,
        "row": row,
        "stale": stale,
        "back": _listing(version, line),
    }
    return render(request, "duties/matrix_version_line.html", context, status=status)


def matrix_version_line_new(request, code, number):
    """Add a duty of the organ's own to a draft."""
    version = version_page.fetch(request, "draft", code, number)
    if not version.open:
        return _closed(request, version)
    line = VersionLine(version=version)
    form = AddForm(request.POST or None, instance=line, initial={"version": version.edition})
    title = _("新增职责")

    def store(form):
        words = {name: form.cleaned_data[name] for name in ("number", "title", "category")}
        return drafting.add(
            version=version,
            edition=form.edition,
            words=words,
            place=form.cleaned_data["place"],
            actor=request.user,
        )

    return _ask(request, version, form, title, store, submit=_("新增"))


def matrix_version_line_split(request, code, number, pk):
    """Split a duty into two or more."""
    version = version_page.fetch(request, "draft", code, number)
    line = _line(version, pk)
    if not version.open or line.ends:
        return _closed(request, version)
    form = SplitForm(request.POST or None, initial={"version": version.edition})
    title = _("拆分职责“%(duty)s”") % {"duty": line}

    def store(form):
        return drafting.split(
            version=version,
            edition=form.edition,
            line_id=line.pk,
            parts=form.parts,
            actor=request.user,
        )

    return _ask(request, version, form, title, store, submit=_("拆分"), columns="two")


def _ask(request, version, form, title, store, **words):
    """Show a form of a draft; store it, or show again what was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            store(form)
        except guarding.Stale as stale:
            form.add_error(None, stale_sentence(stale))
            form.renew(stale.version.edition)
        except ValidationError as refused:
            editing.refuse(form, refused)
        else:
            messages.success(request, _("已保存。"))
            return redirect(_listing(version))
    context = {"form": form, "title": title, "back": _listing(version), **words}
    return render(request, "duties/form.html", context, status=422 if form.errors else 200)


def stale_sentence(stale):
    """Who was faster, and that nothing was lost."""
    return _("%(who)s刚刚修改了本版本，您的内容没有保存，仍保留在本页：请核对后再次提交。") % {
        "who": stale.by or _("另一位经办人")
    }


@require_POST
def matrix_version_line_act(request, code, number, pk):
    """One button of a duty: up, down, to a place, end, restore."""
    version = version_page.fetch(request, "draft", code, number)
    line = _line(version, pk)
    wanted = {
        "version": version,
        "edition": editing.version(request),
        "line_id": line.pk,
        "actor": request.user,
    }
    try:
        _act(request.POST, line, wanted)
    except guarding.Stale as stale:
        sentence = _("%(who)s刚刚修改了本版本，这一步没有执行：请核对现在的内容后再试。")
        messages.error(request, sentence % {"who": stale.by or _("另一位经办人")})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect(_listing(version, line))


def _act(sent, line, wanted):
    act = sent.get("do", "")
    if act == "end":
        drafting.end(**wanted)
    elif act == "restore":
        drafting.restore(**wanted)
    elif act in ("up", "down"):
        holding = list(line.version.lines.filter(ends=False).values_list("pk", flat=True))
        here = holding.index(line.pk) + 1 if line.pk in holding else 1
        drafting.move(place=here + (1 if act == "down" else -1), **wanted)
    else:
        drafting.move(place=_place(sent.get("place", "")), **wanted)


def _place(text):
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 4:
        raise ValidationError(_("请填写要移到第几项，例如 3。"))
    return int(text)


def matrix_version_update(request, code, number):
    """What moved in the matrix since the draft was begun, and the choice where both sides did."""
    version = version_page.fetch(request, "draft", code, number)
    if not version.open:
        return _closed(request, version)
    refused, status = "", 200
    choices = {key[2:]: value for key, value in request.POST.items() if key.startswith("c-")}
    if request.method == "POST":
        try:
            drafting.update(
                version=version,
                edition=editing.version(request),
                choices={k: v for k, v in choices.items() if v in (merging.THEIRS, merging.MINE)},
                actor=request.user,
            )
        except guarding.Stale as stale:
            refused, version.edition, status = stale_sentence(stale), stale.version.edition, 409
        except ValidationError as refusal:
            refused, status = refusal.messages[0], 422
        else:
            messages.success(request, _("草案已更新到最新。"))
            return redirect(version.get_absolute_url())
    context = {
        "organ": version.plan.organ,
        "version": version,
        "refused": refused,
        **version_row.moves_shown(version, choices),
    }
    return render(request, "duties/matrix_version_update.html", context, status=status)


def _line(version, pk):
    line = version.lines.select_related("duty__clause", "split_from__clause").filter(pk=pk).first()
    if line is None:
        raise Http404
    line.version = version
    return line


def _closed(request, version):
    messages.error(request, _("只有草案可以修改：请先撤回，或起草新的版本。"))
    return redirect(version.get_absolute_url())


def _listing(version, line=None):
    place = f"#line-{line.pk}" if line is not None and line.pk else ""
    return f"{version.get_absolute_url()}?{urlencode({'show': 'duties'})}{place}"
