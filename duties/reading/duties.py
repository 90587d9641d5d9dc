"""Duty clauses: number, title, text, parties, and what is kept as an assignment only."""

import re

from . import questions, scope, sections
from .draft import ASSIGNMENT_ONLY, FULL, Duty, Party, PlanDraft, Span
from .folding import Source
from .groups import begins_with_label
from .labels import BODIES
from .outline import Node, Outline, Run, heading, headline
from .parties import annotation
from .sayings import POST_DUTIES, headed_by, in_sentences, opened_by

# 乡党委书记应当亲自抓: the sentence itself names who leads.
_IN_PERSON = re.compile(
    r"((?:[^,。;:\n]{0,6}?(?:党委|党组|总支|支部))?书记|主要负责(?:人|同志))(?:应当|应|要|须)?亲自(?:抓|负责|主抓)"
)


# How much a row of a table that only assigns may say for each duty.
ROW_LENGTH = 60
_THIS_MATTER = re.compile(r"(?<=[。;\n])(?:本|此|该)项(?:工作|任务|职责)?由")


def read_duties(source: Source, plan: Outline, draft: PlanDraft) -> list[Span]:
    """Fill `draft.duties`; returns the clauses no rule is taken from."""
    chosen, doubtful = sections.duty_runs(source, plan)
    refused: list[Span] = []
    index = _by_title(source, plan, chosen)
    for run in chosen:
        nodes = [node for node in run.nodes if not _names_group(source, node)]
        told = _told_at_length(source, nodes, index) if index else {}
        for at, node in enumerate(nodes, start=1):
            number = node.marker.number or at
            if node.start in told:
                refused += add_clause(source, told[node.start], number, draft, assigned=node)
            else:
                refused += add_clause(source, node, number, draft)
    for run in doubtful:
        title = source.cut(heading(source, run.nodes[0]))
        draft.ask("list", questions.LIST, run.span, "duties", title=title)
    return refused


def _names_group(source: Source, node: Node) -> bool:
    """A part that sets up the leading group stands among the duties but is none."""
    return any(begins_with_label(source.folded[start : start + 24]) for start, _ in node.paragraphs)


def _by_title(source: Source, plan: Outline, chosen: list[Run]) -> dict[str, Node]:
    """The parts that are no duties themselves, by their titles; the first of several."""
    if not any(_only_assigns(source, run.nodes) for run in chosen):
        return {}
    rows = {node.start for run in chosen for node in run.nodes}
    found: dict[str, Node] = {}
    for run in plan.runs:
        for node in run.nodes:
            if node.start not in rows:
                found.setdefault(source.cut(heading(source, node)), node)
    return found


def _only_assigns(source: Source, nodes: list[Node]) -> bool:
    return len(nodes) > 1 and _words_of_rows(source, nodes) <= ROW_LENGTH * len(nodes)


def _told_at_length(source: Source, nodes: list[Node], index: dict[str, Node]) -> dict[int, Node]:
    """Where a list only assigns (a table at the end): the clauses it assigns, by their rows' start.

    They are other parts of the text that have the same titles and more to say.
    """
    if not _only_assigns(source, nodes):
        return {}
    titles = {node.start: source.cut(heading(source, node)) for node in nodes}
    found = {start: index[title] for start, title in titles.items() if title in index}
    words = sum(node.end - node.start for node in found.values())
    enough = 3 * len(found) >= 2 * len(nodes) and words > _words_of_rows(source, nodes)
    return found if enough else {}


def _words_of_rows(source: Source, nodes: list[Node]) -> int:
    """How much the rows say besides whom they name."""
    return sum(
        end - start
        for node in nodes
        for start, end in [_body(node, annotation(source, node.content)[0], node.content)]
    )


def add_clause(
    source: Source, node: Node, number: int, draft: PlanDraft, assigned: Node | None = None
) -> list[Span]:
    """Add the clause, with the parties of the row `assigned` where there is one.

    Returns the stretches no rule may be taken from: the clause when only its assignment is kept.
    """
    marked, parties = annotation(source, node.content)
    if assigned:
        parties = annotation(source, assigned.content)[1]
    begin, opening = (node.body, []) if parties else opened_by(source, node.own())
    title = heading(source, node) if not opening else headline(source, begin, node)
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
        parties=_completed(source, node, parties)
        or _named_elsewhere(source, node, verdict.out, opening),
    )
    _name_parties(duty)
    duty.withheld = [] if verdict.out else list(verdict.refused)
    if verdict.out and assigned:
        duty.withheld = _besides(source, assigned)
    duty.text = "" if verdict.out else _kept_text(source, body, verdict.refused)
    duty.confidence = min([duty.confidence, *(party.confidence for party in duty.parties)])
    draft.duties.append(duty)
    _ask(draft, duty, at, verdict)
    spans = [node.span, assigned.span] if assigned else [node.span]
    return spans if verdict.out else []


def _besides(source: Source, row: Node) -> list[Span]:
    """What a row says between its title and whom it names."""
    title, (marked, _) = heading(source, row), annotation(source, row.content)
    start, end = source.trim((title[1], marked[0] if marked else row.end))
    return [(start, end)] if start < end else []


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


def _named_elsewhere(source: Source, node: Node, out: bool, opening: list[Party]) -> list[Party]:
    """Parties a clause without an annotation opens with, names in its sentences, or its heading."""
    above = opening or (_above(source, node.parent) if node.parent else [])
    said = in_sentences(source, node.content)
    if above and not opening and any(party.role in BODIES for party in above):
        return above
    if above:
        return above + [party for party in said if party.role in BODIES]
    return said or _in_person(source, node.content, out)


def _above(source: Source, parent: Node) -> list[Party]:
    """Whom the heading of a list names: 甲履行以下职责, 甲责任清单（责任人：乙）."""
    headed = headed_by(source, heading(source, parent))
    noted = annotation(source, parent.paragraphs[0])[1]
    framed = POST_DUTIES.fullmatch(source.folded, *heading(source, parent))
    return noted if noted and (headed or framed) else headed


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
