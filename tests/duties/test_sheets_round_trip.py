"""What goes out comes in again: equal sheets, by Excel and by CSV."""

import pytest

from duties.models import Assignment, Clause, Organ, PlanRole, SheetImport
from duties.sheets import exporting, importing, opening
from duties.sheets.kinds import KINDS
from tests import world as cast
from tests.duties import sheet_files


def exported(organ, form):
    data, suffix, _type = exporting.export(
        organ=organ, kinds=None, below=True, actor=None, on=cast.TODAY, form=form
    )
    return data, f"sheets.{suffix}"


def cells(data, name):
    return {grid.title: grid.rows for grid in opening.read(data, name)}


def bring_in(data, name, *, organ=None, dry=False):
    return importing.run(data=data, name=name, organ=organ, code="yunhu", on=cast.TODAY, dry=dry)


@pytest.fixture
def rich(world):
    sheet_files.enrich(world)
    return world


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_into_an_empty_copy_and_out_again(rich, form):
    data, name = exported(rich.county, form)
    before = cells(data, name)
    assert {kind.chinese for kind in KINDS} == set(before)
    assert min(len(rows) for rows in before.values()) > 1
    sheet_files.empty()
    assert not Organ.objects.exists()
    outcome = bring_in(data, name)
    assert [str(fault) for fault in outcome.faults] == []
    assert {act for acts in outcome.counts().values() for act in acts} == {"created"}
    county = Organ.objects.get(code="yunhu")
    assert cells(*exported(county, form)) == before
    assert SheetImport.objects.get().state == "applied"


def test_what_no_cell_says_comes_along(rich):
    """Paths, clauses, the plan's own roles and the lead's exclusiveness."""
    data, name = exported(rich.county, "xlsx")
    exclusive = Assignment.objects.filter(exclusive=True).count()
    numbers = sorted(Clause.objects.values_list("number", "title"))
    assert exclusive
    sheet_files.empty()
    bring_in(data, name)
    east = Organ.objects.get(code="dongcun")
    assert [organ.code for organ in Organ.objects.above(east)] == ["yunhu", "qingxi"]
    assert east.placements.get().parent == east.parent
    assert east.depth == 2
    assert Assignment.objects.filter(exclusive=True).count() == exclusive
    # The fourth duty had lost its clause; nothing of it was invented.
    assert sorted(Clause.objects.values_list("number", "title")) == numbers[:-1]
    assert PlanRole.objects.get(kind="first").post.name == "党委书记"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_into_the_same_database_changes_nothing(rich, form):
    data, name = exported(rich.county, form)
    outcome = bring_in(data, name, organ=rich.county)
    assert [str(fault) for fault in outcome.faults] == []
    assert {act for acts in outcome.counts().values() for act in acts} == {"unchanged"}
    assert not SheetImport.objects.exists()
