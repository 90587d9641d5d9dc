"""Duty clauses: number, title, text, parties, and what is kept as an assignment only."""

import re

from . import questions, scope, sections
from .draft import ASSIGNMENT_ONLY, FULL, Duty, Party, PlanDraft, Span
from .folding import Source
from .groups import begins_with_label
from .outline import Node, Outline, heading
from .parties import BODIES, annotation, headed_by, in_sentences

# 乡党委书记应当亲自抓: the sentence itself names who leads.
_IN_PERSON = re.compile(
    r"((?:[^,。;:\n]{0,6}?(?:党委|党组|总支|支部))?书记|主要负责(?:人|同志))(?:应当|应|要|须)?亲自(?:抓|负责|主抓)"
)


_THIS_MATTER = re.compile(r"(?<=[。;\n])(?:本|此|该)项(?:工作|任务|职责)?由")


def read_duties(source: Source, plan: Outline, draft: PlanDraft) -> list[Span]:
    """Fill `draft.duties`; returns the clauses no rule is taken from."""
    chosen, doubtful = sections.duty_runs(source, plan)
    refused: list[Span] = []
    for run in chosen:
        nodes = [node for node in run.nodes if not _names_group(source, node)]
        refused += [
            node.span
            for at, node in enumerate(nodes, start=1)
            if add_clause(source, node, node.marker.number or at, draft)
        ]
    for run in doubtful:
        title = source.cut(heading(source, run.nodes[0]))
        draft.ask("list", questions.LIST, run.span, "duties", title=title)
    return refused


def _names_group(source: Source, node: Node) -> bool:
    """A part that sets up the leading group stands among the duties but is none."""
    return any(begins_with_label(source.folded[start : start + 24]) for start, _ in node.paragraphs)


def add_clause(source: Source, node: Node, number: int, draft: PlanDraft) -> bool:
    """Add the clause; True when only its assignment is kept."""
    marked, parties = annotation(source, node.content)
    title = heading(source, node)
    body = _body(node, marked, title)
    verdict = scope.judge(source, title, (title[1], body[1]))
    at = len(draft.duties)
    duty = Duty(
        number=number,
        title=source.cut(title).replace("\n", ""),
        scope=ASSIGNMENT_ONLY if verdict.out else FULL,
        span=node.span,
        confidence=1.0 if verdict.sure else 0.8,
        label=node.label,
        title_span=title,
        parties=_completed(source, node, parties) or _named_elsewhere(source, node, verdict.out),
    )
    _name_parties(duty)
    duty.withheld = [] if verdict.out else list(verdict.refused)
    duty.text = "" if verdict.out else _kept_text(source, body, verdict.refused)
    duty.confidence = min([duty.confidence, *(party.confidence for party in duty.parties)])
    draft.duties.append(duty)
    _ask(draft, duty, at, verdict)
    return verdict.out


def _body(node: Node, marked: Span | None, title: Span) -> Span:
    """The clause's words: before its parties, or behind them when they open it."""
    if marked is None:
        return node.content
    return (node.body, marked[0]) if marked[0] >= title[0] else (title[0], node.end)


def _completed(source: Source, node: Node, parties: list[Party]) -> list[Party]:
    """An annotation that names leaders alone, with the bodies of 本项由甲牵头，乙配合."""
    if not parties or any(party.role in BODIES for party in parties):
        return parties
    matter = _THIS_MATTER.search(source.folded, *node.content)
    said = in_sentences(source, (matter.start(), node.end)) if matter else []
    return parties + [party for party in said if party.role in BODIES]


def _named_elsewhere(source: Source, node: Node, out: bool) -> list[Party]:
    """Parties a clause without an annotation names in its sentences, or its heading for it."""
    above = headed_by(source, heading(source, node.parent)) if node.parent else []
    return above or in_sentences(source, node.content) or _in_person(source, node.content, out)


def _in_person(source: Source, span: Span, out: bool) -> list[Party]:
    match = _IN_PERSON.search(source.folded, *span)
    return [Party("leader", match.group(1), match.span(1), 0.8)] if match and out else []


def _name_parties(duty: Duty) -> None:
    for party in duty.parties:
        if party.role == "leader":
            duty.leaders.append(party.name)
        if party.role in BODIES and party.name not in duty.departments:
            duty.departments.append(party.name)
        if party.role == "lead":
            duty.lead.append(party.name)
        if party.role == "support":
            duty.support.append(party.name)


def _kept_text(source: Source, body: Span, refused: tuple[Span, ...]) -> str:
    """The clause's words without the sentences Luze does not carry."""
    pieces, start = [], body[0]
    for span in refused:
        pieces.append(source.plain[start : span[0]])
        start = min(span[1] + 1, body[1])
    pieces.append(source.plain[start : body[1]])
    return "".join(pieces).strip().rstrip("，,(（")


def _ask(draft: PlanDraft, duty: Duty, at: int, verdict: scope.Verdict) -> None:
    where, number = f"duties[{at}]", str(duty.number)
    if verdict.out and not verdict.sure:
        draft.ask("scope", questions.SCOPE, duty.title_span, f"{where}.scope", number=number)
    elif verdict.refused and not verdict.out:
        draft.ask("scope", questions.WITHHELD, duty.title_span, f"{where}.text", number=number)
    for party in duty.parties:
        if party.confidence < 1:
            values = {"number": number, "name": party.name}
            draft.ask("party", questions.PARTY, party.span, f"{where}.parties", **values)
