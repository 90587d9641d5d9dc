"""The labels parties stand behind: 责任领导：, 牵头单位：, as tables to add a word to."""

import re

# What a label begins with -> the role of a body behind it. A leader is a leader whatever it begins
# with. Add a row for a new word; the patterns below are built from these tables.
BODY_WORDS = {
    "责任": "department",
    "负责": "department",
    "承办": "department",
    "落实": "department",
    "实施": "department",
    "执行": "department",
    "归口": "department",
    "牵头": "lead",
    "牵头责任": "lead",
    "牵头负责": "lead",
    "主办": "lead",
    "主责": "lead",
    "配合": "support",
    "配合责任": "support",
    "协办": "support",
    "协同": "support",
    "协助": "support",
    "协作": "support",
    "参与": "support",
    "参加": "support",
    "督促": "supervise",
    "督办": "supervise",
    "监督": "supervise",
}
BODY_NOUNS = (
    "单位",
    "部门",
    "科室",
    "处室",
    "股室",
    "室所",
    "站所",
    "机构",
    "部室",
    "院系",
    "党组织",
    "党支部",
    "支部",
)
LEADER_WORDS = (
    "责任",
    "负责",
    "分管",
    "牵头",
    "主管",
    "包保",
    "包抓",
    "包联",
    "挂点",
    "带队",
    "主要责任",
    "督办",
)
LEADER_NOUNS = ("领导", "干部", "校领导", "院领导", "同志", "责任人", "负责人")
# Labels that stand among the others and name nobody.
OTHER_LABELS = (
    "完成时限",
    "完成时间",
    "办结时限",
    "时间要求",
    "时间节点",
    "工作时限",
    "责任时限",
    "时限",
    "频次",
    "工作频次",
    "联系人",
    "联系电话",
    "备注",
)
_TURNED = ("单位", "部门", "科室", "处室")  # 科室配合：甲
LABELS = (
    {word + noun: role for word, role in BODY_WORDS.items() for noun in BODY_NOUNS}
    | {word + noun: "leader" for word in LEADER_WORDS for noun in LEADER_NOUNS}
    | dict.fromkeys(
        ("责任人", "负责人", "第一责任人", "直接责任人", "具体责任人", "具体负责人"), "leader"
    )
    | {noun + word: BODY_WORDS[word] for noun in _TURNED for word in ("牵头", "配合", "协办")}
    | dict.fromkeys(OTHER_LABELS, "")
)
# Labels without a noun count only behind an opening bracket or another label.
SHORT_LABELS = {
    "牵头": "lead",
    "主办": "lead",
    "配合": "support",
    "协办": "support",
    "责任": "department",
}
BODIES = ("department", "lead", "support")
WORD = "|".join(sorted(LABELS, key=len, reverse=True))
_SHORT = "|".join(sorted(SHORT_LABELS, key=len, reverse=True))
_QUALIFIER = r"(?:\([^()\n]{1,6}\))?"
_BLANK = r"[ \n]?"
LABEL = re.compile(
    rf"(?:({WORD}){_QUALIFIER}{_BLANK}:"
    rf"|(?:(?<=[(\[【〔,;:、。\n \])】〕])|(?<![^\n]))({_SHORT}) ?:"
    rf"|(?:(?<=[(\[【〔\n,;。])|(?<![^\n]))({WORD}){_QUALIFIER}"
    r"(?:为|是| )(?=[^ :])(?!(?:第一|直接|主要|具体|领导)?责任))"
)


def begins_with_party(folded: str) -> bool:
    """Whether a line is an annotation of its own: 责任单位：…"""
    return LABEL.match(folded.lstrip("([【〔")) is not None


def role_of(label: re.Match) -> str:
    """The role a label gives, "" for one that names nobody."""
    word = label.group(1) or label.group(3)
    return LABELS[word] if word else SHORT_LABELS[label.group(2)]
