"""What a Word document's styles say: which are headings, which are numbered, which to leave out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .docx_numbers import W, integer, value

_HEADING = re.compile(r"(?:heading|标题|標題) ?([1-9])")
_CONTENTS = re.compile(r"(?:toc|目录|目錄) ?[1-9]")
BODY_LEVEL = 9
DEEPEST = 20


@dataclass(frozen=True)
class Style:
    name: str
    based_on: str
    outline: str
    list_id: str
    list_level: str


class Styles:
    """The paragraph styles of one document."""

    def __init__(self, root: etree._Element | None):
        self.styles: dict[str, Style] = {}
        self.default = ""
        for style in root.iter(f"{W}style") if root is not None else ():
            if style.get(f"{W}type", "paragraph") == "paragraph":
                self._add(style)

    def _add(self, style: etree._Element) -> None:
        name = style.get(f"{W}styleId", "")
        if style.get(f"{W}default") in ("1", "true"):
            self.default = name
        self.styles[name] = Style(
            name=value(style, "name").strip().lower(),
            based_on=value(style, "basedOn"),
            outline=value(style, "pPr/outlineLvl"),
            list_id=value(style, "pPr/numPr/numId"),
            list_level=value(style, "pPr/numPr/ilvl"),
        )

    def _chain(self, name: str) -> Iterator[tuple[str, Style]]:
        for _ in range(DEEPEST):
            style = self.styles.get(name)
            if style is None:
                return
            yield name, style
            name = style.based_on

    def level(self, name: str) -> int:
        """1 to 9 for a style of headings, 0 for any other."""
        for style_id, style in self._chain(name):
            if style.outline:
                return level_of(style.outline)
            heading = _HEADING.fullmatch(style.name) or _HEADING.fullmatch(style_id.lower())
            if heading:
                return int(heading.group(1))
        return 0

    def is_title(self, name: str) -> bool:
        """The style of the document's name: no heading, though it has an outline level."""
        return any(style.name in ("title", "标题", "標題") for _, style in self._chain(name))

    def is_contents(self, name: str) -> bool:
        """The table of contents repeats the headings and says nothing of its own."""
        return any(_CONTENTS.fullmatch(style.name) for _, style in self._chain(name))

    def numbering(self, name: str) -> tuple[str, str, str]:
        """(list, level, style that names the list) of a numbered style."""
        found = [(style_id, style) for style_id, style in self._chain(name) if style.list_id]
        if not found:
            return "", "", ""
        levels = (style.list_level for _, style in self._chain(name) if style.list_level)
        return found[0][1].list_id, next(levels, ""), found[0][0]


def level_of(outline: str) -> int:
    """Word counts outline levels from zero; nine is body text."""
    number = integer(outline, BODY_LEVEL)
    return number + 1 if number < BODY_LEVEL else 0
