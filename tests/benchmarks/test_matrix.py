"""The matrix page at 60 by 40 against its floor: the bare query and the barest template.

Printed as ratios of one run, because the machine is shared (``script/bench``). The floor
fetches the same assignments as tuples and renders the same number of cells with nothing in
them but class and chip.
"""

import gzip
import statistics
import time

import pytest
from django.contrib.auth import get_user_model
from django.template import Context, Template

from duties import days, gaps, matrix
from duties.models import Assignment, Organ
from tests.duties.test_matrix import big_plan
from tests.world import grant

pytestmark = pytest.mark.django_db

BARE = Template(
    "{% for row in rows %}<tr>{% for mark in row %}<td"
    '{% if mark %} class="r-{{ mark }}"{% endif %}>{{ mark }}</td>{% endfor %}</tr>{% endfor %}'
)
DUTIES, COLUMNS, ROUNDS = 60, 40, 15


def floor(plan):
    """The least a page of this size can cost: one query, one loop."""
    filled = {}
    rows = Assignment.objects.filter(duty__plan=plan)
    for duty, post, department, role in rows.values_list(
        "duty_id", "post_id", "department_id", "role_id"
    ):
        filled[duty, post or -department] = role
    columns = sorted({column for _duty, column in filled})
    marks = [
        [filled.get((duty, column), "") for column in columns]
        for duty in sorted({duty for duty, _column in filled})
    ]
    return BARE.render(Context({"rows": marks}))


def timed(work):
    """Median processor seconds of ``work`` after one call to warm up."""
    work()
    spent = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return statistics.median(spent)


def test_page_against_floor(client):
    plan = big_plan(DUTIES, COLUMNS, dense=True)
    clerk = get_user_model().objects.create(username="bench-clerk")
    grant(clerk, "act_as_clerk", plan.organ)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/organs/{plan.organ.code}/matrix/"
    on = days.today()
    base = timed(lambda: floor(plan))
    report = {
        "floor": base,
        "build": timed(lambda: matrix.build(plan, on=on)),
        "page": timed(lambda: client.get(address)),
        "gaps": timed(lambda: gaps.of_organs(Organ.objects.filter(pk=plan.organ.pk), on=on)),
    }
    for name, seconds in report.items():
        print(f"{name:6} {seconds * 1000:7.1f} ms  {seconds / base:5.2f} x floor")  # noqa: T201
    content = client.get(address).content
    size, packed = len(content), len(gzip.compress(content, 6))
    print(f"html   {size} bytes, {packed} gz, {packed / (DUTIES * COLUMNS):.1f} gz a cell")  # noqa: T201
    assert packed <= 25_000
    assert report["page"] < 8 * base
