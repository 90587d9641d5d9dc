"""Writes share B of the corpus (``b-*.docx``, ``.xlsx``, ``.pdf``) beside itself, byte for byte alike.

The documents are our own words about organs that do not exist; what a reader should find in each
is in the ``.key.json`` of the same name. Run ``python make_b.py`` for all, or name some slugs.
"""
# ruff: noqa: E501

import io
import re
import sys
import zipfile
from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

HERE = Path(__file__).parent
BUILDERS = {}


def builds(slug):
    """Registers a function that returns the bytes of ``slug`` (its name with the extension)."""

    def register(function):
        BUILDERS[slug] = function
        return function

    return register


def repacked(archive: bytes) -> bytes:
    """The same archive without the hour it was made, so that a second run writes equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-05T00:00:00Z", body)
            entry = zipfile.ZipInfo(name, (2026, 1, 5, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, body)
    return out.getvalue()


# --- Word ------------------------------------------------------------------------------------


class Word:
    """A Word file in the making: what an office's typist does, one method each."""

    def __init__(self):
        self.file = Document()

    def line(self, text="", *, style=None, centred=False, bold=False):
        """A paragraph; a line break in ``text`` is a soft break inside the paragraph."""
        paragraph = self.file.add_paragraph(style=style)
        for at, part in enumerate(text.split("\n")):
            if at:
                paragraph.add_run().add_break(WD_BREAK.LINE)
            paragraph.add_run(part).bold = bold or None
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def lines(self, *texts, style=None):
        for text in texts:
            self.line(text, style=style)

    def title(self, text):
        self.line(text, centred=True, bold=True)

    def numbered(self, numbering, level, text):
        """A paragraph whose number Word counts and the text does not hold."""
        properties = self.line(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
            )
        )

    def numbering(self, number, *levels):
        """Defines list ``number``; a level is a pair of number format and pattern (``%1``)."""
        part = self.file.part.numbering_part.element
        kinds = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/></w:lvl>'
            for at, (kind, pattern) in enumerate(levels)
        )
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{kinds}</w:abstractNum>'
        )
        first = part.find(qn("w:num"))
        first.addprevious(abstract)
        part.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
            )
        )

    def heading_style(self, name, level):
        """A heading style under the name a Chinese office suite gives it."""
        style = self.file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(18 - 2 * level)
        style.font.bold = True
        style.element.get_or_add_pPr().append(
            parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level - 1}"/>')
        )

    def table(self, *rows):
        """A ruled table. ``None`` goes on with the cell at the left, ``"^"`` with the one above."""
        grid = self.file.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        cells = [list(row.cells) for row in grid.rows]
        for down, row in enumerate(rows):
            for across, text in enumerate(row):
                if text not in (None, "^"):
                    fill(cells[down][across], text)
        for down, row in enumerate(rows):
            for across, text in enumerate(row):
                if text is not None and (end := run_end(row, across)) > across:
                    cells[down][across].merge(cells[down][end])
                if text not in (None, "^") and (end := fall_end(rows, down, across)) > down:
                    cells[down][across].merge(cells[end][across])
        return grid

    def furniture(self, header, before="第", after="页"):
        """A running head and a page number field in the foot."""
        section = self.file.sections[0]
        section.header.paragraphs[0].text = header
        foot = section.footer.paragraphs[0]
        foot.add_run(before)
        foot._p.append(
            parse_xml(
                f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            )
        )
        foot.add_run(after)

    def text_box(self, text):
        """A floating box with ``text``, as stamps and tear-off notes are set."""
        self.line()._p.append(
            parse_xml(
                f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
                '<v:shape style="position:absolute;width:120pt;height:40pt"><v:textbox><w:txbxContent>'
                f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
                "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            )
        )

    def bytes(self):
        out = io.BytesIO()
        self.file.save(out)
        return repacked(out.getvalue())


def fill(cell, text):
    """Puts ``text`` in a cell: a line break is a soft break, an empty line a new paragraph."""
    first, *others = text.split("\n\n")
    cell.text = first
    for other in others:
        cell.add_paragraph(other)


def run_end(row, across):
    end = across
    while end + 1 < len(row) and row[end + 1] is None:
        end += 1
    return end


def fall_end(rows, down, across):
    end = down
    while end + 1 < len(rows) and rows[end + 1][across] == "^":
        end += 1
    return end


# The documents follow; each reads from top to bottom as it is printed.


@builds("b-township-duty-table.docx")
def township_duty_table():
    word = Word()
    word.title("中共青石岭镇委员会\n意识形态工作责任制实施方案（修订）")
    word.lines(
        "各村党支部，镇属各办、站、所：",
        "为贯彻党的二十届三中全会精神，落实县委办《关于层层压实意识形态工作责任的通知》（青县办〔2026〕12号），经2026年第3次党委会讨论，镇党委对2024年印发、已经试行两年的原方案作了修订，现印发给你们，请结合实际抓好落实。",
        "一、组织领导",
        "镇党委对全镇意识形态工作负主体责任，党委书记为第一责任人，其他班子成员履行“一岗双责”。为便于统筹，成立镇意识形态工作领导小组，人员如下表。",
    )
    word.table(
        ("组内职务", "姓名", "单位及职务"),
        ("组长", "陶远山", "镇党委书记"),
        ("副组长", "孟春华", "镇党委副书记、镇长"),
        ("^", "冯立行", "镇党委宣传委员"),
        ("成员", "郭文思", "镇党委组织委员"),
        ("^", "钟以宁", "镇纪委书记"),
        ("^", "戴明川", "镇人大副主席"),
        ("^", "祝小满", "党建工作办公室主任"),
    )
    word.lines(
        "领导小组办公室设在党建工作办公室，祝小满兼任办公室主任，负责日常联络、材料归档和督促落实。组成人员工作变动的，由接任者自行递补，不再另行发文。",
        "二、责任分工",
        "年度任务按下表分解到人。责任领导对分管事项负领导责任，责任单位主要负责人对具体落实负责。",
    )
    word.table(
        ("青石岭镇意识形态工作责任分解表", None, None, None, None),
        ("序号", "责任事项", "责任领导", "责任单位", "完成时限"),
        (
            "1",
            "统一部署意识形态工作。把这项工作放进全镇党建总体安排，与产业发展、民生实事同研究、同检查，镇党委会每年专题研究不少于两次，形成纪要并逐条交办到人。",
            "陶远山",
            "党建工作办公室",
            "全年",
        ),
        (
            "2",
            "办好理论学习中心组。年初排定专题，班子成员轮流领学，集中研讨每季度至少1次；去年共组织12次、到课率超过九成，今年要在学用结合上见成效。",
            "冯立行",
            "党建工作办公室",
            "全年",
        ),
        (
            "3",
            "召开形势分析会。请各村、各站所把工作中的难点和堵点带到会上，当场议定办法、时限和承办人，会后印发清单销号。",
            "孟春华",
            "党建工作办公室、平安法治办公室",
            "每年6月、12月",
        ),
        (
            "4",
            "建强基层宣讲队伍。从村干部、退休教师和返乡青年中选聘宣讲员30名，聘期两年，每名宣讲员每两个月至少进村讲一次，场次由所在支部登记。",
            "冯立行",
            "宣传文化站",
            "2026年9月底前完成选聘",
        ),
        (
            "5",
            "管好文化礼堂和农家书屋。落实场所活动登记备案，讲座、演出先报后办，书刊上架前须经审读。",
            "冯立行",
            "宣传文化站、各村党支部",
            "长期坚持",
        ),
        (
            "6",
            "守好网络舆论阵地。党委书记亲自抓，综合信息指挥室每周巡查不少于3次，掌握网上动向，对错误言论及时引导处置。",
            "陶远山",
            "综合信息指挥室、党建工作办公室",
            "全年",
        ),
        (
            "7",
            "做好党外知识分子联系引导。班子成员与本镇籍专家学者、文艺骨干结对交友，加强政治引领。",
            "孟春华",
            "统战工作办公室",
            "持续推进",
        ),
        (
            "8",
            "深化文明实践活动。志愿服务项目实行群众点单、所里派单，每次活动后由受助户评价，评价结果与积分兑换挂钩。",
            "郭文思",
            "新时代文明实践所、镇妇联、镇团委",
            "每季度末",
        ),
        (
            "9",
            "加强党员干部教育培训。新任村干部先培训后上岗，在岗村干部脱产培训每年不少于3天，缺课的由镇党校补训。",
            "郭文思、冯立行",
            "镇党校、党建工作办公室",
            "2026年11月底前完成首轮",
        ),
        (
            "10",
            "报送年度工作情况。以镇党委名义向县委书面报告责任制落实情况，同时抄送县委宣传部，报告须经班子会集体审定。",
            "孟春华",
            "党建工作办公室",
            "每年12月底前",
        ),
    )
    word.lines(
        "三、工作机制",
        "（一）督查机制。领导小组办公室会同镇纪委每年开展一次综合督查，可以听汇报、查台账，也可以随机走访。发现的问题在5个工作日内发出整改通知单，整改期限一般不超过30天。",
        "（二）通报机制。镇党委定期在党内通报意识形态工作情况，统一认识、明确要求。",
        "（三）考核机制。意识形态工作占村级党建考核总分的10%，台账弄虚作假的，每发现一处扣2分；班子成员在民主生活会和述职报告中如实说明本人履责情况。",
        "四、责任追究",
        "有下列情形之一的，应当追究责任：",
        "（1）对县委和镇党委部署的任务拖延不办、敷衍应付的；",
        "（2）管辖范围内发生影响恶劣的事件，负责人不到场、不处置的；",
        "（3）一年内两次以上被县级通报批评的；",
        "（4）所办宣传栏、广播、公众号出现严重差错的；",
        "（5）对应当上报的情况瞒报、漏报、迟报的；",
        "（6）督查指出问题后，超过三个月仍不整改的；",
        "（7）其他履责不力造成严重后果的。",
        "追究责任视情节轻重，给予提醒、批评教育、责令作出书面检查、通报批评、组织处理或者党纪处分，按照干部管理权限办理。",
        "追责应当分清集体责任与个人责任、主要领导责任与直接责任。集体决策出现失误，会上明确提出反对意见并记录在案的，不承担领导责任；个人擅自决定造成失误的，由决定者本人承担责任。",
        "五、联络方式",
        "各单位联络员名单如下，人员调整后三日内报备。",
    )
    word.table(
        ("单位", "联络员", "内线"),
        ("党建工作办公室", "罗晓舟", "6012"),
        ("宣传文化站", "石一诺", "6031"),
        ("平安法治办公室", "邬静", "6045"),
    )
    word.lines("本方案自印发之日起施行，有效期至2028年12月31日。原青镇发〔2024〕7号文件同时废止。")
    return word.bytes()


@builds("b-hospital-auto-numbering.docx")
def hospital_auto_numbering():
    word = Word()
    word.numbering(
        31,
        ("chineseCounting", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
    )
    word.numbering(32, ("decimal", "%1."), ("decimal", "（%2）"))
    word.title("云亭县人民医院党委党建工作责任制实施办法")
    word.line("（2026年1月8日党委第2次会议通过）", centred=True)
    word.line(
        "公立医院实行党委领导下的院长负责制已进入第三个年头。为把党的领导落到科室、落到诊间，根据上级关于公立医院党建工作的有关意见和《云亭县卫生健康系统党建工作要点》（云卫党〔2026〕5号），结合医院“十五五”规划和三年行动计划，制定本办法。"
    )
    word.numbered(31, 0, "责任主体")
    word.numbered(
        31,
        1,
        "院党委承担全院党建工作主体责任，党委书记是第一责任人，院长和其他班子成员对分管科室的党建工作负领导责任。",
    )
    word.numbered(
        31,
        1,
        "内设党支部书记是本支部党建工作的直接责任人，原则上由科室负责人中的党员担任，任期3年。",
    )
    word.numbered(31, 0, "重点任务")
    word.numbered(
        31,
        1,
        "把牢办院方向。凡涉及医院章程、学科布局、重大设备购置的事项，先由党委会研究定向，再交院长办公会组织实施，决策过程全程留痕。",
    )
    word.line("（责任领导：周启铭；牵头科室：党委办公室；配合科室：院长办公室、医务部）")
    word.numbered(
        31,
        1,
        "抓实理论武装。党委理论学习中心组每月至少学习一次，其中研讨式学习一年不少于四次；青年医师读书班由团委自行安排，成果在内网展示。（责任领导:周启铭、许立言;牵头科室:宣传科;配合科室:团委）",
    )
    word.numbered(
        31,
        1,
        "建强科室党支部。全院18个党支部实行星级管理，支部委员会每月召开一次，支部书记每年讲党课至少2次，星级评定结果连续两年靠后的支部由党委派员帮扶。（责任领导：许立言，牵头科室：组织人事科，配合科室：各党支部）",
    )
    word.numbered(31, 1, "选育党务干部。")
    word.line(
        "落实“双培养”要求，把业务骨干培养成党员、把党员培养成业务骨干。专兼职党务干部集中培训每年不少于3天，新任支部书记另行安排岗前辅导。"
    )
    word.line("责任领导：许立言")
    word.line("牵头科室：组织人事科")
    word.line("配合科室：科教科、护理部")
    word.numbered(
        31,
        1,
        "改进医德医风。医德考评每年一次，结果记入个人档案；收到红包礼金投诉的，2个工作日内由纪检监察室约见当事人核实。（责任领导：纪委书记贺兰舟；牵头科室：纪检监察室；配合科室：医务部、护理部、“阳光医疗”办公室（投诉接待、行风监督））",
    )
    word.numbered(
        31,
        1,
        "加强院报院网和学术讲座管理。学术报告会、外请专家讲座实行一会一报，内容由宣传科审核，发现不当言论当场制止。（责任领导：许立言；牵头科室：宣传科；配合科室：科教科）",
    )
    word.numbered(
        31,
        1,
        "做好统战和党外知识分子工作。摸清党外专家底数，了解思想状况，加强政治吸纳。（责任领导：周启铭；牵头科室：宣传科）",
    )
    word.numbered(
        31,
        1,
        "用党建引领改善就医感受。门诊、住院、检验三个片区各设一个党员先锋岗，党员志愿者每周到岗服务一次，每季度末由片区召集人汇总患者意见，向院领导当面交账。（责任领导：院长白松年；牵头科室：门诊部、护理部；配合科室：总务科等）",
    )
    word.numbered(31, 0, "运行机制")
    word.numbered(31, 1, "议事机制。院党委每半年至少专题研究一次党建工作，逐个支部听、逐项任务过。")
    word.numbered(
        31,
        1,
        "督导机制。党委办公室牵头，每两至三年对全院党支部开展一轮全面检查，检查结果报县卫生健康局党委；平时不定期抽查支部工作手册。",
    )
    word.numbered(
        31, 1, "报告机制。每年1月底前将上年度党建工作情况报县卫生健康局党委，遇有重大问题随时请示。"
    )
    word.numbered(
        31,
        1,
        "考评机制。党建考评占科室综合目标考核的15%，实行百分制，三会一课缺一次扣1分，最多扣5分；班子成员述职时一并述党建。",
    )
    word.numbered(31, 0, "责任追究")
    word.line("出现下列情形之一的，追究有关责任人的责任：")
    for ground in (
        "落实上级党委和院党委决定打折扣、做选择、搞变通的；",
        "“三重一大”事项不经党委会研究擅自决定的；",
        "党支部班子缺额超过六个月不增补的；",
        "发展党员把关不严，造成不良影响的；",
        "两次以上无故不参加中心组学习或者组织生活的；",
        "科室发生严重违反行业作风规定行为，负责人知情不管的；",
        "对巡察、审计反馈的问题整改不到位的；",
        "在党建考评中提供虚假材料的；",
        "其他失职失责情形。",
    ):
        word.numbered(32, 0, ground)
    word.line(
        "对责任人，依情节给予约谈提醒、批评教育、责令书面检查、通报批评、诫勉谈话、组织处理；构成违纪的，依规给予纪律处分。追责由上一级党组织按照干部管理权限实施，材料报县委组织部备案。"
    )
    word.line("本办法由党委办公室解释，自2026年2月1日起施行。")
    word.furniture("云亭县人民医院党委文件", "— ", " —")
    return word.bytes()


@builds("b-college-style-headings.docx")
def college_style_headings():
    word = Word()
    word.heading_style("标题 1", 1)
    word.heading_style("标题 2", 2)
    word.title("江浦师范学院信息工程学院党委")
    word.title("意识形态工作责任制实施细则")
    word.line(
        "为落实学校党委《意识形态工作责任制实施细则》（江师党〔2025〕31号）和2026年春季学期第1次党委会要求，结合学院三个本科专业、两个硕士点的实际，制定本细则。"
    )
    word.line("责任体系", style="标题 1")
    word.lines(
        "学院党委领导班子对本院意识形态工作负主体责任。党委书记是第一责任人，院长与书记同责，分管学生工作的副书记是直接责任人，其余班子成员按照“一岗双责”负领导责任。",
        "学院意识形态工作领导小组由党委书记杨景行任组长，院长陆知非、副书记沈若溪任副组长，副院长高砚秋、副院长汪屿、教师党支部书记、办公室主任为成员。领导小组的日常办事机构设在学院党委办公室。",
    )
    word.line("主要职责", style="标题 1")
    word.line("党委书记抓总与班子分工", style="标题 2")
    word.lines(
        "细化班子成员责任清单，开学两周内公布到系和教研室。学院党委每学期至少专题研究一次意识形态工作，把研究情况写入党委会记录，五年一届的班子换届时一并移交。",
        "负责领导：杨景行",
        "负责部门：学院党委办公室、各党支部",
    )
    word.line("理论学习与干部培训", style="标题 2")
    word.lines(
        "中心组学习每月一次，主题由书记、院长轮流确定；系主任、党支部书记参加校级轮训，每三年轮训一遍。全年已安排的6次专家辅导不计入中心组学习次数。",
        "负责领导：杨景行、陆知非",
        "负责部门：学院党委办公室、教师党支部",
    )
    word.line("学生思想动态掌握与网络引导", style="标题 2")
    word.lines(
        "辅导员掌握学生思想动态和网上言论，重点关注少数民族学生和有宗教信仰的学生，每周报送一次情况。",
        "负责领导：沈若溪",
        "负责部门：学生工作办公室、分团委",
    )
    word.line("讲座论坛与对外交流审批", style="标题 2")
    word.lines(
        "举办讲座、论坛、读书会须提前5个工作日报批，对主讲人和讲稿进行审查。",
        "负责领导：高砚秋",
        "责任部门：学院办公室、科研与研究生办公室",
    )
    word.line("课程建设与教学规范", style="标题 2")
    word.lines(
        "把课程思政示范课建设列入专业建设规划，三年内建成示范课12门；教学委员会每学期不少于两次集体备课，领导干部听课每学期至少4节，听课记录交教务科留存。",
        "此项由教务科牵头，各系、实验中心配合，副院长汪屿负责。",
    )
    word.line("师德师风与教师发展", style="标题 2")
    word.lines(
        "新进教师入职谈话、年度师德考核、师德承诺书签订逐人落实，师德考核每年一次，评优晋级以师德合格为前提。",
        "责任领导：陆知非；责任部门：学院办公室、教师党支部",
    )
    word.line("报告与信息报送", style="标题 2")
    word.lines(
        "学院党委于每年6月底、12月底各向学校党委书面报告一次责任制落实情况，并抄送党委宣传部；遇有紧急情况1小时内电话报告。",
        "负责领导：沈若溪",
        "负责部门：学院党委办公室",
    )
    word.line("日常机制", style="标题 1")
    word.lines(
        "联席会议制度。学院党委办公室每季度至少召集一次党务、教学、学工三方联席会，会议不超过一小时，只议事不念稿。",
        "谈心谈话制度。班子成员经常与系室负责人谈心谈话，每年至少到联系的系室调研两次，每人每年为学生上思政课不超过3次、以质量为先。",
        "检查制度。领导小组每学年对各党支部检查一次，检查结果作为评先依据，权重占支部考核的20%。",
    )
    word.line("追责情形与方式", style="标题 1")
    word.lines(
        "班子成员、系室和支部负责人有以下情形之一的，应当追责：对学校党委部署不传达、不落实；所负责的课堂、实验室管理混乱并造成影响；连续两学期未组织集体备课；迟报、瞒报重要情况；对督查指出的问题拒不整改；其他不履责或者履责不力的情形。",
        "追责方式包括：谈话提醒、责令书面检查、通报批评、取消当年评优资格、党纪政纪处分。",
        "集体研究时对错误意见表示过异议且有会议记录的，可以免责。",
    )
    word.line("附则", style="标题 1")
    word.line("本细则自发布之日起执行，由学院党委办公室负责解释。")
    return word.bytes()


@builds("b-court-responsibility-matrix.docx")
def court_responsibility_matrix():
    word = Word()
    word.furniture("清源县人民法院党组党风廉政建设责任分解方案", "第 ", " 页 共 9 页")
    word.title("清源县人民法院党组党风廉政建设责任分解方案")
    word.lines(
        "清法党〔2026〕3号",
        "一、目的和依据",
        "为推动全面从严治党向审判执行一线延伸，依据《中国共产党党和国家机关基层组织工作条例》以及市中院2026年党风廉政建设工作会议精神，制定本方案。院党组在2025年共召开党风廉政专题会议4次、发出廉政提醒函11份，本年度在此基础上进一步把责任分到庭、分到人。",
        "二、任务分解",
        "各项任务由牵头领导负总责，主办部门具体组织，协办部门按需参与。",
    )
    word.table(
        ("清源县人民法院党风廉政建设任务分解表（2026年）", None, None, None, None, None),
        ("编号", "重点任务", "牵头领导", "主办部门", "协办部门", "时间要求"),
        ("一、政治建设", None, None, None, None, None),
        (
            "1",
            "严明政治纪律和政治规矩，对照十四条负面清单开展自查，自查报告由党组会审议。",
            "韩秉正",
            "政治部",
            "机关党委、督察室",
            "每年3月、9月",
        ),
        (
            "2",
            "落实党组书记听取班子成员廉政情况汇报制度，汇报人逐一说明分管庭室的风险点。",
            "^",
            "政治部",
            "综合办公室",
            "每半年一次",
        ),
        (
            "3",
            "组织全体干警廉政警示教育，旁听职务犯罪庭审的人数每批控制在20人以内。",
            "谭向晚",
            "机关党委",
            "刑事审判庭",
            "每季度至少一次",
        ),
        ("二、制度建设", None, None, None, None, None),
        (
            "4",
            "修订院内公务接待、公务用车、差旅报销三项制度，废止2019年以前的旧规定。",
            "谭向晚",
            "综合办公室",
            "督察室",
            "2026年6月30日前",
        ),
        (
            "5",
            "健全防止干预司法“三个规定”记录报告，员额法官逐人填报，零报告也须签字。",
            "顾维民",
            "督察室",
            "各审判庭",
            "每月5日前",
        ),
        (
            "6",
            "完善审判权力制约监督，对发回重审、改判案件逐案评查并讲评。",
            "顾维民",
            "审判管理办公室",
            "各审判庭、执行局",
            "每季度末",
        ),
        ("三、作风建设", None, None, None, None, None),
        (
            "7",
            "整治庭审不规范、接待当事人冷硬横推等问题，由督察室暗访，暗访每月不少于2次，结果在院周会通报。",
            "黎书远",
            "督察室",
            "立案庭、法警大队",
            "全年",
        ),
        (
            "8",
            "开展院领导接访和包案化解，每位院领导每周接访一次，积案包案到底。",
            "班子成员",
            "立案庭",
            "信访科",
            "长期坚持",
        ),
        (
            "9",
            "落实家访制度，对重点岗位干警家访覆盖率达到100%，家访记录入廉政档案。",
            "黎书远、谭向晚",
            "政治部",
            "机关工会",
            "2026年10月底前",
        ),
    )
    word.lines(
        "三、保障措施",
        "（一）加强组织领导。院党组书记韩秉正承担第一责任，纪检监察组派驻干部列席有关会议。党组每年至少两次专题研究党风廉政建设，会后将研究情况书面报县委和市中院。",
        "（二）抓好日常教育。政治部不定期组织青年干警座谈，听取对庭室廉政管理的意见。",
        "（三）严格考核奖惩。考核采用扣分制，评分标准如下：",
    )
    word.table(
        ("考核项目", "分值", "评分标准"),
        ("会议学习", "20", "缺席一次扣2分，迟到每次扣0.5分"),
        ("台账资料", "30", "缺一项扣3分，造假的本项不得分"),
        ("问题整改", "50", "逾期未改每次扣5分，同一问题一年内被指出3次的本项记零分"),
    )
    word.line("党风廉政专题会议参会安排如下：")
    word.table(
        ("会议", "参加范围", "主持人", "召开时间"),
        ("第一次专题会", "班子成员、部门负责人", "韩秉正", "2026年3月12日"),
        ("第二次专题会", "班子成员、部门负责人", "韩秉正", "2026年9月10日"),
    )
    word.lines(
        "四、责任追究",
        "有下列情形之一的，对责任人予以追究：1、不落实党风廉政建设责任分解任务，造成工作延误的；2、对干警违纪违法问题压案不查、瞒案不报的；3、干预、插手具体案件办理的；4、部门一年内发生两起以上违纪案件的；5、拒不接受监督检查的。",
        "追究责任的方式有：批评教育；诫勉谈话；责令公开道歉；停职检查；调整职务；给予党纪政务处分。以上方式可以单独使用，也可以合并使用。",
        "五、其他",
        "本方案由政治部会同督察室解释，执行期限为一年。",
    )
    return word.bytes()


def main(slugs):
    for slug in slugs or BUILDERS:
        (HERE / slug).write_bytes(BUILDERS[slug]())


if __name__ == "__main__":
    main(sys.argv[1:])
