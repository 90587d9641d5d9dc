"""The annotation of a clause: (责任领导：甲，责任单位：乙、丙), or (甲牵头，乙配合)."""

import re
from collections.abc import Iterator

from .draft import Party, Span
from .folding import Source
from .holders import named
from .labels import BODIES, LABEL, role_of
from .sayings import in_bracket

_OPENING = "([【〔"
_BRACKET_MARK = re.compile(r"[()\[\]【】〔〕]")
LONGEST_BRACKET = 240
SHORTEST = 4  # 责任：甲
_CLOSING = {"(": ")", "[": "]", "【": "】", "〔": "〕"}


def annotation(source: Source, span: Span) -> tuple[Span | None, list[Party]]:
    """The annotation inside `span`: where it stands (brackets included) and whom it names."""
    if span[1] - span[0] < SHORTEST:
        return None, []
    key = ("annotation", span)
    if key not in source.memo:
        source.memo[key] = _annotation(source, span)
    return source.memo[key]


def _annotation(source: Source, span: Span) -> tuple[Span | None, list[Party]]:
    labels = list(LABEL.finditer(source.folded, *span))
    if not any(role_of(match) for match in labels):
        return _verb_final(source, span)
    start, end = _extent(source, labels, span)
    parties: list[Party] = []
    for at, match in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else end
        role = role_of(match)
        if role and match.end() <= stop:
            words = match.end(), _line_end(source, match.end(), stop)
            parties += _said_behind(source, role, words) or named(source, role, words)
    return (start, end), parties


def _said_behind(source: Source, role: str, words: Span) -> list[Party]:
    """责任部门：甲牵头，乙、丙配合: the verbs tell more than the label."""
    said = in_bracket(source, source.trim(words, " ,;。、)")) if role in BODIES else []
    return said if any(party.role == "lead" for party in said) else []


def _line_end(source: Source, start: int, stop: int) -> int:
    """Names end with their sentence or paragraph."""
    for at in range(start, stop):
        if source.folded[at] in "。\n":
            return at
    return stop


def _extent(source: Source, labels: list[re.Match], span: Span) -> Span:
    start = labels[0].start()
    closing = ""
    if start > span[0] and source.folded[start - 1] in _OPENING:
        start -= 1
        closing = _CLOSING[source.folded[start]]
    end = labels[-1].end()
    depth = 0
    while end < span[1] and source.folded[end] not in "。\n":
        char = source.folded[end]
        end += 1
        depth += (char == "(") - (char == ")")
        if depth < 0 or (char == closing and closing != ")"):
            break
    return start, end


def _verb_final(source: Source, span: Span) -> tuple[Span | None, list[Party]]:
    """(甲牵头，乙配合) in brackets."""
    for start, end in _brackets(source, span):
        parties = in_bracket(source, (start + 1, end - 1))
        if parties:
            return (start, end), parties
    return None, []


def _brackets(source: Source, span: Span) -> Iterator[Span]:
    """The outer brackets inside `span`, opening and closing mark included."""
    start, depth = 0, 0
    for match in _BRACKET_MARK.finditer(source.folded, *span):
        if match.group() in _OPENING:
            start = start if depth else match.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth and match.end() - start <= LONGEST_BRACKET:
                yield start, match.end()
