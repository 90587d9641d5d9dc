"""The first page after signing in: it sends each user to where their work lies."""

from django.shortcuts import render


def home(request):
    """Everything the user may read, what is due, and what waits for them."""
    return render(request, "home.html", {})
