"""Working days: the announced holidays and make-up days, and Monday to Friday beyond them.

The announced calendar comes from chinesecalendar and ends with the last year announced. Beyond it
only the weekend is known, so a day moved there is provisional (``announced`` says which).
"""

from datetime import timedelta

import chinese_calendar


def announced(day):
    """Whether the holidays of the day's year have been announced."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_workday(day):
    """Whether the day is worked: as announced, else Monday to Friday (provisional)."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def next_workday(day):
    """The day itself when it is a working day, else the first one after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day
