"""The sentences of the reader's questions, each with names for what it quotes.

A question keeps its sentence in Chinese, and beside it the template and the values: whoever shows
it in another language translates the template and fills it in again.
"""

from .refusals import gettext_noop

TITLE = gettext_noop("文中没有找到方案名称，请填写。")
LIST = gettext_noop("“%(title)s”起的这一组条目是否也是职责？")
SCOPE = gettext_noop("第%(number)s条主要涉及本系统不承接的事项，只保留标题和责任人，请确认。")
WITHHELD = gettext_noop("第%(number)s条中有涉及本系统不承接事项的句子，未收入条文，请确认。")
PARTY = gettext_noop("第%(number)s条的责任人或责任单位是“%(name)s”吗？")
SEAT = gettext_noop("“%(seat)s”里哪些字是职务、哪些字是姓名？")
REFUSED = gettext_noop("这里的频次涉及本系统不承接的事项，未列入履责事项。")
ACCOUNT = gettext_noop("原文要求在民主生活会和述职中报告履责情况：是否设为每年的履责事项？")
KIND = gettext_noop("“%(words)s”属于哪一类履责事项？")
PERIODIC = gettext_noop("“%(words)s”没有写次数：定为多久一次？")
# By the doubt of a frequency.
DOUBTS = {
    "exact": gettext_noop(
        "“%(words)s”：原文只写了次数，没有写“至少”：是恰好这个次数，还是至少这个次数？"
    ),
    "range": gettext_noop("“%(words)s”：原文写的是一个范围，暂按下限计，请确认。"),
    "number": gettext_noop("“%(words)s”：原文没有写次数，暂按每期一次计，请确认。"),
}
