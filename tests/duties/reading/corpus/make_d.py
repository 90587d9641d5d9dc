"""Write the binary documents of share D beside this file, byte for byte the same each time."""

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fontTools import subset
from openpyxl import Workbook
from weasyprint import HTML

HERE = Path(__file__).parent
STAMP = (2026, 3, 2, 8, 0, 0)
DATES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write_package(name, save):
    """Save an office file with fixed times, for the libraries stamp the present one."""
    raw, fixed = BytesIO(), BytesIO()
    save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for item in source.infolist():
            body = source.read(item)
            if item.filename == "docProps/core.xml":
                body = DATES.sub(b"2026-03-02T08:00:00Z", body)
            entry = zipfile.ZipInfo(item.filename, STAMP)
            target.writestr(entry, body, zipfile.ZIP_DEFLATED)
    (HERE / name).write_bytes(fixed.getvalue())


def numbering(document, formats):
    """One automatic list per (format, text) pair; return the numbers of the lists."""
    root = document.part.numbering_part.element
    for old in list(root):
        root.remove(old)
    for at, (kind, text) in enumerate(formats, 1):
        root.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{at}">'
                '<w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
            )
        )
    for at in range(1, len(formats) + 1):
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>'
            )
        )
    return range(1, len(formats) + 1)


def numbered(document, text, number):
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        )
    )
    return paragraph


def table(document, rows, merges=()):
    """A grid of texts; merges are (row, column, row, column) of the two corners."""
    grid = document.add_table(len(rows), len(rows[0]))
    grid.style = "Table Grid"
    for cells, row in zip(grid.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    for top, left, bottom, right in merges:
        keep = grid.cell(top, left).text
        grid.cell(top, left).merge(grid.cell(bottom, right)).text = keep
    return grid


def centred(document, text, style=None):
    paragraph = document.add_paragraph(text, style)
    paragraph.alignment = 1
    return paragraph


def footer_page(document, head):
    section = document.sections[0]
    section.header.paragraphs[0].text = head
    run = section.footer.paragraphs[0].add_run()
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>')
    run._r.addnext(field)


COLLEGE = [
    (
        "学院党委书记履行第一责任人职责",
        [
            "把意识形态工作同教学、科研一并安排、一并检查，重要决定由书记亲自起草、亲自说明；"
            "对系里报来的难题，先到现场看、再上会议定，不以批示代替解决；"
            "领导班子调整后十五日内重新划分各人的责任区。",
            "主持学院党委理论学习中心组每学期集中学习不少于4次，其中一次放在航海实习船或者"
            "实验基地进行。",
            "代表学院党委每年12月底前向校党委报送年度总结，在民主生活会上逐条对照检查。",
        ],
        ("负责领导：陆望海", "负责部门：学院党委、各党支部"),
    ),
    (
        "副书记履行学生工作直接责任人职责",
        [
            "掌握学生思想动态，对学生论坛、表白墙、班级群的言论安排学生骨干轮流察看；"
            "少数民族学生和信教学生的情况逐人了解。",
            "学生社团邀请校外人员来讲课的，先看讲稿，再定能否举办。",
        ],
        ("负责领导：简一舟", "责任部门：学生工作办公室、学院团委"),
    ),
    (
        "对外交流与学术讲座的管理",
        [
            "各类讲座、论坛、研讨会提前七天填表报批，主讲人的背景、题目、课件一并送审。",
            "境外学者来访由接待人全程陪同，离院后三日内交情况说明。",
        ],
        ("负责领导：董其昀", "责任部门：学院办公室、科研与研究生办公室"),
    ),
    (
        "课堂教学的管理",
        [
            "教材、讲义、课件的政治方向由系主任把关，督导组听课时记录教师有无不当言论。",
            "期初、期中由教学秘书汇总课堂言论情况报分管副院长。",
        ],
        ("负责领导：冉若木", "责任部门：教学办公室、各系教研组"),
    ),
    (
        "党务工作力量的配备与培训",
        [
            "专职组织员按学生党员规模配足，教师党支部书记“双带头人”比例保持在100%。",
            "把熟悉船员培养、能同年轻人说到一处的教师选进支部委员会，支部换届前先听系主任和教师代表的意见，"
            "候选人名单公示五天。",
            "支部书记每学年集中培训不少于3天，新任支部委员上岗三个月内参加一期示范班。",
        ],
        ("负责领导：陆望海、温明岐", "责任部门：组织员办公室及学院工会"),
    ),
]


def college():
    document = Document()
    footer_page(document, "海蓝大学轮机工程学院党委文件")
    document.add_paragraph("海蓝大学轮机工程学院党委意识形态工作责任制实施方案", "Title")
    document.add_paragraph(
        "为把学校党委海大党〔2026〕17号文件落实到每个系、每条实习船，使学院2100名师生所在的"
        "基层组织都有明确的责任人，经学院党委2026年第5次会议审议，制定本方案。"
    )
    document.add_paragraph("组织领导", "Heading 1")
    document.add_paragraph("学院成立意识形态工作领导小组：")
    for line in (
        "组　长：陆望海（学院党委书记）",
        "副组长：简一舟、董其昀、冉若木、温明岐、宫羽",
        "成　员：专职组织员、学院办公室主任、各系主任、各党支部书记",
    ):
        document.add_paragraph(line)
    document.add_paragraph("责任分工", "Heading 1")
    for title, items, closing in COLLEGE:
        document.add_paragraph(title, "Heading 2")
        for item in items:
            document.add_paragraph(item)
        for line in closing:
            document.add_paragraph(line)
    document.add_paragraph("工作要求", "Heading 1")
    document.add_paragraph(
        "学院党委会原则上每月一次讨论党建与意识形态工作，议题由学院办公室收集。"
        "领导小组定期召开碰头会，会期一般不超过一小时。各支部承担的任务完成后登记销号，"
        "本学期已销号31项。五个责任区的考核各占20%，综合得分低于70分的支部限期补课。"
    )
    document.add_paragraph("条件保障", "Heading 1")
    document.add_paragraph(
        "学院从年度运行经费中划出专款，金额不低于上一年的水平，用于实习船流动党员之家、教师工作坊和"
        "学生党员实践基地建设。远洋实习历时90天以上的，随船成立临时党支部，指导教师兼任临时党支部书记，"
        "返校后两周内交回工作记录。学院办公室建立责任清单台账，一个责任区一页，完成一项勾销一项，"
        "期末由组织员办公室对照清单写出评价，评价分好、较好、一般、差四档，差的不超过总数的10%。"
    )
    document.add_paragraph(
        "责任区负责人外出学习、挂职超过一个学期的，由学院党委会指定代理人；代理期间的工作由代理人签字确认，"
        "不因人员变化造成空档。各系、各支部可以结合专业特点细化本方案，细化办法报学院办公室存查，"
        "但不得增减责任区、不得降低标准。"
    )
    document.add_paragraph("本方案与学院“十五五”发展规划同步施行，学院办公室负责解释。")
    write_package("d-marine-college.docx", document.save)


WATER_DUTIES = [
    "落实决策部署。公司党委收到市国资委党委和集团党委的文件后，十日内拿出实施办法，"
    "由党群工作部牵头，各县（区）营业所、水厂配合，年终逐件对账。",
    "抓紧理论武装。公司党委理论学习中心组每季度集中研讨至少一次，班组每周例会前十分钟学文件"
    "只作为学习载体。此项由党群工作部牵头，工会、团委配合。",
    "坚持分析研究。公司党委每年专题研究意识形态工作不少于两次，重大决策、重组改制、水价调整前"
    "另作研究，由雷震霄负责。",
    "统一领导。形成党委总揽、行政配合、部室分担的格局，新成立的合资公司三个月内建立党组织，"
    "由党委组织部牵头，企业管理部、法务部配合。",
    "活动管理。公司各单位举办讲座、读书会、文艺演出，邀请何人、讲什么内容，均须报党群工作部审批，"
    "未经审批的一律停办。",
    "联系技术骨干和党外知识分子。班子成员每人交几位党外朋友，听取他们的看法，做好思想引导。",
    "建强队伍和保障。党务人员按在岗职工总数1%左右配备，党务人员培训每两年轮一遍，"
    "工作经费按上年度工资总额的0.5%安排，由人力资源部牵头，财务部配合。",
]
WATER_OFFICE = [
    "制定年度工作计划，督促各营业所排出时间表。",
    "指导水厂、营业厅的宣传栏和电子屏管理。",
    "协调重大突发事件的信息发布。",
    "牵头召开部门联席会议，联席会议不定期召开。",
    "组织督促检查，每年开展一次专项检查，结果报公司党委并抄送集团党委。",
]
WATER_REPORTS = [
    "公司党委每半年向集团党委书面报告情况。",
    "党员大会召开时，由党委书记当面报告履责情况。",
    "班子成员把履责情况列入民主生活会发言、年度述职。",
    "支部书记在年终党建述职时由党员当场打分，满分100分。",
]
WATER_GROUNDS = [
    "对上级党组织部署的重大宣传教育任务不落实的；",
    "在重大问题处置中主要负责人不到一线的；",
    "所辖单位发生意识形态引发的群体性事件的；",
    "停水、爆管等突发事件信息发布失当，造成恶劣影响的；",
    "对党员公开发表违背党章的言论不闻不问的；",
    "公司报纸、网站出现严重导向错误的；",
    "内部编印的读物出现严重导向错误的；",
    "网络安全出现重大事故，一年内被通报两次以上的；",
    "举办的活动出现攻击党的领导内容的；",
    "对严重问题瞒报、缓报的；",
    "领导干部本人公开妄议大政方针的；",
    "领导干部在涉外活动中造成恶劣政治影响的；",
    "其他失职失责造成严重后果的。",
]


def water_company():
    document = Document()
    heading, duty, office, report, ground = numbering(
        document,
        [
            ("chineseCounting", "%1、"),
            ("chineseCounting", "（%1）"),
            ("decimal", "%1."),
            ("decimal", "(%1)"),
            ("decimal", "%1．"),
        ],
    )
    centred(document, "嘉川水务有限公司党委意识形态工作责任制")
    centred(document, "实 施 方 案")
    document.add_paragraph(
        "根据集团党委嘉水党发〔2026〕9号文件要求，结合公司1100名职工分布在5个县（区）、"
        "管网点多线长的特点，围绕“十五五”供水规划，制定本方案。"
    )
    numbered(document, "责任主体", heading)
    document.add_paragraph(
        "公司党委负主体责任，党委书记是第一责任人，其他委员一岗双责。党群工作部为牵头部门，"
        "各县（区）营业所和市区各部室分担具体工作。"
    )
    numbered(document, "主要职责", heading)
    for text in WATER_DUTIES:
        numbered(document, text, duty)
    numbered(document, "党群工作部的职能", heading)
    document.add_paragraph("党群工作部承担公司党委意识形态工作办事机构的日常事务：")
    for text in WATER_OFFICE:
        numbered(document, text, office)
    numbered(document, "报告与考核", heading)
    for text in WATER_REPORTS:
        numbered(document, text, report)
    document.add_paragraph("落实情况作为干部提拔前考察、年度考核和目标管理的内容，不另设分值。")
    numbered(document, "责任追究", heading)
    document.add_paragraph(
        "各级领导班子和党员干部有下列情形之一的，视情节给予提醒、批评教育，责令作出书面检查，"
        "进行通报批评，给予组织处理和纪律处分："
    )
    for text in WATER_GROUNDS:
        numbered(document, text, ground)
    document.add_paragraph(
        "追责要分清集体责任和个人责任、主要领导责任和重要领导责任。集体责任由班子主要负责人和"
        "直接分管的成员承担主要领导责任，参与决策的其他成员承担重要领导责任。决策时明确反对但未被"
        "采纳的，不承担领导责任；个人决定或者批准错误决策的，追究该人责任。"
    )
    document.add_paragraph(
        "问责按干部管理权限由上一级党组织实施，组织部门可以向党委和纪委提出问责建议，"
        "问责结果报上级党委组织部门备案。"
    )
    document.add_paragraph("本方案由党群工作部解释。")
    write_package("d-water-company.docx", document.save)


HOSPITAL_GROUP = [
    ["意识形态工作领导小组组成人员", "", ""],
    ["组内职务", "姓名", "院内职务"],
    ["组长", "祁连城", "党委书记"],
    ["副组长", "尚清源", "党委副书记、院长"],
    ["副组长", "敖冬雪", "党委副书记"],
    ["成员", "白沙洲", "副院长"],
    ["成员", "柯岩松", "副院长"],
    ["成员", "苗春晖", "纪委书记"],
]
HOSPITAL_DUTIES = [
    ["2026年度意识形态工作责任分解表", "", "", "", "", ""],
    ["序号", "责任事项", "工作要求", "责任领导", "责任科室（单位）", "完成时限"],
    ["一、学习教育类", "", "", "", "", ""],
    [
        "1",
        "落实“第一议题”制度",
        "院党委会每月学习一次，学习记录由两人签字。",
        "祁连城",
        "党委办公室",
        "长期坚持",
    ],
    [
        "2",
        "中心组理论学习",
        "院党委理论学习中心组每年集体学习至少6次，书记每半年至少导读1篇文献。",
        "祁连城",
        "党委办公室及宣传科",
        "每年12月底前报送总结",
    ],
    [
        "3",
        "青年医师培养",
        "及时开展入职谈话，规范化培训学员纳入所在支部管理，导师一带一，带教期3年。",
        "敖冬雪",
        "团委、科教科",
        "2026年9月底前",
    ],
    ["二、阵地与服务类", "", "", "", "", ""],
    [
        "4",
        "学术讲座与媒体采访审批",
        "院内讲座、义诊宣讲的主讲人和内容先审批；记者采访须经宣传科核准发言口径。",
        "柯岩松",
        "宣传科、医务科",
        "随时",
    ],
    [
        "5",
        "网络舆情处置",
        "对涉院短视频、网评和医患群言论全天候监测，形成台账。",
        "柯岩松",
        "宣传科、信息科、“智慧病房”项目组",
        "随时",
    ],
    [
        "6",
        "改进患者沟通",
        "各病区每周召开1次工休座谈会，院领导每季度接待患者代表不少于两场。",
        "白沙洲、柯岩松",
        "医务科（投诉办、病案室）、护理部",
        "长期坚持",
    ],
    ["三、监督保障类", "", "", "", "", ""],
    [
        "7",
        "专项督查",
        "对临床、医技、行政支部每两年督查一遍，督查组不少于3人。",
        "苗春晖",
        "纪检监察室",
        "2027年底前完成首轮",
    ],
    [
        "8",
        "队伍建设",
        "宣传信息员每科1名，全院共46名，缺员的两周内补上。",
        "班子成员",
        "人事科、各党支部按职责分工负责",
        "2026年6月30日前",
    ],
]
HOSPITAL_PHONES = [
    ["科室", "联系人", "电话"],
    ["党委办公室", "小杜", "6612001"],
    ["宣传科", "小冯", "6612018"],
    ["纪检监察室", "小葛", "6612033"],
]


def hospital():
    document = Document()
    (ground,) = numbering(document, [("decimal", "%1、")])
    footer_page(document, "平湖市第二人民医院党委")
    centred(document, "平湖市第二人民医院党委意识形态工作责任制落实方案")
    document.add_paragraph(
        "公立医院人员集中、岗位特殊，医患之间一句话一件事都可能牵动社会情绪。依照市卫健委党组"
        "平卫党〔2026〕6号通知和医院第四次党代会报告，制定本方案。自2023年以来，医院已召开18次"
        "专题会，本方案吸收了其中成熟的做法。"
    )
    document.add_paragraph("一、组织领导")
    document.add_paragraph(
        "领导小组名单见下表，领导小组办公室设在党委办公室，敖冬雪兼任办公室主任。"
    )
    table(document, HOSPITAL_GROUP, [(0, 0, 0, 2), (3, 0, 4, 0), (5, 0, 7, 0)])
    document.add_paragraph("二、责任分解")
    table(
        document,
        HOSPITAL_DUTIES,
        [(0, 0, 0, 5), (2, 0, 2, 5), (6, 0, 6, 5), (10, 0, 10, 5), (3, 3, 4, 3), (7, 3, 8, 3)],
    )
    document.add_paragraph(
        "表中责任领导出差、进修超过一个月的，由党委书记指定他人代管，代管情况告知相关科室。责任科室为两个以上的，"
        "排在前面的负责汇总材料，后面的不得以配合为由推脱。完成时限提前的，销号后不再检查；确需延期的，"
        "到期前10日书面说明，延期以一次为限。"
    )
    document.add_paragraph("三、工作制度")
    document.add_paragraph(
        "院党委每年专题研究意识形态工作不得少于2次，每年6月和11月各向市卫健委党组书面报告一次。"
        "落实情况计入支部年度考核，占比15%，迟报一次扣1分。"
    )
    document.add_paragraph(
        "考核结果分四个等次，优秀等次不超过支部总数的20%，考核等次与科室年度评优、中层干部续聘相衔接。"
        "医院新院区建设期间（2026年至2029年），建设指挥部临时党支部参照临床支部执行，"
        "施工单位党员的组织关系在90天内转入。"
    )
    document.add_paragraph("四、责任追究")
    document.add_paragraph(
        "科室和支部负责人有下列问题之一的，给予谈话提醒、责令作出书面检查、通报批评、诫勉，"
        "情节严重的给予组织处理或者党纪政务处分："
    )
    for text in (
        "对医院党委的部署敷衍应付的；",
        "所在科室一年内发生两起以上重大负面事件且处置不力的；",
        "对职工公开散布违背党章的言论放任的；",
        "擅自邀请院外人员讲课并造成影响的；",
        "瞒报、迟报重大情况的；",
        "其他失职行为。",
    ):
        numbered(document, text, ground)
    document.add_paragraph(
        "对决策失误提出过反对意见并有会议记录的，不承担责任。问责情况报市卫健委党组备案。"
    )
    document.add_paragraph("附：联系方式")
    table(document, HOSPITAL_PHONES)
    write_package("d-city-hospital.docx", document.save)


TRANSPORT_ONE = [
    ["责任领导", "任务编号", "任务内容", "牵头单位", "配合单位", "时限要求"],
    ["（一）压实主体责任", "", "", "", "", ""],
    [
        "汪南舟",
        "1",
        "局党组每季度研究党风廉政建设不少于1次，研究纪要报县纪委监委",
        "局办公室",
        "机关党委",
        "长期",
    ],
    [
        "汪南舟",
        "2",
        "签订责任书，一级签一级，调整岗位的十个工作日内补签",
        "机关党委",
        "人事教育科、各直属单位等",
        "2026年3月20日前",
    ],
    ["（二）盯住重点环节", "", "", "", "", ""],
    [
        "于秋水",
        "3",
        "规范工程招投标，限额以上项目全部进县公共资源交易中心，变更超过10%的上局党组会",
        "建设管理科",
        "计划财务科、公路事业发展中心",
        "长期",
    ],
    [
        "于秋水",
        "4",
        "治超执法推行“一车一档、首违不罚”，执法记录抽查每月一次",
        "交通运输综合行政执法大队",
        "“治超、治限”联合办、法规科",
        "长期",
    ],
    [
        "于秋水",
        "5",
        "公布客运线路审批清单，审批时限由20个工作日压到7个工作日",
        "行政审批科",
        "运输服务中心",
        "2026年5月",
    ],
]
TRANSPORT_TWO = [
    ["编号", "事项", "牵头部门", "协办部门", "负责人"],
    ["6", "警示教育每年不少于两场，其中旁听庭审一场", "机关纪委", "机关党委、工会", "师越"],
    ["7", "中层以上干部每年廉政学习集中培训不少于3天", "人事教育科", "机关纪委", "师越"],
    [
        "8",
        "每三至五年对关键岗位交流一遍，涉及审批、执法、资金三类岗位共22个",
        "人事教育科",
        "各直属单位",
        "班子成员",
    ],
    [
        "9",
        "廉政档案每年12月更新，家庭成员经商办企业情况一并填报",
        "机关纪委",
        "人事教育科及局办公室",
        "师越",
    ],
]
TRANSPORT_PAST = [
    ["年份", "问题线索", "处分人数"],
    ["2023", "7件", "2人"],
    ["2024", "5件", "1人"],
    ["2025", "3件", "0人"],
]


TRANSPORT_GROUP = [
    ["职务", "人员", "所在岗位"],
    ["组  长", "汪南舟", "局党组书记、局长"],
    ["副组长", "于秋水", "局党组成员、副局长"],
    ["成  员", "师越、楚怀瑾、闻人杰", "纪检组组长、机关党委专职副书记、执法大队大队长"],
]


def transport():
    document = Document()
    document.add_paragraph("松溪县交通运输局党风廉政建设责任制任务分工方案", "Title")
    document.add_paragraph(
        "交通项目资金量大、审批事项多，廉政风险点多面广。为落实县纪委十四届六次全会要求，"
        "局党组在2026年第2次会议上研究决定，把全年任务按职责分到人。"
    )
    document.add_paragraph("领导小组", "Heading 1")
    document.add_paragraph("局党风廉政建设领导小组由下列同志组成，领导小组办公室设在机关纪委。")
    table(document, TRANSPORT_GROUP)
    document.add_paragraph("近年情况", "Heading 1")
    document.add_paragraph("近三年有关数据如下，连续两年下降，但不可松劲。")
    table(document, TRANSPORT_PAST)
    document.add_paragraph("班子成员任务清单", "Heading 1")
    table(
        document,
        TRANSPORT_ONE,
        [(1, 0, 1, 5), (4, 0, 4, 5), (2, 0, 3, 0), (5, 0, 7, 0)],
    )
    document.add_paragraph("教育监督任务清单", "Heading 1")
    table(document, TRANSPORT_TWO, [(1, 4, 2, 4)])
    document.add_paragraph("推进机制", "Heading 1")
    document.add_paragraph(
        "两张清单所列任务由领导小组统一调度，同一任务有两名责任领导的，以排在前面的为主。"
        "任务牵头单位每月3日前把上月进展报机关党委；局党组书记每年与班子成员开展廉政谈话至少一次；"
        "机关纪委不定期开展明察暗访。谈话提纲不超过三页，谈话情况不与评优直接挂钩。"
    )
    document.add_paragraph(
        "清单完成情况列入局属单位年度目标考核，占总分的12%，被县纪委点名通报的每次扣3分，扣完为止。"
        "涉及跨股室的任务，协办部门自接到协助函之日起3个工作日内派出人员；牵头单位召集会议，"
        "协办部门负责人不得由他人代会。工程项目廉政监督员从退休干部、客运企业、村级道路养护员中聘请15人，"
        "聘期两年，凭聘书进入工地，发现问题直接向机关纪委反映。"
    )
    document.add_paragraph(
        "公路养护、路政许可、车辆维修备案等窗口实行轮流值班长制，群众评价“不满意”的，"
        "值班长当天回访、三日内书面说明。行政审批科把办事流程图张贴上墙，图中标明第1步至第6步各由谁办、几天办完。"
    )
    document.add_paragraph("责任追究", "Heading 1")
    document.add_paragraph(
        "有以下情形的，要一查到底：(一)任务逾期一个月以上且无正当理由的；(二)本单位一年内发生两起以上"
        "违纪违法案件的；(三)对苗头性问题不提醒、不制止的；(四)压案不报、包庇袒护的；(五)“一把手”"
        "干预工程项目的。对责任人按轻重给予提醒谈话、书面检查、通报批评、诫勉、停职或者免职。"
        "班子集体决策造成损失的，主要负责人和分管负责人负主要领导责任，其他参与决策的成员负重要领导责任；"
        "表决时明确反对的不负责任。处理结果由局党组报县纪委监委备案。"
    )
    document.add_paragraph("松溪县交通运输局党组　2026年2月25日")
    write_package("d-transport-integrity.docx", document.save)


def fill(sheet, rows, merges):
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)


def port():
    book = Workbook()
    cover = book.active
    cover.title = "说明"
    fill(
        cover,
        [
            ["临沙港务集团安全生产责任制任务清单"],
            ["（集团安委会2026年第1次全体会议通过）"],
            [
                "本清单依照《中华人民共和国安全生产法》和省交通运输厅〔2026〕4号文件编制，"
                "适用于集团本部、6家码头公司和12支外协队伍，执行期为2026年至2028年。"
            ],
            [
                "集团成立安全生产委员会，主任由董事长、党委书记霍东溟担任，"
                "副主任由总经理牧远帆担任，成员为各副总经理和各码头公司经理，办公室设在安全环保部。"
            ],
            [
                "集团2025年完成吞吐量4200万吨，夜间作业占45%，大型机械平均役龄11年，"
                "外协人员流动快，安全责任必须落到班组、落到夜班、落到外协队。"
            ],
            [
                "清单分领导责任、部门责任两部分，序号统一编排；上一版第3项、第7项已并入其他任务，"
                "序号空置不用。各单位收到清单后十日内细化到班组，细化件交安全环保部存查。"
            ],
            ["已开展隐患排查9次，销号隐患312条，余下4条列入本清单。"],
        ],
        [],
    )
    leaders = book.create_sheet("领导责任")
    fill(
        leaders,
        [
            ["临沙港务集团领导班子安全生产责任清单", None, None, None, None, None],
            ["单位：集团安委会办公室", None, None, "填表日期：2026年2月", None, None],
            ["责任单位", "责任领导", "序号", "责任事项", "具体标准", "完成时限"],
            ["一、综合管理", None, None, None, None, None],
            [
                "安全环保部",
                "霍东溟",
                1,
                "召开安委会全体会议",
                "每季度不少于1次，董事长因公外出的委托总经理主持",
                "长期坚持",
            ],
            [
                "安全环保部、财务部",
                None,
                2,
                "足额提取安全费用",
                "按上年度营业收入的1.5%提取，专户管理",
                "2026年3月31日前",
            ],
            [
                "人力资源部（培训中心、职业技能鉴定站）",
                "牧远帆",
                4,
                "组织负责人安全培训",
                "码头公司经理每年集中培训不少于4天，考试低于80分的补训",
                "2026年11月底前完成首批",
            ],
            ["二、现场管理", None, None, None, None, None],
            [
                "工程技术部；各码头公司",
                "牧远帆",
                5,
                "大型机械检验检测",
                "门机、岸桥每两年检测一次，检测报告张贴在驾驶室",
                "长期坚持",
            ],
            [
                "安全环保部及保卫部",
                "安子奇、汤沐阳",
                6,
                "带队夜查",
                "班子成员每月带队夜查两次，夜查不打招呼",
                "长期坚持",
            ],
            [
                "生产业务部、“黄金、白银”岸线项目部",
                "汤沐阳",
                8,
                "危险货物作业管控",
                "罐区作业票由值班经理签发，风力6级以上停止作业，装卸现场至少2名监护人全程值守",
                "长期坚持",
            ],
        ],
        ["A1:F1", "A4:F4", "A8:F8", "B5:B6"],
    )
    posts = book.create_sheet("部门责任")
    fill(
        posts,
        [
            ["部门与公司安全生产任务", None, None, None, None, None],
            ["编号", "工作任务", "要求和频次", "牵头部门", "协同部门", "备注"],
            [
                9,
                "班前安全讲评",
                "各作业班组每周召开安全例会至少1次，例会记录当日上墙",
                "各码头公司",
                "工会、团委",
                "=LEN(B3)",
            ],
            [
                10,
                "应急演练",
                "综合演练每半年至少一场，专项演练按需安排，演练结束三天内完成评估",
                "安全环保部",
                "保卫部、医务室等",
                "=TODAY()",
            ],
            [
                11,
                "隐患月报",
                "每月25日前报送隐患台账，重大隐患一小时内先电话报告",
                "各码头公司",
                "安全环保部",
                None,
            ],
            [
                12,
                "外协队伍管理",
                "经常组织外协队长座谈，进场作业合同期不超过两年",
                "生产业务部",
                "法务部",
                '=HYPERLINK("#说明!A1","见说明")',
            ],
        ],
        ["A1:F1"],
    )
    scores = book.create_sheet("考核评分")
    fill(
        scores,
        [
            ["安全生产考核评分表", None, None, None],
            ["考核项目", "权重", "评分办法", "满分"],
            ["制度建设", "10%", "缺一项制度扣1分，最多扣5分", 10],
            ["隐患整改", "40%", "逾期一条每次扣2分", 40],
            ["事故控制", "50%", "连续三年零事故加3分", 50],
            ["合计", "=SUM(B3:B5)", None, "=SUM(D3:D5)"],
        ],
        ["A1:D1"],
    )
    blame = book.create_sheet("责任追究")
    fill(
        blame,
        [
            ["责任追究"],
            [
                "有下列情形之一的，对责任人给予约谈、通报批评、经济处罚、降职或者撤职，"
                "属于党员的一并给予党纪处分："
            ],
            ["1.隐患整改弄虚作假的；"],
            ["2.违章指挥、强令冒险作业的；"],
            ["3.一年内发生两起以上轻伤事故的；"],
            ["4.迟报、谎报、瞒报事故的；"],
            ["5.安全费用被挪用的。"],
            ["外协队伍出现上述情形的，三年内不得参加集团招标，已缴纳的保证金按合同处理。"],
            ["责任追究由集团纪委会同安全环保部办理，结果报市国资委党委备案。"],
        ],
        [],
    )
    write_package("d-port-safety.xlsx", book.save)


INSTITUTE = """
<h1>西岭农业生物技术研究所党委<br>意识形态工作责任制实施意见</h1>
<p>为贯彻省科技厅党组〔2026〕11 号文件精神，落实党的二十届四中全会部署，结合本所 480 名职工、
6 个试验站、3 个国家重点平台的实际，经所党委第 14 次会议通过，提出如下意见，
实施期与“十五五”科研规划一致，为期五年。</p>
<h2>一、 责任主体</h2>
<p>所党委班子负主体责任，书记是第一责任人，分管副书记是直接责任人，班子其他成员实行一岗双责；
课题组长对本组负具体责任。</p>
<h2>二、 领导小组</h2>
<p>组 长：所党委书记</p>
<p>副组长：所长、分管副书记</p>
<p>成 员：各副所长、纪委书记、各处室处长</p>
<p>领导小组办公室设在党委办公室，党委办公室主任兼任办公室主任。</p>
<h2>三、 工作任务</h2>
<p>1. 学习研讨抓在平常。所党委理论学习中心组每年集中学习 1 2 次以上，每名处级干部每年交学习体会
2 篇，青年读书会每月举办一期，活动照片不作为考核依据。
（责任领导：苏砺锋，责任处室：党委办公室、团委）</p>
<p>2. 形势分析有人负责。所党委每半年不少于 1 次听取专题汇报，课题组有情况随时来说；
分析材料由党委办公室编号保管，保管期限 10 年。
(责任领导:苏砺锋、骆知白；责任处室：党委办公室，科研管理处)</p>
<p>3. 学术报告会、研讨会一会一报。主讲人的立场、报告题目和幻灯片由科研管理处会同国际合作处审查，
未通过的不予安排会场。（责任领导：骆知白 责任处室:科研管理处、国际合作处）</p>
<p>4. 期刊图书严格审读。《西岭农学》和各类论文集的政治内容实行三审三校，发现错误观点不得刊出。
（责任领导：纪云帆，责任处室：《西岭农学》编辑部）</p>
<p>5. 分级培训干部。科级以上干部每人每年参加集中脱产培训不少于 5 天，
新任课题组长须先上两节纪律课再上岗；
培训经费每人上限 3000 元。（责任领导：班子成员，责任处室:人事处）</p>
<p>6. 开展专项督查。由党委办公室会同纪委办公室组织，每年督查 1 至 2 轮，
试验站自查在先、所里抽查在后，
抽查面不低于 30%。(责任领导：丛之岳，责任处室：党委办公室及纪委办公室)</p>
<p>7. 做好党外专家和信教职工工作。了解留学回国人员、民主党派成员、信教职工的思想和言论情况，
分别建立联系名单。（责任领导：苏砺锋，责任处室：党委统战部、各党支部）</p>
<p>8. 建好宣传信息队伍。每个支部配 1 名信息员，定期组织业务交流，稿件数量不设指标；
优秀信息员名额不超过 5 人。（负责领导：纪云帆；责任部门：党委办公室等）</p>
<h2>四、 追责情形</h2>
<p>有下列情形之一的予以追责：对上级决策部署不传达、不落实的；对重大问题不表态、不处置的；
本单位因意识形态问题发生集体事件的；研究生和职工言论违背党章而导师、支部书记知情不管的；
期刊出现严重导向错误、两年内被主管部门点名两次以上的；学术会议失管失控的；
涉密科研数据经网络外泄造成严重影响的；迟报、漏报、瞒报的；其他失职造成严重后果的。</p>
<p>根据情节轻重，采取谈话提醒、批评教育、责令作出书面检查、通报批评、诫勉，
或者给予组织处理、党纪处分。</p>
<h2>五、 责任界定</h2>
<p>区分集体责任与个人责任，区分主要领导责任与重要领导责任。集体决策失误，书记和分管副书记负主要领导责任，
其余参与决策者负重要领导责任；会上明确表示反对而未被采纳的，不负领导责任。
未经集体讨论、个人擅自决定的，由决定者本人负责。问责由上一级党组织按照干部管理权限实施，
结果报厅机关党委组织处备案。</p>
<p style="text-align:right">中共西岭农业生物技术研究所委员会</p>
<p style="text-align:right">2026 年 4 月 2 日</p>
"""
PAGE = """
@font-face { font-family: Printed; src: url(font.otf) }
html { font-family: Printed }
@page { size: A5; margin: 22mm 14mm;
  @top-center { content: "西岭农业生物技术研究所党委文件"; font: 8pt Printed }
  @bottom-center { content: "— " counter(page) " —"; font: 8pt Printed } }
body { font: 10.5pt Printed }
h1, h2 { font-weight: normal }
h1 { font-size: 15pt; text-align: center }
h2 { font-size: 11pt }
p { text-indent: 2em; margin: 0.2em 0; orphans: 1; widows: 1 }
"""


def small_font(text):
    """The glyphs of the text alone: the whole CJK face would weigh more than the corpus."""
    found = ("fc-match", "-f", "%{file}|%{index}", "Noto Sans CJK SC:style=Regular")
    path, face = subprocess.check_output(found, text=True).split("|")
    options = subset.Options(font_number=int(face), desubroutinize=False, layout_features=[])
    font = subset.load_font(path, options)
    reduce = subset.Subsetter(options)
    reduce.populate(text=text)
    reduce.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    body = BytesIO()
    font.save(body)
    return body.getvalue()


def institute():
    html = "".join(INSTITUTE.split("\n"))
    page = f"<html lang=zh-CN><style>{PAGE}</style><body>{html}</body></html>"
    with TemporaryDirectory() as folder:
        (Path(folder) / "font.otf").write_bytes(small_font(page + "0123456789"))
        document = HTML(string=page, base_url=f"{folder}/")
        document.write_pdf(HERE / "d-research-institute.pdf", pdf_identifier=b"luze-d")


if __name__ == "__main__":
    for write in (college, water_company, hospital, transport, port, institute):
        write()
