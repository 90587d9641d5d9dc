"""Word's automatic numbering: the numbers that stand on the page but not in the text."""

from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# Marks behind which the words of the paragraph follow without a blank.
CLOSED = "、）)．.：:，"


def chinese(value: int) -> str:
    """1 to 9999 in Chinese; larger numbers stay Arabic."""
    if not 0 < value < 10_000:
        return str(value)
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += DIGITS[digit] + name
        elif text and value and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text


def _digital(value: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(value))


def _letter(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value < 100 else ""


def _roman(value: int) -> str:
    if not 0 < value < 40:
        return str(value)
    text = ""
    for worth, sign in ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


def _of(signs: str):
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


FORMATS = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "ideographTraditional": _of(STEMS),
    "decimalEnclosedCircle": _of(CIRCLED),
    "decimalEnclosedCircleChinese": _of(CIRCLED),
    "decimalEnclosedParen": "({})".format,
    "decimalEnclosedFullstop": "{}.".format,
    "decimalZero": "{:02}".format,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerLetter": _letter,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "none": lambda value: "",
}


@dataclass(frozen=True)
class Level:
    """One level of a list. `restart`: the level (from one) whose use starts it anew, 0 for none."""

    style: str
    text: str
    start: int
    blank: bool
    legal: bool
    restart: int | None
    linked: str


@dataclass
class _List:
    """One list instance; lists of one `abstract` count on from each other."""

    abstract: str
    levels: dict[int, Level]
    overrides: dict[int, int]


class Numbers:
    """Counts the numbered paragraphs of one document in reading order."""

    def __init__(self, root: etree._Element | None):
        self.lists: dict[str, _List] = {}
        self.counts: dict[tuple[str, int], int] = {}
        self.begun: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        abstracts = {row.get(f"{W}abstractNumId", ""): row for row in root.iter(f"{W}abstractNum")}
        linked = {value(row, "styleLink"): key for key, row in abstracts.items()}
        for num in root.iter(f"{W}num"):
            key = value(num, "abstractNumId")
            if key in abstracts:
                key = linked.get(value(abstracts[key], "numStyleLink") or "-", key)
                levels = _levels(abstracts[key])
                overrides = _overrides(num, levels)
                self.lists[num.get(f"{W}numId", "")] = _List(key, levels, overrides)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of a list that a paragraph style is linked to."""
        found = self.lists.get(list_id)
        levels = found.levels if found else {}
        return next((at for at, level in levels.items() if level.linked == style), None)

    def label(self, list_id: str, depth: int) -> str:
        """The printed number of the next paragraph of a list, "" when Word prints none."""
        found = self.lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        self._count(list_id, found, depth)
        level = found.levels[depth]
        if level.style == "bullet":
            return ""
        text = level.text
        for at in range(depth + 1):
            text = text.replace(f"%{at + 1}", self._printed(found, at, level.legal))
        return f"{text} " if text and level.blank and text[-1] not in CLOSED else text

    def _count(self, list_id: str, found: _List, depth: int) -> None:
        key = (found.abstract, depth)
        if depth in found.overrides and (list_id, depth) not in self.begun:
            self.counts[key] = found.overrides[depth] - 1
        self.begun.add((list_id, depth))
        self.counts[key] = self.counts.get(key, found.levels[depth].start - 1) + 1
        for deeper, level in found.levels.items():
            never = level.restart == 0 or (level.restart is not None and depth >= level.restart)
            if deeper > depth and not never:
                self.counts.pop((found.abstract, deeper), None)

    def _printed(self, found: _List, depth: int, legal: bool) -> str:
        level = found.levels.get(depth)
        count = self.counts.get((found.abstract, depth), level.start if level else 1)
        form = FORMATS.get(level.style) if level and not legal else None
        return form(count) if form else str(count)


def value(element: etree._Element, path: str) -> str:
    """The `w:val` of a child, "" when it is not there."""
    child = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return "" if child is None else child.get(f"{W}val") or ""


def is_on(element: etree._Element, name: str) -> bool:
    child = element.find(f"{W}{name}")
    return child is not None and child.get(f"{W}val") not in ("0", "false", "off")


def integer(word: str, otherwise: int) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) < 7 else otherwise


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        integer(level.get(f"{W}ilvl") or "", 0): _level(level) for level in abstract.iter(f"{W}lvl")
    }


def _level(level: etree._Element) -> Level:
    restart = value(level, "lvlRestart")
    return Level(
        style=value(level, "numFmt") or "decimal",
        text=value(level, "lvlText")[:60],
        start=integer(value(level, "start"), 1),
        blank=value(level, "suff") != "nothing",
        legal=is_on(level, "isLgl"),
        restart=integer(restart, 0) if restart else None,
        linked=value(level, "pStyle"),
    )


def _overrides(num: etree._Element, levels: dict[int, Level]) -> dict[int, int]:
    """Starts of this list alone; a level it defines anew takes the place of the shared one."""
    found = {}
    for override in num.iter(f"{W}lvlOverride"):
        depth = integer(override.get(f"{W}ilvl") or "", 0)
        start, level = value(override, "startOverride"), override.find(f"{W}lvl")
        if level is not None:
            levels[depth] = _level(level)
        if start:
            found[depth] = integer(start, 1)
    return found
