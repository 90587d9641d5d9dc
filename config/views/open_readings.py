"""What the pages of a reading begin with: the row, and where to go when it is no longer open."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from duties import access
from duties.models import PlanReading


def fetch(request, code, pk, action):
    """The reading of the page, for those who may do ``action``."""
    rows = PlanReading.objects.select_related("organ__parent", "subject", "plan")
    row = access.fetch(request.user, action, rows, pk=pk, organ__code=code)
    request.organ = row.organ
    return row


def finished(request, row):
    """Where to go when a reading is no longer open."""
    messages.info(request, _("这份识别稿已经通过或放弃，不能再改。"))
    if row.plan_id:
        return redirect("plan", row.organ.code, row.plan_id)
    return redirect("plans", row.organ.code)
