"""The ladder of measures: every rung once, "and" and "or" kept apart."""

import re

from .draft import Measure, PlanDraft, Span
from .folding import Source

# Name -> the wordings it goes by. Longest wordings win; add a row for a new measure.
NAMES = {
    "约谈提醒": ("约谈提醒", "提醒约谈"),
    "提醒谈话": ("提醒谈话", "谈话提醒"),
    "提醒": ("提醒",),
    "约谈": ("约谈",),
    "批评教育": ("批评教育",),
    "诫勉谈话": ("诫勉谈话",),
    "诫勉": ("诫勉",),
    "书面检查": ("书面检查", "书面检讨"),
    "公开道歉": ("公开道歉",),
    "通报批评": ("通报批评",),
    "取消评优评先资格": ("取消评优评先资格", "取消评先评优资格", "取消评优资格", "取消评先资格"),
    "停职检查": ("停职检查",),
    "调整职务": ("调整职务", "调离岗位", "调整岗位"),
    "责令辞职": ("责令辞职",),
    "引咎辞职": ("引咎辞职",),
    "免职": ("免职",),
    "降职": ("降职",),
    "组织纪律处分": ("组织纪律处分",),
    "组织处理": ("组织处理", "组织调整"),
    "党纪政务处分": ("党纪政务处分", "党纪政纪处分"),
    "政务处分": ("政务处分",),
    "纪律处分": ("党的纪律处分", "纪律处分", "党纪处分"),
}
_BY_WORDING = {wording: name for name, wordings in NAMES.items() for wording in wordings}
_ANY = re.compile("|".join(sorted(_BY_WORDING, key=len, reverse=True)))
_OR = re.compile(r"或者?(?:给予|予以|者)?$")
LADDER = 3


def named(source: Source, span: Span) -> list[Measure]:
    """Every measure named in `span`, first mention only."""
    found: dict[str, Measure] = {}
    for match in _ANY.finditer(source.folded, *span):
        name = _BY_WORDING[match.group()]
        before = source.folded[max(match.start() - 6, 0) : match.start()]
        joined = "or" if _OR.search(before) else "and"
        found.setdefault(name, Measure(name, match.span(), joined))
    return list(found.values())


def read_measures(source: Source, draft: PlanDraft) -> None:
    """Fill `draft.measures` from the sentences that name at least three of them."""
    seen: set[str] = set()
    for span in source.pieces((0, len(source.plain)), "。\n"):
        rungs = named(source, span)
        if len(rungs) >= LADDER:
            draft.measures += [rung for rung in rungs if rung.name not in seen]
            seen.update(rung.name for rung in rungs)
