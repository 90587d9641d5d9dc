"""Numbers that tell the rows of a plan apart where the printed ones begin again.

A plan that goes post by post counts each post's list from 1. There the rows are numbered by list
and place, 2.1 for the first of the second list: a row keeps its number when another list grows.
What was printed stays in the row's ``label``.
"""

import re

_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})+")
_MARKS = " 、.．"


def distinct(rows):
    """A number for each row, as a string; the printed ones where none is there twice."""
    printed = [str(row["number"]) for row in rows]
    if _differ(printed):
        return printed
    decimals = [row.get("label", "").strip(_MARKS) for row in rows]
    if _differ(decimals) and all(map(_DECIMAL.fullmatch, decimals)):
        return decimals
    lists = _lists([row["number"] for row in rows])
    several = lists[-1] > 1
    counted = zip(lists, printed, strict=True)
    return list(_parted(f"{at}.{number}" if several else number for at, number in counted))


def _differ(numbers):
    return len(set(numbers)) == len(numbers)


def _lists(numbers):
    """Which list each number is in, from 1: one that goes back, or begins again, starts a list."""
    found, first, before = [], None, None
    for number in numbers:
        starts = before is None or number < before or number == first
        found.append((found[-1] if found else 0) + starts)
        first, before = number if starts else first, number
    return found


def _parted(numbers):
    """A number misprinted twice in one list: 3, 3-2."""
    seen = {}
    for number in numbers:
        seen[number] = seen.get(number, 0) + 1
        yield number if seen[number] == 1 else f"{number}-{seen[number]}"
