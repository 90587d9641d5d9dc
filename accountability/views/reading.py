"""How pages of this app find what they show: the organ for readers, a case for its handlers."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accountability import casework
from duties import access
from duties.models import Organ


def organ_for(request, code):
    """The organ, for its readers and its case handlers; 404 for anyone else."""
    organ = get_object_or_404(Organ, code=code)
    user = request.user
    if not access.may(user, "read", organ) and not access.may(user, "handle_case", organ):
        raise Http404
    request.organ = organ
    return organ


def case_for(request, code, pk):
    """The case, for its appointed handlers; 404 for anyone else, whatever their rank."""
    rows = casework.visible(request.user).select_related(
        "organ", "ground__plan", "ground__clause", "post", "tenure__person"
    )
    case = get_object_or_404(rows, organ__code=code, pk=pk)
    request.organ = case.organ
    return case
