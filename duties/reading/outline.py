"""The plan as a tree of numbered parts and the lists (runs) they form.

A list whose heading was lost shows as a restart: (一) after (八) begins a new run.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from .draft import NOWHERE, Span
from .folding import Source
from .markers import Marker, marker_at
from .parties import annotation, begins_with_party

# What follows the last clause and belongs to none: 本方案自印发之日起施行.
_CLOSING = re.compile(r"(?:本|此)(?:方案|办法|制度|细则|规定)[^。]{0,10}(?:自|由)|附件?:|\d{4}年\d")
HEADING_LENGTH = 60


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
    for start, end in paragraphs:
        marker = marker_at(source.folded, start)
        if marker:
            open_nodes = [node for node in open_nodes if node.marker.rank < marker.rank]
            _attach(source, marker, start, open_nodes, roots)
        if open_nodes:
            open_nodes[-1].paragraphs.append((start, end))
        for node in open_nodes:
            node.end = end
    return roots


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
        if last and last.rank == node.marker.rank and last.number < node.marker.number:
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


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
        if _ends_annotated(source, paragraph):
            keep = at + 1
            break
    last.paragraphs = last.paragraphs[: max(keep, 1)]
    last.end = last.paragraphs[-1][1]


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
    for at in range(start, end):
        if source.folded[at] in "。;!?":
            end = at
            break
    return source.trim((start, _shortened(source, start, end)))


def _shortened(source: Source, start: int, end: int) -> int:
    """A first sentence too long for a title ends at its first comma or colon."""
    if end - start <= HEADING_LENGTH:
        return end
    for at in range(start + 4, start + HEADING_LENGTH):
        if source.folded[at] in ",:":
            return at
    return start + HEADING_LENGTH
