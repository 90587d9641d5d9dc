"""Names in one stretch of text: parted, put together with their posts, told from bodies."""

import re

from .draft import Party, Span
from .folding import Source, fold
from .labels import BODIES, BODY_WORDS
from .names import is_person, looks_like_name, may_be_name

TAIL = re.compile(
    r"(?:等(?:有关|相关|其他|职能|责任|\d{1,2}个|[一二三四五六七八九十]{1,2}个)*(?:部门|单位|科室|处室|股室|支部|人员|同志)?)?"
    r"(?:按照?(?:各自|自身)?的?(?:职责|分工|职能|职责分工|工作分工|职能分工|职责任务)*|分别|共同|各自|具体|分工|协同|依)*"
    r"(?:负责|落实|承办|抓落实)?(?:落实)?$"
)
_SEVERAL = re.compile(r"^(?:各|全体|其他|其余|有关|相关)|班子|(?:领导|干部|人员|同志|负责人)$")
# 机关党委（牵头）、办公室: what a body does stands behind its name.
_PART = re.compile(r"\((牵头|主办|主责|配合|协办|协助|参与)(?:单位|部门|科室|处室)?\)$")
# 责任：工程质量把关不严造成返工的 names nobody.
_FAULT = re.compile(r".{5}的$")
_BODY_END = frozenset(
    "部室科处委办局组站所队院会系校园库厅股心支团妇联员师村区镇街道司厂段点庭台馆班格线岗社连户店企"
)
_JOINT = re.compile(r"以及|[和及与]")
_MARKS = "、,; \n/"
PARTING_MARK = re.compile(r"[、,; :)]")
_QUOTES = {"“": "”", "《": "》", "「": "」", '"': '"', "‘": "’", "(": ")", "〔": "〕"}
POST_END = re.compile(
    r"(?:书记|长|主任|主席|委员|成员|经理|董事|总监|领导|干部|负责人|人员|同志|专干|干警|民警|助理|师|组织员|员)$"
)
MAX_NAME = 40


def is_body(name: str) -> bool:
    """Whether a name is a department's, an organ's or a unit's rather than a post's or person's."""
    bare = _bare(name)
    return not (is_person(bare) or POST_END.search(bare) or bare.startswith("全体"))


def is_party(name: str) -> bool:
    """Whether words found without a label can be a name at all."""
    bare = _bare(name)
    if not 2 <= len(bare) <= 20:
        return False
    return (
        bare.startswith("各")
        or bare[-1] in _BODY_END
        or "”" in bare
        or is_person(bare)
        or bool(POST_END.search(bare))
    )


def ends_whole(folded: str) -> bool:
    """Whether a line of parties ends with a whole name, so that the next line begins anew."""
    last = PARTING_MARK.split(folded)[-1]
    if last.endswith(("和", "与", "及")):
        return False
    return _can_end(last[: TAIL.search(last).start()].strip())


def named(source: Source, role: str, span: Span) -> list[Party]:
    """The names in one stretch, each with its own span."""
    parties = []
    marked = False
    for piece in _pieces(source, _unwrapped(source, span)):
        start, end = source.trim(piece)
        end = start + TAIL.search(source.folded[start:end]).start()
        part = _PART.search(source.folded[start:end])
        if part and role in BODIES:
            end, marked = start + part.start(), True
        if start < end and not _FAULT.search(source.folded[start:end]):
            end = _without_post(source, (start, end))
            name = source.cut((start, end))
            part_role = BODY_WORDS[part.group(1)] if part and role in BODIES else role
            sure = 1.0 if len(name) <= MAX_NAME else 0.5
            parties.append(Party(part_role, name, (start, end), sure))
    if marked and any(party.role == "lead" for party in parties):
        # 甲（牵头）、乙: who is not named for the lead helps.
        for party in parties:
            party.role = "support" if party.role == "department" else party.role
    return _with_their_posts(source, parties)


def _with_their_posts(source: Source, parties: list[Party]) -> list[Party]:
    """党组书记、院长陶铸成 is one person: the posts before a post with a name are his, too."""
    kept: list[Party] = []
    for party in parties:
        begin = len(kept)
        if is_person(party.name) and not looks_like_name(party.name):
            while begin and _holds_post(kept[begin - 1].name):
                begin -= 1
        if begin < len(kept):
            span = kept[begin].span[0], party.span[1]
            party = Party(party.role, source.cut(span), span, party.confidence)
        kept[begin:] = [party]
    return kept


def _holds_post(name: str) -> bool:
    """A post one person holds, without his name."""
    return bool(POST_END.search(name)) and not is_person(name) and not _SEVERAL.search(name)


def _without_post(source: Source, span: Span) -> int:
    """张三（党委书记）: the name alone; its post stands beside it in brackets."""
    bracket = source.folded.find("(", *span)
    if bracket <= 0:
        return span[1]
    name, post = source.cut((span[0], bracket)), source.folded[bracket + 1 : span[1] - 1]
    if looks_like_name(name) or (may_be_name(name) and POST_END.search(post)):
        return bracket
    return span[1]


def _unwrapped(source: Source, span: Span) -> Span:
    """The names without the marks around them and without a closing bracket of the annotation."""
    start, end = source.trim(span, " \n,;。:、")
    while end > start and source.folded[end - 1] in ")]】〕":
        opening = {")": "(", "]": "[", "】": "【", "〕": "〔"}[source.folded[end - 1]]
        if source.folded.count(opening, start, end) >= source.folded.count(
            source.folded[end - 1], start, end
        ):
            break
        start, end = source.trim((start, end - 1), " \n,;。:、")
    return start, end


def _pieces(source: Source, span: Span) -> list[Span]:
    """Split at the marks that part names, but not inside quotation marks or brackets."""
    found, start, waiting = [], span[0], ""
    for at in range(*span):
        char = source.folded[at]
        if waiting:
            waiting = "" if char == waiting else waiting
        elif char in _QUOTES:
            waiting = _QUOTES[char]
        elif char in _MARKS and not (char == " " and _named_behind(source, start, at, span[1])):
            found.append((start, at))
            start = at + 1
    found.append((start, span[1]))
    return [part for piece in found for part in _parted(source, piece)]


def _named_behind(source: Source, start: int, at: int, end: int) -> bool:
    """副院长 韩照野: the blank stands between a post and whoever holds it."""
    after = re.match(r"[\u4e00-\u9fff]{2,4}", source.folded[at + 1 : min(end, at + 5)])
    post = source.folded[start:at]
    return bool(after and POST_END.search(post) and looks_like_name(after.group()))


def _parted(source: Source, span: Span) -> list[Span]:
    """办公室和政教处 as two, when both halves end like the name of a body, a post or a person."""
    if span[1] - span[0] > 2 * MAX_NAME:
        return [span]
    parts, start = [], span[0]
    for match in _JOINT.finditer(source.folded, *span):
        left, right = source.cut((start, match.start())), source.cut((match.end(), span[1]))
        right = right[: TAIL.search(right).start()]
        if is_person(left) != is_person(right) and not (_is_post(left) or _is_post(right)):
            continue  # 文化和旅游局: one half reads like a name, the other is a body's
        if _can_end(left) and (_can_end(right) or right.startswith("各")):
            parts.append((start, match.start()))
            start = match.end()
    return [*parts, (start, span[1])]


def _is_post(half: str) -> bool:
    return bool(POST_END.search(half))


def _can_end(half: str) -> bool:
    half = _bare(half)
    if len(half) < 2:
        return False
    return half[-1] in _BODY_END or is_person(half) or bool(POST_END.search(half))


def _bare(name: str) -> str:
    """A name without what stands in its brackets, whichever marks were used."""
    return re.sub(r"\([^()]*\)", "", fold(name))
