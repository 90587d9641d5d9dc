"""The ladder of measures: every rung once as printed, "and" and "or" kept apart."""

import re

from .draft import Measure, PlanDraft, Span
from .folding import Source
from .outline import Outline, heading

# The wordings of a rung. The longest one wins; add a word for a new measure.
WORDINGS = (
    "约谈提醒|提醒约谈|提醒谈话|谈话提醒|警示约谈|警示谈话|提醒|约谈|函询|批评教育|"
    "诫勉谈话|诫勉|限期整改|限期改正|整改|书面检查|书面检讨|检讨|公开道歉|公开检讨|"
    "公开检查|通报批评|通报|停职检查|停职反省|停职|调整职务|调整岗位|调整工作岗位|"
    "调离岗位|调离工作岗位|责令辞职|引咎辞职|免职|降职|撤职|组织纪律处分|组织处理|"
    "组织调整|组织措施|改组|降低考核等次|一票否决|扣发绩效|扣减绩效|扣发绩效奖金|"
    "扣减绩效奖金|扣发绩效工资|扣减绩效工资|扣发奖金|党纪政务处分|党纪政纪处分|"
    "党的纪律处分|政务处分|政纪处分|纪律处分|党纪处分|行政处分"
)
_DISQUALIFIED = (
    r"取消(?:其|当年度?|年度)?(?:各类|各项)?"
    r"(?:评先评优|评优评先|评先树优|评奖评优|评先选优|评选先进|评先|评优|先进)的?(?:资格|称号)?|取消[^、,。;\n]{0,10}?(?:资格|称号)"
)
_LONGEST_FIRST = sorted(WORDINGS.split("|"), key=len, reverse=True)
_ANY = re.compile(
    rf"(?<![不未拒被])(?:{'|'.join([_DISQUALIFIED, *_LONGEST_FIRST])})(?<!整改(?=[不到落情]))"
)
# What a rung nobody has met yet looks like: a few characters that tell of no condition; behind
# the last known one it must end like a rung, too.
_RUNG = re.compile(
    r"(?!.*(?:情节|较[轻重]|构成|涉嫌|影响|后果|期间))[^\d的者时不未被按依由报对]{2,10}"
)
_RUNG_END = re.compile(
    r"(?:谈话|教育|检查|检讨|批评|道歉|整改|处理|处分|资格|岗位|职务|辞职|警告|处罚|问责|薪级|职级|合同|绩效|奖金|等次|培训|督办|调整|处方权|款物|工作|职责)$"
)
_ETC = re.compile(
    r"(?:等(?:方式|措施|形式|处理|方法|手段|组织处理)*(?:进行处理|予以处理|追究责任)?)?$"
)
_GIVING = (
    r"(?:情节[^,、]{0,8}的|视情节?(?:轻重)?|可以|可|应当|分别|依法|依规|依纪|给予|予以|采取|进行|实施|作出|做出"
    r"|责令其?|责成|令其|并|同时|直至|直到|或者?|以及|及|和|对[^,、]{1,8}?(?=约谈|诫勉|通报))*"
)
_LEAD = re.compile(rf"^{_GIVING}")
_PARTING = re.compile(r"[、,;\n]|或者?|以及|[及和并]")
_OR = re.compile(r"或者?(?:给予|予以|者|采取|责令)?(?:作出|做出|进行)?$")
_GIVES = re.compile(
    r"给予|予以|采取|进行|责令|责成|作出|处以|方式|措施|处理|约谈|诫勉|追究|问责|追责|处分"
)
_DEGREE = re.compile(r"情节|轻的|较轻|轻微|较重|重的|严重的|构成|触犯|涉嫌|需要追究|分别|视情|方式")
_ACCOUNT = re.compile(r"追究|问责|追责|视情")
_NO_RUNG = re.compile(r"影响期|期间|期满|解除|申诉|不得|不影响|不再|不免除|代替|受到|受过|被")
# 追责方式：甲、乙、丙。
_LISTED = re.compile(
    r"(?:(?:追责|问责|追究|处理|惩处)的?(?:方式|措施|形式|办法)|(?<![^\n])方式)(?:主要)?(?:包括|有|为|分为|:)"
)
LADDER = 3
BARE = 18
MARK = 8  # characters a number may take before its ground


def named(source: Source, span: Span) -> list[Measure]:
    """Every measure named in `span`, first mention only."""
    known = list(_ANY.finditer(source.folded, *span))
    if not known:
        return []
    found: dict[str, Measure] = {}
    for match in known:
        _add(source, found, match.span())
    listed = bool(_LISTED.search(source.folded, span[0], known[0].start()))
    if len(found) >= LADDER or listed:
        for piece in _strange(source, known, span, listed):
            _add(source, found, piece)
    return sorted(found.values(), key=lambda rung: rung.span)


def _add(source: Source, found: dict[str, Measure], span: Span) -> None:
    before = source.folded[max(span[0] - 10, 0) : span[0]]
    name = source.cut(span)
    found.setdefault(name, Measure(name, span, "or" if _OR.search(before) else "and"))


def _strange(source: Source, known: list[re.Match], span: Span, listed: bool) -> list[Span]:
    """Rungs nobody has met yet: what stands in the row between known ones, or ends it.

    `listed`: the sentence counts measures up and says so, and every part of it is one.
    """
    text, found, start = source.folded, [], known[0].start()
    last = known[-1].end()
    for mark in [*_PARTING.finditer(text, start, span[1]), None]:
        end = mark.start() if mark else span[1]
        begin = start + _LEAD.match(text[start:end]).end()
        piece = text[begin:end]
        piece = piece[: _ETC.search(piece).start()]
        if listed and start > last and text[start - 1] in ",;":
            break
        if start >= last and not (_is_rung(piece) and (listed or _RUNG_END.search(piece))):
            break
        if _is_rung(piece) and not _ANY.search(piece):
            found.append((begin, begin + len(piece)))
        if start >= last and begin + len(piece) < end:
            break
        start = mark.end() if mark else end
    return found


def _is_rung(piece: str) -> bool:
    return bool(_RUNG.fullmatch(piece))


def read_measures(source: Source, plan: Outline, draft: PlanDraft) -> None:
    """Fill `draft.measures` from the stretches that name at least three of them.

    A stretch is one paragraph or several in a row that each give a measure, so that a ladder
    told in two sentences or in a list is one ladder. Where the plan speaks of calling to account,
    only what it says there counts.
    """
    grounds = [ground.span for ground in draft.grounds]
    ladders = [
        group for group in _stretches(source, plan, grounds) if len(_rungs(source, group)) >= LADDER
    ]
    spoken = [group for group in ladders if _is_account(source, plan, group)]
    found: list[Measure] = []
    for group in spoken or ladders:
        for rung in _rungs(source, group):
            if not any(_is_same(rung.name, known.name) for known in found):
                found.append(rung)
    draft.measures = found


def _is_same(one: str, other: str) -> bool:
    """诫勉 and 诫勉谈话 are one rung; 检查 and 停职检查 are two, as 停职 is one by itself."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or (
        long.endswith(short) and long.removesuffix(short) not in _LONGEST_FIRST
    )


def _rungs(source: Source, sentences: list[Span]) -> list[Measure]:
    found: dict[str, Measure] = {}
    for span in sentences:
        for rung in named(source, span):
            found.setdefault(rung.name, rung)
    return list(found.values())


def _holds(grounds: list[Span], span: Span) -> bool:
    """What a ground tells of is no measure: 对问题不整改的."""
    return any(start - MARK <= span[0] and span[1] <= end + 1 for start, end in grounds)


def _stretches(source: Source, plan: Outline, grounds: list[Span]) -> list[list[Span]]:
    """The giving sentences of paragraphs in a row, as one list for each row of them."""
    groups: list[list[Span]] = []
    going = False
    for paragraph in plan.paragraphs:
        sentences = [span for span in source.pieces(paragraph, "。\n") if _gives(source, span)]
        sentences = [span for span in sentences if not _holds(grounds, span)]
        if sentences and going:
            groups[-1] += sentences
        elif sentences:
            groups.append(sentences)
        going = bool(sentences)
    return groups


def _gives(source: Source, span: Span) -> bool:
    """Whether a sentence hands out measures: a ladder, a verb of giving, or the bare rung."""
    rungs = len(named(source, span))
    if rungs >= LADDER or (rungs and _LISTED.search(source.folded, *span)):
        return True
    text = source.folded[slice(*span)]
    if not rungs or _NO_RUNG.search(text):
        return False
    return len(text) <= BARE or bool(_GIVES.search(text) and _DEGREE.search(text))


def _is_account(source: Source, plan: Outline, sentences: list[Span]) -> bool:
    start, end = sentences[0][0], sentences[-1][1]
    if _ACCOUNT.search(source.folded, start, end):
        return True
    node = plan.node_at(start)
    while node:
        if _ACCOUNT.search(source.folded, *heading(source, node)):
            return True
        node = node.parent
    return False
