"""Evidence: taking a file in, and handing it to the handlers of its case alone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accountability import casework
from accountability.forms.evidence import EvidenceForm
from accountability.forms.refusals import place
from accountability.views import case_page
from accountability.views.reading import case_for


@never_cache
@require_POST
def evidence_new(request, code, pk):
    """Add a file to the case."""
    case = case_for(request, code, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            casework.add_evidence(case=case, actor=request.user, **form.cleaned_data)
        except ValidationError as refused:
            place(form, refused)
        else:
            messages.success(request, _("材料已入卷。"))
            return redirect(case)
    return case_page.show(request, case, evidence_form=form)


@never_cache
def evidence_download(request, code, pk, evidence_pk):
    """The file as an attachment, never shown inline."""
    case = case_for(request, code, pk)
    evidence = get_object_or_404(case.evidence, pk=evidence_pk)
    try:
        content = evidence.file.open("rb")
    except FileNotFoundError:
        messages.error(
            request, _("材料“%(title)s”的文件缺失，请联系管理员。") % {"title": evidence}
        )
        return redirect(case)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=evidence.file_name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
