"""What Luze does not act on: the vocabulary by which such clauses and grounds are known.

Clauses whose matter is what people say, believe or publish, whom to watch, or which speakers
and writings to pass are kept as a bare assignment. The tables below are the whole rule.
"""

import re
from dataclasses import dataclass

from .draft import Span
from .folding import Source, fold

_EVENTS = "讲座|论坛|报告会|研讨会|讲坛|沙龙"

# (topic, neutral title, pattern in a clause title, pattern in a sentence of a clause body)
TOPICS = tuple(
    (topic, label, re.compile(title), re.compile(body))
    for topic, label, title, body in (
        (
            "belief",
            "宗教民族类",
            r"宗教|(?<![诚守])信教(?!育)|邪教|少数民族|(?<!中华)民族(?:团结|宗教|学生|工作)",
            r"宗教|(?<![诚守])信教(?!育)|邪教|少数民族",
        ),
        (
            "speech",
            "言论类",
            r"言论|错误(?:思潮|思想|观点)|引导.{0,10}言行|言行.{0,4}(?:管理|监督|引导|管控)|意识形态.{0,8}问题.{0,4}(?:处置|处理|应对)",
            r"言论|错误(?:思潮|思想|观点)|政治谣言|妄议",
        ),
        (
            "online",
            "网络类",
            r"网络(?:意识形态|舆|阵地|信息|空间|评论|言论|宣传|内容|文明|平台|行为)|互联网|网上(?!信访|办事|办理|审批|服务|举报)|舆情|舆论"
            r"|线上(?:平台|阵地)|新媒体|自媒体|公众号|微信群|[刊网院校所]网$|网站",
            r"网络(?:意识形态|舆|阵地|评论|信息管控|空间)|网上|舆情|舆论|自媒体",
        ),
        (
            "persons",
            "人员联系类",
            r"知识分子|党外(?:人士|教师|代表)|重点(?:人员|人群|对象|人(?![才民]))|特殊人群"
            r"|政治态度|思想动态|社会组织.{0,4}(?:管理|管控|监管|监督|引导)|(?:管理|管控|监管|加强对).{0,6}社会组织",
            r"知识分子|党外(?:人士|教师)|重点人员|特殊人群|政治态度|思想动态|交朋友",
        ),
        (
            "events",
            "讲座论坛类",
            rf"^(?!(?:办好|举办|开好)[^、,]*$).*(?:{_EVENTS})|(?:学术|对外)交流|对外活动|活动审批|学术活动",
            rf"(?:{_EVENTS}).{{0,30}}(?:管理|审批|审核|报备|把关|审查)",
        ),
        (
            "venues",
            "宣传阵地类",
            r"(?<!学习)(?<!教育)(?<!服务)阵地|文化(?:场所|市场|礼堂|广场|站点)|农家书屋|庙会|广播|橱窗|宣传栏|屏幕|电子屏|显示屏|车载屏|标语",
            r"(?<!学习)(?<!教育)(?<!服务)阵地.{0,4}(?:建设|管理|管控)|封堵|渗透|非法文化",
        ),
        (
            "publications",
            "出版物与课堂类",
            r"出版|刊物|书刊|[所校院会]刊|教材|(?<!思政)(?<!大)课堂|教学管理|稿件|宣传品|讲课|论文|采访|(?<!监督)(?<!规范)(?:文献|图书|书刊).{0,4}(?:采购|采访|选购|入藏)|政治审[查核]|把.{0,8}内容.{0,2}关|(?:图书|资源|内容|作品|节目|讲稿).{0,8}审[查核]",
            r"出版物|教材.{0,6}(?:审|内容|导向|管理|选用|把关)|课堂.{0,6}(?:管理|言|导向|监督|巡查|纪律|审)|稿件.{0,6}(?:审核|审查|导向)",
        ),
    )
)

# (topic, neutral title, pattern in a ground). The first row that fits gives the title.
GROUND_TOPICS = tuple(
    (topic, label, re.compile(pattern))
    for topic, label, pattern in (
        ("belief", "宗教民族类情形", r"宗教|(?<![诚守])信教(?!育)|邪教|信仰"),
        ("speech", "言论类情形", r"干部.{0,30}公开发[表布]|妄议"),
        ("events", "讲座论坛类情形", _EVENTS),
        ("publications", "出版物与课堂类情形", r"出版|论文|教材|课堂|刊物|稿件|编写的材料"),
        ("media", "媒体平台类情形", r"媒体|网站|公众平台|公众号|广播站|电子屏|宣传栏|横幅"),
        ("online", "网络类情形", r"网络意识形态|网络舆|舆情|网上"),
        ("speech", "言论类情形", r"言论|言行|公开发表|公开发布|妄议|政治态度|思想动态"),
        ("persons", "人员类情形", r"境外.{0,10}渗透|社会工作者|社区工作者|知识分子"),
    )
)

SHARE_OUT = 0.5
SHARE_ASK = 0.25


@dataclass(frozen=True)
class Verdict:
    """`out`: keep the assignment only. `sure` is False where a clerk should look again."""

    out: bool
    sure: bool
    refused: tuple[Span, ...] = ()


def refused_topic(folded: str) -> str:
    """The topic of a sentence Luze does not act on, "" when there is none."""
    return next((topic for topic, _, _, body in TOPICS if body.search(folded)), "")


def judge(source: Source, title: Span, body: Span) -> Verdict:
    """Whether a duty clause is of the kind kept as an assignment only.

    The title's first part decides; failing that, the share of refused sentences in the body.
    """
    # 对甲、乙、丙的内容进行审查 is one part.
    marks = "," if source.folded.startswith("对", title[0]) else ",、"
    parts = source.pieces(title, marks) or [title]
    refused = tuple(
        piece
        for piece in source.pieces(body, "。;!?\n")
        if refused_topic(source.folded[piece[0] : piece[1]])
    )
    if _title_topic(source.folded[parts[0][0] : parts[0][1]]):
        return Verdict(True, True, refused)
    whole = sum(end - start for start, end in source.pieces(body, "。;!?\n"))
    share = sum(end - start for start, end in refused) / max(whole, 1)
    if share >= SHARE_OUT:
        return Verdict(True, False, refused)
    return Verdict(False, share < SHARE_ASK, refused)


def sift(title: str, text: str) -> Verdict:
    """The verdict on a clause somebody typed; `refused` counts from the beginning of `text`."""
    source = Source(f"{title}\n{text}")
    begin = len(title) + 1
    verdict = judge(source, (0, len(title)), (begin, len(source.plain)))
    refused = tuple((start - begin, end - begin) for start, end in verdict.refused)
    return Verdict(verdict.out, verdict.sure, refused)


def ground_label_of(title: str) -> str:
    """`ground_label` for a title as somebody typed it."""
    return ground_label(fold(title))


def ground_label(folded: str) -> str:
    """The neutral title of a ground that may only be listed, "" for an ordinary one."""
    return next((label for _, label, pattern in GROUND_TOPICS if pattern.search(folded)), "")


def _title_topic(folded: str) -> str:
    return next((topic for topic, _, title, _ in TOPICS if title.search(folded)), "")
