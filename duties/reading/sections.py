"""Which list of the outline holds what: duties, mechanisms, roles, leading group, accountability.

Each rule is a row of RULES and looks at one run; the first row that fits names its kind.
"""

import re
from collections.abc import Callable, Iterator

from . import frequencies, groups, measures
from .draft import Span
from .folding import Source
from .labels import begins_with_party
from .outline import Node, Outline, Run, heading
from .parties import annotation
from .sayings import HEADED, POST_DUTIES, headed_by, in_sentences, opened_by

_DUTY_HEAD = re.compile(
    r"职责|任务|责任(?:内容|分工|清单|分解|事项|落实|细化|划分)|重点工作|履责(?:内容|清单|事项)"
    r"|工作(?:责任(?!制)|内容|重点|安排|事项|要点|分工)"
)
_FUNCTION_HEAD = re.compile(r"(?:办公室|工作部|牵头部门|职能部门)[^。\n]{0,12}(?:履行|承担|职责)")
_MEANS_HEAD = re.compile(
    r"保障|工作要求|有关要求|步骤|指导思想|基本原则|总体要求|组织领导|责任主体|责任体系|汇报|报告"
)
_MECHANISM_HEAD = re.compile(r"机制|制度|考核")
_ACCOUNT_HEAD = re.compile(r"追究|问责|追责")
_MECHANISM_TITLE = re.compile(r"(?:机制|制度)$")
_ROLE = re.compile(r"第一责任|直接责任人|主体责任|一岗双责|领导责任|具体工作")
_DUTY_VERB = re.compile(
    r"(?:要|应当|应|须|切实|认真|积极|全面|扎实|持续|牢牢|严格|深入|着力|进一步|定期|依法|大力|统筹)*"
    r"(?:坚持|加强|落实|做好|做实|做细|推进|推动|选优|配强|强化|抓好|抓实|严格|严肃|严明|组织|建立|健全|完善|开展"
    r"|维护|把握|贯彻|执行|领导|研究|分析|研判|专题|培养|教育|引导|管理|管好|督促|指导|检查|履行|支持|保障|提高|提升"
    r"|规范|压实|明确|深化|协调|巩固|守好|防范|排查|整治|配合|配备|学习|传达|部署|听取|制定|把|对|抓|加快|优化|创新|打造|支部|压紧|筑牢|凝聚|关心|关爱|做到|处置|处理)"
)
_ACCOUNT = re.compile(
    r"下列情形|以下情形|下列行为|以下行为|集体责任|个人责任|(?:追究|问责)[^。]{0,30}管理权限|管理权限[^。]{0,60}(?:问责|追究|处理)"
)
_CLOSING_HEAD = re.compile(
    r"其他(?:事项|要求|规定)?|附则|(?:工作|组织|服务|有关|相关)?(?:保障|要求|说明)|(?:保障|组织)措施|有关事项"
)
_ANNOUNCES = re.compile(
    r"(?:任务|职责|责任|事项|工作)[^。;\n]{0,6}(?:如下|包括|以下|下列)[^。;\n]{0,6}:$"
)
# The last words of a plan's title, where no part of the plan could be told.
_PLAN = re.compile(
    r"(?:责任清单|责任制[^\n,。]{0,8}(?:方案|办法|细则|清单)|(?:任务|责任)(?:分解|分工)[表案]?|任务清单)(?:\([^()\n]{1,12}\))?\n(?![^\n]{0,30}\n来源)"
)
# Sections that tell how duties are carried, not which.
_MEANS = re.compile(
    r"保障|保证|机制|制度|职能|运行|考核|监督|追究|问责|追责|附则|小组|组织领导|目标|要求|原则|推进"
)
HEAD_LENGTH = 24
TITLE_REACH = 80
Rule = tuple[str, Callable[[Source, Run], bool]]


def most(source: Source, run: Run, test: Callable[[Source, Span], bool]) -> bool:
    return 2 * sum(test(source, node.content) for node in run.nodes) >= len(run.nodes)


def head_of(source: Source, run: Run) -> str:
    """The words that announce a run: the parent's title and the last lines above it."""
    key = ("head", run.head)
    if key not in source.memo:
        source.memo[key] = _head_of(source, run)
    return source.memo[key]


def _head_of(source: Source, run: Run) -> str:
    parent = run.nodes[0].parent
    title = source.cut(heading(source, parent)) if parent else ""
    above = source.folded[max(run.head[0], run.head[1] - 160) : run.head[1]]
    return f"{title}\n{above.strip()[-120:]}"


def _announced(pattern: re.Pattern, source: Source, run: Run) -> bool:
    title, _, above = head_of(source, run).partition("\n")
    last = above.strip().rsplit("\n", 1)[-1]
    announces = len(last) <= HEAD_LENGTH or last.endswith(":")
    return bool(pattern.search(title) or (announces and pattern.search(last[-HEAD_LENGTH:])))


def _is_group(source: Source, run: Run) -> bool:
    return any(groups.begins_with_label(source.plain[n.start : n.start + 24]) for n in run.nodes)


def _is_account(source: Source, run: Run) -> bool:
    return most(source, run, lambda s, span: bool(_ACCOUNT.search(s.folded, *span))) or (
        _announced(_ACCOUNT_HEAD, source, run) and not _is_annotated(source, run)
    )


def _is_ladder_list(source: Source, run: Run) -> bool:
    """Grounds below a ladder: the stretch above the list already names the measures."""
    return len(measures.named(source, run.head)) >= measures.LADDER


def _is_annotated(source: Source, run: Run) -> bool:
    """At least half of the parts name their parties: in brackets, or some of them in a sentence."""
    named = [_names_parties(source, node) for node in run.nodes]
    if 2 * sum(named) >= len(named) or not any(named):
        return any(named)
    said = (has or _says_who(source, node) for has, node in zip(named, run.nodes, strict=True))
    return 2 * sum(said) >= len(named)


def _is_opened(source: Source, run: Run) -> bool:
    """Clauses that each open with who answers: 办公室：负责…"""
    opened = sum(bool(opened_by(source, node.own())[1]) for node in run.nodes)
    return len(run.nodes) > 1 and 3 * opened >= 2 * len(run.nodes)


def _says_who(source: Source, node: Node) -> bool:
    return bool(in_sentences(source, node.content if _is_own_text(node) else node.own()))


def _names_parties(source: Source, node: Node) -> bool:
    """Whether a part names its parties itself.

    A block closes with one such line, which then lies in its last child; a heading over several
    annotated clauses only holds theirs.
    """
    found, _ = annotation(source, node.content)
    if found is None or not node.children or _is_own_text(node):
        return found is not None
    if found[0] < node.children[0].start:
        return True
    own_line = source.folded[found[0] - 1] == "\n" and begins_with_party(
        source.folded[found[0] : found[0] + 24]
    )
    return own_line and not any(
        annotation(source, child.content)[0] for child in node.children[:-1]
    )


def _is_own_text(node: Node) -> bool:
    """A single annotated paragraph below a part's title is its text."""
    return len(node.children) == 1 and node.children[0].marker.kind == "item"


def _is_frame(source: Source, run: Run) -> bool:
    """Headings that each name whoever the list below it is for: 党委书记履行以下职责."""
    named = [node for node in run.nodes if node.children and _heads(source, node)]
    explicit = [node for node in named if HEADED.match(source.folded, *heading(source, node))]
    return len(explicit) > 1 or (len(named) > 1 and 2 * len(named) > len(run.nodes))


def _heads(source: Source, node: Node) -> bool:
    title = heading(source, node)
    if headed_by(source, title):
        return True
    # 护理部责任清单（责任人：甲）: whoever the heading's bracket names.
    named = annotation(source, node.paragraphs[0])[0] is not None
    return named and POST_DUTIES.fullmatch(source.folded, *title) is not None


def _is_duties(source: Source, run: Run) -> bool:
    return (
        _announced(_DUTY_HEAD, source, run)
        and not _announced(_FUNCTION_HEAD, source, run)
        and len(run.nodes) > 1
        and not most(source, run, lambda s, span: bool(_ROLE.search(s.folded, *span)))
    )


def _is_mechanisms(source: Source, run: Run) -> bool:
    titles = [source.cut(heading(source, node)) for node in run.nodes]
    named = sum(bool(_MECHANISM_TITLE.search(title)) for title in titles)
    return 2 * named >= len(titles) or (
        most(source, run, lambda s, span: bool(frequencies.find(s, span)))
        and _announced(_MECHANISM_HEAD, source, run)
    )


def _is_roles(source: Source, run: Run) -> bool:
    return most(source, run, lambda s, span: bool(_ROLE.search(s.folded, *span)))


def _is_candidate(source: Source, run: Run) -> bool:
    verbs = sum(bool(_DUTY_VERB.match(source.folded, node.body)) for node in run.nodes)
    return len(run.nodes) > 1 and verbs * 3 >= len(run.nodes) * 2


def _is_means(source: Source, run: Run) -> bool:
    return _announced(_FUNCTION_HEAD, source, run) or _announced(_MEANS_HEAD, source, run)


RULES: tuple[Rule, ...] = (
    ("group", _is_group),
    ("grounds", _is_ladder_list),
    ("frame", _is_frame),
    ("duties", _is_annotated),
    ("account", _is_account),
    ("duties", _is_duties),
    ("mechanisms", _is_mechanisms),
    ("roles", _is_roles),
    ("duties", _is_opened),
    ("means", _is_means),
    ("candidate", _is_candidate),
)


def kind_of(source: Source, run: Run) -> str:
    return next((kind for kind, test in RULES if test(source, run)), "other")


def duty_runs(source: Source, plan: Outline) -> tuple[list[Run], list[Run]]:
    """The runs that hold duties, and those a clerk should be asked about.

    A plan that names parties or heads its duties is believed; otherwise the longest list of
    clauses that say what to do is taken, outermost first.
    """
    kinds = [(kind_of(source, run), run) for run in plan.runs]
    named = _named(source, kinds)
    if named:
        return named, []
    maybe = _outermost([run for kind, run in kinds if kind == "candidate"])
    sure = _outermost([run for kind, run in kinds if kind == "duties"])
    told = _announced_inside(source, plan, sure)
    if told:
        return told, []
    if sure:
        return sure, [run for run in _outside(maybe, sure) if len(run.nodes) > 2]
    found = _said(source, kinds) or _partly_named(source, plan)
    if found:
        return found, []
    if not maybe:
        return _what_is_left(source, kinds), []
    best = max(maybe, key=lambda run: (-run.rank, len(run.nodes)))
    return [best], [run for run in maybe if run is not best and run.rank == best.rank]


def _announced_inside(source: Source, plan: Outline, runs: list[Run]) -> list[Run]:
    """第五条 主要任务如下： the list below such a part holds the duties, not its neighbours."""
    parts = {
        id(node)
        for run in runs
        for node in run.nodes
        if len(node.children) > 1
        and _ANNOUNCES.search(source.folded, *source.trim(node.own(), "\n "))
    }
    return [run for run in plan.runs if id(run.nodes[0].parent) in parts]


def _named(source: Source, kinds: list[tuple[str, Run]]) -> list[Run]:
    """Lists headed by whoever they are for; else lists whose parts name their parties."""
    framed = _framed(source, kinds)
    sure = [run for kind, run in kinds if kind == "duties"]
    named = _outermost([run for run in sure if _is_annotated(source, run)])
    return framed or [_without_last(source, run) for run in named]


def _without_last(source: Source, run: Run) -> Run:
    """A run without the closing part of a plan: 七、其他, where the others name their parties."""
    last, others = run.nodes[-1], run.nodes[:-1]
    closing = _CLOSING_HEAD.fullmatch(source.folded, *heading(source, last))
    if not closing or _answers(source, last) or len(others) < 2:
        return run
    named = sum(_answers(source, node) for node in others)
    return Run(others, run.head) if 3 * named >= 2 * len(others) else run


def _answers(source: Source, node: Node) -> bool:
    return _names_parties(source, node) or _says_who(source, node)


def _partly_named(source: Source, plan: Outline) -> list[Run]:
    """The stretch of a longer list that names parties: articles whose chapters were lost."""
    found = []
    for run in plan.runs:
        places = [at for at, node in enumerate(run.nodes) if _names_parties(source, node)]
        if len(places) > 1:
            found.append(Run(run.nodes[places[0] : places[-1] + 1], run.head))
    return _outermost(found)


def _said(source: Source, kinds: list[tuple[str, Run]]) -> list[Run]:
    open_kinds = ("other", "candidate", "means")
    return _outermost([run for kind, run in kinds if kind in open_kinds and _is_said(source, run)])


def _is_said(source: Source, run: Run) -> bool:
    """Clauses that name who answers in a sentence: …由甲负责。…甲牵头，乙配合。

    Some of them may name their parties in brackets instead.
    """
    named = sum(_answers(source, node) for node in run.nodes)
    return len(run.nodes) > 1 and 3 * named >= 2 * len(run.nodes)


def _what_is_left(source: Source, kinds: list[tuple[str, Run]]) -> list[Run]:
    """Of a plan whose other parts are known the longest list that is none of them.

    Only a text that has such parts, or says above that it is one, is a plan: what a press release
    counts up is no duty. Lists like it in the neighbouring sections go with it.
    """
    known = {kind for kind, _ in kinds}
    titled = _PLAN.search(source.folded, 0, TITLE_REACH)
    if not titled and not known & {"roles", "account", "mechanisms", "grounds"}:
        return []
    left = [run for kind, run in kinds if kind in ("other", "candidate") and len(run.nodes) > 2]
    left = _outermost([run for run in left if not _is_frame_of(run, kinds)])
    if not left:
        return []
    best = max(left, key=lambda run: len(run.nodes))
    return [run for run in left if run is best or _is_beside(source, run, best)]


def _is_beside(source: Source, run: Run, best: Run) -> bool:
    """Whether a list has the same mark as another and hangs below a section like it."""
    one, other = run.nodes[0].parent, best.nodes[0].parent
    if not one or not other or _MEANS.search(source.folded, *heading(source, one)):
        return False
    return run.rank == best.rank and one.marker.rank == other.marker.rank


def _is_frame_of(run: Run, kinds: list[tuple[str, Run]]) -> bool:
    """Whether the run is the plan's own sections: known parts hang below it."""
    parts = {id(node) for node in run.nodes}
    return any(
        kind != "other" and any(id(node) in parts for node in _path(inner.nodes[0].parent))
        for kind, inner in kinds
    )


def _framed(source: Source, kinds: list[tuple[str, Run]]) -> list[Run]:
    """The lists below headings that each name whoever the list is for."""
    parts = [node for kind, run in kinds if kind == "frame" for node in run.nodes]
    heads = {id(node) for node in parts if _heads(source, node)}
    others = {id(node) for node in parts} - heads
    return [
        run
        for kind, run in kinds
        if id(run.nodes[0].parent) in heads
        or (id(run.nodes[0].parent) in others and kind == "duties")
    ]


def _outermost(runs: list[Run]) -> list[Run]:
    """Of runs in reading order, those that lie in none of the others."""
    kept: list[Run] = []
    for run in runs:
        if not kept or run.span[0] >= kept[-1].span[1]:
            kept.append(run)
    return kept


def _outside(runs: list[Run], others: list[Run]) -> list[Run]:
    """The runs that hang below none of the parts of `others`."""
    parts = {id(node) for run in others for node in run.nodes}
    return [run for run in runs if not any(id(node) in parts for node in _path(run.nodes[0]))]


def _path(node: Node | None) -> Iterator[Node]:
    while node:
        yield node
        node = node.parent
