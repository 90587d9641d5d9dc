"""Grounds for accountability: an announced list, a list below a ladder, or run on with ；."""

import re

from . import measures, scope
from .draft import FULL, LISTED_ONLY, Ground, PlanDraft, Span
from .folding import Source
from .outline import Node, Outline, Run

_ANNOUNCED = re.compile(r"(?:下列|以下|下述|如下)[^。\n]{0,8}?(?:情形|行为|情况|问题)(?:之一)?")
_LADDER_STARTS = re.compile(
    r"(?:等(?:情形|行为|问题|情况)(?:之一)?的?)?,?(?:视情节|视情|根据情节|给予|予以)"
)
_TAIL = re.compile(r"(?:等(?:情形|行为|问题|情况)(?:之一)?)?的?$")
MIN_RUN_ON = 3
MAX_TITLE = 120


def read_grounds(source: Source, plan: Outline, draft: PlanDraft) -> list[Span]:
    """Fill `draft.grounds`; returns the stretches that speak of accountability."""
    run = _announced_run(source, plan)
    if run:
        for at, node in enumerate(run.nodes, start=1):
            _add(source, draft, node.marker.number or at, node.content)
        return [(_top(run.nodes[0]).start, run.span[1])]
    return _run_on(source, plan, draft)


def _top(node: Node) -> Node:
    return node.parent or node


def _announced_run(source: Source, plan: Outline) -> Run | None:
    for run in plan.runs:
        if _ANNOUNCED.search(source.folded, max(run.head[0], run.head[1] - 300), run.head[1]) and (
            _speaks_of_measures(source, run)
        ):
            return run
    return None


def _speaks_of_measures(source: Source, run: Run) -> bool:
    """The ladder, or a word of calling to account, stands above the list or right below it."""
    start, end = max(run.head[0], run.head[1] - 300), run.head[1]
    above = source.folded[start:end]
    below = (run.span[1], run.span[1] + 200)
    return any(word in above for word in ("追究", "问责", "追责")) or any(
        len(measures.named(source, span)) >= measures.LADDER for span in ((start, end), below)
    )


def _run_on(source: Source, plan: Outline, draft: PlanDraft) -> list[Span]:
    """One sentence of grounds parted by ；, closed by the ladder."""
    for paragraph in plan.paragraphs:
        for sentence in source.pieces(paragraph, "。\n"):
            ladder = _LADDER_STARTS.search(source.folded, *sentence)
            if not ladder or len(measures.named(source, sentence)) < measures.LADDER:
                continue
            parts = source.pieces((_after_lead(source, sentence), ladder.start()), ";")
            if len(parts) >= MIN_RUN_ON:
                for at, part in enumerate(parts, start=1):
                    _add(source, draft, at, part)
                return [sentence]
    return []


def _after_lead(source: Source, sentence: Span) -> int:
    """Grounds begin behind 有下列情形之一的： when the sentence says so."""
    lead = _ANNOUNCED.search(source.folded, *sentence)
    if not lead:
        return sentence[0]
    at = lead.end()
    while at < sentence[1] and source.folded[at] in "的,:":
        at += 1
    return at


def _add(source: Source, draft: PlanDraft, value: int, span: Span) -> None:
    # What follows the full stop is the ladder, no part of the ground.
    start, end = source.trim(next(iter(source.pieces(span, "。")), span))
    folded = source.folded[start:end]
    label = scope.ground_label(folded)
    if label:
        draft.grounds.append(Ground(value, label, (start, end), LISTED_ONLY))
        return
    title = source.cut((start, end))[: _TAIL.search(folded).start()]
    draft.grounds.append(Ground(value, _short(title), (start, end), FULL))


def _short(title: str) -> str:
    title = title.replace("\n", "")
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1] + "…"
