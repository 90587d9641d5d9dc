"""Addresses of reorganising: what follows from it concerns duties and what is owed alike."""

from django.urls import path

from config.views import reorganising

ORGAN = "organs/<slug:code>/"

urlpatterns = [
    path(f"{ORGAN}move/", reorganising.organ_move, name="organ_move"),
    path(f"{ORGAN}merge/", reorganising.organ_merge, name="organ_merge"),
    path(f"{ORGAN}close/", reorganising.organ_close, name="organ_close"),
    path(
        f"{ORGAN}reorganisations/<int:pk>/undo/",
        reorganising.reorganisation_undo,
        name="reorganisation_undo",
    ),
]
