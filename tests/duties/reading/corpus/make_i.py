# ruff: noqa: E501 (a clause of a plan stays on one line, as its author typed it)
"""Write the Word, Excel and PDF documents of the held-out corpus I beside this file.

Run it from anywhere; the same files come out each time, so a change of a text shows in Git.
"""

import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
CJK_FONT = "Noto Sans CJK SC"
STAMP = (2026, 1, 1, 0, 0, 0)

# How a paragraph is set: a heading style, body, or the list whose number Word counts by itself.
TOWNSHIP = [
    ("title", "石碑乡党委意识形态工作责任制实施方案"),
    (
        "body",
        "为贯彻《中国共产党章程》和《党委（党组）意识形态工作责任制实施办法》，按照省委办公厅、市委办公厅2025年第17号文件及县委〔2026〕3号文件的安排，结合石碑乡山高路远、14个行政村分散在三条沟谷的实际，制定本方案，适用于2026年至2030年。",
    ),
    ("head", "总体要求"),
    (
        "body",
        "坚持党的全面领导，把思想工作融进产业发展、村庄建设和乡村治理，既管住关键少数，也带动普通党员，做到任务到人、时限到天、结果到账。遇事先调查、后表态，先商量、后拍板，不用开会代替落实，不用表格代替走访。干部下村自带饭菜、自备雨具，进门先问收成、后讲道理，听得进牢骚、坐得住板凳。",
    ),
    ("head", "主要职责"),
    (
        "duty",
        "把牢政治方向。乡党委会每次会议第一项议题学习上级精神，各村党支部当月跟进，学习情况由乡党建办抽看，抽看结果在干部群里公布。（牵头：乡党建办；配合：各村党支部）",
    ),
    (
        "duty",
        "健全领导体制。形成乡党委统抓、乡政府同抓、各村各站所分抓的格局，领导班子成员到包联村讲党课每年不少于 2 次，讲稿存档两年。（牵头:乡党建办，配合：乡政府办公室及各村党支部）",
    ),
    (
        "duty",
        "会商研判形势。围绕林权、用水、低保等群众关心的话题，每两个月至少召开一次会商会，形成清单交办，交办事项20日内回音。（牵头：乡综治中心；配合：乡司法所，乡民政办）",
    ),
    (
        "duty",
        "管理文化场所。对农家书屋、寺庙周边和集市摊点的书刊音像内容进行检查，封堵有害文化产品。（牵头：乡文化站；配合：各村党支部）",
    ),
    (
        "duty",
        "规范网络宣传。乡党委书记亲自抓，对乡村公众号和群聊言论加强管理，做好网上舆论引导。（牵头：乡党建办）",
    ),
    (
        "duty",
        "培训基层干部。村党支部书记每年参加集中培训不少于5天，村“两委”其他成员每三年轮训一遍，新当选的任职三个月内先训后上。（牵头：乡组织办；配合：乡财政所）",
    ),
    (
        "duty",
        "用好“院坝会、田埂课”宣讲队。由退休教师、种养能手担任宣讲员，每村每季度至少开讲一场，一场不超过半小时，听众点题、能人作答。（牵头：“院坝会、田埂课”宣讲队；配合：乡文化站、各村党支部）",
    ),
    (
        "duty",
        "配强宣传队伍。每村设宣传员1名，每月报送信息不少于3篇，连续两个季度垫底的予以更换，工作补贴按每月150元发放。（牵头：乡组织办；配合：乡党建办）",
    ),
    ("head", "工作机制"),
    (
        "mech",
        "研究机制。乡党委每年听取意识形态工作汇报并作专题研究至少两次，每年向党员代表通报情况不少于一次。",
    ),
    (
        "mech",
        "检查机制。综合检查每两至三年组织一轮，由乡党建办会同乡纪委承担，结果报乡党委，同时报县委宣传部；专项督查不定期开展。",
    ),
    (
        "mech",
        "汇报机制。每年6月底和12月底前各报一次，书面材料以乡党委名义报县委，抄送县委宣传部，重大情况即时报告。",
    ),
    (
        "mech",
        "述责机制。班子成员在民主生活会、年度述职中报告履责情况，评议得分低于75分的由乡党委书记谈话。",
    ),
    (
        "mech",
        "考核机制。考核指标占村级综合考核的9%，下级考核权重不得低于上级。",
    ),
    ("head", "责任划分"),
    (
        "role",
        "乡党委班子负主体责任，乡党委书记为第一责任人，其他成员履行“一岗双责”。",
    ),
    ("role", "村党支部、支部书记、支部委员在本村承担相应责任。"),
    ("head", "责任追究"),
    (
        "body",
        "党员干部有以下情形之一的，应当追究责任，视情节轻重，给予提醒、批评教育，责令作出书面检查、进行通报批评，给予组织处理和纪律处分：",
    ),
    ("ground", "对重大宣传教育任务组织不力的；"),
    ("ground", "在重大问题上没有站到前头的；"),
    ("ground", "对党员公开发表错误言论放任不管的；"),
    ("ground", "管辖范围内发生意识形态引发的群体性事件的；"),
    ("ground", "公开发表的文章有严重错误导向的；"),
    ("ground", "丧失宣传平台控制权，造成严重影响的；"),
    ("ground", "所办活动出现错误观点，造成恶劣影响的；"),
    ("ground", "一年内三次以上未按期完成交办事项的；"),
    ("ground", "其他失职失责造成严重后果的。"),
    (
        "body",
        "追究责任应当实事求是，分清集体责任和个人责任，主要领导责任和直接责任。对错误决策提出明确反对意见而没有被采纳的，不承担领导责任。错误决策由个人决定或者批准的，追究其个人责任。问责按照干部管理权限进行。",
    ),
]

NURSING_BEFORE = [
    ("title", "康宁护理学院党委落实意识形态工作责任任务分解"),
    (
        "body",
        "学院由两所卫校升格合并，实习医院分布在7个地市，学生三年里有一年不在校园。为把责任压到实处，经学院党委2026年第6次会议研究，对任务分解如下，原分解表作废。",
    ),
    (
        "body",
        "护理工作三分靠技术、七分靠用心，带出一名好护士，先要带出一颗仁心。各单位领到任务后，要把“谁来做、何时做、做到哪一步”写在墙上、记在心里，不等不靠、不推不绕；学校与医院之间要常通气，学生在实习点受了委屈、遇到难处，不能以“人在医院”为由撒手不管。带教老师由医院聘任、学院认可，双方对学生的品行和安全共同负责。",
    ),
    ("head", "工作领导小组"),
]
NURSING_GROUP = [
    ("小组职务", "姓名", "行政职务"),
    ("组长", "宁致远", "学院党委书记"),
    ("副组长", "归晓棠", "学院院长"),
    ("副组长", "竺可安", "学院党委副书记"),
    ("成员", "容与", "学院党委委员、护理系主任"),
    ("成员", "明溪", "学院办公室主任"),
]
# A block: heading, its sub-items, its leader line, its department line.
NURSING_BLOCKS = [
    (
        "书记履行第一责任人责任",
        [
            "主持学院党委中心组学习，每学期不少于4次，每次学习确定一名中心发言人，发言稿提前三天送学院办公室。",
            "班子成员每人联系一个实习点，每学期到点看望学生至少1次，现场解决食宿、带教、补贴方面的难题。",
            "在民主生活会和述职时报告履责情况，听取群众意见，对意见集中的事项当众说明下一步打算，能马上办的马上办，一时办不了的讲清难在哪里、几时能办。",
        ],
        "责任领导：宁致远",
        "责任部门：学院党委、各党总支",
    ),
    (
        "学生思想动态和网络言论管理",
        [
            "分析学生思想动态、宗教信仰，建立重点对象档案。",
            "监看学生社群言论，处置不当信息。",
        ],
        "责任领导：竺可安",
        "负责部门：学生处，团委",
    ),
    (
        "师德师风和教学质量",
        [
            "督导组每周听课不少于3节，听课意见两天内反馈任课教师。",
            "专业教师每两年到临床顶岗一次，顶岗时间累计不少于60天。",
            "集体备课由教研组长召集，重点磨教学目标、病例选取和课堂提问，年轻教师先说、老教师后评，磨出来的教案全组共用。",
            "教学事故按三级处理，一年内发生2次一级事故的调离教学岗位。",
        ],
        "责任领导：归晓棠、容与",
        "责任部门：教务处、护理系及康复系",
    ),
    (
        "讲座、论坛审批",
        ["主讲人、讲稿、场地一次报批，未批准的一律不得举办。"],
        "责任领导：归晓棠",
        "责任部门：科研处",
    ),
    (
        "南丁格尔文化建设",
        [
            "授帽仪式每年5月举行，邀请抗疫老护士为新生授帽，仪式经费不超过3万元。",
            "“燕尾、烛光”志愿队每月进社区义诊不少于两场，服务时长计入素质学分。",
        ],
        "责任领导：竺可安、容与",
        "责任部门：团委、“燕尾、烛光”志愿队",
    ),
    (
        "党支部建设",
        [
            "实习点临时党支部每月至少开展1次主题党日，人数不足3名的可联合开展。",
            "支部书记从带头人里选、从群众口碑里找，任期三年，离任时把印章、账目、档案交接清楚，交接单由上级党组织派人监交。",
            "党务秘书经常与支部书记交流，帮助完善会议记录。",
        ],
        "责任领导:宁致远、竺可安",
        "责任部门：党委组织部、各党总支等",
    ),
]
NURSING_AFTER = [
    ("head", "考评和经费"),
    (
        "body",
        "各单位每年1月15日前、7月15日前向学院办公室报送任务进展，学院党委一年听取一次综合汇报。考评得分低于80分的不列入优秀，优秀比例不超过20%。经费按每名学生每年25元安排，由学院办公室统一掌握，用于活动场地、志愿者保险和宣讲资料印制，当年没有用完的结转下一年。考评采取实地看、现场问、当面评的方式，看实习点的宿舍和食堂，问带教老师和学生，评做法和效果，不搞材料评比；同一单位一年内只考评一次，考评组成员与被考评单位有亲属关系的应当回避。对实习点多、学生分散的系，考评时要把路途远、头绪多的难处考虑进去，不用一把尺子量到底；对主动揭短、立行立改的单位给予肯定，对报喜藏忧、事后补台账的单位予以批评，由分管领导当面指出，限期改过来。各单位有不同意见的，可以直接找书记反映，反映情况的人受到保护。",
    ),
    (
        "body",
        "本分解由学院办公室解释，自2026—2027学年起施行。",
    ),
]

# The articles have no number in the text: Word counts 第一条, 第二条 ... through all chapters.
COMMUNITY = [
    ("title", "桥头新村社区党总支平安建设责任制实施细则"),
    ("head", "总则"),
    (
        "article",
        "桥头新村由9个村搬迁安置而成，住着2860户、近万人，原来隔山隔水，如今同楼同院，习惯不同、事情不少。为把平安建设的责任落到人头，根据镇党委第二次工作会议精神，制定本细则。",
    ),
    (
        "article",
        "社区党总支班子对平安建设负主体责任，总支书记是第一责任人，其他班子成员按分工落实“一岗双责”。",
    ),
    ("article", "成立平安建设领导小组，人员如下表，办公室设在社区综治工作站。"),
    ("group", ""),
    ("head", "职责任务"),
    (
        "article",
        "居民是平安建设的主角。社区遇事先同居民商量，意见分歧大的放一放、再议一议，形成的公约由户代表签字；对热心公益、敢于劝阻不文明行为的居民，社区公开表扬并记入家庭积分，积分可以换取日用品和理发、家电维修等服务。对不听劝阻、影响邻里的，先由楼长上门劝说，再由调解员出面，仍不改正的提请有关部门依法处理。",
    ),
    ("article", "平安建设的主要任务如下："),
    (
        "duty",
        "排查矛盾纠纷。楼长每周至少走访10户，网格长每月组织会商一次，把邻里、物业、赡养等纠纷摸清摸早，能当场调解的不过夜，调不下来的写明争议焦点，连同双方意见一并转给镇里，转出之后继续跟踪，不当“二传手”。由社区调解委员会负责。",
    ),
    (
        "duty",
        "守护消防安全。电动车充电棚每季度检查不少于2次，楼道杂物每月清理1次，消防演练每年至少组织两场。由社区综治工作站牵头，物业服务中心、各网格配合。",
    ),
    (
        "duty",
        "照看一老一小。独居老人每周至少探望2次，假期托管班每期不少于15天，志愿者上岗前签一份安全承诺。由社区妇联牵头，“夕阳红、小候鸟”服务队配合。",
    ),
    (
        "duty",
        "关注重点人群。掌握刑满释放、社区矫正和信教人员的思想动态，建立专门台账，发现情绪波动的由专人劝导，发现聚集苗头的立即上报。由社区警务室负责。",
    ),
    (
        "duty",
        "普及法律常识。法律顾问每月至少坐班2次，法治讲堂每两个月至少开讲一期，案例从身边事里选，用方言讲、用实物演。由社区居委会牵头，镇司法所配合。",
    ),
    ("head", "运行与保障"),
    (
        "article",
        "领导小组每季度至少碰头一次，总支书记不定期带队夜查；社区党总支每年6月、12月向镇党委各报告一次。",
    ),
    (
        "article",
        "工作经费每年8万元，由镇财政列支，结余结转，收支情况在公开栏贴出来，谁经手、买什么、花多少写得清清楚楚，居民有疑问的可以翻看原始票据；楼长补贴每人每月200元，考核得分低于60分的停发当月补贴。",
    ),
    (
        "article",
        "班子成员在组织生活会和述职时报告履责情况，完成情况占年度考核的30%。评分由居民代表、楼长和镇包片干部三方打分，分别计入，当场唱票、当场公布，不许代打、补打；得分靠后的由总支书记找其谈心，帮助分析原因、找到办法。楼长、网格长因病因事不能履职的，由本人提名、党支部认可后找人顶替，顶替期间的责任由顶替人承担；新任楼长由老楼长带着走一遍楼道、认一遍人头，把哪家有老人、哪家有病人、哪处管线容易出毛病交代明白。",
    ),
    ("head", "责任追究"),
    ("article", "班子成员、工作人员有下列情形之一的，应当追究责任："),
    ("ground", "对镇党委部署的平安建设任务推诿不办的；"),
    ("ground", "发生重大治安、消防事故，负有失职责任的；"),
    ("ground", "矛盾纠纷排查不到位，引发群体性上访的；"),
    ("ground", "对重大隐患瞒报、迟报的；"),
    ("ground", "克扣、挪用工作经费的；"),
    ("ground", "一年内被镇通报三次以上的；"),
    ("ground", "其他失职行为造成严重后果的。"),
    (
        "article",
        "对前条所列情形，视情节轻重给予批评教育、诫勉谈话、书面检查、通报批评、组织处理或者纪律处分。",
    ),
    (
        "article",
        "追究责任应当区分集体责任和个人责任，主要领导责任和重要领导责任；对错误决策明确反对而未被采纳的，不承担领导责任；个人决定造成失误的，追究个人责任。处理结果报镇党委组织办备案。",
    ),
    ("head", "附则"),
    ("article", "细则由社区党总支解释，自2026年4月1日起实行，有效期两年。"),
]
COMMUNITY_GROUP = [
    ("小组职务", "由何人担任"),
    ("组长", "总支书记"),
    ("副组长", "总支副书记"),
    ("副组长", "社区民警"),
    ("成员", "各网格长"),
    ("成员", "物业服务中心经理"),
]

HOUSING_HEAD = "临淮市住房公积金管理中心党组意识形态工作责任制实施方案"
HOUSING = [
    HOUSING_HEAD,
    "公积金是职工的安居钱。中心10个办事处、130名职工每天面对面与群众打交道，思想上松一扣，服务上就散一片。为守好自己的岗位，落实好意识形态工作责任制，经中心党组研究，制定本方案。",
    "中心意识形态工作领导小组调整如下：",
    "(一)组长：中心党组书记、主任 费云亭",
    "(二)副组长：中心党组副书记、副主任 邱望川",
    "(三)成员：中心党组成员、副主任 鄢小篆",
    "中心党组成员、副主任 晁知非",
    "中心总会计师 汤若水",
    "机关纪委书记 訾明珠",
    "领导小组下设办公室，设在综合科（党办），综合科科长兼任办公室主任，负责会议通知、材料起草、档案管理。",
    "(一)加强政治理论学习。中心党组把理论学习中心组学习抓在手上，每季度不少于 3 次，学习篇目提前一周发到个人；支部“微党课”每月至少一堂，年轻党员轮流主讲。(责任科室(单位)：综合科、机关党总支，各办事处)",
    "(二)抓实谈心谈话。党组书记与班子成员、班子成员与科室负责人每半年至少谈心 1 次，谈出问题的三日内商定解决办法；离退休干部每年走访两遍，春节、重阳节前各一遍。(责任科室(单位)：人事科及机关党总支)",
    "(三)引导网络舆论。对公积金政策调整引发的网上评论密切关注，规范舆情处置和回应口径，培育网评力量。(责任科室(单位)：综合科、信息科)",
    "(四)改进窗口作风。神秘顾客暗访全年至少 4 轮，暗访录像在晨会播放，同一窗口连续两次被点名的停岗三天学习；服务标兵每季度评选一次，名额每次不超过5名。(责任科室(单位)：监察审计科、各办事处，按职责分工负责)",
    "(五)开展监督检查。把贯彻落实情况纳入党组政治巡查，对科室、办事处和支部每年至少督查 1 次，查出问题列清单、限期办、回头看。(责任科室(单位)：机关纪委、监察审计科等)",
    "(一)明确责任人。党组书记承担第一责任，分管领导是直接责任人，其他班子成员和科室负责人落实“一岗双责”，对职责范围负领导责任。",
    "(二)研究与报告。党组围绕住房公积金改革和队伍思想实际每年至少两次专题研究意识形态工作；每半年向市委、市住房保障局党组各报告一次。党组成员在民主生活会和年度述职时报告履责情况，接受评议。",
    "(三)考核。意识形态工作占综合考核的6分，与评先评优、年度绩效挂钩，考核由综合科会同人事科承担。考核既看台账更看窗口，采取随机抽号、现场旁听、群众回访等方式，不打招呼、不设线路；各科室不得为应付考核补写记录、重造表册。考核结果在中心办公网公示五个工作日，有不同看法的可以提出，综合科应当当面解释清楚。对在急难任务中挺身而出、在群众评议中口碑好的职工，优先推荐为标兵；对长期没有进步的科室，由分管领导蹲点帮助。",
    "(四)追究责任。对上级部署不传达、不研究、不落实；对重要情况迟报、漏报、瞒报；管辖范围内因意识形态问题引发群体性事件；对职工公开发表错误言论放任不管、处置不力；对外宣传稿件、公众号出现严重错误导向；举办的讲座、培训出现错误观点并造成恶劣影响；因网络管理疏漏发生严重安全事故；以权谋私、刁难群众且一年内查实两次以上；其他失职失责造成严重后果，视情节轻重，给予批评教育、约谈提醒，责令作出书面检查、通报批评，情节严重的给予调整职务、免职或者纪律处分。对集体决定失误的，分清主要领导责任和重要领导责任，会上表示反对并有记录的不承担领导责任；个人专断的，追究本人责任。责任追究由中心党组按干部管理权限决定。",
    "临淮市住房公积金管理中心党组",
    "2026年4月20日",
]

# Row lengths differ: a single value is a line over the whole width.
AUDIT_SHEETS = {
    "封面": [
        ("青石县审计局党组意识形态工作责任制任务清单（2026年度）",),
        ("印数：45份　密级：内部",),
        (
            "填写说明：责任领导调整的，由接任者承接，不另行制表；完成时限写“全年”的，年底前交一次账；配合单位应当在接到通知后两个工作日内派人到位。清单由办公室保管，查阅须登记，任何人不得擅自涂改；审计项目多、外勤任务重的股室，可以申请把时限顺延，申请由责任领导签字，顺延不超过一个月。各股室每完成一项就在清单上销去一项，销号凭据附在后面，没有凭据的不予认可。",
        ),
    ],
    "任务清单": [
        ("青石县审计局党组意识形态工作责任制任务清单（2026年度）",),
        ("制表：机关党支部　　制表日期：2026年2月9日　　第2版",),
        ("完成时限", "配合单位", "牵头单位", "责任领导", "责任事项", "序号"),
        ("第一部分　理论武装",),
        (
            "全年",
            "各股室",
            "机关党支部",
            "局党组书记单于敬",
            "组织党组中心组学习。每月集中学习不少于1次，全年撰写心得每人不少于4篇，心得在内网展示",
            1,
        ),
        (
            "全年",
            "办公室",
            "机关党支部",
            None,
            "开设审计青年夜校。选题来自审计一线，夜校每两个月至少举办1期，一期两个小时，晚到不补场",
            2,
        ),
        ("第二部分　责任落实",),
        (
            "2026年12月底前",
            "各股室及审计组",
            "办公室",
            "局党组副书记贺知秋",
            "压实审计组临时党支部责任。进驻当日成立临时党支部，审计期间每周召开组务会一次，项目结束十日内交卷",
            3,
        ),
        (
            "2026年6月底前",
            "",
            "监督股",
            "纪检组长冷月川",
            "开展廉政督查。对审计组每半年至少暗访2次，发现接受宴请的追责到人",
            4,
        ),
        (
            "长期",
            "计算机中心",
            "办公室",
            "副局长柳南枝",
            "管理网站和公众号。信息发布三审三校，防范有害言论",
            5,
        ),
        ("第三部分　队伍与保障",),
        (
            "全年",
            "财务室，工会",
            "人事股",
            "局党组副书记贺知秋",
            "关爱外勤人员。每季度组织健康讲座一场，对连续出差30天以上的安排补休，困难职工慰问每年2次",
            6,
        ),
        (
            "2026年10月底前",
            "人事股",
            "机关党支部",
            None,
            "实施结对培养。师徒协议有效期两年，徒弟每季度交学习小结至少一份，年底考核满85分方可出师",
            7,
        ),
        ("第四部分　报告",),
        (
            "全年",
            "机关党支部",
            "办公室",
            "局党组书记单于敬",
            "向县委报告全局情况。每年6月、12月各报告一次，报告经党组会讨论后签发",
            8,
        ),
    ],
    "领导小组": [
        ("青石县审计局意识形态工作领导小组",),
        ("姓名", "小组职务", "单位职务"),
        ("单于敬", "组长", "局党组书记、局长"),
        ("贺知秋", "副组长", "局党组副书记"),
        ("柳南枝", "成员", "局党组成员、副局长"),
        ("冷月川", "成员", "派驻纪检组长"),
        ("领导小组办公室设在机关党支部",),
    ],
    "会议统计": [
        ("2025年会议情况统计（供参考）",),
        ("会议名称", "次数", "参会人次"),
        ("党组会", 31, 217),
        ("中心组学习", 12, 156),
        ("支部党员大会", 5, 205),
    ],
    "机制与追责": [
        ("青石县审计局意识形态工作机制与责任追究",),
        (
            "一、督查机制。机关党支部每季度对任务完成情况核查1遍，逾期未完成的发督办单，督办单三日内回复。",
        ),
        (
            "二、研究机制。局党组每年至少召开两次会议专题研究，重要议题提前两天送达；联系企业座谈会不定期召开。",
        ),
        ("三、责任追究。有下列情形之一的，追究有关人员责任：",),
        ("1．对上级部署拖延不办的；",),
        ("2．任务清单弄虚作假的；",),
        ("3．审计人员泄露秘密、以审谋私的；",),
        ("4．对错误言论放任不管的；",),
        ("5．发生群体性事件的；",),
        ("6．隐瞒重大问题不报的；",),
        ("7．一年内被督办两次以上仍不改进的；",),
        ("8．造成其他严重后果的。",),
        (
            "追究方式：谈话提醒、批评教育、责令作出书面检查、通报批评、诫勉、停职检查、组织处理、纪律处分。",
        ),
        (
            "追究责任时分清主要领导责任和重要领导责任；对错误决策提出过明确反对意见的，不承担领导责任；个人独断的追究个人责任；由上一级党组织按照干部管理权限实施，处理情况报县委组织部备案。",
        ),
    ],
}
# The merged cells beside the full-width lines: sheet, range.
AUDIT_MERGES = [("任务清单", "D5:D6"), ("任务清单", "D12:D13")]

CLINIC_SHEETS = {
    "临床部分": [
        ("双溪县中医院党总支意识形态和行风建设责任清单",),
        ("（一）临床与医技科室",),
        ("序号", "重点任务", "责任科室", "负责领导", "时限要求", "频次要求"),
        (1, "开展科室早交班思想提示", "医务科", "党总支书记沈鹤年", "随工作进行", "每周不少于2次"),
        (2, "召开患者座谈会", "各临床科室", "党总支书记沈鹤年", "全年", "每季度至少一次"),
        (3, "举办医德故事会", "医务科、护理部", "副院长乐清秋", "全年", "每两个月1期"),
        (
            4,
            "组织义诊下乡",
            "各临床科室及公共卫生科",
            "副院长乐清秋",
            "全年",
            "每年不少于10场",
        ),
        (
            6,
            "整治药品耗材回扣",
            "药剂科、“清风、明镜”监督组",
            "纪检委员卜若谷",
            "2026年9月底前",
            "——",
        ),
    ],
    "行政后勤部分": [
        ("双溪县中医院党总支意识形态和行风建设责任清单",),
        ("（二）行政后勤科室",),
        ("责任部门", "分管领导", "事项", "编号"),
        (
            "党办、院办",
            "党总支书记沈鹤年",
            "党总支会议专题研究意识形态工作，每半年至少一次，会议纪要两日内印发",
            1,
        ),
        ("人事科", None, "开展新进人员岗前培训，每年不少于3天，培训不合格者不得上岗", 2),
        ("党办", "党总支副书记厉子衡", "宣传栏、官网、短视频账号内容审核，对有害言论及时处置", 3),
        (
            "后勤科、保卫科",
            "副院长余风荷",
            "维护消防和锅炉设备，消防水泵每月试运行一次，锅炉房每班值守不少于2人，安全演练一年至少4次",
            4,
        ),
        ("信息科", None, "网络设备更新，三年更换完毕，采购价不超过预算的95%", 5),
        (
            "工会、团支部",
            "党总支副书记厉子衡",
            "职工文体活动。护士节、医师节各办一场，平时活动每季度不少于1场",
            6,
        ),
    ],
    "值班安排": [
        ("2026年5月总值班表",),
        ("日期", "值班领导", "联系电话"),
        ("1日", "沈鹤年", "6601"),
        ("2日", "厉子衡", "6602"),
        ("3日", "乐清秋", "6603"),
    ],
    "运行与追责": [
        ("运行与追责规则",),
        (
            "说明：两张清单各自编号，缺号为上年已经办结的事项，不再补号。医院建院71年，开放床位420张，临床一线人手紧，各科室不得借清单之名让医护人员重复填表；同一件事两个部门都要的，由党办协调只报一次。责任科室名称变更的，以医院文件为准，责任随职能走，不因换牌子而中断。新院区启用以后，原有清单一并适用，搬迁期间的空档由原科室顶住，交接以双方签字的单子为凭。科室之间交叉的事项，由排在前面的科室打头，排在后面的跟上，谁也不得袖手旁观；遇到清单上没有写明而又确实要办的事，由党总支书记临时指定科室承办，事后补记。护理站、收费处、药房等直接面对患者的岗位，要把清单里与自己有关的内容抄在岗位卡上，让患者看得见、评得着；夜班、节假日人少的时候，更要把责任盯紧，值班人员有权叫停存在风险的操作，叫停之后立即报告；患者当面提出的意见由当班人员记下，交接班时一并交代，不许压着不报。",
        ),
        (
            "一、党总支每年7月、12月向县卫健局党组报告一次；各科室每月25日前报送任务进度，党办定期通报。",
        ),
        (
            "二、科室考核按百分制打分，平时记分与年底测评各占一半，党总支派人到病区听患者和家属的意见，把听来的话原样记下，不加工、不拔高；意识形态和行风各占10分，连续三个月低于60分的由书记约见科主任。",
        ),
        (
            "三、有下列情形之一的，追究责任：1．落实清单不力，推诿扯皮的；2．收受红包回扣被查实的；3．发生群体性医闹，处置不当的；4．宣传平台出现严重错误的；5．瞒报安全隐患的；6．投诉处理超过15日无结果的；7．其他造成严重后果的。",
        ),
        (
            "四、追责方式有以下几种：约谈提醒、批评教育、书面检查、通报批评、扣发绩效奖金、停职或者免职、党纪政务处分。",
        ),
        (
            "五、对集体决策失误的，区分主要领导责任和重要领导责任，持异议者不承担领导责任；个人说了算的追究个人。追责结果报县卫健局党组备案。",
        ),
    ],
}
CLINIC_MERGES = [
    ("临床部分", "D4:D5"),
    ("临床部分", "D6:D7"),
    ("行政后勤部分", "B4:B5"),
    ("行政后勤部分", "B7:B8"),
]

LISTS = {
    "duty": ("chineseCounting", "（%1）", 60),
    "mech": ("chineseCounting", "（%1）", 61),
    "role": ("chineseCounting", "（%1）", 62),
    "ground": ("decimal", "%1.", 63),
    "article": ("chineseCounting", "第%1条　", 64),
    "sub": ("decimal", "（%1）", 65),
}
STYLES = {"title": "Title", "head": "Heading 1", "body": "Normal"}


def numbered(doc: Doc) -> None:
    """Give the document one list definition for each kind of automatically numbered item."""
    part = doc.part.numbering_part.element
    for form, mark, number in LISTS.values():
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{mark}"/></w:lvl></w:abstractNum>'
        )
        part.insert(list(part).index(part.num_lst[0]), abstract)
        part.append(num(number, number))


def num(number: int, abstract: int, restart: bool = False):
    """Return a list that counts by the abstract definition, from one again if asked to."""
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
        f"{again if restart else ''}</w:num>"
    )


def in_list(doc: Doc, text: str, number: int) -> None:
    paragraph = doc.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        )
    )


def set_paragraphs(doc: Doc, rows: list[tuple[str, str]]) -> None:
    for kind, text in rows:
        if kind in STYLES:
            doc.add_paragraph(text, style=STYLES[kind])
        elif kind == "group":
            simple_table(doc, COMMUNITY_GROUP)
        else:
            in_list(doc, text, LISTS[kind][2])


def simple_table(doc: Doc, rows: list[tuple]) -> None:
    table = doc.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            table.cell(r, c).text = value


def township() -> Doc:
    doc = Document()
    numbered(doc)
    set_paragraphs(doc, TOWNSHIP)
    return doc


def nursing_college() -> Doc:
    """Write blocks under headings without numbers; the items in a block count from one again."""
    doc = Document()
    numbered(doc)
    set_paragraphs(doc, NURSING_BEFORE)
    simple_table(doc, NURSING_GROUP)
    for b, (heading, items, leader, department) in enumerate(NURSING_BLOCKS):
        doc.add_paragraph(heading, style="Heading 1")
        doc.part.numbering_part.element.append(num(80 + b, LISTS["sub"][2], restart=True))
        for item in items:
            in_list(doc, item, 80 + b)
        doc.add_paragraph(leader)
        doc.add_paragraph(department)
    set_paragraphs(doc, NURSING_AFTER)
    doc.sections[0].header.paragraphs[0].text = "康宁护理学院党委文件"
    return doc


def community() -> Doc:
    doc = Document()
    numbered(doc)
    set_paragraphs(doc, COMMUNITY)
    return doc


def write_sheet(sheet: Worksheet, rows: list[tuple]) -> None:
    width = max(len(row) for row in rows)
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c, value)
        if len(row) == 1 and width > 1:
            sheet.merge_cells(start_row=r, end_row=r, start_column=1, end_column=width)


def book(sheets: dict[str, list[tuple]], merges: list[tuple[str, str]]) -> Workbook:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        write_sheet(made.create_sheet(name), rows)
    for name, cells in merges:
        made[name].merge_cells(cells)
    return made


def small_font(text: str, path: Path) -> None:
    """Keep only the glyphs of the text: the whole font would make a PDF of megabytes."""
    from fontTools import subset

    found = ["fc-match", "-f", "%{file}|%{index}", CJK_FONT]
    file, index = subprocess.run(found, capture_output=True, text=True, check=True).stdout.split(
        "|"
    )
    options = subset.Options(
        desubroutinize=True, hinting=False, layout_features=[], font_number=int(index)
    )
    with subset.load_font(file, options, dontLoadGlyphNames=True) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        subset.save_font(font, path, options)


def housing_fund_center(path: Path) -> None:
    """Print the plan as an office does: running head, page numbers, lines broken by the page."""
    from weasyprint import HTML

    body = "".join(f"<p>{line}</p>" for line in HOUSING)
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder) / "plan.otf"
        small_font(body + HOUSING_HEAD + "— 0123456789", font)
        style = (
            f"@font-face{{font-family:plan;src:url({font.as_uri()})}}"
            "@page{size:A4;margin:30mm 28mm;font-family:plan;"
            f"@top-center{{content:'{HOUSING_HEAD}'}}"
            "@bottom-center{content:'— ' counter(page) ' —'}}"
            "body{font:16pt/1.8 plan}p{margin:0;text-indent:2em}"
            "p:first-child{text-align:center;text-indent:0}"
        )
        HTML(string=f"<html lang=zh><style>{style}</style><body>{body}</body></html>").write_pdf(
            path
        )


def settle(path: Path) -> None:
    """Rewrite a zip container with fixed times, so that the same content is the same bytes."""
    with zipfile.ZipFile(path) as archive:
        entries = [(item.filename, archive.read(item)) for item in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", data)
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


OFFICE: dict[str, Callable[[], Doc | Workbook]] = {
    "i-shibei-township.docx": township,
    "i-nursing-college.docx": nursing_college,
    "i-relocation-community.docx": community,
    "i-county-audit-bureau.xlsx": lambda: book(AUDIT_SHEETS, AUDIT_MERGES),
    "i-chinese-medicine-hospital.xlsx": lambda: book(CLINIC_SHEETS, CLINIC_MERGES),
}


def main() -> None:
    for name, make in OFFICE.items():
        make().save(HERE / name)
        settle(HERE / name)
    housing_fund_center(HERE / "i-housing-fund-center.pdf")


if __name__ == "__main__":
    main()
