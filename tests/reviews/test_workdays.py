"""Working days: announced holidays and make-up days, and the weekend beyond them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reviews.workdays import announced, is_workday, next_workday


def test_a_holiday_moves_to_the_first_day_worked():
    assert next_workday(date(2026, 10, 1)) == date(2026, 10, 8)


def test_a_make_up_saturday_is_worked():
    assert is_workday(date(2026, 10, 10))
    assert next_workday(date(2026, 10, 10)) == date(2026, 10, 10)


def test_due_days_of_the_year_are_worked():
    assert next_workday(date(2026, 6, 30)) == date(2026, 6, 30)
    assert next_workday(date(2026, 12, 31)) == date(2026, 12, 31)


def test_beyond_the_announced_years_the_day_is_provisional():
    saturday = date(2095, 1, 1)
    assert saturday.weekday() == 5
    assert not announced(saturday)
    assert next_workday(saturday) == date(2095, 1, 3)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 1)))
def test_the_next_workday_is_worked_and_near(day):
    found = next_workday(day)
    assert is_workday(found)
    assert 0 <= (found - day).days <= 11
