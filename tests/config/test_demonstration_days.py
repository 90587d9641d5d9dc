"""The demonstration tells its history relative to the day it is loaded."""

from datetime import date

import pytest

from config import demonstration


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 7, 31)])
def test_it_can_be_loaded_on_any_day(db, today):
    assert len(demonstration.load(today=today)) == 9
