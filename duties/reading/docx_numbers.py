"""Word's automatic numbering: the numbers that stand on the page but not in the text."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting")
MAX_LEVEL = 9
TENS = "零一二三四五六七八九"


def chinese(value: int) -> str:
    """1 to 99 in Chinese; larger numbers stay Arabic."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{TENS[tens]}十")
    return head + (TENS[ones] if ones else "")


class Numbers:
    """Counts the numbered paragraphs of one document in reading order."""

    def __init__(self, root: etree._Element | None):
        self.levels: dict[str, dict[str, tuple[str, str, int]]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        abstracts = {row.get(f"{W}abstractNumId"): row for row in root.iter(f"{W}abstractNum")}
        for num in root.iter(f"{W}num"):
            link = num.find(f"{W}abstractNumId")
            abstract = abstracts.get(link.get(f"{W}val")) if link is not None else None
            if abstract is not None:
                self.levels[num.get(f"{W}numId") or ""] = _levels(abstract)

    def label(self, paragraph: etree._Element) -> str:
        """The printed number of `paragraph`, "" when Word does not number it."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return ""
        list_id, level = _value(properties, "numId"), _value(properties, "ilvl") or "0"
        known = self.levels.get(list_id, {})
        if level not in known or not level.isdigit():
            return ""
        return self._printed(list_id, int(level), known)

    def _printed(self, list_id: str, depth: int, known: dict) -> str:
        start = known[str(depth)][2]
        self.counts[list_id, depth] = self.counts.get((list_id, depth), start - 1) + 1
        for deeper in range(depth + 1, MAX_LEVEL):
            self.counts.pop((list_id, deeper), None)
        text = known[str(depth)][1]
        for level in range(depth + 1):
            style, _, first = known.get(str(level), ("decimal", "", 1))
            value = self.counts.get((list_id, level), first)
            text = text.replace(f"%{level + 1}", chinese(value) if style in CHINESE else str(value))
        return text


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val") or ""


def _levels(abstract: etree._Element) -> dict[str, tuple[str, str, int]]:
    found = {}
    for level in abstract.iter(f"{W}lvl"):
        style, text = _value(level, "numFmt"), _value(level, "lvlText")
        start = _value(level, "start")
        if style != "bullet":
            first = int(start) if start.isdigit() else 1
            found[level.get(f"{W}ilvl") or "0"] = (style, text, first)
    return found
