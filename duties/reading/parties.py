"""Who is named for a duty: annotations such as (责任领导：甲，责任单位：乙、丙)."""

import re

from .draft import Party, Span
from .folding import Source

# Label -> role. Add a row for a new label; patterns below are built from this table.
LABELS = {
    "责任领导": "leader",
    "负责领导": "leader",
    "分管领导": "leader",
    "牵头领导": "leader",
    "主管领导": "leader",
    "包保领导": "leader",
    "责任人": "leader",
    "负责人": "leader",
    "责任单位": "department",
    "责任部门": "department",
    "责任科室": "department",
    "责任处室": "department",
    "责任股室": "department",
    "负责部门": "department",
    "负责单位": "department",
    "负责科室": "department",
    "承办单位": "department",
    "落实单位": "department",
    "牵头单位": "lead",
    "牵头部门": "lead",
    "牵头科室": "lead",
    "牵头处室": "lead",
    "主办单位": "lead",
    "配合单位": "support",
    "配合部门": "support",
    "配合科室": "support",
    "协办单位": "support",
    "协助单位": "support",
    "参与单位": "support",
    "督促单位": "supervise",
    "督办单位": "supervise",
    "督办部门": "supervise",
}
BODIES = ("department", "lead", "support")
_WORD = "|".join(sorted(LABELS, key=len, reverse=True))
_QUALIFIER = r"(?:\([^()\n]{1,6}\))?"
LABEL = re.compile(rf"({_WORD}){_QUALIFIER} ?:")
_VERB_FINAL = re.compile(
    r"\((?:由)?([^()\n:。]{2,40}?)牵头(?:负责|抓总)?(?:[,;、]([^()\n:。]{2,80}?)(?:配合|参与|协助|协办)(?:实施|落实)?)?\)"
)
_TAIL = re.compile(
    r"(?:等(?:部门|单位|科室|处室)?)?(?:按(?:照)?(?:各自)?职责分工|分别|共同|按分工)?(?:负责|落实)?$"
)
_BODY_END = "部室科处委办局组站所队院会系校园库厅股中心支部党委工会共青团团委妇联学院员师"
_JOINT = re.compile(r"[和及与]")
_MARKS = "、,; \n/"
_QUOTES = {"“": "”", "《": "》", "「": "」", '"': '"'}
MAX_NAME = 40


def begins_with_party(folded: str) -> bool:
    """Whether a line is an annotation of its own: 责任单位：…"""
    return LABEL.match(folded.lstrip("([")) is not None


def annotation(source: Source, span: Span) -> tuple[Span | None, list[Party]]:
    """The annotation inside `span`: where it stands (brackets included) and whom it names."""
    labels = list(LABEL.finditer(source.folded, *span))
    if not labels:
        return _verb_final(source, span)
    start, end = _extent(source, labels, span)
    parties: list[Party] = []
    for at, match in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else end
        if match.end() <= stop:
            parties += _named(source, LABELS[match.group(1)], (match.end(), stop))
    return (start, end), parties


def _extent(source: Source, labels: list, span: Span) -> Span:
    start = labels[0].start()
    if start > span[0] and source.folded[start - 1] in "([【":
        start -= 1
    end = labels[-1].end()
    depth = 0
    while end < span[1] and source.folded[end] not in "。\n":
        char = source.folded[end]
        depth += (char == "(") - (char == ")")
        end += 1
        if depth < 0:
            break
    return start, end


def _verb_final(source: Source, span: Span) -> tuple[Span | None, list[Party]]:
    match = _VERB_FINAL.search(source.folded, *span)
    if match is None:
        return None, []
    parties = _named(source, "lead", match.span(1))
    if match.group(2):
        parties += _named(source, "support", match.span(2))
    return match.span(), parties


def _named(source: Source, role: str, span: Span) -> list[Party]:
    """The names in one stretch, each with its own span."""
    parties = []
    for piece in _pieces(source, source.trim(span, " \n,;。:、()[]【】")):
        start, end = source.trim(piece)
        end = start + _TAIL.search(source.folded[start:end]).start()
        if start < end:
            name = source.cut((start, end))
            parties.append(Party(role, name, (start, end), 1.0 if len(name) <= MAX_NAME else 0.5))
    return parties


def _pieces(source: Source, span: Span) -> list[Span]:
    """Split at the marks that part names, but not inside quotation marks or brackets."""
    found, start, waiting = [], span[0], ""
    for at in range(*span):
        char = source.folded[at]
        if waiting:
            waiting = "" if char == waiting else waiting
        elif char in _QUOTES or char == "(":
            waiting = _QUOTES.get(char, ")")
        elif char in _MARKS:
            found.append((start, at))
            start = at + 1
    found.append((start, span[1]))
    return [part for piece in found for part in _parted(source, piece)]


def _parted(source: Source, span: Span) -> list[Span]:
    """办公室和政教处 as two, when both halves end like the name of a body."""
    if span[1] - span[0] > 2 * MAX_NAME:
        return [span]
    parts, start = [], span[0]
    for match in _JOINT.finditer(source.folded, *span):
        left, right = source.cut((start, match.start())), source.cut((match.end(), span[1]))
        if len(left) > 1 and len(right) > 1 and left[-1] in _BODY_END and right[-1] in _BODY_END:
            parts.append((start, match.start()))
            start = match.end()
    return [*parts, (start, span[1])]
