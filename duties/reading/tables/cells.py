"""What stands in a table cell: names, numbered items, plain words."""

import re
from dataclasses import dataclass

from duties.reading.folding import fold
from duties.reading.markers import CIRCLED, marker_at
from duties.reading.names import DOUBLE, POST_ENDS, SURNAMES, looks_like_name
from duties.reading.numerals import number


@dataclass(eq=False, slots=True)
class Cell:
    """One cell. A merged cell is the same object at every place it covers.

    `printed` is the text with the soft breaks a page put into it, "" where there are none.
    """

    text: str
    printed: str = ""

    def tidy(self) -> None:
        text = self.text.strip()
        self.printed = text if SOFT_BREAK in text else ""
        self.text = text.replace(SOFT_BREAK, "")


Row = list[Cell]
Grid = list[Row]
# A line that ends because its cell is full, or because the name ends: nobody can see which.
SOFT_BREAK = "\v"
NOTHING = frozenset(("", "/", "\\", "-", "—", "——", "--", "－", "无", "／", "…"))
DITTO = frozenset(("同上", "〃", "″", '"', "”"))
_STOPS = "。；;！!？?：:，,、"
_ITEM = re.compile(
    r"(?:^|(?<=[\n。；;：:\s]))[ \u3000]*"
    rf"(?:(\d{{1,2}}) ?[.、．](?!\d)|[(（] ?(\d{{1,2}}) ?[)）][.、]?|([{CIRCLED}])"
    r"|([一二三四五六七八九十]{1,3}) ?、|[(（] ?([一二三四五六七八九十]{1,3}) ?[)）][.、]?)"
    r"[ \u3000]*"
)
_BRACKETS = {"(": ")", "（": "）", "“": "”", "《": "》", "「": "」", "【": "】", "[": "]"}
_BODY_END = re.compile(r"(?:办公室|[科处部局委办股站所院会组队]|中心|支部|团委|妇联)$")
_PARTING = "、,，;；/／"


def grid_of(rows: list[list[str]]) -> Grid:
    """Cells of which none is merged."""
    return [[Cell(text) for text in row] for row in rows]


def distinct(row: Row) -> Row:
    """The cells of a row that hold something, each merged one once."""
    return list({id(cell): cell for cell in row if cell.text}.values())


def is_whole(row: Row) -> bool:
    """Whether one cell takes the whole row: a sentence, or words that head the rows below."""
    held = distinct(row)
    return len(held) == 1 and all(cell is held[0] for cell in row)


def said(text: str) -> str:
    """The words of a cell, "" for one that only says that there is nothing."""
    return "" if text.strip() in NOTHING else text.strip()


def flat(text: str) -> str:
    """A cell as one stretch of words, its line breaks taken for mere wrapping."""
    return re.sub(r"\s*\n\s*", "", text).strip()


def plain_number(text: str) -> int | None:
    """The number a cell holds and nothing else: 3, 3., 三, （三）, ③."""
    bare = fold(text).strip().strip("().、")
    if bare in CIRCLED and bare:
        return CIRCLED.index(bare) + 1
    return number(bare) if bare and len(bare) <= 4 else None


def items(text: str) -> list[str]:
    """The numbered parts of a cell without their marks; [] when it is not such a list."""
    marks = list(_ITEM.finditer(text))
    values = [_value(mark) for mark in marks]
    kept, wanted = [], 1
    for mark, value in zip(marks, values, strict=True):
        if value == wanted:
            kept.append(mark)
            wanted += 1
    if len(kept) < 2 or text[: kept[0].start()].strip():
        return []
    ends = [mark.start() for mark in kept[1:]] + [len(text)]
    return [flat(text[mark.end() : end]) for mark, end in zip(kept, ends, strict=True)]


def _value(mark: re.Match) -> int | None:
    word = next(group for group in mark.groups() if group)
    return CIRCLED.index(word) + 1 if word in CIRCLED else number(word)


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def unmarked(text: str) -> str:
    """The words without the number they begin with: no list may begin inside a row."""
    marker = marker_at(fold(text))
    return text[marker.length :].strip() if marker else text


def title_of(text: str) -> str:
    """A title cell as one phrase; several numbered items are parted by ；."""
    parts = items(text)
    return joined(parts) if parts else unmarked(flat(text))


def details_of(text: str) -> list[str]:
    """A cell of particulars as phrases, one a line."""
    return items(text) or [unmarked(line) for line in paragraphs(text)]


def joined(parts: list[str]) -> str:
    """Phrases one behind another: each keeps its own stop mark, else ； parts them."""
    kept = list(dict.fromkeys(part for part in parts if part))
    return "".join(
        part if at == len(kept) - 1 or part[-1] in _STOPS else f"{part}；"
        for at, part in enumerate(kept)
    )


def sentence(text: str) -> str:
    """`text` with one full stop behind it, "" for no text."""
    bare = text.rstrip(" ；;，,、：:")
    return bare if not bare or bare[-1] in "。！？!?" else f"{bare}。"


def names_in(cell: Cell) -> str:
    """The text of a cell of names, a soft break kept where a name ends before and after it."""
    lines = (cell.printed or cell.text).split(SOFT_BREAK)
    text = lines[0]
    for line in lines[1:]:
        text += ("\n" if _ends_name(text, line) else "") + line
    return text


def _ends_name(before: str, after: str) -> bool:
    last, first = re.split(r"[\s、，；]", before)[-1], re.split(r"[\s、，；]", after)[0]
    if looks_like_name(last) and looks_like_name(first):
        return True
    return bool(_BODY_END.search(last)) and len(first) > 2 and bool(_BODY_END.search(first))


def names(text: str) -> list[str]:
    """The names in a cell, parted by marks, blanks or lines; 张 三 is one name."""
    found: dict[str, None] = {}
    for piece in _pieces(said(text)):
        found |= dict.fromkeys(_holders(_tokens(piece.split())))
    return list(found)


def _pieces(text: str) -> list[str]:
    """Cut at the marks that part names, but not inside brackets or quotation marks."""
    found, start, waiting = [], 0, ""
    for at, char in enumerate(text):
        if waiting:
            waiting = "" if char == waiting else waiting
        elif char in _BRACKETS:
            waiting = _BRACKETS[char]
        elif char in _PARTING:
            found.append(text[start:at])
            start = at + 1
    return [piece.strip("。. ") for piece in (*found, text[start:]) if piece.strip("。. ")]


def _tokens(tokens: list[str]) -> list[str]:
    """Words between blanks, with the characters of a spread name put together."""
    found: list[str] = []
    open_name = False
    for token in tokens:
        if open_name and len(found[-1]) + len(token) <= 3:
            found[-1] += token
            open_name = len(found[-1]) < 2
        else:
            found.append(token)
            open_name = (len(token) == 1 and token in SURNAMES) or token in DOUBLE
    return _with_third(found)


def _with_third(tokens: list[str]) -> list[str]:
    """A lone character goes to the word before it: 张 三 丰, 办公 室."""
    found: list[str] = []
    for token in tokens:
        if found and len(token) == 1:
            found[-1] += token
        else:
            found.append(token)
    return found


def _holders(words: list[str]) -> list[str]:
    """A post and the name behind it as one: 党委书记 张三."""
    found: list[str] = []
    for word in words:
        if found and found[-1].endswith(POST_ENDS) and looks_like_name(word):
            found[-1] += word
        else:
            found.append(word)
    return found
