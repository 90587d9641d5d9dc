"""Header cells to what their columns hold. A new wording is a new word in one pattern."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from duties.reading.folding import fold
from duties.reading.labels import LABELS

from .cells import Grid, Row, distinct

HEADER_ROWS = 6
MAX_HEADER = 20
_OF = (
    "责任|工作|重点|主要|具体|年度|目标|履责|履职|岗位|任务|党建|职责|分解|落实|清单|共性|个性|细化"
)
_TITLE = re.compile(
    rf"(?:{_OF})*(?:事项|任务|职责|清单|要点)(?:内容|分解|明细|名称|项目)?|.{{2,8}}(?:任务|事项|职责)"
    r"|(?:责任|工作|任务|履责|履职|重点|主要|职责)+(?:内容|项目)|重点工作|内容|职责分工"
)
_DETAIL = re.compile(
    r"(?:具体|工作|主要|落实|推进|保障|履责|目标|任务|完成|责任|重点|办理|实施|管理)*"
    r"(?:(?:措施|举措|要求|标准|做法|办法|路径|目标|成果|成效)(?:及|和|与)?)+|具体内容|细化内容|成果形式|工作方式|(?:实施|工作)步骤"
)
_DEADLINE = re.compile(
    r"(?:完成|工作|办结|落实|推进|履责|履职|责任|开展|任务|考核|检查)?(?:(?:时限|时间|期限|频次|频率)(?:及|和|与|、)?)+"
    r"(?:要求|安排|进度|节点)?|(?:时间|完成)?节点|进度(?:要求|安排)"
)
_PERSON = re.compile(
    r"(?:主要|具体|直接|第一)?(?:责任|负责|经办|承办)人"
    r"|(责任|负责|分管|主管|牵头|包保|包抓|联系|包联|挂钩|挂点)"
    r"(?:校|院|所|局|县|市|区|镇|乡|街道|社区|公司|班子|党委|党组)*(?:领导|负责人|干部)"
    r"|(?:校|院|所|局|县|市|区|镇|乡|街道|社区|公司|集团|班子|党委|党组)领导"
)
_BODY = re.compile(
    r"(责任|负责|承办|落实|实施|牵头|主办|配合|协办|协助|参与|督促|督办|监督)(?:责任)?"
    r"(?:单位|部门|科室|处室|股室|站所|院系|机构|组织|支部|党支部)+"
    r"|(牵头|主办|配合|协办|协助|督办)(?:站所|单位|方)?|责任站所|(?:责任|任务|工作)分工"
)
_BODY_LABELS = {
    "牵头": "牵头单位",
    "主办": "主办单位",
    "配合": "配合单位",
    "协办": "协办单位",
    "协助": "协助单位",
    "参与": "参与单位",
    "督促": "督促单位",
    "督办": "督办单位",
    "监督": "督促单位",
}
PATTERNS = (
    ("number", re.compile(r"(?:项目|任务|条目)?(?:序号|编号)|序|号|层级|档次|级次|No\.?")),
    (
        "ground",
        re.compile(r"(?:应当?|须|需)?(?:责任)?(?:追责|问责|追究|失职|违规|具体)*的?(?:情形|行为)"),
    ),
    (
        "measure",
        re.compile(
            r"(?:对应|相应)?的?(?:责任)?(?:追责|问责|追究|处理|处置)*(?:方式|措施|办法|意见)|追责|问责"
        ),
    ),
    ("seat", re.compile(r"(?:领导)?小?组内?(?:职务|分工|身份|角色|任职)")),
    ("name", re.compile(r"(?:人员|领导|成员)?姓名|人员|同志")),
    (
        "post",
        re.compile(
            r"(?:责任|党内|行政|现任|单位及)*(?:岗位|职务|职位)(?:名称)?|(?:责任|履责)(?:主体|对象|人员)"
        ),
    ),
    (
        "category",
        re.compile(
            r"(?:任务|工作|责任)?类别|类型|分类|项目|板块|领域|方面|一级指标|(?:工作)?目标类别"
        ),
    ),
    ("deadline", _DEADLINE),
    ("title", _TITLE),
    ("detail", _DETAIL),
)
# What only a score sheet or the agenda of a meeting has.
FOREIGN = re.compile(
    r".*(?:分值|得分|评分|扣分|权重|计分|打分).*|(?:会议|活动|学习)?地点|主讲人?|参[加会]人员"
)
# What a schedule has before its contents.
WHEN = re.compile(r"日期|星期|月份|.*阶段|.*步骤|时间(?:安排)?")
# Titles that speak of duties even where no party stands beside them.
_DUTY_WORD = re.compile(r"责任|任务|职责|履责|履职|事项")


@dataclass(frozen=True)
class Column:
    """What a column holds; `label` is the label of a party column.

    `person` is a second label where one column names bodies and persons together.
    """

    kind: str
    label: str = ""
    person: str = ""


@dataclass
class Header:
    """The columns a header row names, and the rows it takes: [start, end)."""

    start: int
    end: int
    words: tuple[str, ...]
    columns: dict[int, Column] = field(default_factory=dict)

    def at(self, kind: str) -> list[int]:
        return [place for place, column in self.columns.items() if column.kind == kind]

    def first(self, kind: str) -> int | None:
        return next(iter(self.at(kind)), None)

    @property
    def is_foreign(self) -> bool:
        return any(FOREIGN.fullmatch(word) for word in self.words)

    def is_schedule(self, title: int) -> bool:
        """Whether days come first and the words above the titles speak of no duty."""
        dated = any(WHEN.fullmatch(word) for word in self.words[:title])
        return dated and not self.names_duty(title)

    def names_duty(self, place: int) -> bool:
        return bool(_DUTY_WORD.search(self.words[place]))


@lru_cache(maxsize=2048)
def column_of(text: str) -> Column | None:
    """What a header cell announces; None for words that are no header."""
    word = fold("".join(text.split())).strip(":")
    if not word or len(word) > MAX_HEADER:
        return None
    bare, whole = re.sub(r"\([^()]*\)", "", word), re.sub(r"[()]", "", word)
    return next((column for form in (bare, whole) if (column := _column(form))), None)


def _column(word: str) -> Column | None:
    first, _, second = re.sub(r"[/及和与、,]", "/", word).partition("/")
    found = _party(first)
    if found:
        other = _party(second)
        mixed = other and (other in _PERSONS) != (found in _PERSONS)
        if mixed:
            body, person = sorted((found, other), key=_PERSONS.__contains__)
            return Column("party", body, person)
        return Column("party", found)
    for form in (word, first):
        for kind, pattern in PATTERNS:
            if pattern.fullmatch(form):
                return Column(kind)
    return None


_PERSONS = frozenset(label for label, role in LABELS.items() if role == "leader")


def _party(word: str) -> str:
    """The label the reader of clauses knows for a header of parties, "" for another header."""
    if LABELS.get(word):
        return word
    if _PERSON.fullmatch(word):
        return "责任人" if word.endswith("人") else "责任领导"
    match = _BODY.fullmatch(word)
    return _BODY_LABELS.get(match.group(1) or match.group(2), "责任单位") if match else ""


def headers(rows: Grid) -> Iterator[Header]:
    """Every header of a table: one within the first rows, and others where all cells are words."""
    at, first = 0, True
    while at < len(rows):
        header = _header(rows, at, strict=not first or at >= HEADER_ROWS)
        if header:
            yield header
            first = False
        at = header.end if header else at + 1


def _header(rows: Grid, at: int, strict: bool) -> Header | None:
    row = rows[at]
    known = [cell for cell in distinct(row) if column_of(cell.text)]
    if not known or len(distinct(row)) < 2:
        return None
    if strict and len(known) < max(2, len(distinct(row)) - 1):
        return None
    below = rows[at + 1] if at + 1 < len(rows) and _is_double(row, rows[at + 1]) else None
    header = _columns(row, below, at)
    return header if len(header.columns) >= 2 else None


def _is_double(row: Row, below: Row) -> bool:
    """Whether the row below names the parts of a cell that spans columns of this one."""
    spanned = [at for at in range(len(row)) if _is_spanned(row, at)]
    if not spanned:
        return any(cell is other and cell.text for cell, other in zip(row, below, strict=True))
    named = sum(bool(column_of(below[at].text)) for at in spanned)
    others = [at for at in range(len(row)) if at not in spanned]
    rest = all(below[at] is row[at] or not below[at].text for at in others)
    return rest and 2 * named >= len(spanned)


def _is_spanned(row: Row, at: int) -> bool:
    beside = [row[place] for place in (at - 1, at + 1) if 0 <= place < len(row)]
    return bool(row[at].text) and any(cell is row[at] for cell in beside)


def _goes_on(row: Row, below: Row | None, place: int) -> bool:
    beside = place + 1 < len(row) and row[place + 1] is row[place]
    return beside and (below is None or below[place] is below[place + 1])


def _columns(row: Row, below: Row | None, at: int) -> Header:
    words, columns = [], {}
    for place, cell in enumerate(row):
        under = below[place] if below else cell
        column = column_of(under.text) or column_of(cell.text)
        words.append(fold("".join((under.text or cell.text).split())))
        if column and column.kind == "title" and _goes_on(row, below, place):
            column = Column("category")  # 工作任务 over two columns: a group and its tasks
        if column:
            columns[place] = column
    return Header(at, at + (2 if below else 1), tuple(words), columns)
