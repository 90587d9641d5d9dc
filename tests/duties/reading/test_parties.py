"""Who is named for a duty, in the ways offices name them, each beside what names nobody."""

import pytest

from duties.reading import parse


def first(body: str, heading: str = "主要任务"):
    """The first duty of a plan whose first clause is `body`."""
    return parse(f"某局党组责任制方案\n一、{heading}\n（一）{body}\n（二）抓好档案。\n").duties[0]


@pytest.mark.parametrize(
    ("annotation", "leaders"),
    [
        ("责任领导：党组书记、院长陶铸成", ["党组书记、院长陶铸成"]),
        ("责任领导：党组书记、院长陶铸成、副院长耿直", ["党组书记、院长陶铸成", "副院长耿直"]),
        ("责任领导：党委书记、校长", ["党委书记", "校长"]),
        ("责任领导：班子成员、办公室主任陶铸成", ["班子成员", "办公室主任陶铸成"]),
        ("责任领导：各支部书记、办公室主任陶铸成", ["各支部书记", "办公室主任陶铸成"]),
        ("责任领导：宣传委员丰年", ["宣传委员丰年"]),
        ("分管领导：副馆长水静", ["副馆长水静"]),
    ],
)
def test_several_posts_before_one_name_are_one_person(annotation, leaders):
    assert first(f"抓好学习。（{annotation}）").leaders == leaders


@pytest.mark.parametrize(
    ("sentence", "departments"),
    [
        ("党委工作部、团委负责。", ["党委工作部", "团委"]),
        ("由党委工作部、团委负责。", ["党委工作部", "团委"]),
        ("由党委工作部牵头，团委配合。", ["党委工作部", "团委"]),
        ("由办公室牵头，志愿者服务队协作。", ["办公室", "志愿者服务队"]),
        ("各方要加强协作。", []),
        ("“十四五”规划的28项任务照单落实。", []),
        ("把责任落实到人，有人负责。", []),
        ("由党委工作部负责的工作要先行。", []),
    ],
)
def test_a_sentence_names_who_answers(sentence, departments):
    assert first(f"抓好学习，每年评选一次。{sentence}").departments == departments


@pytest.mark.parametrize(
    ("heading", "leaders"),
    [
        ("镇党委书记履行以下消防安全职责：", ["镇党委书记"]),
        ("镇党委书记履行以下职责：", ["镇党委书记"]),
        ("党组书记、局长高见山承担下列工作：", ["党组书记、局长高见山"]),
    ],
)
def test_a_heading_names_whom_its_list_is_for(heading, leaders):
    draft = parse(
        f"某镇责任制细则\n第一条 {heading}\n（一）抓学习。\n（二）抓检查。\n"
        "第二条 副镇长履行以下职责：\n（一）抓会议。\n（二）抓档案。\n"
    )

    assert [duty.leaders for duty in draft.duties] == [leaders, leaders, ["副镇长"], ["副镇长"]]


def test_below_a_heading_that_names_the_leader_a_sentence_names_the_bodies():
    draft = parse(
        "某院责任清单\n一、院长陶铸成承担以下责任\n1.抓审判。\n2.推进普法，由少年法庭、各人民法庭承办。\n"
        "二、副院长耿直承担以下责任\n1.抓执行。\n2.抓信访。\n"
    )

    assert (draft.duties[1].leaders, draft.duties[1].departments) == (
        ["院长陶铸成"],
        ["少年法庭", "各人民法庭"],
    )


def test_clauses_that_open_with_who_answers():
    draft = parse(
        "某区责任制方案\n一、部门分工\n1.法治办公室：承担统筹协调，每月通报一次。\n"
        "2.综合执法局、市场监管分局：规范检查。\n3.人力资源局：办理争议，由工会配合。\n"
        "二、责任追究\n有下列情形之一的，追究责任：不落实的；瞒报的；造成损失的。\n"
    )

    assert [(d.title, d.departments, d.support) for d in draft.duties] == [
        ("承担统筹协调，每月通报一次", ["法治办公室"], []),
        ("规范检查", ["综合执法局", "市场监管分局"], []),
        ("办理争议，由工会配合", ["人力资源局", "工会"], ["工会"]),
    ]


def test_a_title_with_a_colon_is_nobodys_name():
    draft = parse(
        "某区责任制方案\n一、主要任务\n1.建强活动室：每年检查一次。\n2.守住安全线：每月排查一次。\n"
    )

    assert [duty.departments for duty in draft.duties] == [[], []]


def test_clauses_may_name_their_parties_in_brackets_or_in_a_sentence():
    draft = parse(
        "某区责任制细则\n一、抓督办。按计划分解。（责任领导：班子成员）\n"
        "二、抓信访。大额支出集体讨论。（责任领导：王立新，责任部门：服务中心）\n"
        "三、抓巡护。信息共享。由综治中心负责。\n四、抓发展。及时总结。由财务科、党政办公室负责。\n"
        "五、抓内控。有人管。由审计科负责。\n"
    )

    assert [duty.departments for duty in draft.duties] == [
        [],
        ["服务中心"],
        ["综治中心"],
        ["财务科", "党政办公室"],
        ["审计科"],
    ]
