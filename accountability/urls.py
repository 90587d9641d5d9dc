"""Addresses of the app; the names are the keys of tests/test_url_access.py."""

from django.urls import path

from accountability.views import cases, catalogues, evidence, handlers

CASES = "organs/<slug:code>/cases/"

urlpatterns = [
    path(CASES, cases.cases, name="cases"),
    path(f"{CASES}catalogue/", catalogues.case_catalogue, name="case_catalogue"),
    path(f"{CASES}new/", cases.case_new, name="case_new"),
    path(f"{CASES}<int:pk>/", cases.case, name="case"),
    path(f"{CASES}<int:pk>/step/", cases.case_step, name="case_step"),
    path(f"{CASES}<int:pk>/handlers/", handlers.handlers_edit, name="handlers_edit"),
    path(f"{CASES}<int:pk>/evidence/new/", evidence.evidence_new, name="evidence_new"),
    path(
        f"{CASES}<int:pk>/evidence/<int:evidence_pk>/",
        evidence.evidence_download,
        name="evidence_download",
    ),
]
