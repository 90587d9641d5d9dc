"""The township's plan of ``plan_texts`` amended: one duty of each fate, in our own words."""

from datetime import date

from config import adopting
from reviews.cycles import open_period
from reviews.periods import Period
from tests.config.plan_texts import ON, TOWNSHIP, settle, start

NEXT = date(2026, 10, 1)

_PARTS = {
    # changed in words and parties; moved to the third place
    "（一）部署全年重点任务。年初印发任务清单，逐项明确完成时限，每季度至少调度1次。"
    "（责任领导：邱禾，责任单位：宣传办公室、党政办公室）": (
        "（一）公开办事流程。把常办事项的材料和时限张贴上墙，随时更新。"
        "（责任领导：罗敏，责任单位：党政办公室）"
    ),
    # gone
    "（三）开展分析研判。党委每年至少2次专题研究落实情况，并于每年6月和12月各报告一次，"
    "书面报县委，抄送县委办公室。（责任领导：田禾，责任单位：纪检办公室）": (
        "（三）部署全年重点任务。年初印发任务清单，逐项明确完成时限和牵头人，每季度至少调度2次。"
        "（责任领导：邱禾，责任单位：宣传办公室、组织办公室）"
    ),
    "2.应当报告的情况迟报漏报的；": "2.应当报告的重要情况迟报、漏报的；",
    "给予通报批评": "予以诫勉",
    "、组织委员沈未": "",
}


def _amended():
    text = TOWNSHIP
    for old, new in _PARTS.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


AMENDED = _amended()
"""（一）is new, （二）and（四）are kept, （三）was（一）and changed, the old（三）is gone."""


def adopted(world, text=TOWNSHIP, *, on=ON, opened="2026"):
    """``text`` adopted from the day, with the obligations of the year opened."""
    row = settle(start(world, text=text))
    plan = adopting.adopt_reading(reading=row, on=on, actor=row.created_by)
    open_period(period=Period.parse(opened), organ=world.township, on=on)
    return plan
