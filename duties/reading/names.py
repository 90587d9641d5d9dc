"""Posts and names told apart: 副局长曹毅, 曹毅 副局长, 曹毅、田晓岚, or a post alone."""

import re

from .draft import Span
from .folding import Source

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘"
    "祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟"
    "艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边"
    "卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝萧傅阎常赖文谈晁丘茅闻邰祖奚匡"
    "凤花禹狄贝伏杭洪诸嵇滑荀羊惠封芮汲邴糜井富巴乌宓蓬仰秋伊厉戎束幸韶郜蓟薄印宿怀鄂索咸籍蔺"
    "屠阴胥苍莘贡劳逄扶堵宰郦雍璩濮寿扈燕冀郏浦充慕茹习宦鱼容慎戈庾终暨居衡步满弘禄阙殳沃蔚越"
    "廉楚郁牧铁裘岑鄢冼庾郗逮揭呙仵粘邸訚郄仝茆麴暴綦笃佴虢漆"
    "夔隆厍勾融訾阚养鞠巢蒯荆竺权逯盖桓仉督帅缑亢况郈琴伯赏墨哈谯笪粟敬青衣植展"
)
_DOUBLES = (
    "欧阳端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容"
    "仲孙钟离长孙宇文司徒鲜于司空闾丘亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐"
    "段干百里呼延纳兰东郭羊舌微生梁丘左丘公伯西门贯丘南荣东里仲长子桑即墨达奚褚师淳于完颜"
)
DOUBLE = frozenset(_DOUBLES[at : at + 2] for at in range(0, len(_DOUBLES), 2))
# How a post ends. The longest end in an entry parts the post from the name behind it.
POST_ENDS = (
    "书记",
    "支书",
    "会计",
    "局长",
    "主任",
    "科长",
    "处长",
    "部长",
    "校长",
    "院长",
    "所长",
    "站长",
    "乡长",
    "镇长",
    "县长",
    "市长",
    "股长",
    "组长",
    "队长",
    "班长",
    "秘书长",
    "会长",
    "园长",
    "社长",
    "行长",
    "主席",
    "经理",
    "总监",
    "董事",
    "董事长",
    "审计师",
    "工程师",
    "会计师",
    "经济师",
    "委员",
    "成员",
    "庭长",
    "河长",
    "湖长",
    "馆长",
    "台长",
    "厂长",
    "场长",
    "矿长",
    "村长",
    "店长",
    "船长",
    "护士长",
    "总编辑",
    "主编",
    "检察长",
    "政委",
    "连长",
    "总工程师",
    "总工",
    "报账员",
    "网格员",
    "辅导员",
    "班主任",
    "教研员",
    "理事",
    "监事",
    "参谋",
    "党员",
    "干事",
    "专员",
    "组织员",
    "专干",
    "民警",
    "院长助理",
    "校长助理",
    "主任助理",
    "经理助理",
    "调研员",
    "科员",
    "负责人",
    "主管",
    "同志",
)
# Three characters that open with a surname and are a body all the same: 党群部, 司法所, 安监站.
_BODY_LAST = frozenset("系班库庭馆台部处科室局委办所院组会厅校队站间司镇村乡县区")
# Words that open with a surname and are no name, alone or as the beginning of a body's.
_NO_NAMES = (
    "廉政|牧业|安全|安保|安监|常委|常务|成员|成教|党办|党工|党建|党群|党委|党务|党校|"
    "党员|党政|党组|方案|方面|高校|高中|关工|国防|国资|计生|简报|金融|经济|"
    "农村|农机|农经|农业|农林|平安|全体|全员|时政|司法|水利|水务|文化|文化和|"
    "文教|文旅|文明|文秘|文体|武装|幸福|项目|应急|应急管|应当|展览|政法|和谐|"
    "严格|温馨|万众|明确|党风|党纪|安置|危化"
)
_WORDS = frozenset(_NO_NAMES.split("|"))
_POST_END = re.compile("|".join(sorted(POST_ENDS, key=len, reverse=True)))
_POST_AT_END = re.compile(rf"(?:{_POST_END.pattern}|领导|负责人|人员)(?:同志)?$")
_JOINT = re.compile(r"以及|[和与及]")
_EDGE = re.compile(r"(?:由|以|其中)?")
_NOT_BEHIND_POST = frozenset(
    [
        "班子",
        "成员",
        "部门",
        "单位",
        "领导",
        "干部",
        "代表",
        "助理",
        "人员",
        "负责",
        "支部",
        "党员",
        "同志",
        "办公",
    ]
)
_REMARK = re.compile(r"\((?:党外|女|挂职|兼|兼职|主持工作|不驻会)\)$")
_BRACKETED = re.compile(r"([^()]{2,4})\(([^()]{2,40})\)$")
Entry = tuple[str, str, Span, float]


def looks_like_name(word: str) -> bool:
    """Two or three characters opening with a surname, or up to four with a double one."""
    if word in _WORDS:
        return False
    if word[:2] in DOUBLE:
        return 3 <= len(word) <= 4
    if not 2 <= len(word) <= 3 or word[0] not in SURNAMES or word[-1] in _BODY_LAST:
        return False
    return not _POST_END.search(word)


def is_person(word: str) -> bool:
    """A name, or a post with the name behind it: 副局长曹毅."""
    if looks_like_name(word):
        return True
    ends = [match.end() for match in _POST_END.finditer(word)]
    rest = word[ends[-1] :] if ends else ""
    return looks_like_name(rest) or may_be_name(rest)


def split_entry(source: Source, span: Span, single: bool = False) -> list[Entry]:
    """The persons and posts in one stretch: (post, name, span, confidence).

    `single` says that several posts without a name are one person's (the head).
    """
    entries: list[Entry] = []
    posts: list[Span] = []
    for piece in _separate(source, source.trim(span)):
        post, name = _parted(source, piece)
        if not name and _stands_as_name(source, posts, piece):
            post, name = "", source.cut(piece)
        if name and (post or _after_blank(source, posts, piece)):
            entries.append(_person(source, posts, piece, post, name))
            posts = []
        elif name:
            _close(source, posts, entries, single)
            entries.append(("", name, piece, 1.0))
            posts = []
        else:
            posts.append(piece)
    _close(source, posts, entries, single)
    return entries


def _separate(source: Source, span: Span) -> list[Span]:
    """Split at the marks that part entries (not inside brackets) and at 和, 与, 及 between two."""
    found = []
    for start, end in _outside_brackets(source, span):
        for match in _JOINT.finditer(source.folded, start + 2, end - 2):
            left, right = source.cut((start, match.start())), source.cut((match.end(), end))
            if _is_whole(left) and _is_whole(right) and right[0] not in "和与及":
                found.append((start, match.start()))
                start = match.end()
        found.append((start, end))
    return [(a + len(_EDGE.match(source.folded[a:b]).group()), b) for a, b in found if a < b]


def _outside_brackets(source: Source, span: Span) -> list[Span]:
    found, start, depth = [], span[0], 0
    for at in range(*span):
        char = source.folded[at]
        depth = max(0, depth + (char == "(") - (char == ")"))
        if char in "、,; \n" and not depth:
            found.append((start, at))
            start = at + 1
    return [piece for piece in [*found, (start, span[1])] if piece[0] < piece[1]]


def _is_whole(word: str) -> bool:
    """Whether a half beside 和 can be an entry of its own."""
    return len(word) > 1 and (is_person(word) or bool(_POST_AT_END.search(word)))


def _stands_as_name(source: Source, posts: list[Span], piece: Span) -> bool:
    """局长 甲乙丙: behind a post and a blank two to four characters are a name."""
    word = source.cut(piece)
    return (
        _after_blank(source, posts, piece)
        and bool(_POST_AT_END.search(source.cut(posts[-1])))
        and 2 <= len(word) <= 4
        and not _POST_AT_END.search(word)
        and word[-1] not in _BODY_LAST
    )


def _after_blank(source: Source, posts: list[Span], piece: Span) -> bool:
    """A blank between post and name: 副局长 曹毅."""
    return bool(posts) and source.folded[posts[-1][1] : piece[0]] == " "


def _person(source: Source, posts: list[Span], piece: Span, post: str, name: str) -> Entry:
    start = posts[0][0] if posts else piece[0]
    before = source.cut((start, piece[0]))
    return (before + post).strip(), name, (start, piece[1]), 1.0


def _close(source: Source, posts: list[Span], entries: list[Entry], single: bool) -> None:
    """Posts left over belong to the name before them (曹毅 副局长) or stand for themselves."""
    if not posts:
        return
    whole = (posts[0][0], posts[-1][1])
    if entries and entries[-1][0] == "" and source.folded[whole[0] - 1] == " ":
        if may_be_name(source.cut(whole)):  # 路遥知 山月明: a name with a surname nobody has met
            entries.append(("", source.cut(whole), whole, 0.6))
            return
        _, name, span, confidence = entries.pop()
        entries.append((source.cut(whole), name, (span[0], whole[1]), confidence))
        return
    for span in [whole] if single else posts:
        text = source.cut(span)
        entries.append((text, "", span, 1.0 if _POST_END.search(text[-4:]) else 0.6))


def _parted(source: Source, piece: Span) -> tuple[str, str]:
    """Post and name of one piece; either may be empty."""
    word, folded = source.cut(piece), source.folded[piece[0] : piece[1]]
    if looks_like_name(word):
        return "", word
    remark = _REMARK.search(folded)
    if remark and is_person(word[: remark.start()]):
        piece = piece[0], piece[0] + remark.start()
        word, folded = source.cut(piece), folded[: remark.start()]
    bracketed = _BRACKETED.match(folded)
    if bracketed and (
        looks_like_name(bracketed.group(1))
        or (_POST_AT_END.search(bracketed.group(2)) and may_be_name(bracketed.group(1)))
    ):
        return word[bracketed.start(2) : bracketed.end(2)], bracketed.group(1)
    ends = [match.end() for match in _POST_END.finditer(word)]
    rest = word[ends[-1] :] if ends else ""
    if looks_like_name(rest) or may_be_name(rest):
        return word[: ends[-1]], rest
    return word, ""


def may_be_name(rest: str) -> bool:
    """Two or three characters behind a post that end neither a body nor a post."""
    if not 2 <= len(rest) <= 3 or rest[-1] in _BODY_LAST or rest in _NOT_BEHIND_POST:
        return False
    return not _POST_AT_END.search(rest)
