"""Frequencies with what they are about: kind, actor, target, receiver, copy."""

import re
from bisect import bisect_left

from . import frequencies, questions, scope
from .draft import PERIODIC, PlanDraft, Requirement, Span
from .folding import SEPARATORS, Source
from .frequencies import Frequency
from .markers import marker_at
from .outline import Outline, heading, outside

# (kind, label, words). Within a clause the first row that fits wins: the particular before the
# general, so that 形势政策报告 is a talk and no report.
KINDS = tuple(
    (kind, label, re.compile(words))
    for kind, label, words in (
        ("policy_talk", "政策报告", r"政策报告|形势报告|党课|宣讲"),
        ("center_group", "理论学习", r"中心组|理论学习|集中学习"),
        ("training", "教育培训", r"培训|党校|轮训"),
        ("briefing", "党内通报", r"通报"),
        ("joint_meeting", "联席会议", r"联席会"),
        ("supervision", "专题督导", r"督导|督查|督办|巡查"),
        ("inspection", "检查", r"检查|抽查|暗访|巡查|排查"),
        ("analysis", "分析研判", r"分析|研判"),
        ("study", "专题研究", r"研究|专题会"),
        ("account", "述职", r"述职|民主生活会|组织生活会"),
        ("appraisal", "考核", r"考核|考评"),
        ("report", "工作报告", r"报告|汇报|报送|上报"),
        ("center_group", "理论学习", r"学习"),
        ("meeting", "会议", r"会议|例会|会"),
    )
)
LABELS = {kind: label for kind, label, _ in reversed(KINDS)}
_ORGAN = (
    r"(?:党委|党组|党总支|总支|党支部|支部|党工委|中心组|班子|书记|分管领导|班子成员|党员领导干部|领导干部|干部"
    r"|办公室|部门|科室|处室|处|科|组织|委员会|小组|党员)"
)
_BEFORE = re.compile(
    rf"([^,。;:\n]{{0,18}}?{_ORGAN})(?:应当|应|须|必须|要|坚持|在|原则上)?(?:每|至少|不少于|定期|$)"
)
_BY = re.compile(r"由([^,。;:\n]{2,20}?)(?:会同|牵头|负责|组织)")
_ORGAN_WORD = re.compile(
    r"(?<![上级向报])[局乡镇县市区校院所队街道公司社村厂]{0,3}"
    r"(?:党委|党组|党总支|总支|党支部)(?:理论学习中心组|中心组)?(?!书记|委员|班子|的)"
)
_IN_NAME_OF = re.compile(r"以([^,。;:\n]{2,12}?)(?:的)?名义")
_TO = re.compile(
    r"(?:向|报送|上报|呈报|(?<!汇)报)((?:上级|上一级|同级|[^,。;:\n向报以]{0,6}?)"
    r"(?:党委|党组织|党组|党工委|总支|县委|市委|区委|省委|部门|机关))"
)
_COPY = re.compile(r"(?:抄送|抄报|上报|报送)([^,。;:\n]{2,16}?)(?:备案|[,。;\n]|$)")
_TARGET = re.compile(r"对((?:各|所属|下级|基层|下属)[^,。;:\n]{1,16}?)(?:开展|进行|组织|实施)")
_LEADING = re.compile(r"^(?:坚持|并|且|要|应|同时|原则上|切实|将|把|纳入)+")
REACH = 160
WIDE = 400
# Kinds that hold many different acts: one of them having a number says nothing of another.
VARIOUS = ("inspection", "supervision", "meeting", "training")
INSPECTING = ("inspection", "supervision")
REPORTING = ("report", "inspection", "supervision", "analysis")

# What 定期, 经常 and the like must be followed by to be a thing one can count.
_ACTS = (
    "分析研判|研判|分析|专题研究|研究|会商|通报|督查|督导|检查|抽查|暗访|巡查|走访|调研|听课|听取|报告|汇报"
    "|谈心|谈话|列席|汇总|排查|评估|自查|互查|演练|宣讲|座谈|查看|了解(?:情况|实情)|选送|选派|看望|回头看"
)
_ACT = re.compile(_ACTS)
_PERIODIC = re.compile(
    rf"(?:不定期|定期|经常性?|常态化|适时)(?:地|对|深入|到|开展|进行|组织)?[^,。;:\n]{{0,16}}?({_ACTS}"
    r"|参加[^,。;:\n]{0,12}?活动|参加[^,。;:\n]{0,24}?(?:课程|培训|学习|班)"
    r"|(?:召开|召集|组织|举办|开展|进行|公布)[^,。;:\n]{0,14}|召开(?=[,。;\n]|$))"
    r"|及时(?:[^,。;:\n]{0,8}?)(分析研判|研判|专题研究|通报|报告|汇报|(?:组织|开展)[^,。;:\n]{2,12})"
)
# 及时 about something that happens is no rhythm: it is due when it happens.
_EVENT = re.compile(r"重大|重要|突发|事件|问题|情况|线索|苗头|结果|事项|传达")
_ACCOUNT = re.compile(r"(?:民主生活会|组织生活会)[^。;\n]{0,20}述职")


def read_requirements(
    source: Source, plan: Outline, excluded: list[Span], draft: PlanDraft
) -> None:
    """Fill `draft.requirements`; `excluded` are the stretches no rule may be taken from."""
    allowed = outside(plan.paragraphs, excluded)
    for span in allowed:
        for found in frequencies.find(source, span):
            _add(source, plan, span, found, draft)
    counted = _Counted(draft.requirements)
    for span in allowed:
        for match in _PERIODIC.finditer(source.folded, *span):
            _add_periodic(source, plan, span, match, counted, draft)
        _ask_account(source, span, draft)
    draft.requirements.sort(key=lambda row: row.span)
    _ask(draft)


def _add(source: Source, plan: Outline, span: Span, found: Frequency, draft: PlanDraft) -> None:
    clause = _clause(source, found.span, span)
    sentence = source.around(found.span[0], span)
    if _is_refused(source, (sentence[0], clause[1])):
        draft.ask("refused", questions.REFUSED, clause, "requirements")
        return
    kind, sure = _kind(source, plan, clause, sentence, found.span)
    row = Requirement(
        text=source.cut(source.trim(clause)),
        rule=found.rule,
        actor=_actor(source, clause, span, found.span),
        span=source.trim(clause),
        kind=kind,
        title=LABELS[kind],
        day=found.day,
        confidence=min(found.confidence, 1.0 if sure else 0.7),
    )
    _add_receivers(source, plan, sentence, row)
    draft.requirements.append(row)
    if found.doubt:
        _question(draft, "frequency", questions.DOUBTS[found.doubt], row)


def _clause(source: Source, found: Span, span: Span) -> Span:
    start, _ = source.around(found[0], span, SEPARATORS)
    marker = marker_at(source.folded, start) if start == span[0] else None
    start = min(start + (marker.length if marker else 0), found[0])
    _, end = source.around(found[1], span, SEPARATORS)
    return start, end


def _is_refused(source: Source, span: Span) -> bool:
    """Refused matter in the sentence up to the end of the rule's own clause."""
    return bool(scope.refused_topic(source.folded[span[0] : span[1]]))


def _kind(
    source: Source, plan: Outline, clause: Span, sentence: Span, found: Span
) -> tuple[str, bool]:
    """The kind the clause names; else the last one before it; else the title's."""
    kind = _first_kind(source.folded[clause[0] : clause[1]])
    if kind and kind != "meeting":
        return kind, True
    before = _last_kind(source.folded[sentence[0] : found[0]])
    if before:
        return before, True
    if kind:
        return kind, True
    node = plan.node_at(found[0])
    title = _first_kind(source.cut(heading(source, node))) if node else ""
    return (title, True) if title else ("meeting", False)


def _first_kind(folded: str) -> str:
    return next((kind for kind, _, words in KINDS if words.search(folded)), "")


def _last_kind(folded: str) -> str:
    """The kind named last, so the one nearest to the number."""
    best, where = "", -1
    for kind, _, words in KINDS[:-1]:
        ends = [match.end() for match in words.finditer(folded)]
        if ends and ends[-1] > where:
            best, where = kind, ends[-1]
    return best


def _actor(source: Source, clause: Span, span: Span, found: Span) -> str:
    """Who acts: the clause's subject, 由…负责 in the sentence, or the organ named last."""
    sentence = source.around(found[0], span)
    direct = _BEFORE.match(source.folded, clause[0], min(found[0] + 3, clause[1]))
    if direct:
        return _LEADING.sub("", direct.group(1).rpartition("由")[2])
    by = _BY.search(source.folded, *sentence)
    if by:
        return by.group(1)
    earlier = list(_ORGAN_WORD.finditer(source.folded, max(span[0], found[0] - REACH), found[0]))
    return earlier[-1].group() if earlier else ""


def _add_receivers(source: Source, plan: Outline, sentence: Span, row: Requirement) -> None:
    target = _TARGET.search(source.folded, *sentence)
    row.target = target.group(1) if target else ""
    if row.kind not in REPORTING:
        return
    node = plan.node_at(row.span[0])
    wide = _around(node.content, sentence) if node and row.kind == "report" else sentence
    receiver = _TO.search(source.folded, *sentence) or _TO.search(source.folded, *wide)
    row.receiver = receiver.group(1) if receiver else ""
    copy = next((m.group(1) for m in _COPY.finditer(source.folded, *wide)), "")
    row.copy_to = copy if copy != row.receiver else ""
    name = _IN_NAME_OF.search(source.folded, *wide)
    row.actor = row.actor or (name.group(1) if name else "")


def _around(content: Span, sentence: Span) -> Span:
    """The clause about a sentence, as far as a receiver may stand from it."""
    return max(content[0], sentence[0] - WIDE), min(content[1], sentence[1] + WIDE)


def _add_periodic(
    source: Source,
    plan: Outline,
    span: Span,
    match: re.Match,
    counted: "_Counted",
    draft: PlanDraft,
) -> None:
    clause = _clause(source, match.span(), span)
    word = match.group(1) or match.group(2)
    kind = _first_kind(word) or _first_kind(source.folded[slice(*clause)]) or "meeting"
    sentence = source.around(match.start(), span)
    if _is_refused(source, (sentence[0], clause[1])):
        return
    node = plan.node_at(match.start())
    regular = not match.group().startswith(("不定期", "经常"))
    if regular and counted.has(kind, word, node.span if node else span):
        return
    if match.group(2) and _EVENT.search(source.folded, *clause):
        return
    actor = _actor(source, clause, span, match.span())
    row = Requirement(
        source.cut(source.trim(clause)), PERIODIC, actor, span=source.trim(clause), kind=kind
    )
    row.title, row.confidence = LABELS[kind], 0.5
    _add_receivers(source, plan, sentence, row)
    draft.requirements.append(row)
    _question(draft, "periodic", questions.PERIODIC, row)


class _Counted:
    """What the plan already gives a number for: kinds, and the words and places of the various."""

    def __init__(self, rows: list[Requirement]):
        self.kinds = {row.kind for row in rows}
        self.words = {(row.kind, word) for row in rows for word in _ACT.findall(row.text)}
        self.starts: dict[str, list[int]] = {}
        for row in rows:
            self.starts.setdefault(row.kind, []).append(row.span[0])

    def has(self, kind: str, word: str, clause: Span) -> bool:
        """The same kind; for kinds that hold many acts the same word, or the same clause."""
        if kind not in VARIOUS or kind not in self.kinds:
            return kind in self.kinds
        starts = self.starts[kind]
        at = bisect_left(starts, clause[0])
        here = kind in INSPECTING and at < len(starts) and starts[at] < clause[1]
        return here or any((kind, act) in self.words for act in _ACT.findall(word))


def _ask_account(source: Source, span: Span, draft: PlanDraft) -> None:
    match = _ACCOUNT.search(source.folded, *span)
    if match:
        where = source.around(match.start(), span)
        draft.ask("account", questions.ACCOUNT, where, "requirements")


def _question(draft: PlanDraft, kind: str, template: str, row: Requirement) -> None:
    # The rows are sorted afterwards: the target is named by the span until then.
    draft.ask(kind, template, row.span, "", words=row.text)


def _ask(draft: PlanDraft) -> None:
    where = {row.span: f"requirements[{at}]" for at, row in enumerate(draft.requirements)}
    for question in draft.questions:
        if not question.target:
            question.target = where.get(question.span, "requirements")
    asked = {question.span for question in draft.questions}
    for row in draft.requirements:
        if row.confidence < 1 and row.span not in asked:
            draft.ask("kind", questions.KIND, row.span, where[row.span], words=row.text)
