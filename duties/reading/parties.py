"""Who is named for a duty: (责任领导：甲，责任单位：乙、丙), (甲牵头，乙配合), 由丙负责."""

import re
from collections.abc import Iterator

from .draft import Party, Span
from .folding import Source, fold
from .names import is_person, looks_like_name

# What a label begins with -> the role of a body behind it. A leader is a leader whatever it begins
# with. Add a row for a new word; the patterns below are built from these tables.
BODY_WORDS = {
    "责任": "department",
    "负责": "department",
    "承办": "department",
    "落实": "department",
    "实施": "department",
    "执行": "department",
    "归口": "department",
    "牵头": "lead",
    "牵头责任": "lead",
    "牵头负责": "lead",
    "主办": "lead",
    "主责": "lead",
    "配合": "support",
    "配合责任": "support",
    "协办": "support",
    "协同": "support",
    "协助": "support",
    "协作": "support",
    "参与": "support",
    "参加": "support",
    "督促": "supervise",
    "督办": "supervise",
    "监督": "supervise",
}
BODY_NOUNS = (
    "单位",
    "部门",
    "科室",
    "处室",
    "股室",
    "室所",
    "站所",
    "机构",
    "部室",
    "院系",
    "党组织",
    "党支部",
    "支部",
)
LEADER_WORDS = (
    "责任",
    "负责",
    "分管",
    "牵头",
    "主管",
    "包保",
    "包抓",
    "包联",
    "挂点",
    "带队",
    "主要责任",
    "督办",
)
LEADER_NOUNS = ("领导", "干部", "校领导", "院领导", "同志", "责任人", "负责人")
# Labels that stand among the others and name nobody.
OTHER_LABELS = (
    "完成时限",
    "完成时间",
    "办结时限",
    "时间要求",
    "时间节点",
    "工作时限",
    "责任时限",
    "时限",
    "频次",
    "工作频次",
    "联系人",
    "联系电话",
    "备注",
)
LABELS = (
    {word + noun: role for word, role in BODY_WORDS.items() for noun in BODY_NOUNS}
    | {word + noun: "leader" for word in LEADER_WORDS for noun in LEADER_NOUNS}
    | dict.fromkeys(
        ("责任人", "负责人", "第一责任人", "直接责任人", "具体责任人", "具体负责人"), "leader"
    )
    | dict.fromkeys(OTHER_LABELS, "")
)
# Labels without a noun count only behind an opening bracket or another label.
SHORT_LABELS = {
    "牵头": "lead",
    "主办": "lead",
    "配合": "support",
    "协办": "support",
    "责任": "department",
}
BODIES = ("department", "lead", "support")
_WORD = "|".join(sorted(LABELS, key=len, reverse=True))
_SHORT = "|".join(sorted(SHORT_LABELS, key=len, reverse=True))
_QUALIFIER = r"(?:\([^()\n]{1,6}\))?"
_BLANK = r"[ \n]?"
LABEL = re.compile(
    rf"(?:({_WORD}){_QUALIFIER}{_BLANK}:"
    rf"|(?:(?<=[(\[【〔,;:、。\n \])】〕])|(?<![^\n]))({_SHORT}) ?:"
    rf"|(?:(?<=[(\[【〔\n,;。])|(?<![^\n]))({_WORD}){_QUALIFIER}(?:为|是| )(?=[^ :]))"
)
_OPENING = "([【〔"
_BRACKET_MARK = re.compile(r"[()\[\]【】〔〕]")
LONGEST_BRACKET = 240
_CLOSING = {"(": ")", "[": "]", "【": "】", "〔": "〕"}

_NAME = r"[^()\[\]【】\n:。;]"
_LEADS = r"(?:牵头|主办|主责|主抓|总牵头)(?:负责|抓总|落实|组织|实施|抓落实|办理|推进|承办)*"
_ANSWERS = (
    r"(?:具体|分别|共同|分工|全面)?(?:负责|落实|承办|承担|抓落实|组织实施)(?:落实|实施|办理|推进)?"
)
_HELPS = r"(?:配合|参与|协助|协办|协同|参加)(?:落实|实施|做好|办理|推进|抓好|开展)*"
_JOINTS = "(?:,|;|、| )?"
# 甲牵头，乙配合; 由甲负责; 甲负责，乙协助: all that stands in a bracket.
_BRACKETED = re.compile(
    rf"(?:此项工作|该项工作|本项工作)?(?:由)?([^:。\n]{{2,80}}?)({_LEADS}|{_ANSWERS})"
    rf"(?:{_JOINTS}(?:由|会同)?([^:。\n]{{2,120}}?){_HELPS})?[。]?"
)
# One clause of a sentence that names who does what: 由甲牵头, 乙、丙配合, 此项工作由丁负责.
_NAMES = r"(?:[^()\[\]【】\n:。;,]|\([^()\n]{1,16}\))"
_CLAUSE = re.compile(
    rf"(?P<matter>[^,。;:\n由]{{0,24}}由)?(?P<who>{_NAMES}{{2,60}}?)(?:会同(?P<with>{_NAMES}{{2,40}}?))?"
    rf"(?P<verb>{_LEADS}|{_ANSWERS}|{_HELPS})(?P<rest>[^,。;:\n]{{0,24}})"
)
# A sentence that says nothing else: 党委工作部、团委负责。
_ALONE = re.compile(r"[^的“”\d]{2,40}(?:具体|共同|分别)?(?:负责|牵头|主办|承办)")
# 由甲负责的工作 names nobody for this one; 甲牵头、乙配合 goes on behind the mark.
_ATTRIBUTE = re.compile(r"[^、]{0,12}的|人|同志|部门|单位")
_JOINED = re.compile(r"、|并由|(?=由)")
_IN_SENTENCE_LABEL = re.compile(
    rf"(?:,|。|;)(?:其)?({_WORD})(?:为|是)({_NAME}{{2,40}}?)(?=[,。;\n]|$)"
)
# 某某履行以下职责: whoever a list of duties is headed by.
HEADED = re.compile(
    r"([^,。;:\n]{2,40}?)(?:要|应当|应|须|需|必须|主要|具体|认真|切实|重点)*(?:履行|承担|抓好|负责|落实|做好|负有|担负)"
    r"(?:好)?(?:以下|下列|如下|下述)(?:几?[个项方面]{0,3}的?)?[^,。;:\n]{0,10}?(?:职责|责任|工作|任务|事项|职能)(?![\u4e00-\u9fff])"
)
POST_DUTIES = re.compile(
    r"([^,。;:\n]{2,30}?)(?:的)?(?:主要|具体|岗位|工作|履职|履责)*(?:职责|责任)(?:清单|任务|分工)?$"
)
# 办公室：负责…; a title that says what to do is nobody's name.
_OPENS = re.compile(r"([^,。;:\n]{2,40}):(?=[^\n])")
_DOES = re.compile(r"[加推抓落建管守强做严深坚完健开把切提规压明优创打筑]|对|组织开展")
_TAIL = re.compile(
    r"(?:等(?:有关|相关|其他|职能|责任|\d{1,2}个|[一二三四五六七八九十]{1,2}个)*(?:部门|单位|科室|处室|股室|支部|人员|同志)?)?"
    r"(?:按照?(?:各自|自身)?的?(?:职责|分工|职能|职责分工|工作分工|职能分工|职责任务)*|分别|共同|各自|具体|分工|协同|依)*"
    r"(?:负责|落实|承办|抓落实)?(?:落实)?$"
)
_SEVERAL = re.compile(r"^(?:各|全体|其他|其余|有关|相关)|班子|(?:领导|干部|人员|同志|负责人)$")
# 责任：工程质量把关不严造成返工的 names nobody.
_FAULT = re.compile(r".{5}的$")
_BODY_END = frozenset(
    "部室科处委办局组站所队院会系校园库厅股心支工团妇联员师村区镇街道司厂段点庭台馆班格线岗社连户店企"
)
_JOINT = re.compile(r"以及|[和及与]")
_MARKS = "、,; \n/"
PARTING_MARK = re.compile(r"[、,; :)]")
_QUOTES = {"“": "”", "《": "》", "「": "」", '"': '"', "‘": "’", "(": ")", "〔": "〕"}
_POST_END = re.compile(
    r"(?:书记|长|主任|主席|委员|成员|经理|董事|总监|领导|干部|负责人|人员|同志|师|组织员|员)$"
)
MAX_NAME = 40


def begins_with_party(folded: str) -> bool:
    """Whether a line is an annotation of its own: 责任单位：…"""
    return LABEL.match(folded.lstrip("([【〔")) is not None


def annotation(source: Source, span: Span) -> tuple[Span | None, list[Party]]:
    """The annotation inside `span`: where it stands (brackets included) and whom it names."""
    labels = list(LABEL.finditer(source.folded, *span))
    if not any(_role_of(match) for match in labels):
        return _verb_final(source, span)
    start, end = _extent(source, labels, span)
    parties: list[Party] = []
    for at, match in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else end
        role = _role_of(match)
        if role and match.end() <= stop:
            parties += _named(source, role, (match.end(), _line_end(source, match.end(), stop)))
    return (start, end), parties


def _role_of(label: re.Match) -> str:
    word = label.group(1) or label.group(3)
    return LABELS[word] if word else SHORT_LABELS[label.group(2)]


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
        match = _BRACKETED.fullmatch(source.folded, start + 1, end - 1)
        if match is None:
            continue
        parties = _acting(source, match.span(1), match.group(2))
        if match.group(3):
            parties += _named(source, "support", match.span(3))
        if parties and all(_is_party(party.name) for party in parties):
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


def in_sentences(source: Source, span: Span) -> list[Party]:
    """Whom the sentences of a clause name: 由甲牵头负责，乙配合. The words stay part of it.

    A sentence begins to name with 由, with somebody who leads and somebody who helps, or says
    nothing else: 党委工作部、团委负责。
    """
    found: list[Party] = []
    for sentence in source.pieces(span, "。;\n"):
        found += _chained(source, [*_clauses(source, sentence)])
    for match in _IN_SENTENCE_LABEL.finditer(source.folded, *span):
        found += _named(source, LABELS[match.group(1)], match.span(2))
    return list({(party.role, party.name): party for party in found}.values())


def _clauses(source: Source, sentence: Span) -> Iterator[re.Match | None]:
    """The clauses of a sentence as far as each says who does what, None for one that does not."""
    for start, end in source.pieces(sentence, ","):
        begin = start
        while begin < end:
            match = _CLAUSE.match(source.folded, begin, end)
            yield match if match and not _ATTRIBUTE.match(match.group("rest")) else None
            joint = match and _JOINED.match(match.group("rest"))
            begin = match.start("rest") + joint.end() if match and joint else end


def _chained(source: Source, clauses: list[re.Match | None]) -> list[Party]:
    found: list[Party] = []
    for at, match in enumerate(clauses):
        if match is None:
            continue
        follows = bool(at and clauses[at - 1] and found)
        after = clauses[at + 1] if at + 1 < len(clauses) else None
        leads = re.match(_LEADS, match.group("verb")) and after and _helps(after)
        alone = len(clauses) == 1 and _ALONE.fullmatch(match.group())
        if match.group("matter") or follows or leads or alone:
            found += [party for party in _doing(source, match) if _is_party(party.name)]
    return found


def _helps(match: re.Match) -> bool:
    return bool(re.match(_HELPS, match.group("verb")))


def _doing(source: Source, match: re.Match) -> list[Party]:
    """The parties of one clause; with 会同 the second ones help."""
    if _helps(match):
        return _named(source, "support", match.span("who"))
    found = _acting(source, match.span("who"), match.group("verb"))
    return found + (_named(source, "support", match.span("with")) if match.group("with") else [])


def _acting(source: Source, span: Span, verb: str) -> list[Party]:
    """Who leads or answers: a body takes the verb's role, a post or person is a leader."""
    role = "lead" if re.match(_LEADS, verb) else "department"
    parties = _named(source, role, span)
    for party in parties:
        if not is_body(party.name):
            party.role = "leader"
    return parties


def _bare(name: str) -> str:
    """A name without what stands in its brackets, whichever marks were used."""
    return re.sub(r"\([^()]*\)", "", fold(name))


def is_body(name: str) -> bool:
    """Whether a name is a department's, an organ's or a unit's rather than a post's or person's."""
    bare = _bare(name)
    return not (is_person(bare) or _POST_END.search(bare) or bare.startswith("全体"))


def _is_party(name: str) -> bool:
    """Whether words found without a label can be a name at all."""
    bare = _bare(name)
    if not 2 <= len(bare) <= 20:
        return False
    return (
        bare.startswith("各")
        or bare[-1] in _BODY_END
        or "”" in bare
        or is_person(bare)
        or bool(_POST_END.search(bare))
    )


def ends_whole(folded: str) -> bool:
    """Whether a line of parties ends with a whole name, so that the next line begins anew."""
    last = PARTING_MARK.split(folded)[-1]
    if last.endswith(("和", "与", "及")):
        return False
    return _can_end(last[: _TAIL.search(last).start()].strip())


def opened_by(source: Source, span: Span) -> tuple[int, list[Party]]:
    """Whom a clause opens with, and where its words begin: 法治办公室：承担统筹协调。"""
    match = _OPENS.match(source.folded, *span)
    if match is None or _DOES.match(match.group(1)):
        return span[0], []
    parties = _acting(source, match.span(1), "负责")
    if not parties or not all(_is_party(party.name) for party in parties):
        return span[0], []
    return match.end(), parties


def headed_by(source: Source, title: Span) -> list[Party]:
    """Whom a heading such as 某某履行以下职责 names for the items below it."""
    match = HEADED.match(source.folded, *title)
    if match is None:
        match = POST_DUTIES.match(source.folded, *title)
        if match is None or not _POST_END.search(match.group(1)):
            return []
    parties = _named(source, "department", match.span(1))
    for party in parties:
        if not is_body(party.name) or party.name.endswith("班子"):
            party.role = "leader"
    return parties


def _named(source: Source, role: str, span: Span) -> list[Party]:
    """The names in one stretch, each with its own span."""
    parties = []
    for piece in _pieces(source, _unwrapped(source, span)):
        start, end = source.trim(piece)
        end = start + _TAIL.search(source.folded[start:end]).start()
        if start < end and not _FAULT.search(source.folded[start:end]):
            end = _without_post(source, (start, end))
            name = source.cut((start, end))
            parties.append(Party(role, name, (start, end), 1.0 if len(name) <= MAX_NAME else 0.5))
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
    return bool(_POST_END.search(name)) and not is_person(name) and not _SEVERAL.search(name)


def _without_post(source: Source, span: Span) -> int:
    """张三（党委书记）: the name alone; its post stands beside it in brackets."""
    bracket = source.folded.find("(", *span)
    if bracket > 0 and looks_like_name(source.cut((span[0], bracket))):
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
    return bool(after and _POST_END.search(post) and looks_like_name(after.group()))


def _parted(source: Source, span: Span) -> list[Span]:
    """办公室和政教处 as two, when both halves end like the name of a body, a post or a person."""
    if span[1] - span[0] > 2 * MAX_NAME:
        return [span]
    parts, start = [], span[0]
    for match in _JOINT.finditer(source.folded, *span):
        left, right = source.cut((start, match.start())), source.cut((match.end(), span[1]))
        right = right[: _TAIL.search(right).start()]
        if is_person(left) != is_person(right) and not (_is_post(left) or _is_post(right)):
            continue  # 文化和旅游局: one half reads like a name, the other is a body's
        if _can_end(left) and (_can_end(right) or right.startswith("各")):
            parts.append((start, match.start()))
            start = match.end()
    return [*parts, (start, span[1])]


def _is_post(half: str) -> bool:
    return bool(_POST_END.search(half))


def _can_end(half: str) -> bool:
    half = _bare(half)
    if len(half) < 2:
        return False
    return half[-1] in _BODY_END or is_person(half) or bool(_POST_END.search(half))
