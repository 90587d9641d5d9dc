"""Rules of liability and authority: who answers how, who decides, where it is filed."""

import re

from .draft import PlanDraft, Span
from .folding import Source
from .markers import marker_at

KINDS = (
    ("collective", re.compile(r"集体责任")),
    ("individual", re.compile(r"个人责任|个人的责任")),
    ("main_leading", re.compile(r"主要领导责任")),
    ("important_leading", re.compile(r"重要领导责任")),
    ("direct", re.compile(r"直接责任(?!人)")),
)
_ABOUT = re.compile(
    r"管理权限|追究|问责|追责|错误决[策定]|集体责任|集体决[策定]|担责|免责|重要领导责任|决定,?并?报"
)
_DISSENT = re.compile(
    r"(?:反对|异议|不同意|不同意见|保留意见)[^。]{0,40}?(?:不承担|不予追究|不再追究|免除|免予|免于|不担责|不负|免责|不承担|不予追责|不追究|不追责|除外)"
)
_ALONE = re.compile(
    r"个人[^。,;]{0,6}(?:说了算|独断|批准|作出|决定|决策|拍板|作主|做主)|(?:自行|擅自|私自|一个人|一人|独自|自己)[^。,;]{0,4}(?:说了算|作出|批准|决定|决策|拍板|作主|做主)|谁拍的?板|负责人[^。,;]{0,4}(?:拍板|擅自)"
)
_AUTHORITY = re.compile(r"[^,。;\n]{0,6}管理权限")
_LEVEL_UP = re.compile(r"由上一级党?(?:组织|委)?")
_FILING = re.compile(r"(?:抄?报送?|送交?|由)([^,。;\n报送由]{2,20}?)备案")
_BASIS = re.compile(r"《([^《》\n]{2,60})》")


def read_liability(source: Source, paragraphs: list[Span], draft: PlanDraft) -> list[Span]:
    """Fill `draft.liability` from the paragraphs that speak of calling to account."""
    spans = [span for span in paragraphs if _is_about(source, span)]
    for span in spans:
        _read(source, span, draft)
    if spans:
        draft.liability.span = spans[0][0], spans[-1][1]
    return spans


def _is_about(source: Source, span: Span) -> bool:
    if not _ABOUT.search(source.folded, *span):
        return False
    patterns = [_DISSENT, _ALONE, _AUTHORITY, _FILING, *(pattern for _, pattern in KINDS)]
    return any(pattern.search(source.folded, *span) for pattern in patterns)


def _read(source: Source, span: Span, draft: PlanDraft) -> None:
    text, found = source.folded[span[0] : span[1]], draft.liability
    for kind, pattern in KINDS:
        if pattern.search(text) and kind not in found.kinds:
            found.kinds.append(kind)
    found.dissent_exempts = found.dissent_exempts or bool(_DISSENT.search(text))
    found.individual_decision = found.individual_decision or bool(_ALONE.search(text))
    found.level_up = found.level_up or bool(_LEVEL_UP.search(text))
    authority = _AUTHORITY.search(text)
    if authority:
        found.authority = _sentence_with(source, span, span[0] + authority.start())
        found.bases += [b for b in _BASIS.findall(text) if b not in found.bases]
    filing = _FILING.search(text)
    if filing:
        found.filing = filing.group(1)


def _sentence_with(source: Source, span: Span, at: int) -> str:
    start, end = source.around(at, span, "。\n")
    marker = marker_at(source.folded, start)
    return source.cut((start + (marker.length if marker else 0), end))
