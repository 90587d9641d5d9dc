"""Grounds for accountability: an announced list, a list below a ladder, or run on with ；."""

import re
from functools import partial
from itertools import pairwise, takewhile

from . import measures, scope
from .draft import FULL, LISTED_ONLY, Ground, PlanDraft, Span
from .folding import Source
from .outline import Node, Outline, Run, heading

_ANNOUNCED = re.compile(
    r"(?:下列|以下|下面|下述|如下|上述)[^。;\n]{0,14}?(?:情形|情节|行为|情况|问题|表现|事项|事)(?:之一)?(?:的|者)?"
)
_TITLED = re.compile(r"(?:追责|追究|问责)[^。\n]{0,8}(?:情形|事项|内容|范围)|情形$")
_HEADED = re.compile(r"追究|问责|追责|倒查|失责")
# Lists that look alike and are none: what makes a measure lighter, heavier, or fall away.
_OTHER_LIST = re.compile(
    r"从轻|减轻|免予|免于|不予|免除|从重|加重|容错|不得评|不能评|取消评|扣分|加分|优先"
)
_CALLED = ("追究", "问责", "追责", "处理", "责任", "倒查")
_LADDER_STARTS = re.compile(
    r"(?:等(?:情形|行为|问题|情况|表现)(?:之一)?的?)?[,;]?(?:之一的,?)?(?:要|应|应当|一律)?"
    r"(?:视情节|视情|视问题|根据情节|依据情节|按照情节|区别情况|分别|给予|予以|追究|依规|依纪|依法)"
)
_TAIL = re.compile(r"(?:等(?:情形|行为|问题|情况)(?:之一)?)?的?$")
_EVERY = re.compile(r"(?<![^,。;:\n)])凡(?!有|是)")
_LAST = re.compile(r"(?:以及|及|和|或者|或)?")
_FAULT = re.compile(r"的$|不[^,;]{1,10}$|不力|失职|严重|造成|发生|出现|迟报|瞒报|漏报|未")
_COUNTED = ("一是", "二是", "三是")
MIN_RUN_ON = 3
MAX_TITLE = 120
ABOVE = 300
BELOW = 120  # a ladder in lines of its own


def read_grounds(source: Source, plan: Outline, draft: PlanDraft) -> list[Span]:
    """Fill `draft.grounds`; returns the stretches that speak of accountability."""
    runs = _announced_runs(source, plan)
    if runs:
        for run in runs:
            for at, node in enumerate(run.nodes, start=1):
                _add(source, draft, node.marker.number or at, node.content)
        return [(_announcement(source, run)[0], run.span[1]) for run in runs]
    return _run_on(source, plan, draft) or _bare_lines(source, plan, draft)


def _bare_lines(source: Source, plan: Outline, draft: PlanDraft) -> list[Span]:
    """Unnumbered lines below an announcement, each of which ends as a ground does: …的；"""
    for at, above in enumerate(plan.paragraphs):
        if not _ANNOUNCED.search(source.folded, *above) or _OTHER_LIST.search(
            source.folded, *above
        ):
            continue
        lines = list(takewhile(partial(_is_bare_ground, source), plan.paragraphs[at + 1 :]))
        if len(lines) >= MIN_RUN_ON:
            for number, line in enumerate(lines, start=1):
                _add(source, draft, number, line)
            return [(above[0], lines[-1][1])]
    return []


def _is_bare_ground(source: Source, paragraph: Span) -> bool:
    start, end = source.trim(paragraph)
    return end - start <= MAX_TITLE and source.folded[end - 1] == "的"


def _announced_runs(source: Source, plan: Outline) -> list[Run]:
    found: list[Run] = []
    for run in plan.runs:
        inside = found and run.span[0] < found[-1].span[1]
        if len(run.nodes) > 1 and not inside and _announces(source, run):
            found.append(run)
    return found or [run for run in plan.runs if _reads_like_grounds(source, run)][:1]


def _above(source: Source, run: Run) -> Span:
    """The announcing words: the last paragraph above the list, at most a few lines of it."""
    start, end = max(run.head[0], run.head[1] - ABOVE), run.head[1]
    end = source.trim((start, end))[1]
    line = source.folded.rfind("\n", start, end)
    return max(start, line + 1), end


def _announcement(source: Source, run: Run) -> Span:
    """The last sentence above the list; what stands before it speaks of other things."""
    start, end = _above(source, run)
    return max(source.folded.rfind("。", start, end - 1) + 1, start), end


def _announces(source: Source, run: Run) -> bool:
    above = _above(source, run)
    words = source.folded[slice(*_announcement(source, run))]
    parent = run.nodes[0].parent
    title = source.cut(heading(source, parent)) if parent else ""
    if _OTHER_LIST.search(words) or _OTHER_LIST.search(title):
        return False
    if _ANNOUNCED.search(words):
        return _speaks_of_measures(source, run, above)
    if len(measures.named(source, above)) >= measures.LADDER and _faulty(source, run):
        return True
    return bool(_TITLED.search(title)) and _faulty(source, run)


def _speaks_of_measures(source: Source, run: Run, above: Span) -> bool:
    """The ladder, or a word of calling to account, stands above the list or right below it."""
    if any(word in source.folded[slice(*above)] for word in _CALLED):
        return True
    node: Node | None = run.nodes[0].parent
    while node:
        if _HEADED.search(source.folded, *heading(source, node)):
            return True
        node = node.parent
    below = (run.span[1], min(run.span[1] + 200, len(source.plain)))
    return any(len(measures.named(source, span)) >= measures.LADDER for span in (above, below))


def _reads_like_grounds(source: Source, run: Run) -> bool:
    """An unannounced list of faults under a heading that speaks of calling to account."""
    parent = run.nodes[0].parent
    return (
        parent is not None
        and len(run.nodes) >= MIN_RUN_ON
        and bool(_HEADED.search(source.folded, *heading(source, parent)))
        and _faulty(source, run)
    )


def _faulty(source: Source, run: Run) -> bool:
    """Most items end as a ground does: …的；"""
    ends = sum(
        source.folded[slice(*source.trim(node.content))].endswith("的") for node in run.nodes
    )
    return ends * 2 > len(run.nodes)


def _run_on(source: Source, plan: Outline, draft: PlanDraft) -> list[Span]:
    """One sentence of grounds parted by ；, closed or followed by the ladder."""
    for at, paragraph in enumerate(plan.paragraphs):
        below = plan.paragraphs[at + 1][1] if at + 1 < len(plan.paragraphs) else paragraph[1]
        below = min(max(below, paragraph[1] + BELOW), len(source.plain))
        for sentence in source.pieces(paragraph, "。\n"):
            parts = _run_on_parts(source, sentence, below)
            if len(parts) >= MIN_RUN_ON:
                for number, part in enumerate(parts, start=1):
                    _add(source, draft, number, part)
                return [sentence]
    return []


def _run_on_parts(source: Source, sentence: Span, below: int) -> list[Span]:
    text = source.folded
    every = [match.start() for match in _EVERY.finditer(text, *sentence)]
    if len(every) >= MIN_RUN_ON and _HEADED.search(text, every[-1], sentence[1]):
        return _by_every(source, every, sentence)
    lead = _ANNOUNCED.search(text, *sentence)
    if text.count(";", *sentence) + 1 < MIN_RUN_ON:
        return _by_commas(source, sentence) if lead else []
    here = len(measures.named(source, sentence)) >= measures.LADDER
    near = len(measures.named(source, (sentence[0], below))) >= measures.LADDER
    if not (here or near) or _OTHER_LIST.search(text, sentence[0], sentence[0] + 60):
        return []
    start = _after_lead(source, sentence)
    ladder = _ladder(source, sentence, start) if here else None
    parts = source.pieces((start, ladder if ladder is not None else sentence[1]), ";")
    parts = [(_LAST.match(text, at, end).end(), end) for at, end in parts]
    words = [text[slice(*source.trim(part))] for part in parts]
    if not here and not lead:
        # Neither announced nor closed by the ladder: every item must end as a ground does.
        return parts if all(word.endswith("的") for word in words[:-1]) else []
    if lead and all(word.startswith(first) for word, first in zip(words, _COUNTED, strict=False)):
        return parts
    faults = sum(bool(_FAULT.search(word)) for word in words)
    return parts if faults * 2 > len(parts) else []


def _by_every(source: Source, starts: list[int], sentence: Span) -> list[Span]:
    """凡甲的，凡乙的，一律追究责任: each ends at its last 的 before a mark."""
    found = []
    for start, stop in pairwise([*starts, sentence[1]]):
        end = source.folded.find("的,", start, stop)
        found.append((start + 1, end + 1 if end >= 0 else stop))
    return found


def _by_commas(source: Source, sentence: Span) -> list[Span]:
    """有下列情形之一的：甲的，乙的，丙的: announced, and each part ends as a ground does."""
    parts = source.pieces((_after_lead(source, sentence), sentence[1]), ",")
    words = [source.folded[slice(*source.trim(part))] for part in parts]
    while words and not words[-1].endswith("的"):
        words.pop()
    whole = [word.endswith("的") for word in words]
    return parts[: len(words)] if len(words) >= MIN_RUN_ON and all(whole) else []


def _ladder(source: Source, sentence: Span, start: int) -> int | None:
    """Where the grounds end and the ladder begins: the last such place before its first rung."""
    rungs = measures.named(source, (start, sentence[1]))
    first = rungs[0].span[0] if rungs else sentence[1]
    marks = [match.start() for match in _LADDER_STARTS.finditer(source.folded, start, first + 1)]
    after = source.folded.rfind(";", start, first)
    late = [at for at in marks if at > after]
    return late[0] if late else (marks[-1] if marks else None)


def _after_lead(source: Source, sentence: Span) -> int:
    """Grounds begin behind 有下列情形之一的： when the sentence says so."""
    lead = _ANNOUNCED.search(source.folded, *sentence)
    first = source.folded.find(";", *sentence)
    if not lead or (0 <= first < lead.start()):
        return sentence[0]
    colon = source.folded.find(":", lead.end(), lead.end() + 40)
    if 0 <= colon < (first if first >= 0 else sentence[1]):
        return colon + 1
    at = lead.end()
    while at < sentence[1] and source.folded[at] in "的,:":
        at += 1
    return at


def _add(source: Source, draft: PlanDraft, value: int, span: Span) -> None:
    # What follows the full stop is the ladder, no part of the ground.
    start, end = source.trim(next(iter(source.pieces(span, "。")), span))
    folded = source.folded[start:end]
    label = scope.ground_label(folded)
    if label:
        draft.grounds.append(Ground(value, label, (start, end), LISTED_ONLY))
        return
    title = source.cut((start, end))[: _TAIL.search(folded).start()]
    draft.grounds.append(Ground(value, _short(title), (start, end), FULL))


def _short(title: str) -> str:
    title = title.replace("\n", "")
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1] + "…"
