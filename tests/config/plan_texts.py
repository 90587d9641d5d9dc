"""Two small plans in our own words, for the cast of ``tests/world.py``."""

from datetime import date

from config import adopting, worksheet
from config.roster import Roster
from duties.models import Subject

ON = date(2026, 7, 1)

# Everyone here is in the township's roster except 财政所, 纪检办公室 and 田禾.
TOWNSHIP = """清溪乡党委责任制落实方案
为把各项任务落到人头，结合本乡实际，制定本方案。
一、责任主体
乡党委班子负主体责任，党委书记是第一责任人，宣传委员是直接责任人。
二、领导小组
组长：党委书记韩立诚
副组长：党委副书记、乡长罗敏
成员：宣传委员邱禾、组织委员沈未
领导小组下设办公室，办公室设在宣传办公室，党政办公室主任兼任办公室主任。
三、主要任务
（一）部署全年重点任务。年初印发任务清单，逐项明确完成时限，每季度至少调度1次。（责任领导：邱禾，责任单位：宣传办公室、党政办公室）
（二）组织干部学习。党委理论学习中心组每年至少安排两次专题学习。（责任领导：班子成员，牵头单位：组织办公室，配合单位：财政所）
（三）开展分析研判。党委每年至少2次专题研究落实情况，并于每年6月和12月各报告一次，书面报县委，抄送县委办公室。（责任领导：田禾，责任单位：纪检办公室）
（四）加强讲座管理。举办讲座须提前报备，对讲座内容进行审核把关。（责任领导：沈未，责任单位：组织办公室）
四、责任追究
（一）有下列情形之一的，应当追究责任，视情节轻重，给予提醒、批评教育，责令作出书面检查，给予通报批评：
1.任务没有部署也没有落实的；
2.应当报告的情况迟报漏报的；
3.对干部在公开场合的不当言论不予处置的；
4.其他没有履行职责并造成严重后果的。
（二）分清集体责任和个人责任，主要领导责任和重要领导责任。集体决策出错的，会上提出明确反对意见而未被采纳的成员不承担领导责任。
（三）责任追究按照干部管理权限，由上一级党组织实施，结果报县委组织部备案。
"""

# The same plan with six things the reader is not sure of: the title, who leads the fourth duty,
# two frequencies, the accounts at the meeting, and what kind of thing is done each month.
DOUBTFUL = """为把各项任务落到人头，结合本乡实际，制定本方案。
清溪乡党委责任制落实安排
一、责任主体
乡党委班子负主体责任，党委书记是第一责任人，宣传委员是直接责任人。
二、主要任务
（一）部署全年重点任务。年初印发任务清单，每季度调度1次。每半年通报两到三次进展，全年至少通报四次。（责任领导：邱禾，责任单位：宣传办公室、党政办公室）
（二）组织干部学习。党委理论学习中心组每年至少安排两次专题学习。（责任领导：班子成员，牵头单位：组织办公室）
（三）开展分析研判。党委每年至少2次专题研究落实情况。（责任领导：沈未，责任单位：组织办公室）
（四）加强讲座管理。党委书记亲自抓。举办讲座须提前报备，对讲座内容进行审核把关。
三、工作机制
（一）在民主生活会上述职时报告履责情况。
（二）每月至少碰头1次，梳理进度。
"""


def start(world, *, text=TOWNSHIP, organ=None):
    """An open reading of ``text`` for the township."""
    return adopting.start_reading(
        organ=organ or world.township,
        subject=Subject.objects.get(code="ideology"),
        data=text,
        name="粘贴的文本",
        actor=world.users["clerk"],
        on=ON,
    )


def settle(row):
    """Accept every suggestion, as the clerk's one press does."""
    worksheet.accept_suggestions(row.draft, Roster.of(row.organ, on=ON))
    return adopting.save_draft(row=row, draft=row.draft, version=row.version)
