"""What holds for every draft, whatever it was read from."""

import json
import re
from collections.abc import Iterator
from typing import Any

from duties.reading import PlanDraft

_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")


def broken(draft: PlanDraft) -> list[str]:
    """Sentences on what does not hold; empty for a sound draft."""
    return [
        *(f"span outside the text: {span}" for span in spans(draft) if not _inside(draft, span)),
        *_values(draft),
        *_questions(draft),
        *_unasked(draft),
        *([] if _round_trip(draft) == draft else ["changed by its JSON form"]),
        *([] if len(draft.redacted_text()) == len(draft.text) else ["redacted to another length"]),
    ]


def spans(draft: PlanDraft) -> Iterator[tuple[int, int]]:
    yield draft.title_span
    for duty in draft.duties:
        yield from (duty.span, duty.title_span, *duty.withheld)
        yield from (party.span for party in duty.parties)
    for rows in (draft.requirements, draft.grounds, draft.measures, draft.roles, draft.questions):
        yield from (row.span for row in rows)
    yield from (draft.leading_group.span, draft.liability.span)
    yield from (seat.span for seat in draft.leading_group.seats)


def _inside(draft: PlanDraft, span: tuple[int, int]) -> bool:
    return 0 <= span[0] <= span[1] <= len(draft.text)


def _values(draft: PlanDraft) -> Iterator[str]:
    """Titles, parties and rules stand where their spans say."""
    rows = [
        (draft.title_span, draft.title),
        *((duty.title_span, duty.title) for duty in draft.duties),
        *((row.span, row.name) for duty in draft.duties for row in duty.parties),
        *((row.span, row.text) for row in draft.requirements),
    ]
    for span, value in rows:
        if draft.text[slice(*span)].replace("\n", "") != value.replace("\n", ""):
            yield f"{value!r} does not stand at {span}"


def _questions(draft: PlanDraft) -> Iterator[str]:
    if len({row.id for row in draft.questions}) < len(draft.questions):
        yield "two questions have one id"
    for row in draft.questions:
        if not _exists(draft, row.target):
            yield f"question {row.id} is about {row.target!r}, which is not there"


def _exists(draft: PlanDraft, target: str) -> bool:
    value: Any = draft
    for step in target.split("."):
        match = _STEP.fullmatch(step)
        if not match or not hasattr(value, match.group(1)):
            return False
        value = getattr(value, match.group(1))
        if match.group(2):
            if int(match.group(2)) >= len(value):
                return False
            value = value[int(match.group(2))]
    return True


def _unasked(draft: PlanDraft) -> Iterator[str]:
    """Every value below full confidence has a question about it, or one where it stands."""
    places = {row.span for row in draft.questions}
    targets = {row.target for row in draft.questions}
    for path, row in _rows(draft):
        about = path in targets or any(target.startswith(f"{path}.") for target in targets)
        if row.confidence < 1 and not about and row.span not in places:
            yield f"nobody is asked about {path}"


def _rows(draft: PlanDraft) -> Iterator[tuple[str, Any]]:
    for name in ("duties", "requirements", "grounds", "measures", "roles"):
        yield from ((f"{name}[{at}]", row) for at, row in enumerate(getattr(draft, name)))
    for at, seat in enumerate(draft.leading_group.seats):
        yield f"leading_group.seats[{at}]", seat


def _round_trip(draft: PlanDraft) -> PlanDraft:
    return PlanDraft.from_json(json.loads(json.dumps(draft.to_json())))
