"""Addresses of the app; the names are the keys of tests/test_url_access.py."""

from django.urls import path

from reviews.views import inbox

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/acknowledge/", inbox.inbox_acknowledge, name="inbox_acknowledge"),
    path("inbox/<int:pk>/", inbox.notice, name="notice"),
    path("inbox/<int:pk>/acknowledge/", inbox.notice_acknowledge, name="notice_acknowledge"),
]
