"""The tree of organs: whatever is planted and moved, paths agree with the parent links."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from duties import tree
from duties.models import Organ
from tests import world as cast


def by_links(organ):
    """The codes of ``organ`` and all below it, found by following parents."""
    codes = {organ.code}
    for child in Organ.objects.filter(parent=organ):
        codes |= by_links(child)
    return codes


def check_every_path():
    for organ in Organ.objects.select_related("parent"):
        above = organ.parent.path if organ.parent else ""
        assert organ.path == above + tree.segment(organ.pk)
        assert organ.path_end == tree.path_end(organ.path)
        assert organ.depth == (organ.parent.depth + 1 if organ.parent else 0)
        assert {o.code for o in Organ.objects.within(organ)} == by_links(organ)


def test_within_below_and_above(world):
    assert [o.code for o in Organ.objects.within(world.township)] == ["qingxi", "dongcun", "xicun"]
    assert [o.code for o in Organ.objects.below(world.township)] == ["dongcun", "xicun"]
    assert [o.code for o in Organ.objects.above(world.east)] == ["yunhu", "qingxi"]


def test_moving_takes_the_subtree_along(world):
    tree.move(world.township, parent=world.sibling)
    check_every_path()
    assert "dongcun" in {o.code for o in Organ.objects.within(world.sibling)}


def test_moving_to_the_top_and_back(world):
    tree.move(world.township, parent=None)
    check_every_path()
    tree.move(world.township, parent=world.county)
    check_every_path()


def test_an_organ_is_not_put_below_itself(world):
    with pytest.raises(
        ValidationError,
        match="不能把“清溪乡党委”移到它自己的下级“东村党支部”之下：清溪乡党委 → 东村党支部。",
    ):
        tree.move(world.township, parent=world.east)
    check_every_path()


def test_moving_costs_the_same_however_many_are_moved(world, django_assert_num_queries):
    for number in range(20):
        cast.make_organ(f"village{number}", f"村{number}", parent=world.township, kind="branch")
    with django_assert_num_queries(6):  # savepoint, lock, two updates, fresh row, release
        tree.move(world.township, parent=world.sibling)


class AnyMoves(TestCase):
    """Any order of planting and moving leaves paths and links in agreement."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10))
    def test_paths_agree_with_links(self, moves):
        organs = []
        for number in range(8):
            parent = organs[number // 2] if number else None
            organs.append(cast.make_organ(f"o{number}", f"第{number}支部", parent=parent))
        for what, where in moves:
            organ = Organ.objects.get(pk=organs[what].pk)
            try:
                tree.move(organ, parent=Organ.objects.get(pk=organs[where].pk))
            except ValidationError:
                assert organ.covers(Organ.objects.get(pk=organs[where].pk))
        check_every_path()
