"""Write the Office documents of share K beside this file, the same bytes each time."""

# ruff: noqa: E501 (a paragraph or a row of a document is one line here)

import re
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

HERE = Path(__file__).parent
FIRST_DAY = (2026, 3, 1, 9, 0, 0)
STAMP = b"2026-03-01T09:00:00Z"


def settle(path: Path) -> None:
    """Drop the clock and the template's preview picture: a second run gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts:
            if name == "docProps/thumbnail.jpeg":
                continue
            if name == "_rels/.rels":
                data = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", STAMP, data)
            new.writestr(zipfile.ZipInfo(name, FIRST_DAY), data, zipfile.ZIP_DEFLATED)


def lines(text: str) -> list[str]:
    return [line for line in text.strip().split("\n") if line.strip()]


def cells(text: str) -> list[list[str]]:
    """A row a line, cells by `|`; `\\n` is a break in the cell."""
    return [[cell.replace("\\n", "\n") for cell in line.split("|")] for line in lines(text)]


def paragraphs(document, text: str) -> None:
    """One paragraph a line; `H1 `, `H2 ` and `T0 ` at its start ask for a style."""
    for line in lines(text):
        style = {"H1 ": "Heading 1", "H2 ": "Heading 2", "T0 ": "Title"}.get(line[:3])
        document.add_paragraph(line[3:] if style else line, style=style)


def table(document, text: str) -> None:
    """`^` continues the cell above, `<` the cell to the left."""
    rows = cells(text)
    grid = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for down, row in enumerate(rows):
        for across, words in enumerate(row):
            if words not in ("^", "<"):
                grid.cell(down, across).text = words
    for down, row in enumerate(rows):
        for across, words in enumerate(row):
            if words == "^":
                grid.cell(down - 1, across).merge(grid.cell(down, across))
            elif words == "<":
                grid.cell(down, across - 1).merge(grid.cell(down, across))


def keep(document, slug: str) -> None:
    document.save(HERE / f"{slug}.docx")
    settle(HERE / f"{slug}.docx")


LEVELS = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="78">
<w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:suff w:val="nothing"/><w:lvlText w:val="%2．"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:suff w:val="nothing"/><w:lvlText w:val="（%3）"/></w:lvl>
</w:abstractNum>"""


def numbered(document, text: str) -> None:
    """Paragraphs whose `#0 `, `#1 `, `#2 ` becomes Word's own numbering of that level."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LEVELS))
    number = f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="78"/></w:num>'
    numbering.append(parse_xml(number))
    for line in lines(text):
        mark = re.match(r"#(\d) ", line)
        paragraph = document.add_paragraph(line[3:] if mark else line)
        if mark:
            level = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{mark[1]}"/><w:numId w:val="78"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(level))


def sheet(workbook, title: str, text: str, merges: tuple[str, ...] = ()) -> None:
    """Empty or `^` under a merge; whole numbers are stored as numbers."""
    page = workbook.create_sheet(title)
    for down, row in enumerate(cells(text), 1):
        for across, words in enumerate(row, 1):
            if words not in ("", "^"):
                cell = page.cell(down, across, int(words) if words.isdigit() else words)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
    page["A1"].font = Font(bold=True, size=16)
    for area in merges:
        page.merge_cells(area)


def keep_workbook(workbook, slug: str) -> None:
    del workbook["Sheet"]
    workbook.save(HERE / f"{slug}.xlsx")
    settle(HERE / f"{slug}.xlsx")


LAND_HEAD = """
云麓县自然资源局党组2026年全面从严治党主体责任分解方案
（2026年2月6日局党组第4次会议通过）
机关各科室、各乡镇自然资源所、局属事业单位：
自然资源部门手里有审批权、执法权，管好权先要管好人。去年局党组共梳理廉政风险点57个，尚有6个没有消化。为把今年的责任分到人头，制定本方案。
一、责任分工
局党组对全局全面从严治党负总责，党组书记是第一责任人，党组成员按照“一岗双责”要求管好分管口子。各项任务见下表。
"""
LAND_TABLE = """
类别|序号|重点任务|工作举措|责任领导|责任单位|完成时限|备注
政治责任|1|党组议党建|党组会研究从严治党工作每季度不少于1次，班子成员逐人汇报分管领域情况。|尉迟嵩|机关党委（牵头）、办公室|全年|会议纪要存档5年
^|2|廉政风险点排查|各科室对照岗位流程填表，机关党委逐表复核，高风险岗位占比控制在15%以内。|^|机关党委（牵头）、人事科、各科室（所）|2026年4月底前|
教育提醒|3|廉政谈话|党组成员与分管科室负责人谈话，每人谈话时间不短于30分钟。|党组成员|人事科（牵头）、机关纪委|每半年一次|新任职的单独安排
^|4|警示教育|集中观看警示教育片，全年开展警示教育活动不少于4次。|纪检组长漆雕明|机关纪委（牵头）、\\n机关党委|长期坚持|
权力监督|5|用地审批公开|审批事项在门户网站和大厅屏幕同步公示，办理时限压缩到7个工作日。|副局长夏侯榕|行政审批科（牵头）、用途管制科、信息中心|长期坚持|
^|6|执法案件评查|抽取结案卷宗交叉评查，评查分低于80分的退回重做。|副局长夏侯榕|执法大队（牵头）、法规科、各乡镇自然资源所|每季度一次|
^|7|工程项目监督|土地整治项目现场巡查每月不少于2次，单个项目变更金额超过合同价10%的报党组审定。|副局长公冶秋|整治中心（牵头）、财务科|项目结束前|涉及在建项目9个
作风建设|8|窗口服务评议|邀请服务对象座谈，听取意见，群众评议每年6月、11月各组织一轮。|副局长公冶秋|行政审批科（牵头）、不动产登记中心|2026年11月底前|
^|9|基层所联系点|党组成员到联系所蹲点，全年蹲点不少于5天。|党组成员|办公室（牵头）、各乡镇自然资源所|2026年12月20日前|
"""
LAND_TAIL = """
二、推进落实
（一）调度。牵头科室每月5日前将进展报机关党委，机关党委汇总后呈党组书记。
（二）督查。机关纪委每半年对科室、所督查一遍，并不定期抽查公车和食堂台账。
（三）报告。局党组每年1月、7月向县委书面报告主体责任落实情况。
（四）考评。本项工作占科室年度考核的25分，排名后两位的科室不得评优。
三、责任追究
（一）有下列情形之一的，追究有关责任人的责任：
1.对主体责任清单不认领、不落实的；
2.分管范围内一年内出现2起以上违纪案件的；
3.对廉政风险点隐瞒不报的；
4.超越权限审批用地的；
5.对机关纪委督查发现的问题逾期20日不整改的；
6.其他失职行为。
（二）追究方式包括：提醒谈话、责令书面检查、通报批评、诫勉、组织调整、党纪处分。
（三）集体决策失误的，主要负责人承担主要领导责任；表决时明确反对并有记录的，不追究责任。个人擅自决定的，由其个人负责。
（四）追究科级干部的责任，由上一级党组织决定，结果报县委组织部备案。
"""
CONTACTS = """
科室|联系人|电话
机关党委|亓官文|0571-60012233
机关纪委|钟离燕|0571-60012245
执法大队|司马迟|13900000018
"""


def land() -> None:
    document = Document()
    paragraphs(document, LAND_HEAD)
    table(document, LAND_TABLE)
    paragraphs(document, LAND_TAIL)
    document.add_paragraph("附：联系人名单")
    table(document, CONTACTS)
    keep(document, "k-land-bureau-table")


WATER_DUTIES = """
碧泉水务集团有限公司党委\\n2026年安全生产责任制任务清单|||||||
编号：BQ-AQ-2026-07|||||修订：第3版||
责任分工|||任务内容||||序号
牵头部门|配合部门|公司领导|工作任务|具体措施|频次|完成标志|
生产技术部|各水厂\\n水质中心|副总经理雍寒江|水厂巡检|对加氯间、配电室、沉淀池进行巡检，泵房噪声不高于85分贝。|每周至少2次|巡检记录|1
生产技术部|设备公司|^|设备检修|按照检修规程安排停机，检修前挂牌上锁。|每季度一次|检修单|2
管网部|客服中心\\n各营业所|总工程师逄星野|管网听漏|夜间听漏，漏损率控制在9%以下。|每月一次|听漏图|3
管网部|—|^|阀门井排查|排查井盖缺失和有限空间标识，全市共有阀门井2460座。|每年4月、10月|排查表|4
安全环保部|各部门、各单位|董事长计重山|安全委员会会议|听取安全生产汇报，研究解决突出问题。|每季度不少于一次|会议纪要|5
安全环保部|工会 人力资源部|党委副书记郁离|安全培训|一线岗位人员全年脱产培训不少于3天，考试80分合格。|全年|培训档案|6
安全环保部|生产技术部、管网部等|副总经理雍寒江|应急演练|停水、氯气泄漏两类预案轮流演练，演练后7日内完成评估。|每半年1次|演练评估|7
党群工作部|各党支部|党委副书记郁离|党员安全示范岗|挂牌上岗，亮明身份，年内创建示范岗12个。|长期|授牌|8
合计|8项||||||
"""
WATER_RULES = """
责任追究
序号|内容|类别
1|隐患上报后无人处置的|追责情形
2|违章指挥、强令冒险作业的|追责情形
3|瞒报、迟报事故，或者延误超过1小时的|追责情形
4|培训记录造假的|追责情形
5|一年内重复发生3次同类未遂事件的|追责情形
说明：以上情形视轻重给予约谈、通报批评、扣减绩效、停职检查、免职处理。||
报告：安全环保部每月10日前向公司党委报送安全月报，公司党委每年12月向市国资委党委报告。||
检查：公司党委每年至少组织2次安全督导，安全环保部经常深入班组查看交接班记录。||
"""
WATER_PHONES = """
应急值班电话
单位|值班电话|负责人
调度中心|8820110|从容
东郊水厂|8820133|蔺如是
"""
WATER_VERSIONS = """
版本记录
版本|日期|修改内容|修改人
第1版|2024年3月|首次编制|安全环保部
第2版|2025年2月|增加应急演练|安全环保部
第3版|2026年1月|频次由每季度一次改为每月一次（管网听漏）|安全环保部
"""


def water() -> None:
    workbook = Workbook()
    merges = ("A1:H1", "A2:E2", "F2:H2", "A3:C3", "D3:G3", "H3:H4", "C5:C6", "C7:C8", "B13:H13")
    sheet(workbook, "版本", WATER_VERSIONS, ("A1:D1",))
    sheet(workbook, "任务清单", WATER_DUTIES, merges)
    sheet(workbook, "追责与制度", WATER_RULES, ("A1:C1", "A8:C8", "A9:C9", "A10:C10"))
    sheet(workbook, "值班电话", WATER_PHONES, ("A1:C1",))
    keep_workbook(workbook, "k-water-group-list")


COLLEGE_HEAD = """
T0 沧溪职业学院党委
T0 安全稳定工作责任制实施细则
为压实校园安全责任，根据市教育工委有关通知（沧教工发〔2025〕31号）要求，结合学院有学生8600人、分两个校区办学的实际，制定本细则。
H1 组织领导
学院成立安全稳定工作领导小组，成员如下：
"""
COLLEGE_GROUP = """
姓名|学院职务|组内职务|联系电话
东门翊|党委书记|组长|6610
闾丘衡|院长|组长|6611
南荣岸|党委副书记|副组长|6612
呼延霁|副院长|副组长|6613
归海棠|学生工作处处长|成员|6620
微生遥|保卫处处长|成员|6621
梁丘默|后勤服务中心主任|成员|6622
"""
COLLEGE_MIDDLE = """
领导小组下设办公室，办公室设在保卫处，微生遥兼任办公室主任。
H1 职责任务
H2 统筹研究部署
党委会每学期至少专题研究2次安全稳定工作，重大节日前由院长召集碰头会。
责任领导：党委书记东门翊　　牵头部门：党政办公室　　配合部门：保卫处、学生工作处
H2 消防安全
每栋楼宇落实楼长，灭火器完好率达到100%。
保卫处每月至少检查一次楼宇消防设施，全院疏散演练每年不少于2次，每次撤离时间不超过4分钟。
责任领导：副院长呼延霁　　牵头部门：保卫处　　配合部门：后勤服务中心、各系部
H2 食堂与饮用水安全
食堂留样不少于125克，保留48小时。后勤服务中心每周抽检一次餐具，院领导陪餐每月不少于4次。
责任领导：副院长呼延霁　　牵头部门：后勤服务中心　　配合部门：工会、团委
H2 实训室和危险化学品管理
危险化学品实行双人双锁，领用超过500毫升的由系主任签字；实训教学处每两个月对实训室盘点一次。
责任领导：院长闾丘衡　　牵头部门：实训教学处　　配合部门：机电系、化工系等
H2 学生心理健康与资助
新生心理普查在10月底前完成，辅导员走访宿舍每周不少于3次；对家庭困难学生按每人每学期800元标准资助。
责任领导：党委副书记南荣岸　　牵头部门：学生工作处　　配合部门：心理健康中心
H2 交通与校车
校车驾驶员安全例会每月召开1次，校内限速20公里。
责任领导：副院长呼延霁　　牵头部门：后勤服务中心
H2 网络舆论引导
按照上级规定执行。
责任领导：党委副书记南荣岸　　牵头部门：宣传部　　配合部门：信息中心
H1 工作机制
信息报送。各系部每月28日前报送安全月报，突发事件30分钟内口头报告、2小时内书面报告。
督查。领导小组办公室每学期开展两次督查，不定期开展夜查。全面评估每三年开展一次。
报告。学院党委每年6月底、12月底向市教育工委报告安全稳定工作情况。
H1 责任追究
有下列情形之一的，依规追究部门负责人和直接责任人的责任：
不落实院党委安排，致使安全隐患长期存在的；
火灾、食物中毒等事故发生后处置不力的；
未按时报送信息，一学期内达到3次的；
门卫、宿管人员脱岗造成后果的；
实训室管理混乱，危险化学品丢失的；
督查通报后15日内仍不改正的。
追究方式分为：批评教育、责令作出书面检查、通报批评、取消评优资格、诫勉、免职。
集体决定造成失误的，对决定表示过异议并载入会议记录的人员免除责任。
H1 附则
本细则由保卫处解释，自2026年3月1日起实行。
"""


def college() -> None:
    document = Document()
    paragraphs(document, COLLEGE_HEAD)
    table(document, COLLEGE_GROUP)
    paragraphs(document, COLLEGE_MIDDLE)
    keep(document, "k-college-styled-headings")


COURT_DUTIES = """
附件1||||||
霞浦岭区人民法院党组党风廉政建设责任分解表||||||
（2026年度）||||||
责任主体|||工作内容||时间要求|序号
责任领导|牵头|配合|任务|举措||
一、党组主体责任（3项）||||||
党组书记、院长\\n鲜于博|政治部|各部门|专题研究部署|听取各庭室廉政情况汇报，形成专题会议纪要。|每半年不少于1次|1
党组书记、院长\\n鲜于博|机关党委|政治部|讲廉政党课|结合身边案例备课，党课时长60分钟左右。|每年至少1次|2
党组副书记、副院长\\n申屠青|督察室|办公室、法警大队|防止干预司法“三个规定”填报|逐人填报过问案件情况，上年度填报率98%，零报告人员随机核对。|每月3日前|3
二、审判权运行监督（3项）||||||
副院长\\n赫连山|审判管理办公室|各业务庭|长期未结案清理|对立案满18个月的案件逐案会诊，年底前清结率达到90%。|长期坚持|4
副院长\\n赫连山|审判管理办公室|督察室|案件质量评查|随机抽取案卷，每名法官不少于10件，发现差错计入业绩档案。|每季度一次|5
执行局局长\\n宇文朔|执行局|财务室|案款管理|核对案款账目，超过30日未发放的逐笔说明原因。|每月一次|6
三、队伍管理（2项）||||||
政治部主任\\n万俟荷|政治部|督察室|家访和谈心|对干警进行家访，了解八小时外表现，家访全年不少于20户。|全年|7
政治部主任\\n万俟荷|督察室||审务督察|采取明察暗访方式检查庭审纪律、着装和考勤。|每周一次|8
注：本表中“每半年”指上半年、下半年各自然半年；本表共8项任务。||||||
"""
COURT_MEETINGS = """
附件2|||
党组会议题安排|||
时间|议题|汇报部门|列席
2026年1月14日|年度廉政工作要点|督察室|各庭庭长
2026年4月15日|一季度案件评查情况|审判管理办公室|各庭庭长
2026年7月15日|半年主体责任落实情况|政治部|全体中层
"""
COURT_GROUNDS = """
附件3||
问责事项和措施||
问责情形|对应措施|适用范围
领导不力，分管部门发生违法审判案件的|诫勉、组织调整|院领导
对“三个规定”应填不填，一年内查实2次的|通报批评|全体干警
截留、挪用案款的|党纪处分、政务处分|全体干警
对督察发现的问题逾期10日未改的|约谈|部门负责人
压案不查、包庇违纪人员的|党纪处分|院领导、部门负责人
其他造成不良影响的情形|批评教育|全体干警
"""
COURT_SCORE = """
附件4|||
年度评分表|||
项目|分值|扣分标准|得分
主体责任|40|每少研究一次扣5分|
监督责任|35|每发现1件问题案件扣3分|
队伍管理|25|每季度未家访扣2分|
合计|100||
"""


def court() -> None:
    workbook = Workbook()
    titles = tuple(f"A{row}:G{row}" for row in (1, 2, 3, 6, 10, 14, 17))
    head = ("A4:C4", "D4:E4", "F4:F5", "G4:G5")
    sheet(workbook, "分解表", COURT_DUTIES, (*titles, *head))
    sheet(workbook, "议题", COURT_MEETINGS, ("A1:D1", "A2:D2"))
    sheet(workbook, "问责", COURT_GROUNDS, ("A1:C1", "A2:C2"))
    sheet(workbook, "评分", COURT_SCORE, ("A1:D1", "A2:D2"))
    keep_workbook(workbook, "k-court-matrix")


TOWN = """
槐荫铺镇党委抓基层党建工作责任制实施细则
各村党组织、镇直各单位：
现将抓基层党建的责任明确如下。全镇共有行政村23个、党员1140名，2025年发展党员19名。
#0 工作要求
书记抓总、委员分兵、支部落地，力争三年内把软弱涣散村压减到2个以内。
#0 任务清单
#1 党委议事
镇党委会每月至少安排1次党建议题，会前3天由党建办收集材料。
（责任领导：书记拓跋山；牵头单位：党建办；配合单位：党政办）
#1 支部组织生活
支部主题党日每月开展一次，支部委员会每季度分析党员思想和作用发挥情况不少于1次。
党建办随机查看记录本，缺一次扣0.5分。
（责任领导：组织委员郦溪；牵头单位：党建办；配合单位：各村党组织）
#1 党员发展
发展对象集中培训不少于3天或者24学时，预备党员每半年由支部写出一次考察意见。
（责任领导：组织委员郦溪；牵头单位：党建办；配合单位：纪委、派出所）
#1 村级后备力量
每村储备后备人选不少于2名，后备人选每两年调整一次。
（责任领导：副书记濮冬生；牵头单位：党建办、人社所；配合单位：各村党组织）
#1 集体经济
副镇长主抓产业项目，全年调度不少于6次；项目建成后收益的60%留村使用。
（责任领导：副镇长沙见；牵头单位：农业农村办；配合单位：财政所、自然资源所、供销社等）
#1 流动党员联系
各村逐人建档，联系人每季度打一次电话，外出超过6个月的转接组织关系。
（责任领导：组织委员郦溪；牵头单位：各村党组织）
#1 村务监督
村务公开栏内容及时更换，镇纪委抽查村级账目每季度不少于3个村。
（责任领导：纪委书记过长卿；牵头单位：纪委；配合单位：财政所）
#1 网上宣传阵地
做好本镇公众号的管理。
（责任领导：宣传委员杭笛；牵头单位：宣传办；配合单位：文化站）
#0 推进机制
#1 例会。党建办每两个月召开一次组织委员和村书记例会，时间不超过90分钟。
#1 走访。包村领导经常到村参加组织生活。
#1 报告。各村党组织每年6月和12月向镇党委报告，镇党委每年12月向县委组织部报告。
#0 追责
下表所列情形经查实的，由镇党委按照干部管理权限处理，对科级干部的处理报县委组织部备案。
"""
TOWN_GROUNDS = """
序号|情形|处理方式
1|不按规定召开会议研究党建的|约谈
2|组织生活弄虚作假的|通报批评
3|发展党员程序倒置，一年内出现2例的|诫勉
4|软弱涣散整顿满12个月没有起色的|组织调整
5|挤占党建经费5000元以上的|党纪处分
"""


def town() -> None:
    document = Document()
    numbered(document, TOWN)
    table(document, TOWN_GROUNDS)
    document.add_paragraph(
        "会议作出错误决定的，投反对票并有会议记录的成员不承担责任；主要负责人一人拍板造成损失的，由本人承担责任。"
    )
    keep(document, "k-town-auto-numbering")


HOSPITAL_HEAD = """
丹霞市第二人民医院党委行风建设责任制实施方案
各党支部、各科室：
近两年社会对医疗行风关注度上升，我院2025年收到投诉214件，满意度为91.3%。为把行风建设的责任落到每位院领导和每个科室，制定本方案。
一、组织架构
"""
HOSPITAL_GROUP = """
医院行风建设工作领导小组|<
组　长|艾青川（党委书记）
副组长|娄望舒（院长）、\\n国修竹（纪委书记）
成　员|暴雪松 路遥知 山月明
办公室|设在监察室
"""
HOSPITAL_DUTIES = """
附表：重点任务分解|<|<|<|<
重点任务及举措|分管领导|主责科室|协同科室|序号
（一）教育引导|<|<|<|<
廉洁行医教育：党委书记、院长每年各讲一次廉政党课，新入职人员岗前培训安排8学时。|党委书记艾青川|党委办公室|医务科\\n护理部|1
九项准则学习：科室晨会学习九项准则每月不少于2次，闭卷测试90分合格。|院长娄望舒|医务科|各临床科室、各医技科室|2
（二）监督管理|<|<|<|<
药品耗材点评：药学部抽取处方每月不少于300张，抗菌药物使用强度不超过40。|副院长暴雪松|药学部|医务科、信息科|3
设备采购管理：采购论证专家不少于5人，采购结果公示5个工作日，审计科每半年审计一遍合同。|副院长路遥知|设备科|审计科、财务科|4
医药代表接待：接待地点固定，接待时间为周三下午，全程录像保存6个月。|纪委书记国修竹|监察室|药学部、设备科、保卫科|5
医保基金自查：按照飞行检查清单自查，医保办自查每季度至少1次，违规费用全额退回。|副院长暴雪松|医保办|财务科 信息科 病案室|6
（三）服务改善|<|<|<|<
出院患者回访：出院7日内电话回访，回访率不低于80%。|副院长山月明|客服中心|各临床科室|7
行风监督员座谈：聘请监督员15名，座谈会每年召开两次，意见30日内书面反馈。|院长娄望舒|监察室|客服中心、宣传科等|8
"""
HOSPITAL_MIDDLE = """
二、运行机制
1.党委会听取行风汇报每季度不少于一次；行风分析会由监察室牵头，每月召开一次。
2.监察室不定期到门诊和病区暗访，暗访情况次日通报。
3.医院党委于每年11月底前向市卫生健康委党组报告。
4.行风考核在科室综合绩效中占8%，年度为“差”的科室扣减绩效5个百分点。
三、问责
"""
HOSPITAL_GROUNDS = """
编号|应当问责的情形
Q01|收受医药企业回扣的
Q02|倒卖号源、床位的
Q03|泄露患者隐私，涉及10人以上的
Q04|对投诉推诿，超过15日不答复的
Q05|科室一年内被有效投诉4次以上的
"""
HOSPITAL_LADDER = """
层级|措施|启动条件
1|提醒谈话|首次发生且后果轻微
2|通报批评|一年内第二次发生
3|暂停处方权|造成患者经济损失
4|降低岗位等级|造成恶劣影响
5|解除聘用合同|情节特别严重
"""
HOSPITAL_MEETINGS = """
月份|会议|地点
3月|行风建设动员会|门诊楼五楼
7月|半年分析会|行政楼201
12月|年终述评会|行政楼201
"""


def hospital() -> None:
    document = Document()
    paragraphs(document, HOSPITAL_HEAD)
    table(document, HOSPITAL_GROUP)
    document.add_paragraph("各成员按照职务分工履行职责，工作人员变动的由接任者递补。")
    table(document, HOSPITAL_DUTIES)
    paragraphs(document, HOSPITAL_MIDDLE)
    document.add_paragraph("（一）问责情形")
    table(document, HOSPITAL_GROUNDS)
    document.add_paragraph("（二）问责措施")
    table(document, HOSPITAL_LADDER)
    document.add_paragraph(
        "（三）问责由医院党委实施，涉及院领导的由上一级党组织决定，并报市委组织部备案。"
    )
    document.add_paragraph("附件：2026年行风会议安排")
    table(document, HOSPITAL_MEETINGS)
    keep(document, "k-hospital-five-tables")


SCHOOL_COVER = """
望岳中学党总支师德师风建设责任制台账
2026年春季学期启用　共3个工作表
"""
SCHOOL_UNITS = """
党总支层面责任清单||||||
填报人：党政办||||||2026年2月28日
编号|责任事项|||责任人|责任处室|完成期限及频次
|事项名称|工作要求|佐证材料|||
1|总支会专题研究师德|分析教职工思想和作风状况，讨论不少于40分钟。|会议记录|党总支书记 步清扬|党政办|每学期不少于一次
2|师德专题学习|集中学习师德案例，参学率100%。|签到表|党总支书记 步清扬|党政办、工会|每月一次
3|师德考核|考核等次分为4档，优秀不超过20%。|考核表|校长 车怀瑾|人事处|2026年6月底前
4|谈心谈话|班子成员与青年教师谈心，每人全年谈心不少于10人次。|谈话记录|班子成员|党政办、各年级组|全年
5|有偿补课治理|收集承诺书186份，暗访培训机构。|承诺书|副校长 花未眠|德育处、教务处|每年1月、7月
小计|5|||||
"""
SCHOOL_GRADES = """
年级组、教研组层面责任清单|||||
责任处室|责任人|完成期限及频次|工作要求|事项名称|编号
高一年级组|组长 凌霄|每月两次|召开班主任碰头会，研究学生个案。|班主任例会|1
^|^|长期|班主任对本班学生家访，年级组长抽查家访记录每学期不少于20份。|家访|2
教务处 各教研组|主任 冷杉|每学期至少两次|检查教案和作业批改，作业总量控制在90分钟内。|教学常规检查|3
工会、食堂管理办|主席 岑寂|每周一次|收集教职工意见，伙食费每餐不超过15元。|教职工关爱|4
"""
SCHOOL_RULES = """
追责办法|
类型|内容
情形一|体罚学生的
情形二|组织有偿补课，涉及学生5人以上的
情形三|收受家长礼金，累计超过500元的
情形四|学术造假的
情形五|对师德问题瞒报的
方式|批评教育、书面检查、通报批评、取消评优资格、降低岗位等级、解聘
程序|由学校党总支决定，报县教育局党组备案；决定作出后7日内送达本人。
集体责任|总支会集体作出错误决定的，持不同意见并有记录的委员不予追责。
报告|党总支每年12月向县教育局党组报告，平时不定期开展自查。
"""
SCHOOL_DUTY_ROSTER = """
行政值班表|||
星期|带班领导|值班人员|电话
星期一|步清扬|凌霄|2236601
星期二|车怀瑾|冷杉|2236602
星期三|花未眠|岑寂|2236603
"""


def school() -> None:
    workbook = Workbook()
    sheet(workbook, "封面", SCHOOL_COVER)
    units = ("A1:G1", "A3:A4", "B3:D3", "E3:E4", "F3:F4", "G3:G4")
    sheet(workbook, "总支", SCHOOL_UNITS, units)
    sheet(workbook, "年级组", SCHOOL_GRADES, ("A1:F1", "A3:A4", "B3:B4"))
    sheet(workbook, "追责", SCHOOL_RULES, ("A1:B1",))
    sheet(workbook, "值班", SCHOOL_DUTY_ROSTER, ("A1:D1",))
    keep_workbook(workbook, "k-school-ledger")


MAKERS = (land, water, college, court, town, hospital, school)

if __name__ == "__main__":
    for make in MAKERS:
        make()
