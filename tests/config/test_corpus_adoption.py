"""Every document of the corpus becomes a plan at once, or is refused with a sentence that helps."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from config import adopting, worksheet
from config.roster import Roster, parted
from duties.models import Subject, Tenure
from duties.reading import Unreadable
from reviews.periods import Rule
from tests.world import make_organ

pytestmark = pytest.mark.slow

ON = date(2026, 7, 1)
CORPUS = Path(__file__).parents[1] / "duties" / "reading" / "corpus"
FILES = sorted(
    path for path in CORPUS.iterdir() if path.suffix in (".docx", ".txt", ".xlsx", ".pdf")
)
# Documents whose leading group has two heads, of whom one is first-responsible.
TWO_HEADS = {
    "e-docx-plain.docx",
    "e-docx-table.docx",
    "e-pdf-copied.txt",
    "k-college-styled-headings.docx",
}
# Refused by design until the clerk allows it: then the plan is adopted as it is written.
TWO_LEADS = "有 2 个牵头单位，请勾选允许多个牵头单位，或只留一个"
REFUSED = {
    "c-port-press.txt": "没有找到职责条目",
    "a-bus-group.txt": TWO_LEADS,
    "a-port-company.txt": TWO_LEADS,
    "b-hospital-auto-numbering.docx": TWO_LEADS,
    "c-museum.pdf": TWO_LEADS,
    "d-subdistrict-party.txt": TWO_LEADS,
    "d-willow-village.txt": TWO_LEADS,
    "e-pdf-channel.pdf": TWO_LEADS,
    "h-maternity-hospital.docx": TWO_LEADS,
    "h-normal-college.docx": TWO_LEADS,
    "k-town-auto-numbering.docx": TWO_LEADS,
    "l-heron-town.txt": TWO_LEADS,
}


def settled(organ, path):
    """The document read for ``organ``, with every suggestion taken."""
    row = adopting.start_reading(
        organ=organ,
        subject=Subject.objects.get(code="ideology"),
        data=path.read_bytes(),
        name=path.name,
        actor=None,
        on=ON,
    )
    worksheet.accept_suggestions(row.draft, Roster.of(organ, on=ON))
    return adopting.save_draft(row=row, draft=row.draft, version=row.version)


def adopt(row, **options):
    return adopting.adopt_reading(reading=row, on=ON, actor=None, **options)


def adopted(path):
    """(the draft, the plan); the plan is ``None`` for a document that is none."""
    organ = make_organ("fresh", "新桥乡党委")
    sentence = REFUSED.get(path.name)
    try:
        row = settled(organ, path)
    except Unreadable as error:
        assert sentence in str(error)
        return None, None
    draft = row.draft
    if sentence:
        with pytest.raises(ValidationError, match=sentence):
            adopt(row)
    return draft, adopt(row, several_leads=sentence == TWO_LEADS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_adopted_whole(db, path):
    draft, plan = adopted(path)
    if plan is None:
        return
    duties = list(plan.duties.all())
    assert len(duties) == len(draft["duties"])
    assert len({duty.number for duty in duties}) == len(duties)
    rules = [row.rule for row in plan.requirements.all()]
    assert sorted(rules) == sorted(row["rule"] for row in draft["requirements"])
    assert [rule for rule in rules if Rule.read(rule) is None] == []
    held = list(Tenure.objects.select_related("post", "person"))
    assert len({tenure.person_id for tenure in held}) == len(held)
    assert [t.post.name for t in held if parted(t.post.name)[1]] == []
    heads = plan.organ.leading_groups.filter(seats__role="head").values_list(
        "seats__first_responsible", flat=True
    )
    assert sorted(heads) == ([False, True] if path.name in TWO_HEADS else [True] * len(heads))


def test_the_table_names_documents_that_are_there():
    assert set(REFUSED) | TWO_HEADS <= {path.name for path in FILES}
