"""5,000 rows of sheets against their floor: parsing the same workbook's cells with openpyxl.

Printed as ratios of one run, because the machine is shared (``script/bench``). The bounds in
seconds are those the product promises on 2 cores.
"""

import time
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from duties.models import Assignment
from duties.sheets import exporting, importing, undoing
from tests import world as cast
from tests.duties.sheet_files import book

pytestmark = pytest.mark.django_db

PEOPLE, TENURES, CELLS = 1200, 1200, 1200
ON = date(2026, 6, 1)


def big():
    """5,000 rows: people, posts, tenures, duties of one plan and their assignments."""
    posts = [[f"岗位{n}", "2026-01-01"] for n in range(PEOPLE)]
    people = [[f"人员{n}", f"0571-{n}"] for n in range(PEOPLE)]
    tenures = [[f"岗位{n}", f"人员{n}", "2026-01-01", "至今"] for n in range(TENURES)]
    duties = [["2", str(n), f"职责{n}", f"第{n}条", "每年一次。"] for n in range(200)]
    cells = [["2", str(n % 200), "主责", f"岗位{n}", "2027-01-01"] for n in range(CELLS)]
    return book(
        人员=[["姓名", "联系电话"], *people],
        岗位=[["岗位名称", "起始日期"], *posts],
        任职=[["岗位", "人员", "起始日期", "截止日期"], *tenures],
        方案=[
            ["版本", "标题", "起始日期", "截止日期"],
            ["1", "清溪乡党委责任制实施方案", "2026-01-01", "2026-12-31"],
            ["2", "新方案", "2027-01-01", ""],
        ],
        职责=[["方案版本", "编号", "职责", "条号", "内容"], *duties],
        分工=[["方案版本", "职责编号", "责任类型", "岗位", "起始日期"], *cells],
    )


def timed(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def floor(data):
    for page in load_workbook(BytesIO(data), read_only=True):
        for row in page.iter_rows(values_only=True):
            [str(value) for value in row]


def test_an_import_of_five_thousand_rows(world):
    data, clerk = big(), world.users["clerk"]
    row = importing.prepare(organ=world.township, data=data, name="a.xlsx", actor=clerk)
    base, _none = timed(lambda: floor(data))
    spent = {"floor": base}
    spent["dry run"], outcome = timed(lambda: importing.look(row, actor=clerk, on=ON))
    assert [str(fault) for fault in outcome.faults] == []
    spent["import"], row = timed(
        lambda: importing.apply(row=row, actor=clerk, on=ON, seen=outcome.digest())
    )
    assert Assignment.objects.filter(duty__plan__version=2).count() == CELLS
    spent["export"], _file = timed(
        lambda: exporting.export(
            organ=world.township, kinds=None, below=True, actor=None, on=ON, form="xlsx"
        )
    )
    spent["undo"], _row = timed(lambda: undoing.undo(row=row, actor=clerk))
    assert not Assignment.objects.filter(duty__plan__version=2).exists()
    assert cast.Plan.objects.count() == 1
    for name, seconds in spent.items():
        print(f"{name:8} {seconds:6.2f} s  {seconds / base:6.2f} x floor")  # noqa: T201
    assert spent["dry run"] < 15
    assert spent["import"] < 30
