"""Write the Office documents of share M beside this file, the same bytes each time."""

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


LEVELS = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="91">
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
    number = f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="91"/></w:num>'
    numbering.append(parse_xml(number))
    for line in lines(text):
        mark = re.match(r"#(\d) ", line)
        paragraph = document.add_paragraph(line[3:] if mark else line)
        if mark:
            level = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{mark[1]}"/><w:numId w:val="91"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(level))


def sheet(workbook, title: str, text: str, merges: tuple[str, ...] = ()) -> None:
    """Empty or `^` under a merge; whole numbers are stored as numbers."""
    page = workbook.create_sheet(title)
    for down, row in enumerate(cells(text), 1):
        for across, words in enumerate(row, 1):
            if words not in ("", "^"):
                cell = page.cell(
                    down, across, int(words) if words.isdigit() and len(words) < 6 else words
                )
                cell.alignment = Alignment(wrap_text=True, vertical="center")
    page["A1"].font = Font(bold=True, size=16)
    for area in merges:
        page.merge_cells(area)


def keep_workbook(workbook, slug: str) -> None:
    del workbook["Sheet"]
    workbook.save(HERE / f"{slug}.xlsx")
    settle(HERE / f"{slug}.xlsx")


ROAD_HEAD = """
T0 白榆县交通运输局党委2026年安全生产责任制实施方案
白交党〔2026〕11号
局属各单位、机关各股室：
去年全县客货运输企业登记48家，发生一般事故3起，比上年下降25%。为把安全责任落到每一名班子成员和每一个股室，经2026年3月3日局党委第6次会议研究，制定本方案。
H1 一、总体要求
局党委对全系统安全生产负主体责任，党委书记是第一责任人，分管副局长是直接责任人，其他班子成员按照“一岗双责”抓好分管领域的安全工作。
H1 二、组织领导
成立局安全生产责任制领导小组，组成如下：
"""
ROAD_GROUP = """
小组职务|姓名|单位及职务
组长|祖云归|局党委书记、局长
副组长|步惊澜|局党委委员、副局长
^|卞若谷|局党委委员、副局长
成员|水长东|局党委委员、总工程师
^|支月白|办公室主任
^|连城璧|运输管理股股长
^|席慕青|公路养护中心主任
"""
ROAD_DUTIES = """
领导小组办公室设在安全监督股，负责日常协调。
H1 三、主要任务
H2 （一）抓部署
1．定期研究安全形势。局党委每季度至少召开1次安全专题会，听取各分管领导汇报，形成的议定事项由办公室列表跟踪。（责任领导：祖云归，责任部门：办公室、安全监督股）
2．签订责任书。局与局属单位、局属单位与班组逐级签订责任书，签订率达到100%，2026年3月底前全部完成。（责任领导：祖云归，责任部门：办公室）
H2 （二）抓监管
3．管住重点营运车辆。对“两客一危”车辆的动态监控记录，运输管理股每周抽查不少于2次，超速报警处置率不低于95%。（责任领导：步惊澜，责任部门：运输管理股、综合执法大队）
4．排查公路桥梁隐患。公路养护中心每两个月对县道桥梁巡检一遍，三类以上桥梁设立限载标志，限载不超过30吨。（责任领导：水长东，责任部门：公路养护中心、各乡镇交管站）
5．整治在建工程现场。施工单位项目经理到岗情况实行打卡管理，建设管理股每月对在建工程至少检查一次，检查发现的问题15日内整改到位。（责任领导：卞若谷，责任部门：建设管理股、质量监督站）
6．守好水上渡运。汛期渡口水位超过警戒线0.5米一律停航；渡工培训全年不少于4次。（责任领导：卞若谷，责任部门：港航股）
H2 （三）抓能力
7．组织应急演练。局机关和局属单位要结合行业特点开展应急演练，每年6月、12月各集中演练一次，演练方案提前10个工作日报备。（责任领导：步惊澜，责任部门：安全监督股、局属各单位）
8．班子成员下基层。班子成员每人联系2家企业，到联系企业检查指导每半年不少于一次，掌握企业主要负责人履职情况。（责任领导：班子成员，责任部门：办公室）
H1 四、工作机制
（一）信息报送。局属单位每月25日前把隐患清单报安全监督股，联系电话0573-88120016。
（二）年度报告。局党委每年12月向县委、县政府书面报告安全生产责任制落实情况。
（三）检查考核。领导小组办公室适时组织暗访，结果计入年度考核，占15分；得分低于60分的单位主要负责人作表态发言。
H1 五、责任追究
局属单位、机关股室及其工作人员有下列情形之一的，应当追究责任：
"""
ROAD_GROUNDS = """
#1 安全责任书未签订或者签订后不落实的；
#1 对上级交办的隐患逾期30日仍未整改的；
#1 迟报、漏报、瞒报事故的；
#1 一年内发生2起以上一般事故的；
#1 违规为企业办理营运许可的；
#1 阻挠、干扰事故调查的；
#1 其他不履行安全职责造成不良后果的。
"""
ROAD_TAIL = """
追责方式分为：约谈提醒、批评教育、责令作出书面检查、通报批评、组织处理、党纪处分。以上方式可以单独使用，也可以合并使用。
追究责任要区分集体责任和个人责任。集体决策造成后果的，领导班子主要负责人和直接主管的班子成员承担主要领导责任，参与决策的其他成员承担重要领导责任；决策时明确提出反对意见并有记录可查的，不承担领导责任。领导干部个人擅自决定的，由本人承担责任。
追责由上一级党组织按照干部管理权限实施，处理结果报县委组织部备案。
本方案自2026年4月1日起施行，2023年印发的旧方案同时废止。
"""


def transport() -> None:
    document = Document()
    paragraphs(document, ROAD_HEAD)
    table(document, ROAD_GROUP)
    paragraphs(document, ROAD_DUTIES)
    numbered(document, ROAD_GROUNDS)
    paragraphs(document, ROAD_TAIL)
    keep(document, "m-transport-headings")


HOSPITAL_TABLE = """
青檀市第二人民医院党委全面从严治党重点任务责任分解表|<|<|<|<|<
（2026年度）　　制表：党委办公室　　制表日期：2026年2月27日|<|<|<|<|<
序号|重点任务|具体举措|牵头领导|责任单位|完成时限
一、压实政治责任|<|<|<|<|<
1|党委专题研究|党委会专题研究全面从严治党，书记与纪委书记就问题线索及时会商。|党委书记|党委办公室|每半年至少一次
2|支部书记述职|全院27个党支部书记逐一述职，现场评议，评议结果按4个等次公布。|党委书记|组织科、各党支部|每年12月
二、加强权力监督|<|<|<|<|<
3|医用耗材采购监管|①采购目录按品种公示，公示期不少于5日；\\n②单价10万元以上的设备由党委会审定；\\n③审计科抽查采购合同每季度不少于5份。|副院长耿直|设备科（牵头）\\n审计科\\n财务科|长期坚持
4|基建工程廉政监督|门诊楼改造工程总投资3200万元，纪检室派员参加隐蔽工程验收，驻场监督每月不少于4次。|^|基建办（牵头）\\n纪检室|工程竣工验收前
5|处方点评|药学部抽取门急诊处方和出院病历进行点评，点评率不低于1%，不合理处方通报到人。|副院长阮籍风|药学部（牵头）、医务科、各临床科室|每月一次
三、深化作风治理|<|<|<|<|<
6|患者满意度回访|客服中心对出院患者电话回访，回访率达到85%，满意度低于90分的科室书面说明原因。|副院长阮籍风|客服中心|每月28日前
7|红包回扣专项治理|组织医务人员签订承诺书，设立举报箱2处，举报箱每周开启一次。|纪委书记|纪检室（牵头）、医务科、护理部|全年
8|廉洁警示教育|以本系统通报的案例为教材开展警示教育，新提任中层干部谈话覆盖率100%。|纪委书记|纪检室、\\n组织科|全年不少于4次
"""
HOSPITAL_TAIL = """
填表说明：牵头领导对任务负总责，责任单位中标注“牵头”的为牵头单位，其余为配合单位。
一、推进机制
（一）会议调度。党委办公室每两个月召开一次调度会，责任单位对照第2张进度表报告进展。
（二）督导检查。纪检室每年5月、10月对各科室开展集中督导，发现的问题发整改通知，整改期限一般为20日。
（三）定期报告。医院党委每半年向市卫生健康委党委报告一次任务完成情况；重大问题随时报告。
（四）台账管理。各责任单位定期更新任务台账，资料保存3年。
二、考核与问责
考核实行百分制，本表任务占40分，其中警示教育占5分。
对下列情形，视情节轻重追究责任：（1）任务无故拖延超过60日的；（2）对分管科室的问题不管不问的；（3）采购中弄虚作假、规避招标的；（4）私设小金库的；（5）对举报人打击报复的。
问责方式：谈话提醒、书面检查、通报批评、停职检查、调离岗位、给予党纪处分。
属于班子集体研究决定的，分清主要领导责任和重要领导责任，会议记录载明持反对意见的免予追究。中层干部的问责由医院党委决定，报市卫生健康委党委备案。
咨询电话：0998-3352018。
"""


def hospital() -> None:
    document = Document()
    document.add_paragraph("青二医党〔2026〕8号")
    document.add_paragraph("附件1")
    table(document, HOSPITAL_TABLE)
    paragraphs(document, HOSPITAL_TAIL)
    keep(document, "m-hospital-merged-table")


COLLEGE_HEAD = """
T0 沧浪技师学院消防安全岗位责任清单
（学院党委2026年3月12日审定，2026年版共收录5个岗位）
根据学院消防安全责任制有关要求，结合校区占地420亩、在校生6300人的实际，对各岗位消防安全职责明确如下。
"""
COLLEGE_TABLE = """
岗位|姓名|主要职责|考核频次
党委书记|居庸|1．对学院消防安全工作负总责；\\n2．主持党委会听取消防工作汇报，每年不少于2次，专项经费不低于60万元。|每年考核一次
副院长（分管后勤）|沙千里|1．组织制定消防工作计划并督促落实；\\n2．带队检查重点部位，每月至少1次，整改时限不超过30天。|每半年考核一次
保卫处处长|过云楼|1．建立消防设施台账，现有灭火器1260具、消火栓214个；\\n2．组织防火巡查，夜间巡查每周不少于3次；\\n3．组织全院师生疏散演练，每年5月、11月进行，值班电话0416-7720119。|每季度考核一次
后勤处处长|米芾山|1．维护供配电线路，更换使用10年以上的老旧线路；\\n2．督促食堂清洗油烟管道，每两个月至少清洗一次。|每季度考核一次
学生处处长|戎葵|1．开展宿舍违规电器清查，每学期不少于4次；\\n2．汇总宿舍检查情况，每月10日前送保卫处。|每学期考核一次
"""
COLLEGE_TAIL = """
说明：考核满分100分，80分以上为合格；考核由保卫处会同人事处实施。
一、运行保障
1．学院党委每年1月向市教育局党组报告上年度消防安全责任落实情况。
2．保卫处不定期抽查各岗位履职情况，抽查结果在院内公示7日。
二、责任追究
1．有以下情形之一的，追究岗位责任人责任：
（1）不履行岗位职责，造成火灾的；
（2）堵塞消防通道，经2次提醒仍不改正的；
（3）擅自停用消防设施的；
（4）谎报、瞒报火情的。
2．追究方式：批评教育、书面检查、扣发绩效、通报批评、岗位调整。
3．集体研究形成的错误决定，会上表示反对且有记录的人员免责；未经集体研究、由一人拍板的，由拍板者负责。
4．追究院级领导的责任，由上一级党组织决定。
"""


def college() -> None:
    document = Document()
    paragraphs(document, COLLEGE_HEAD)
    table(document, COLLEGE_TABLE)
    paragraphs(document, COLLEGE_TAIL)
    keep(document, "m-college-posts")


TOWN_BODY = """
T0 柳湾镇党委信访稳定工作责任制实施细则
柳镇发〔2026〕19号
为做实做细信访工作，减少矛盾上行，根据县委有关规定，结合本镇13个村、2个社区实际，制定本细则。
一、责任体系
镇党委对全镇信访工作负主体责任，党委书记是第一责任人，其他班子成员对分管领域的信访工作负领导责任。
二、工作职责
（一）定期会商。镇党委每月至少研究一次信访工作，分析上访人数、来信数量的变化，对重复来访3次以上的事项列入清单。
（二）领导接访。党委班子成员轮流到接访大厅接待群众，每人每月接访不少于2次，当天带班情况上墙公示。
（三）矛盾排查。村、社区网格员入户走访，掌握土地、林木、邻里等方面的苗头，每周汇总一次，重要情况2小时内报镇平安法治办。
（四）积案化解。对2024年以前形成的9件积案逐件落实包案人，化解率年底前达到80%，包案人每季度约见信访人不少于1次。
（五）初次信访办理。收到来信来访后15日内书面告知受理情况，60日内办结，办理质量由平安法治办抽查。
（六）法律服务。聘请2名律师坐班，组织送法进村活动全年不少于6次，引导群众走调解、仲裁、诉讼渠道。
（七）干部培训。平安法治办每年3月、9月组织网格员培训，参训率不低于90%。
各项职责的责任领导和责任部门见附表。
三、保障措施
（一）领导小组。镇信访工作领导小组由党委书记司空镜任组长，党委副书记、镇长申屠朗任副组长，党委委员池鱼、党委委员纪如棠、派出所所长铁英任成员，办公室设在平安法治办。
（二）报告制度。镇党委每半年向县委、县信访联席办报告一次工作；遇有重大情况即时报告。
（三）督查通报。党政办会同平安法治办不定期督查各村工作，督查结果每月5日前通报。
（四）考核运用。信访工作占村级考核的12%，年度考核90分以上的村奖励3000元。
四、责任追究
（一）有下列情形之一的，追究责任：
1.推诿扯皮，把矛盾推给上级的；
2.应当受理而不受理的；
3.对信访人打击报复的；
4.泄露举报人信息的；
5.发生10人以上越级集体上访且处置不力的；
6.包案人全年未见信访人的。
（二）追责方式：提醒谈话、批评教育、书面检查、通报批评、诫勉谈话、党纪处分。
（三）区分集体责任与个人责任。集体决策失误的，党委主要负责人承担主要领导责任；会议记录证明持反对意见的，不承担责任。
（四）对科级干部的追责，由上一级党组织作出决定，报县委组织部备案。
附表
信访工作责任分工表
"""
TOWN_TABLE = """
序号|职责名称|责任领导|牵头部门|配合部门
1|定期会商|司空镜|党政办|平安法治办
2|领导接访|司空镜、申屠朗|平安法治办|党政办、司法所
3|矛盾排查|池鱼|平安法治办|各村（社区）
4|积案化解|申屠朗|平安法治办|自然资源所、派出所
5|初次信访办理|池鱼|平安法治办|便民服务中心
6|法律服务|纪如棠|司法所|各村（社区）
7|干部培训|池鱼|平安法治办|组织办
"""


def township() -> None:
    document = Document()
    paragraphs(document, TOWN_BODY)
    table(document, TOWN_TABLE)
    document.add_paragraph("注：表中序号与正文第二部分的编号一致。监督电话：0736-5520088。")
    keep(document, "m-township-annex")


GROUP_FIRST = """
澄海港口集团党委2026年廉洁从业责任制工作台账（集团本部）||||||
填报部门：集团纪委||||填报日期：2026年3月20日||
序号|任务名称|主要举措|责任领导|牵头部门|配合部门|完成时限
1|党委会研究廉洁工作|听取纪委工作汇报，逐项过堂问题线索，上年遗留线索7件全部办结。|党委书记丘处机|党群工作部|纪委办公室|每季度一次
2|廉洁风险评估|按A、B、C三级划分岗位风险，A级岗位32个，评估报告提交党委会。|纪委书记殷素履|纪委办公室|人力资源部、各子公司|每年6月、12月
3|招标采购监督|限额50万元以上项目公开招标，纪委办公室旁听评标每月不少于3次。|副总经理宣于野|采购中心|纪委办公室、法务部|长期坚持
4|境外项目管控|境外项目负责人任满3年轮换，财务资料每月25日前报集团财务部。|总会计师归有道|财务部|海外事业部|全年
5|业务招待管理|招待标准人均不超过150元，陪餐人数不超过接待对象的三分之一。|^|综合办公室|财务部|2026年12月底前
"""
GROUP_SECOND = """
澄海港口集团党委2026年廉洁从业责任制工作台账（子公司）||||||
序号|任务名称|主要举措|责任领导|牵头部门|配合部门|完成时限
1|码头作业收费检查|核对装卸、堆存收费单据，单据抽查比例不低于5%。|总经理扈三江|码头公司市场部|码头公司财务部|每两个月一次
2|车队用车管理|车辆GPS轨迹比对，全年开展比对检查不少于4次，节假日封存车辆26台。|副总经理晏小山|物流公司车队|物流公司办公室|全年
3|废旧物资处置|废旧钢材、轮胎一律进场竞价，溢价率列入月报。|总经理扈三江|物资公司|—|每月28日前
4|关键岗位谈话|与关键岗位人员开展廉洁谈话，每人每年至少1次，谈话记录存入廉洁档案。|各子公司党支部书记|各子公司综合部|纪委办公室|长期坚持
"""
GROUP_CONTACTS = """
联络员名单||||
序号|单位|姓名|职务|电话
1|纪委办公室|薄暮|主管|0577-61200188
2|码头公司市场部|闻笛|经理|0577-61200219
3|物流公司车队|舟楫|队长|13700000026
4|物资公司|庾信然|副经理|0577-61200340
"""
GROUP_GROUNDS = """
追责情形与处理方式对照表||
编号|追责情形|处理方式
1|台账内容造假，或者任务未完成却填报完成的|批评教育、书面检查
2|应招标未招标，涉及金额50万元以上的|诫勉、调整岗位
3|超标准接待且拒不退赔的|通报批评
4|境外资金脱离监管的|调整岗位、党纪处分
5|私用公车、私售废旧物资的|通报批评、党纪处分
6|隐瞒问题线索不报的|诫勉
说明|集体决策造成损失的，主要负责人承担主要领导责任；对错误决策提出异议并记入会议纪要的，不予追究。由集团党委按管理权限追究，处理结果10日内报市国资委党委备案。|
报告|集团党委每年1月向市国资委党委报告廉洁从业责任制执行情况，纪委办公室定期抽查台账。|
"""


def port_group() -> None:
    workbook = Workbook()
    sheet(workbook, "集团本部", GROUP_FIRST, ("A1:G1", "A2:D2", "E2:G2", "D7:D8"))
    sheet(workbook, "子公司", GROUP_SECOND, ("A1:G1",))
    sheet(workbook, "联络员", GROUP_CONTACTS, ("A1:E1",))
    sheet(workbook, "追责情形", GROUP_GROUNDS, ("A1:C1", "B9:C9", "B10:C10"))
    keep_workbook(workbook, "m-port-group-sheets")


ARCHIVE_SHEET = """
云岫县档案馆党支部档案安全\\n责任制任务分解表（2026年）|||||||
云档支〔2026〕5号　　单位：分|||||||
序号|工作内容||责任落实||时间频次|分值|备注
^|任务项目|具体要求|责任领导|责任科室|^|^|^
1|支委会研究\\n档案安全|听取安全情况汇报，\\n研究解决库房、设备方面的困难，\\n会议时长不少于60分钟。|馆长、党支部书记\\n乐正遥|办公室|每半年\\n不少于一次|10|见第3次支委会纪要
2|库房温湿度管理|库房温度控制在14至24摄氏度，\\n库管员每周抄表不少于5次，超标时开启除湿机。|副馆长\\n谷梁秋|保管利用科|长期坚持|15|现有库房8间
3|消防设施维护|更换到期灭火器36具，\\n请维保公司检测气体灭火装置。|^|办公室\\n保管利用科|每季度一次|20|维保费2.4万元
4|档案数字化安全|外包人员进场签保密协议，\\n数据双备份，全年开展异地备份核验不少于4次。|副馆长\\n宰父明|信息技术科（牵头）、\\n保管利用科|全年|20|年内完成扫描65万页
5|查阅利用登记|查档须两人在场，\\n利用登记册由科长复核，差错率低于0.5%。|副馆长\\n谷梁秋|保管利用科|每月\\n25日前|10|电话6680217
6|涉密档案清点|逐卷核对目录，\\n发现短少24小时内报告。|馆长、党支部书记\\n乐正遥|保管利用科（牵头）、\\n办公室|每年6月、\\n12月|15|2025年清点1120卷
7|安全教育培训|干部职工参加安全培训，\\n考试80分合格，补考机会1次。|副馆长\\n宰父明|各科室|每年至少\\n两次|10|
合计|=COUNTA(B5:B11)||||=COUNT(A5:A11)|=SUM(G5:G11)|
备注：1.本表与年度目标考核挂钩，得分率低于85%的科室不评先进。2.办公室每两个月对照本表自查一次，并视情开展抽查。3.县档案局每年11月组织验收。|||||||
追责情形：①擅自携带档案出馆的；②库房发生火情、水浸的；③丢失档案1件以上的；④出卖、泄露档案信息的。追责方式：批评教育、通报批评、调离岗位、党纪处分。|||||||
制表：濮阳雪　　审核：谷梁秋　　2026年3月16日|||||||
"""


def archive() -> None:
    workbook = Workbook()
    head = ("A3:A4", "B3:C3", "D3:E3", "F3:F4", "G3:G4", "H3:H4")
    rows = ("A1:H1", "A2:H2", "A13:H13", "A14:H14", "A15:H15", "D6:D7")
    sheet(workbook, "任务分解", ARCHIVE_SHEET, (*head, *rows))
    keep_workbook(workbook, "m-archive-wrapped-sheet")


MAKERS = (
    transport,
    hospital,
    college,
    township,
    port_group,
    archive,
)

if __name__ == "__main__":
    for make in MAKERS:
        make()
