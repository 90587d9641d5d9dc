"""Addresses of the app; the names are the keys of tests/test_url_access.py."""

urlpatterns = []
