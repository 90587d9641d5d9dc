"""The plan as a tree of numbered parts and the lists (runs) they form.

A list whose heading was lost shows as a restart: (一) after (八) begins a new run.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from .document import BOLD
from .draft import NOWHERE, Span
from .folding import Source
from .labels import begins_with_party
from .markers import Marker, marker_at
from .parties import annotation
from .sayings import HEADED, holder_of, in_sentences

# What follows the last clause and belongs to none: 本方案自印发之日起施行.
_CLOSING = re.compile(
    r"(?:本|此)(?:方案|办法|制度|细则|规定)[^。]{0,10}(?:自|由)|附件?:|\d{4}年\d{1,2}月(?:\d{1,2}日)?$"
)
HEADING_LENGTH = 60
# A heading known by its style alone: where each level stands among the ranks of the marks.
_STYLE_RANKS = (0.5, 2.5, 3.5, 4.5, 5.5, 6.2)
# A line that announces a section by its words alone, where the number was lost.
_SECTION = re.compile(
    r"[【\[]?[^,。;:、!?\d]{0,12}(?:职责|任务|责任|分工|机制|制度|保障|措施|要求|追究|问责|领导|考核|原则|目标|附则"
    r"|总则|检查|清单|内容|情形|体系|意义|思想|主体|方式|程序|事项|督查|监督|追责)[】\]]?"
)
_SECTION_RANK = 0.8
_BOLD_RANK = 2.8
_ITEM_RANK = 6.5
SECTION_LENGTH = 16
ITEM_LENGTH = 12
_NUMBERED = ("article", "paren", "arabic", "paren_arabic", "circled")


@dataclass
class Node:
    """One numbered part: `start` at its marker, `body` behind it, `end` with all below it."""

    marker: Marker
    start: int
    body: int
    end: int = 0
    label: str = ""
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    paragraphs: list[Span] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def content(self) -> Span:
        return self.body, self.end

    def own(self) -> Span:
        """The part's own words, up to its first child."""
        return self.body, self.children[0].start if self.children else self.end


@dataclass
class Run:
    """Consecutive parts of one rank under one parent; `head` is the stretch above them."""

    nodes: list[Node]
    head: Span = NOWHERE

    @property
    def span(self) -> Span:
        return self.nodes[0].start, self.nodes[-1].end

    @property
    def rank(self) -> int:
        return self.nodes[0].marker.rank


@dataclass
class Outline:
    paragraphs: list[Span]
    roots: list[Node]
    runs: list[Run]

    def node_at(self, offset: int) -> Node | None:
        """The deepest part that holds `offset`."""
        found, level = None, self.roots
        while True:
            at = bisect_right(level, offset, key=_start) - 1
            if at < 0 or offset >= level[at].end:
                return found
            found = level[at]
            level = found.children


def _start(node: Node) -> int:
    return node.start


def outline(source: Source) -> Outline:
    paragraphs = list(_paragraphs(source.plain))
    roots = _tree(source, paragraphs)
    runs: list[Run] = []
    _collect(source, roots, 0, runs)
    return Outline(paragraphs, roots, runs)


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1


def _tree(source: Source, paragraphs: list[Span]) -> list[Node]:
    roots: list[Node] = []
    open_nodes: list[Node] = []
    items = _closed_items(source, paragraphs)
    for at, (start, end) in enumerate(paragraphs):
        marker = marker_at(source.folded, start) or _unnumbered(source, paragraphs, at)
        if marker is None and at in items:
            marker = Marker("item", _ITEM_RANK, 0, 0)
        if marker and marker.kind == "item" and not _may_hold_items(open_nodes):
            marker = None
        if marker:
            open_nodes = [node for node in open_nodes if node.marker.rank < marker.rank]
            _attach(source, marker, start, open_nodes, roots)
        if open_nodes:
            open_nodes[-1].paragraphs.append((start, end))
        for node in open_nodes:
            node.end = end
    return roots


def _unnumbered(source: Source, paragraphs: list[Span], at: int) -> Marker | None:
    """A part without a number: by its style, by its words, or by whom it names at its end."""
    start, end = paragraphs[at]
    level = source.levels.get(start)
    if level and level < BOLD:
        return Marker("heading", _STYLE_RANKS[min(level, len(_STYLE_RANKS)) - 1], 0, 0)
    if at and end - start <= SECTION_LENGTH and _SECTION.fullmatch(source.folded, start, end):
        return Marker("section", _SECTION_RANK, 0, 0)
    if level and at:
        return Marker("heading", _BOLD_RANK, 0, 0)
    named = source.folded[end - 1] == ":" and not begins_with_party(source.folded[start:end])
    holder = named and holder_of(source, source.trim((start, end)))
    if holder or (end - start <= HEADING_LENGTH and HEADED.match(source.folded, start, end)):
        below = marker_at(source.folded, end + 1)
        return Marker("headed", below.rank - 0.3, 0, 0) if below else None
    if end - start > ITEM_LENGTH and _ends_annotated(source, paragraphs[at]):
        return Marker("item", _ITEM_RANK, 0, 0)
    return None


def _closed_items(source: Source, paragraphs: list[Span]) -> set[int]:
    """Unnumbered parts that a line of parties closes: where each of them begins.

    Under a numbered part such lines belong to it, and nothing begins.
    """
    items: set[int] = set()
    first, numbered = None, False
    for at, (start, end) in enumerate(paragraphs):
        marker = marker_at(source.folded, start)
        if begins_with_party(source.folded[start : min(end, start + 24)]):
            if first is not None and not numbered:
                items.add(first)
            first = None
        elif marker or _unnumbered(source, paragraphs, at):
            numbered = marker is not None and marker.kind in _NUMBERED
            first = None
        elif source.folded[end - 1] == ":":
            first = None
        elif first is None:
            first = at
    return items


def _may_hold_items(path: list[Node]) -> bool:
    """A paragraph is a part of its own under a heading; under a numbered part it is its text."""
    return not path or path[-1].marker.kind not in _NUMBERED


def _attach(source: Source, marker: Marker, start: int, path: list[Node], roots: list[Node]):
    body = start + marker.length
    parent = path[-1] if path else None
    node = Node(marker, start, body, body, source.plain[start:body].strip(), parent)
    (parent.children if parent else roots).append(node)
    path.append(node)


def _collect(source: Source, nodes: list[Node], start: int, runs: list[Run]) -> None:
    """All runs among `nodes` and below them, in reading order (at most seven levels deep)."""
    for group in _grouped(nodes):
        run = Run(group)
        _trim(source, run)
        run.head = (start, run.nodes[0].start)
        runs.append(run)
        for node in group:
            _collect(source, node.children, node.body, runs)
        start = group[-1].end


def _grouped(nodes: list[Node]) -> list[list[Node]]:
    groups: list[list[Node]] = []
    for node in nodes:
        last = groups[-1][-1].marker if groups else None
        if last and last.rank == node.marker.rank and _goes_on(last, node.marker):
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def _goes_on(last: Marker, marker: Marker) -> bool:
    return last.number < marker.number or last.number == marker.number == 0


def _trim(source: Source, run: Run) -> None:
    """Cut from the last part what belongs to the next heading or to the end of the plan."""
    last = run.nodes[-1]
    if last.children:
        return
    keep = len(last.paragraphs)
    if len(run.nodes) > 1:
        keep = min(keep, max(_height(node) for node in run.nodes[:-1]))
    for at, paragraph in enumerate(last.paragraphs[:keep]):
        if at and _CLOSING.match(source.folded, *paragraph):
            keep = at
            break
        if _ends_annotated(source, paragraph) and not _opens_annotated(source, last):
            keep = at + 1
            break
    keep = _with_annotation(source, last.paragraphs, keep)
    last.paragraphs = last.paragraphs[: max(keep, 1)]
    last.end = last.paragraphs[-1][1]


def _opens_annotated(source: Source, node: Node) -> bool:
    """Parts that name their parties first: the text stands behind."""
    return begins_with_party(source.folded[node.body : node.body + 24])


def _with_annotation(source: Source, paragraphs: list[Span], keep: int) -> int:
    """What names the last part's parties belongs to it, however its text was broken."""
    named = any(
        annotation(source, paragraph)[0] or _says_who(source, paragraph)
        for paragraph in paragraphs[:keep]
    )
    for at in range(keep, min(keep + 3, len(paragraphs))):
        start, end = paragraphs[at]
        if _CLOSING.match(source.folded, start, end):
            break
        ends = _ends_annotated(source, (start, end)) or _says_who(source, (start, end))
        if begins_with_party(source.folded[start : start + 24]) or (not named and ends):
            keep, named = at + 1, True
    return keep


def _says_who(source: Source, paragraph: Span) -> bool:
    """Whether a paragraph closes with a sentence of its own on who answers: 由甲牵头，乙配合。"""
    sentences = source.pieces(paragraph, "。;\n")
    last = source.trim(sentences[-1]) if sentences else paragraph
    return source.folded.startswith("由", last[0]) and bool(in_sentences(source, last))


def _height(node: Node) -> int:
    return len(node.paragraphs) + sum(_height(child) for child in node.children)


def _ends_annotated(source: Source, paragraph: Span) -> bool:
    if begins_with_party(source.folded[paragraph[0] : paragraph[0] + 24]):
        return False
    found, _ = annotation(source, paragraph)
    return found is not None and paragraph[1] - found[1] <= 1


def outside(paragraphs: list[Span], excluded: list[Span]) -> list[Span]:
    """What is left of the paragraphs when the excluded stretches are cut out of them."""
    kept: list[Span] = []
    waiting = sorted(excluded)
    at = 0
    for start, end in paragraphs:
        while at < len(waiting) and waiting[at][1] <= start:
            at += 1
        for cut_start, cut_end in _overlapping(waiting, at, end):
            if start < cut_start:
                kept.append((start, cut_start))
            start = max(start, cut_end)
        if start < end:
            kept.append((start, end))
    return kept


def _overlapping(waiting: list[Span], at: int, end: int) -> Iterator[Span]:
    while at < len(waiting) and waiting[at][0] < end:
        yield waiting[at]
        at += 1


def heading(source: Source, node: Node) -> Span:
    """The part's title: its first line up to the first full stop, without annotation."""
    start, end = node.body, node.paragraphs[0][1]
    marked, _ = annotation(source, (start, end))
    if marked and marked[0] > start:
        end = marked[0]
    elif marked:
        start, end = _behind(source, node, marked[1])
    return _first_sentence(source, start, end)


def headline(source: Source, start: int, node: Node) -> Span:
    """The title of a part whose words begin at `start`, behind whom it opens with."""
    return _first_sentence(source, start, node.paragraphs[0][1])


def _first_sentence(source: Source, start: int, end: int) -> Span:
    for at in range(start, end):
        if source.folded[at] in "。;!?":
            end = at
            break
    return source.trim((start, _shortened(source, start, end)))


def _behind(source: Source, node: Node, at: int) -> Span:
    """The first words behind the lines of parties that open a part."""
    if source.trim((at, node.paragraphs[0][1]))[0] < node.paragraphs[0][1]:
        return at, node.paragraphs[0][1]
    for start, end in node.paragraphs[1:]:
        if not begins_with_party(source.folded[start : start + 24]):
            return start, end
    return node.body, node.paragraphs[0][1]


def _shortened(source: Source, start: int, end: int) -> int:
    """A first sentence too long for a title ends at its first comma or colon."""
    if end - start <= HEADING_LENGTH:
        return end
    for at in range(start + 4, start + HEADING_LENGTH):
        if source.folded[at] in ",:":
            return at
    return start + HEADING_LENGTH
