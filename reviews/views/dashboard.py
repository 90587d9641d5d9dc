"""The secretary's dashboard."""

from django.shortcuts import render

from duties import access, days
from duties.models import Organ
from reviews import dashboards


def dashboard(request, code):
    """``?on=`` the day, ``?year=`` of the heat map, ``?scope=own`` leaves lower organs out."""
    organ = access.fetch(request.user, "read", Organ.objects.select_related("parent"), code=code)
    request.organ = organ
    on = days.day_asked(request)
    scope = dashboards.OWN if request.GET.get("scope") == "own" else dashboards.BELOW
    board = dashboards.build(
        organ,
        user=request.user,
        on=on,
        year=_year(request, on),
        scope=scope,
        whole=request.GET.get("whole") == "1",
    )
    context = {
        "organ": organ,
        "board": board,
        "on": on,
        "today": days.today(),
        "years": range(on.year, on.year - 3, -1),
    }
    return render(request, "reviews/dashboard.html", context)


def _year(request, on):
    """The year asked for when it is one of those offered, else the year of the day."""
    asked = request.GET.get("year", "")
    return int(asked) if asked in [str(on.year - back) for back in range(3)] else on.year
