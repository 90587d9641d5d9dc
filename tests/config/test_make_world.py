"""The command that makes benchmark worlds."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from duties.models import Organ, Tenure

pytestmark = pytest.mark.django_db


def make(capsys, **options):
    """What the command prints, and who holds what in the world it made."""
    with transaction.atomic():
        call_command("make_world", organs=30, json=True, **options)
        held = list(Tenure.objects.order_by("pk").values_list("post__organ__code", "person__name"))
        depths = set(Organ.objects.values_list("depth", flat=True))
        transaction.set_rollback(True)
    return json.loads(capsys.readouterr().out), held, depths


def test_the_same_seed_makes_the_same_world(capsys):
    made, held, depths = make(capsys, seed=5)
    assert made["organ"] == 30 and made["tenure"] == len(held)
    assert depths == {0, 1, 2}
    assert make(capsys, seed=5) == (made, held, depths)
    assert make(capsys, seed=6)[1] != held


def test_a_filled_database_and_no_organs_are_refused(world):
    with pytest.raises(CommandError, match="空库"):
        call_command("make_world", organs=3)
    with pytest.raises(CommandError, match="至少为 1"):
        call_command("make_world", organs=0)
