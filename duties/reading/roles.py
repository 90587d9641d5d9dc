"""Statements of responsibility: who bears the main, first, direct or leading responsibility."""

import re

from .draft import PlanDraft, RoleStatement, Span
from .folding import Source
from .markers import marker_at

# (role, pattern); group 1 is the party. One statement of each role per clause.
ROLES = (
    ("main", re.compile(r"([^,。;:]{2,24}?)(?:对|承担|负|履行)[^,。;:]{0,20}?主体责任")),
    (
        "first",
        re.compile(r"([^,。;:]{2,24}?)(?:是|为|作为|担负|要担负|承担|履行)[^,。;:]{0,16}?第一责任"),
    ),
    ("direct", re.compile(r"([^,。;:]{2,24}?)(?:是|为|作为)[^,。;:]{0,16}?直接责任人")),
    (
        "leading",
        re.compile(
            r"([^,。;:]{2,40}?)(?:按照|落实|根据|履行|对)[^。;]{0,60}?(?:一岗双责|领导责任)"
        ),
    ),
)
_TRIM = re.compile(r"^(?:落实|按照|明确|和|即)+|(?:要|应当|应|须|根据工作分工|工作分工)+$")


def read_roles(source: Source, spans: list[Span], draft: PlanDraft) -> None:
    """Fill `draft.roles` from `spans`; accountability clauses must not be among them."""
    for span in spans:
        marker = marker_at(source.folded, span[0])
        start = span[0] + (marker.length if marker else 0)
        for sentence in source.pieces((start, span[1]), "。;\n"):
            _read(source, sentence, draft)


def _read(source: Source, sentence: Span, draft: PlanDraft) -> None:
    start = sentence[0]
    for clause in source.pieces(sentence, ",:"):
        for role, pattern in ROLES:
            reach = sentence[1] if role == "leading" else clause[1]
            match = pattern.match(source.folded, clause[0], reach)
            if match and match.start() >= start:
                party = _TRIM.sub("", match.group(1))
                draft.roles.append(RoleStatement(role, party, match.span()))
                start = match.end()
