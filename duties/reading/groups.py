"""The leading group: head, deputies, members, office, with posts and persons told apart."""

import re

from . import questions
from .draft import LeadingGroup, PlanDraft, Seat, Span
from .folding import Source, fold
from .markers import marker_at
from .names import POST_ENDS, is_person, split_entry

# Label -> role. The longest label wins.
ROLES = {
    "常务副组长": "deputy",
    "第一副组长": "deputy",
    "副组长": "deputy",
    "第一组长": "head",
    "组长": "head",
    "组员": "member",
    "成员单位": "",
    "成员": "member",
}
_WORDS = "|".join(ROLES)
_LABEL = re.compile(rf"({_WORDS})(?: ?[:]| )")
_GLUED = re.compile(rf"({_WORDS})")
# 由甲任组长, 组长由甲担任, 以甲为组长, 乙、丙为成员: the person first, or the place first.
_PERSON_FIRST = re.compile(
    r"(?<![^,。;:\n])(?:领导小组)?(?:由|以)?([^。;:\n]{2,120}?)(?:同志)?(?:担任|兼任|任|为|作为)"
    rf"(?:领导小组)?(?:的)?({_WORDS})(?![^,。;:、\n]{{0,3}}由)"
)
_PLACE_FIRST = re.compile(
    rf"(?:(?<=小组)|(?<![\u4e00-\u9fff]))({_WORDS})(?:由|为|是|包括|:)([^。;:\n]{{2,120}}?)(?:同志)?(?:等)?(?:担任|兼任|组成(?!员)|(?=[,。;\n]|$))"
)
# A body whose places are called otherwise: 委员会由甲任主任，乙任副主任，丙任委员.
COMMITTEE = {
    "常务副主任": "deputy",
    "副主任": "deputy",
    "主任": "head",
    "委员": "member",
    "成员": "member",
}
_COMMITTEE_WORDS = "常务副主任|副主任|主任|委员"
_COMMITTEE_PERSON = re.compile(
    rf"(?<![^,。;:\n])(?:[^,。;:\n]{{0,24}}?(?:委员会|专班)由)?([^。;:\n]{{2,120}}?)(?:同志)?"
    rf"(?:担任|任|为)({_COMMITTEE_WORDS})(?=[,;。\n]|$)"
)
_COMMITTEE_PLACE = re.compile(
    rf"(?<![\u4e00-\u9fff])({_COMMITTEE_WORDS}|成员)(?:由|为|:)([^。;:\n]{{2,120}}?)(?:同志)?(?:担任|兼任|组成(?!员)|(?=[,。;\n]|$))"
)
_COMMITTEE = re.compile(r"(?:委员会|专班|工作组)[^。\n]{0,80}?(?:任主任|主任[由为:]|任组长|组长由)")
_COMMITTEE_LABEL = re.compile(rf"({_COMMITTEE_WORDS})(?: ?:| )")
_COMMITTEE_LISTED = re.compile(r"(?:委员会|专班|工作组)[^。\n]{0,20}(?:名单|组成|如下)")
_GROUP = re.compile(r"小组|组长")
_OFFICE = re.compile(
    r"(?:领导)?小组[^。\n]{0,8}?下?设(?:立)?办公室[^。\n]{0,4}?(?:,|。|;)?(?:办公室|地点)?(?:设在|在|于)([^,。;\n()]{2,20}(?:\([^()\n]{1,16}\))?)(?=[,。;\n(])"
    r"|(?:办公室|办事机构|工作机构) ?(?:设在|设于|挂靠在?)"
    r"([^,。;\n()]{2,20}(?:\([^()\n]{1,16}\))?)(?=[,。;\n(])"
    r"|办公室(?:地点)?:(?:设在)?([^,。;\n()]{2,20}(?:\([^()\n]{1,16}\))?)(?=[,。;\n(])"
    r"|(?:小组|办公室)(?:的)?日常工作由([^,。;\n]{2,20}?)(?:承担|负责)"
)
_DIRECTOR = re.compile(
    r"(?:由)?([^,。;:\n]{2,30}?)(?:同志)?(?:兼任|担任|兼|任)(?:领导小组)?办公室主任"
    r"|办公室主任(?:由|:)([^,。;:\n]{2,30}?)(?:同志)?(?:兼任|担任)?[,。;\n]"
    r"|主任由([^,。;:\n]{2,30}?)(?:同志)?(?:兼任|担任)"
)
_POST = re.compile(rf"(?:{'|'.join(POST_ENDS)}|领导|人员)(?:同志)?$")
_EDGE = re.compile(r"^(?:由|以|其中|并由|另由|下设)|(?:共同|分别|等)$")
MAX_ENTRY = 60
SLOTS = {"head": "head", "deputy": "deputies", "member": "members"}


def begins_with_label(line: str) -> bool:
    """Whether a line opens a place of the leading group: （三）成员：…"""
    return _label_at(fold(line), 0) is not None


def _label_at(folded: str, start: int) -> re.Match | None:
    marker = marker_at(folded, start)
    start += marker.length if marker else 0
    found = _LABEL.match(folded, start)
    if found:
        return found
    glued = _GLUED.match(folded, start)
    if glued and is_person(folded[glued.end() : glued.end() + 4].partition("\n")[0].strip()):
        return glued
    return None


def read_group(source: Source, paragraphs: list[Span], draft: PlanDraft) -> None:
    """Fill `draft.leading_group` from the first group the text names."""
    group = draft.leading_group
    for found_in in (_labelled, _by_sentence, _committee_lines):
        if not group.seats:
            found_in(source, paragraphs, group)
    _office(source, group)
    if group.seats:
        group.span = min(s.span[0] for s in group.seats), max(s.span[1] for s in group.seats)
        group.confidence = min(seat.confidence for seat in group.seats)
        _ask(draft)


def _labelled(source: Source, paragraphs: list[Span], group: LeadingGroup) -> None:
    """组长：甲, 副组长：乙, 成员：丙 as lines, further persons on lines of their own."""
    role, seated = "", set()
    for start, end in paragraphs:
        match = _label_at(source.folded, start)
        if match and match.end() <= end:
            role = ROLES[match.group(1)]
            if role == "head" and seated - {"head"}:
                return  # a second group, of another body
            start = match.end()
        elif role and not _is_entry(source, start, end):
            role = ""
        if role:
            seated.add(role)
            _add(source, group, role, (start, end))


def _by_sentence(source: Source, paragraphs: list[Span], group: LeadingGroup) -> None:
    """由…任组长，…任副组长，…为成员; 组长由…担任，成员由…组成."""
    for paragraph in paragraphs:
        for sentence in source.pieces(paragraph, "。\n"):
            found = _places(source, sentence) if _GROUP.search(source.folded, *sentence) else []
            if found and (group.seats or any(role == "head" for role, _ in found)):
                for role, span in found:
                    _add(source, group, role, span)
            if not group.seats and _COMMITTEE.search(source.folded, *sentence):
                _by_committee(source, sentence, group)
        if group.seats:
            return


def _by_committee(source: Source, sentence: Span, group: LeadingGroup) -> None:
    """委员会由甲任主任，乙任副主任; 主任由甲担任，委员由乙、丙担任."""
    text = source.folded
    found = [(m, m.group(1), m.span(2)) for m in _COMMITTEE_PLACE.finditer(text, *sentence)]
    if not found:
        found = [(m, m.group(2), m.span(1)) for m in _COMMITTEE_PERSON.finditer(text, *sentence)]
    for _, place, span in found:
        _add(source, group, COMMITTEE[place], _inner(source, span))


def _committee_lines(source: Source, paragraphs: list[Span], group: LeadingGroup) -> None:
    """主任：甲, 副主任：乙, 委员：丙 below a line that sets up a committee."""
    listed, role = False, ""
    for start, end in paragraphs:
        match = _COMMITTEE_LABEL.match(source.folded, start, end)
        if match and listed:
            role, start = COMMITTEE[match.group(1)], match.end()
        elif role and not _is_entry(source, start, end):
            return
        if role:
            _add(source, group, role, (start, end))
        listed = listed or bool(_COMMITTEE_LISTED.search(source.folded, start, end))


def _places(source: Source, sentence: Span) -> list[tuple[str, Span]]:
    """Role and words of every place a sentence fills, in reading order."""
    text, found, at = source.folded, [], sentence[0]
    while at < sentence[1]:
        place = _PLACE_FIRST.search(text, at, sentence[1])
        person = _PERSON_FIRST.search(text, at, sentence[1])
        if place and (not person or place.start() <= person.start(2)):
            role, span, at = ROLES[place.group(1)], place.span(2), place.end()
        elif person:
            role, span, at = ROLES[person.group(2)], person.span(1), person.end()
        else:
            break
        if role:
            found.append((role, _inner(source, span)))
    return found


def _inner(source: Source, span: Span) -> Span:
    """The names alone: what introduces the group stands before a comma or 由."""
    start, end = source.trim(span, " \n,;。:、的")
    text = source.folded
    by = max(text.rfind("由", start, end), text.rfind("以", start, end))
    if by >= 0 and end - by > 2:
        start = by + 1
    group = text.rfind("小组,", start, end)
    if group >= 0:
        start = group + 3
    return start, end


def _is_entry(source: Source, start: int, end: int) -> bool:
    """An unmarked short line below a label names further persons."""
    line = source.folded[start:end]
    if end - start > MAX_ENTRY or any(mark in line for mark in "。:") or marker_at(line):
        return False
    found = split_entry(source, (start, end))
    return all(name or _POST.search(post) for post, name, _, _ in found)


def _add(source: Source, group: LeadingGroup, role: str, span: Span) -> None:
    for post, name, where, confidence in split_entry(source, span, single=role == "head"):
        group.seats.append(Seat(role, post, name, where, confidence))
        getattr(group, SLOTS[role]).append(name or post)


def _office(source: Source, group: LeadingGroup) -> None:
    match = _OFFICE.search(source.folded)
    if match is None:
        return
    at = match.lastindex or 1
    group.office = source.cut(match.span(at))
    director = _DIRECTOR.search(source.folded, match.start(), match.end() + 80)
    if director is None:
        group.seats.append(Seat("office", "", "", match.span(at)))
        return
    where = director.span(director.lastindex or 1)
    for post, name, span, confidence in split_entry(source, where, single=True)[:1]:
        group.office_director = name or post
        group.seats.append(Seat("office", post, name, span, confidence))


def _ask(draft: PlanDraft) -> None:
    for at, seat in enumerate(draft.leading_group.seats):
        if seat.confidence < 1:
            words, where = f"{seat.post}{seat.name}", f"leading_group.seats[{at}]"
            draft.ask("seat", questions.SEAT, seat.span, where, seat=words)
