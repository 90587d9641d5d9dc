"""One list of a text read again on its own, when the clerk says that its clauses are duties too."""

from typing import Any

from .draft import PlanDraft, Span
from .duties import add_clause
from .folding import Source
from .outline import outline

_SPANS = ("span", "title_span")


def clauses_in(text: str, span: Span) -> list[dict[str, Any]]:
    """The clauses of the outermost list in ``span`` as duties, in the form of ``to_json``."""
    source = Source(text[slice(*span)])
    draft = PlanDraft(text=source.plain)
    plan = outline(source)
    rank = min((run.rank for run in plan.runs), default=0)
    for run in plan.runs:
        if run.rank == rank:
            for at, node in enumerate(run.nodes, start=1):
                add_clause(source, node, node.marker.number or at, draft)
    duties = draft.to_json()["duties"]
    for duty in duties:
        _shift(duty, span[0])
    return duties


def _shift(duty: dict[str, Any], by: int) -> None:
    for row in (duty, *duty["parties"]):
        for name in _SPANS:
            if name in row and row[name][1]:
                row[name] = [row[name][0] + by, row[name][1] + by]
    duty["withheld"] = [[start + by, end + by] for start, end in duty["withheld"]]
