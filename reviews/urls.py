"""Addresses of the app; the names are the keys of tests/test_url_access.py."""

from django.urls import path

from reviews.views import activities, cycles, dashboard, exports, gaps, inbox, post_sheets, reports

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/acknowledge/", inbox.inbox_acknowledge, name="inbox_acknowledge"),
    path("inbox/<int:pk>/", inbox.notice, name="notice"),
    path("inbox/<int:pk>/acknowledge/", inbox.notice_acknowledge, name="notice_acknowledge"),
    path("organs/<slug:code>/dashboard/", dashboard.dashboard, name="dashboard"),
    path("organs/<slug:code>/gaps/", gaps.gaps, name="gaps"),
    path("organs/<slug:code>/posts/<int:pk>/", post_sheets.post, name="post"),
    path("organs/<slug:code>/reports/", reports.reports, name="reports"),
    path("organs/<slug:code>/reports/new/", reports.report_new, name="report_new"),
    path("organs/<slug:code>/reports/<int:pk>/", reports.report, name="report"),
    path("organs/<slug:code>/reports/<int:pk>/edit/", reports.report_edit, name="report_edit"),
    path(
        "organs/<slug:code>/reports/<int:pk>/submit/", reports.report_submit, name="report_submit"
    ),
    path(
        "organs/<slug:code>/reports/<int:pk>/return/", reports.report_return, name="report_return"
    ),
    path(
        "organs/<slug:code>/reports/<int:pk>/accept/", reports.report_accept, name="report_accept"
    ),
    path("organs/<slug:code>/cycles/", cycles.cycles, name="cycles"),
    path("organs/<slug:code>/cycles/open/", cycles.cycles_open, name="cycles_open"),
    path(
        "organs/<slug:code>/cycles/requirements/<int:pk>/",
        cycles.requirement_number,
        name="requirement_number",
    ),
    path("organs/<slug:code>/cycles/<int:pk>/", cycles.obligation, name="obligation"),
    path(
        "organs/<slug:code>/cycles/<int:pk>/waive/",
        cycles.obligation_waive,
        name="obligation_waive",
    ),
    path("organs/<slug:code>/cycles/activities/new/", activities.activity_new, name="activity_new"),
    path(
        "organs/<slug:code>/cycles/activities/counts/",
        activities.activity_counts,
        name="activity_counts",
    ),
    path("organs/<slug:code>/cycles/activities/<int:pk>/", activities.activity, name="activity"),
    path(
        "organs/<slug:code>/cycles/activities/<int:pk>/minutes/",
        activities.activity_minutes,
        name="activity_minutes",
    ),
    path(
        "organs/<slug:code>/cycles/activities/<int:pk>/cancel/",
        activities.activity_cancel,
        name="activity_cancel",
    ),
    path("organs/<slug:code>/exports/", exports.exports, name="exports"),
    path("organs/<slug:code>/exports/<int:pk>/", exports.export, name="export"),
    path(
        "organs/<slug:code>/exports/<int:pk>/download/",
        exports.export_download,
        name="export_download",
    ),
]
