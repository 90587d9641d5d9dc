"""Other shapes of the genre: blocks, chapters and articles, annotations on own lines."""

from duties.reading import parse

BLOCKS = """理学院党委工作责任分工
一、成立领导小组
组长：何景行
副组长：宋亦然、陆明远
成员：专职组织员、综合办公室主任、各系主任
二、党委书记抓总
(一)分工到岗，责任到人。
(二)每年写一份总结。
负责领导：何景行
负责部门：学院党委、各党支部
三、副书记抓学生资助
1.摸清底数。
2.及时发放。
负责领导：宋亦然
责任部门：学生办公室、团委
四、做好对外交流
1.占位。
负责领导：陆明远
责任部门：学院办公室
"""
ARTICLES = """清河社区党总支工作责任制实施细则
第一章 总则
第一条 社区党总支班子负主体责任，书记是第一责任人。
第二条 其他成员一岗双责。
第二章 责任内容
第三条 把握方向。学习上级文件。
第四条 管好宣传阵地。占位文字。
第五条 做好困难帮扶。每季度走访一次。
第三章 工作机制
第六条 设领导小组，组长由党总支书记担任，副组长由副书记、居委会副主任担任，成员由其他班子成员组成。
第七条 定期向街道党工委报告工作。
第四章 责任追究
第八条 有下列情形之一的，应当追究责任：
（一）任务组织不力的；
（二）瞒报的。
第九条 对有上述情形的，给予批评教育、诫勉谈话、书面检查、通报批评，给予组织处理或纪律处分。
"""
COMPANY = """一、责任主体
1.公司党委负主体责任。
2.党委书记是第一责任人。
二、主要任务
1、落实上级决策。
2、抓好理论学习。公司党委每年至少两次专题研究。
3、抓好队伍。各支部配合。
三、党群工作部承担下列职责
1、制定计划。
2、每年开展一次专项检查，结果报同级党委，抄送上级党委。
四、追责
公司干部有下列情形之一的，追究责任：1.组织不力的；2.瞒报的；3.造成损失的。视情节给予提醒、批评教育、书面检查。
五、附则
本办法自印发之日起施行。
"""
LINES = """组 长：高 岩 局党组书记、局长
副组长：许致远 局党组成员、副局长
成 员：曹 毅 局党组成员、副局长
郝建平 局党组成员、市经责办副主任
沈立群（总审计师）
领导小组办公室设在机关党委，办公室主任由沈立群同志兼任。
主要职责
1．抓好学习。责任单位：人事科
2．抓好档案。
责任领导：曹毅
牵头单位：办公室  配合单位：财务科、“两新”工委等
3．抓好考核（办公室牵头，人事科、财务科配合）
"""


def test_blocks_take_the_lines_that_close_them():
    draft = parse(BLOCKS)

    assert draft.title == "理学院党委工作责任分工"
    assert [(d.number, d.leaders, d.departments, d.scope) for d in draft.duties] == [
        (2, ["何景行"], ["学院党委", "各党支部"], "full"),
        (3, ["宋亦然"], ["学生办公室", "团委"], "full"),
        (4, ["陆明远"], ["学院办公室"], "assignment_only"),
    ]
    assert draft.leading_group.members == ["专职组织员", "综合办公室主任", "各系主任"]


def test_articles_run_through_chapters():
    draft = parse(ARTICLES)

    assert [(d.label, d.scope) for d in draft.duties] == [
        ("第三条", "full"),
        ("第四条", "assignment_only"),
        ("第五条", "full"),
    ]
    assert [ground.title for ground in draft.grounds] == ["任务组织不力", "瞒报"]
    assert len(draft.measures) == 6
    assert draft.leading_group.head == ["党总支书记"]
    assert draft.leading_group.deputies == ["副书记", "居委会副主任"]


def test_functions_of_an_office_are_no_duties():
    draft = parse(COMPANY)

    assert [duty.title for duty in draft.duties] == ["落实上级决策", "抓好理论学习", "抓好队伍"]
    assert [(row.rule, row.receiver, row.copy_to) for row in draft.requirements] == [
        ("min 2 per year", "", ""),
        ("min 1 per year exact", "同级党委", "上级党委"),
    ]
    assert draft.requirements[1].text == "每年开展一次专项检查"
    assert [ground.title for ground in draft.grounds] == ["组织不力", "瞒报", "造成损失"]


def test_name_before_post():
    group = parse(LINES).leading_group

    assert [(seat.role, seat.post, seat.name) for seat in group.seats] == [
        ("head", "局党组书记、局长", "高岩"),
        ("deputy", "局党组成员、副局长", "许致远"),
        ("member", "局党组成员、副局长", "曹毅"),
        ("member", "局党组成员、市经责办副主任", "郝建平"),
        ("member", "总审计师", "沈立群"),
        ("office", "", "沈立群"),
    ]
    assert group.office == "机关党委"


def test_parties_on_own_lines_and_verb_final():
    duties = parse(LINES).duties

    assert duties[0].departments == ["人事科"]
    assert duties[1].leaders == ["曹毅"]
    assert (duties[1].lead, duties[1].support) == (["办公室"], ["财务科", "“两新”工委"])
    assert (duties[2].lead, duties[2].support) == (["办公室"], ["人事科", "财务科"])


def test_a_heading_over_annotated_clauses_is_no_duty_itself():
    draft = parse(
        "某局责任制实施方案\n"
        "一、责任主体\n（一）局党组承担主体责任。\n（二）书记是第一责任人。\n"
        "二、主要任务\n"
        "（一）组织学习，每年安排两次以上。（责任领导：李明，责任科室：办公室）\n"
        "（二）开展督查。（责任领导：王芳，责任科室：人事科）\n"
        "（三）做好培训。（责任领导：赵强，责任科室：人事科、办公室）\n"
    )
    assert [duty.title for duty in draft.duties] == [
        "组织学习，每年安排两次以上",
        "开展督查",
        "做好培训",
    ]
