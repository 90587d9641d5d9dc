"""The leading group: head, deputies, members, office, with posts and persons told apart."""

import re

from .draft import LeadingGroup, PlanDraft, Seat, Span
from .folding import Source, fold
from .markers import marker_at
from .names import split_entry

# Label -> role. "办公室主任" stands before "主任" would.
ROLES = {
    "常务副组长": "deputy",
    "第一副组长": "deputy",
    "副组长": "deputy",
    "组长": "head",
    "组员": "member",
    "成员单位": "",
    "成员": "member",
}
_LABEL = re.compile(rf"({'|'.join(ROLES)}) ?[:]")
_SENTENCE = re.compile(r"(副组长|组长|成员)由([^,。;:\n]{2,60}?)(?:同志)?(?:担任|兼任|组成)")
_OFFICE = re.compile(
    r"(?:领导)?小组[^。\n]{0,6}?下?设(?:立)?办公室[^。\n]{0,4}?(?:,|。)?办?公?室?设在([^,。;\n]{2,20}?)[,。;\n]"
    r"|办公室设在([^,。;\n]{2,20}?)[,。;\n]"
)
_DIRECTOR = re.compile(
    r"([^,。;:\n]{2,30}?)(?:同志)?(?:兼任|担任|任)(?:领导小组)?办公室主任"
    r"|办公室主任(?:由|:)([^,。;\n]{2,30}?)(?:同志)?(?:兼任|担任)?[,。;\n]"
)
MAX_ENTRY = 60
SLOTS = {"head": "head", "deputy": "deputies", "member": "members"}


def begins_with_label(line: str) -> bool:
    """Whether a line opens a place of the leading group: （三）成员：…"""
    return _label_at(fold(line), 0) is not None


def _label_at(folded: str, start: int) -> re.Match | None:
    marker = marker_at(folded, start)
    return _LABEL.match(folded, start + (marker.length if marker else 0))


def read_group(source: Source, paragraphs: list[Span], draft: PlanDraft) -> None:
    """Fill `draft.leading_group` from the first group the text names."""
    group = draft.leading_group
    role = ""
    for start, end in paragraphs:
        match = _label_at(source.folded, start)
        if match and match.start() < end:
            role = ROLES[match.group(1)]
            start = match.end()
        elif role and not _is_entry(source, start, end):
            role = ""
        if role:
            _add(source, group, role, (start, end))
    if not group.seats:
        _by_sentence(source, group)
    _office(source, group)
    if group.seats:
        group.span = min(s.span[0] for s in group.seats), max(s.span[1] for s in group.seats)
        group.confidence = min(seat.confidence for seat in group.seats)
        _ask(draft)


def _by_sentence(source: Source, group: LeadingGroup) -> None:
    """组长由…担任，副组长由…担任，成员由…组成."""
    for match in _SENTENCE.finditer(source.folded):
        _add(source, group, ROLES[match.group(1)], match.span(2))


def _is_entry(source: Source, start: int, end: int) -> bool:
    """An unmarked short line below a label names further persons."""
    line = source.folded[start:end]
    return (
        end - start <= MAX_ENTRY
        and not any(mark in line for mark in "。:")
        and (marker_at(line) is None)
    )


def _add(source: Source, group: LeadingGroup, role: str, span: Span) -> None:
    for post, name, where, confidence in split_entry(source, span, single=role == "head"):
        group.seats.append(Seat(role, post, name, where, confidence))
        getattr(group, SLOTS[role]).append(name or post)


def _office(source: Source, group: LeadingGroup) -> None:
    match = _OFFICE.search(source.folded)
    if match is None:
        return
    at = 1 if match.group(1) else 2
    group.office = source.cut(match.span(at))
    director = _DIRECTOR.search(source.folded, match.start(), match.end() + 80)
    if director is None:
        group.seats.append(Seat("office", "", "", match.span(at)))
        return
    where = director.span(1 if director.group(1) else 2)
    for post, name, span, confidence in split_entry(source, where, single=True)[:1]:
        group.office_director = name or post
        group.seats.append(Seat("office", post, name, span, confidence))


def _ask(draft: PlanDraft) -> None:
    for at, seat in enumerate(draft.leading_group.seats):
        if seat.confidence < 1:
            text = f"“{seat.post}{seat.name}”里哪些字是职务、哪些字是姓名？"
            draft.ask("seat", text, seat.span, f"leading_group.seats[{at}]")
