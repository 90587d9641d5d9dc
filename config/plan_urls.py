"""Addresses of plan reading and adoption, which write to all three apps."""

urlpatterns = []
