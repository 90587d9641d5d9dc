"""No order of drafts, edits, splits, direct changes and approvals alters what a past day said."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from duties import days, matrix
from duties.assigning import set_role
from duties.models import Duty
from duties.standing import load
from duties.versioning import approving, contents, drafting, merging
from duties.versioning.contents import Said
from tests.world import IN_FORCE, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ROLES = ("", "first", "leader", "charge", "lead", "support", "inform")
PLACES = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("draft"), st.integers(0, 9)),
        st.tuples(st.just("cell"), PLACES, st.integers(0, 6), st.sampled_from(ROLES)),
        st.tuples(st.just("live"), PLACES, st.integers(0, 6), st.sampled_from(ROLES)),
        st.tuples(st.just("add"), PLACES),
        st.tuples(st.just("split"), PLACES),
        st.tuples(st.just("end"), PLACES),
        st.tuples(st.just("move"), PLACES, PLACES),
        st.tuples(st.just("word"), PLACES),
        st.tuples(st.just("approve"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("pass"), st.integers(1, 20)),
        st.tuples(st.just("undo")),
    ),
    min_size=6,
    max_size=20,
)


class Clerks:
    """Everybody who works on the matrix, and the days of which the answers are known."""

    def __init__(self, world):
        self.world, self.plan = world, world.plan
        self.clerk, self.secretary = world.users["clerk"], world.users["secretary"]
        self.today, self.draft, self.approved, self.count = TODAY, None, None, 0
        self.watched = {IN_FORCE, TODAY - DAY}

    def answers(self, before):
        return {day: answer(self.plan, day) for day in self.watched if day < before}

    def columns(self):
        return list(load([self.plan], on=self.today)[0].carriers)

    def do(self, name, *wanted):
        with mock.patch.object(days, "today", lambda: self.today):
            if self.draft is None and name not in ("draft", "live", "pass", "undo"):
                self.do("draft", 0)
                if self.draft is None:
                    return
            try:
                with transaction.atomic():
                    getattr(self, f"do_{name}")(*wanted)
            except ValidationError:
                pass

    def do_draft(self, ahead):
        self.draft = drafting.draft(
            plan=self.plan, from_on=self.today + ahead * DAY, actor=self.clerk
        )

    def edit(self, function, at, **wanted):
        self.draft.refresh_from_db()
        lines = list(self.draft.lines.filter(ends=False))
        function(
            version=self.draft,
            edition=self.draft.edition,
            line_id=lines[at % len(lines)].pk,
            actor=self.clerk,
            **wanted,
        )

    def do_cell(self, place, column, role):
        key = self.columns()[column % len(self.columns())]
        said = Said(role, "说明", "依据") if role else None
        self.edit(drafting.change, place, cells={key: said})

    def do_word(self, place):
        self.count += 1
        words = {"title": f"改写{self.count}", "category": f"类别{self.count % 2}"}
        self.edit(drafting.change, place, words=words)

    def do_add(self, place):
        self.count += 1
        self.draft.refresh_from_db()
        words = {"number": f"新{self.count}", "title": "增加的职责"}
        drafting.add(
            version=self.draft,
            edition=self.draft.edition,
            words=words,
            place=place,
            actor=self.clerk,
        )

    def do_split(self, place):
        self.edit(drafting.split, place, parts=[("", "前一部分"), ("", "后一部分")])

    def do_end(self, place):
        if self.draft.lines.filter(ends=False).count() > 1:
            self.edit(drafting.end, place)

    def do_move(self, place, to):
        self.edit(drafting.move, place, place=to)

    def do_live(self, place, column, role):
        standing = load([self.plan], on=self.today)[0]
        duty = standing.duties[place % len(standing.duties)]
        key = self.columns()[column % len(self.columns())]
        last = standing.last.get((duty.pk, key))
        set_role(
            duty=duty,
            column_key=key,
            role_code=role,
            on=self.today,
            version=last.token if last else 0,
            actor=self.clerk,
        )

    def do_approve(self, ahead, mine):
        from_on = self.today + ahead * DAY
        self.watched |= {from_on - DAY, from_on}
        before = self.answers(from_on)
        self.draft.refresh_from_db()
        self.draft.from_on = from_on
        self.draft.save()
        found = merging.moved_since(self.draft)
        choices = {m.key: "mine" if mine else "theirs" for m in found if m.conflict}
        version, edition = self.draft, self.draft.edition
        version = drafting.update(
            version=version, edition=edition, choices=choices, actor=self.clerk
        )
        version = approving.submit(
            version=version,
            edition=version.edition,
            from_on=from_on,
            reason="调整",
            document="",
            actor=self.clerk,
        )
        version = approving.approve(
            version=version, edition=version.edition, from_on=from_on, actor=self.secretary
        )
        assert plain(contents.of_day(self.plan, from_on)) == plain(contents.of_version(version))
        assert self.answers(from_on) == before
        self.approved, self.draft = (version, before), None

    def do_undo(self):
        if self.approved:
            version, _before = self.approved
            before = self.answers(version.from_on)
            approving.undo(version=version, edition=version.edition, actor=self.secretary)
            assert self.answers(version.from_on) == before
            self.approved, self.draft = None, None

    def do_pass(self, some):
        self.watched |= {self.today}
        self.today += some * DAY


def plain(content):
    return [(e.number, e.title, e.category, e.cells) for e in content.entries]


def answer(plan, day):
    """All that the matrix of a day says, down to what is missing in it."""
    standing = load([plan], on=day)[0]
    built = matrix.of_standing(standing)
    rows = [
        (section.name, row.number, row.title, row.faults, tuple(cell.role for cell in row.cells))
        for section in built.sections
        for row in section.rows
    ]
    return rows, built.faults, plain(contents.of_standing(standing))


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_past_days_never_change_and_an_approved_matrix_is_its_version(world, steps):
    with transaction.atomic():
        clerks, known = Clerks(world), {}
        for step in [*steps, ("approve", 3, True)]:
            if step[0] == "pass":
                known = clerks.answers(clerks.today) | known
            clerks.do(*step)
        assert {day: answer(clerks.plan, day) for day in known} == known
        assert Duty.objects.filter(until_on__lt=IN_FORCE).count() == 0
        transaction.set_rollback(True)
