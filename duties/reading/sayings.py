"""Who is named without a label: 由甲牵头，乙配合; 甲履行以下职责; 甲：负责…"""

import re
from collections.abc import Iterator

from .draft import Party, Span
from .folding import Source
from .holders import POST_END, is_body, is_party, named
from .labels import LABELS, WORD
from .names import is_person

HOLDER_LENGTH = 24
_HOLDER_POST = re.compile(
    r"(?:书记|主任|[局处科院校所站乡镇县市股组队会园社馆厂场庭]长|主席|经理|委员|分管领导|主要负责人|班子成员)$"
)
SHORTEST = 3  # 甲负责
_NAME = r"[^()\[\]【】\n:。;]"
_LEADS = r"(?:牵头|主办|主责|主抓|总牵头)(?:负责|抓总|落实|组织|实施|抓落实|办理|推进|承办)*"
_ANSWERS = (
    r"(?:具体|分别|共同|分工|全面)?(?:负责|落实|承办|承担|抓落实|组织实施)(?:落实|实施|办理|推进)?"
)
_HELPS = r"(?:配合|参与|协助|协办|协同|协作|参加)(?:落实|实施|做好|办理|推进|抓好|开展)*"
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
_ATTRIBUTE = re.compile(r"解释|[^、]{0,12}的|人|同志|部门|单位")
_JOINED = re.compile(r"、|并由|(?=由)")
_IN_SENTENCE_LABEL = re.compile(
    rf"(?:,|。|;)(?:其)?({WORD})(?:为|是)({_NAME}{{2,40}}?)(?=[,。;\n]|$)"
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


def in_sentences(source: Source, span: Span) -> list[Party]:
    """Whom the sentences of a clause name: 由甲牵头负责，乙配合. The words stay part of it.

    A sentence begins to name with 由, with somebody who leads and somebody who helps, or says
    nothing else: 党委工作部、团委负责。
    """
    found: list[Party] = []
    if span[1] - span[0] < SHORTEST:
        return found
    for sentence in source.pieces(span, "。;\n"):
        found += _chained(source, [*_clauses(source, sentence)])
    for match in _IN_SENTENCE_LABEL.finditer(source.folded, *span):
        found += named(source, LABELS[match.group(1)], match.span(2))
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
        leads = re.match(_LEADS, match.group("verb")) and after and _follows(after)
        alone = len(clauses) == 1 and _ALONE.fullmatch(match.group())
        if match.group("matter") or follows or leads or alone:
            found += [party for party in _doing(source, match) if is_party(party.name)]
    return found


def _follows(match: re.Match) -> bool:
    """乙配合, or 乙落实。"""
    return _helps(match) or (match.group("verb") == "落实" and not match.group("rest"))


def _helps(match: re.Match) -> bool:
    return bool(re.match(_HELPS, match.group("verb")))


def _doing(source: Source, match: re.Match) -> list[Party]:
    """The parties of one clause; with 会同 the second ones help."""
    if _helps(match):
        return named(source, "support", match.span("who"))
    found = _acting(source, match.span("who"), match.group("verb"))
    return found + (named(source, "support", match.span("with")) if match.group("with") else [])


def _acting(source: Source, span: Span, verb: str) -> list[Party]:
    """Who leads or answers: a body takes the verb's role, a post or person is a leader."""
    role = "lead" if re.match(_LEADS, verb) else "department"
    parties = named(source, role, span)
    for party in parties:
        if not is_body(party.name):
            party.role = "leader"
    return parties


def opened_by(source: Source, span: Span) -> tuple[int, list[Party]]:
    """Whom a clause opens with, and where its words begin: 法治办公室：承担统筹协调。"""
    match = _OPENS.match(source.folded, *span)
    if match is None or _DOES.match(match.group(1)):
        return span[0], []
    parties = _acting(source, match.span(1), "负责")
    if not parties or not all(is_party(party.name) for party in parties):
        return span[0], []
    return match.end(), parties


def holder_of(source: Source, title: Span) -> list[Party]:
    """Whom a heading names and says nothing else: 党委书记、场长温北征："""
    if title[1] - title[0] > HOLDER_LENGTH or _DOES.match(source.folded, title[0]):
        return []
    parties = named(source, "leader", title)
    whole = all(is_person(party.name) or _HOLDER_POST.search(party.name) for party in parties)
    return parties if whole else []


def headed_by(source: Source, title: Span) -> list[Party]:
    """Whom a heading such as 某某履行以下职责 names for the items below it."""
    match = HEADED.match(source.folded, *title)
    if match is None:
        match = POST_DUTIES.match(source.folded, *title)
        if match is None or not POST_END.search(match.group(1)):
            return holder_of(source, title)
    parties = named(source, "department", match.span(1))
    for party in parties:
        if not is_body(party.name) or party.name.endswith("班子"):
            party.role = "leader"
    return parties


def in_bracket(source: Source, span: Span) -> list[Party]:
    """Whom the words of a bracket name when they say nothing else: 甲牵头，乙配合."""
    match = _BRACKETED.fullmatch(source.folded, *span)
    if match is None:
        return []
    parties = _acting(source, match.span(1), match.group(2))
    if match.group(3):
        parties += named(source, "support", match.span(3))
    return parties if all(is_party(party.name) for party in parties) else []
