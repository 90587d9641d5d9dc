"""What an import did to each row, in a form that can be kept and undone."""

import hashlib
import json
from datetime import date, datetime

from django.apps import apps
from django.db.models import DateTimeField, Model

CREATED = "created"


def step(row, act, before=None):
    """The record of one written row; ``before`` are the values it had."""
    return {
        "model": row._meta.label_lower,
        "pk": row.pk,
        "act": act,
        "before": {name: _kept(value) for name, value in (before or {}).items()},
        "mark": mark(row),
    }


def mark(row):
    """A short fingerprint of a row's values; another one means that somebody changed it."""
    values = {
        field.attname: _kept(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.primary_key and not isinstance(field, DateTimeField)
    }
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def restore(row, before):
    """Give the row the values it had; returns the names of its fields."""
    for name, value in before.items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(value))
    return list(before)


def model_of(name):
    return apps.get_model(name)


def _kept(value):
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, (date, datetime)) else value
