"""The matrix page at 120 by 60 against its floor: the raw query and the barest template.

Printed as ratios of one run, because the machine is shared (``script/bench``). The floor reads
the same rows of assignments, duties and columns as tuples, keeps those that hold on the day and
renders them as a table of the same size: heads, numbers, titles, and cells with class and chip.
"""

import gzip
import statistics
import time
from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.template import Context, Template
from django.test.client import ClientHandler, RequestFactory

from duties import assigning, days, gaps, matrix
from duties.models import Assignment, Department, Duty, Organ, Post
from duties.standing import load
from tests.duties.test_matrix import big_plan
from tests.world import grant

pytestmark = pytest.mark.django_db

BARE = Template(
    "<table><tr>{% for name in heads %}<th>{{ name }}</th>{% endfor %}</tr>"
    "{% for number, title, marks in rows %}<tr><th>{{ number }} {{ title }}</th>"
    "{% for mark in marks %}<td"
    '{% if mark %} class="r-{{ mark }}"{% endif %}>{{ mark }}</td>{% endfor %}</tr>{% endfor %}'
    "</table>"
)
DUTIES, COLUMNS, ROUNDS = 120, 60, 15


def floor(plan, on):
    """The least a page of this size can cost: the rows, the day, one loop."""
    filled = {}
    lines = Assignment.objects.filter(duty__plan=plan).order_by("id")
    for duty, post, department, role, _version, _note, from_on, until_on in lines.values_list(
        "duty_id", "post_id", "department_id", "role_id", "version", "note", "from_on", "until_on"
    ):
        if from_on <= on and (until_on is None or until_on >= on):
            filled[duty, post or -department] = role
    duties = Duty.objects.filter(plan=plan).values_list("id", "number", "title")
    columns = list(Post.objects.filter(organ=plan.organ).values_list("id", "name"))
    departments = Department.objects.filter(organ=plan.organ).values_list("id", "name")
    columns += [(-pk, name) for pk, name in departments]
    rows = [
        (number, title, [filled.get((pk, column), "") for column, _name in columns])
        for pk, number, title in duties
    ]
    return BARE.render(Context({"rows": rows, "heads": [name for _pk, name in columns]}))


def timed(*works):
    """Median processor seconds of each of ``works``, in turns, after one call to warm up.

    They run in a thread of their own, as in a server: below pytest's frames Python 3.11 may have
    to allocate a piece of stack at every call, which makes whatever runs there a third slower.
    """
    found, shared = [], connections["default"]

    def run():
        connections["default"] = shared
        found.extend(_medians(works))

    shared.inc_thread_sharing()
    thread = Thread(target=run)
    thread.start()
    thread.join()
    shared.dec_thread_sharing()
    return found


def _medians(works):
    for work in works:
        work()
    spent = [[] for _work in works]
    for _round in range(ROUNDS):
        for work, taken in zip(works, spent, strict=True):
            begin = time.process_time()
            work()
            taken.append(time.process_time() - begin)
    return [statistics.median(taken) for taken in spent]


@pytest.fixture
def plan():
    return big_plan(DUTIES, COLUMNS, dense=True)


@pytest.fixture
def opened(client, plan):
    """``opened(query)`` opens the page as its clerk, as a server does it.

    The test client's own copies of every template context are left out of the measure.
    """
    clerk = get_user_model().objects.create(username="bench-clerk")
    grant(clerk, "act_as_clerk", plan.organ)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    requests, handler = RequestFactory(), ClientHandler()
    requests.cookies = client.cookies
    address = f"/organs/{plan.organ.code}/matrix/"

    def get(query=""):
        answer = handler(requests._base_environ(PATH_INFO=address, QUERY_STRING=query))
        assert answer.status_code == 200
        return answer

    return get


def test_page_against_floor(plan, opened):
    on = days.today()
    works = {
        "floor": lambda: floor(plan, on),
        "build": lambda: matrix.build(plan, on=on),
        "page": opened,
        "edit": lambda: opened("view=edit"),
        "gaps": lambda: gaps.of_organs(Organ.objects.filter(pk=plan.organ.pk), on=on),
    }
    report = dict(zip(works, timed(*works.values()), strict=True))
    base = report["floor"]
    for name, seconds in report.items():
        print(f"{name:6} {seconds * 1000:7.1f} ms  {seconds / base:5.2f} x floor")  # noqa: T201
    content = opened().content
    size, packed = len(content), len(gzip.compress(content, 6))
    print(f"html   {size} bytes, {packed} gz, {packed / (DUTIES * COLUMNS):.1f} gz a cell")  # noqa: T201
    assert packed <= 25_000
    assert report["page"] <= 2 * base
    assert report["edit"] <= 2 * base


def test_a_batch_against_its_rows(plan, django_user_model):
    """A whole column of duties written at once, beside reading the matrix once."""
    clerk = django_user_model.objects.create(username="bench-clerk")
    on, rounds = days.today(), iter(["inform", "support"] * ROUNDS)

    def write():
        role = next(rounds)
        held = load([plan], on=on)[0]
        key = next(key for key in held.carriers if key.startswith("p"))
        changes = [
            assigning.Change(duty.pk, key, role, last.token if last else 0)
            for duty in held.duties
            for last in [held.last.get((duty.pk, key))]
        ]
        outcomes = assigning.set_roles(plan=plan, changes=changes, on=on, actor=clerk)
        assert all(outcome.written for outcome in outcomes)

    read, spent = timed(lambda: load([plan], on=on), write)
    print(f"batch  {spent * 1000:7.1f} ms for {DUTIES} cells, {spent / read:5.2f} x one reading")  # noqa: T201
    assert spent < 30 * read
