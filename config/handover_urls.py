"""Addresses of handovers: making a sheet gathers open matters of all apps."""

from django.urls import path

from config.views import handovers

ORGAN = "organs/<slug:code>/"
SHEET = f"{ORGAN}handovers/<int:pk>/"

urlpatterns = [
    path(f"{ORGAN}handovers/", handovers.handovers, name="handovers"),
    path(f"{ORGAN}posts/<int:pk>/handovers/new/", handovers.handover_new, name="handover_new"),
    path(SHEET, handovers.handover, name="handover"),
    path(f"{SHEET}taker/", handovers.handover_taker, name="handover_taker"),
    path(f"{SHEET}confirm/", handovers.handover_confirm, name="handover_confirm"),
    path(f"{SHEET}withdraw/", handovers.handover_withdraw, name="handover_withdraw"),
]
