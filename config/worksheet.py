"""The draft of a plan as a clerk corrects it: whom its names mean, and what is still open.

The worksheet stands on the JSON of ``duties.reading.PlanDraft`` and adds keys of its own:
``matches`` (what each name in the plan means in this organ), ``checked`` (questions settled) with
``answers`` (what was answered) and rows' own additions: a lasting ``key``, a duty's ``category``,
a requirement's ``reach``, ``responsible`` and ``day``.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import count as counted

from django.utils.translation import gettext as _

from config import numbering
from config.roster import is_secretary, is_team, jointly, likely_name, parted
from duties.reading import scope
from duties.reading.draft import ASSIGNMENT_ONLY, FULL
from reviews.models import Requirement

TEAM, SKIP, NEW_POST, NEW_DEPARTMENT = "team", "skip", "new_post", "new_department"
SUGGESTED_MEMBER = "班子成员（{name}）"
LONGEST_POST = 60
BODY_ROLES = ("lead", "department", "support", "supervise")
# What a plan says its rule applies to -> whom the requirement reaches.
_REACHES = (
    (Requirement.Reach.UNITS, r"(?:科室|部门|处室|单位).*支部|支部.*(?:科室|部门|处室)"),
    (Requirement.Reach.BRANCHES, r"支部|下级党组织|下一级"),
    (Requirement.Reach.DEPARTMENTS, r"科室|部门|处室"),
    (Requirement.Reach.LEADERS, r"班子成员|每人|每名|书记、|成员"),
)
# The lists of names a duty carries beside its parties -> the roles of the parties in them.
_NAMED = {
    "leaders": ("leader",),
    "departments": ("lead", "department", "support"),
    "lead": ("lead",),
    "support": ("support",),
}
SAME_KINDS = {"personal_account": "account", "center_group_study": "center_group"}


class Unfit(Exception):
    """The clerk asked for what cannot be done; its text is one sentence that says why."""


@dataclass
class Wanted:
    """A name in the plan that needs a meaning: ``kind`` is ``post`` or ``department``."""

    key: str
    kind: str
    words: str
    post: str = ""
    person: str = ""
    role: str = ""
    places: list = field(default_factory=list)

    @property
    def collective(self):
        return self.role == "leader" and is_team(self.words)


@dataclass(frozen=True)
class Problem:
    """Something that keeps the draft from being adopted; ``part`` is the tab that mends it."""

    part: str
    text: str


def prepare(draft):
    """The JSON of a fresh reading made into a worksheet; every row gets a lasting key."""
    draft = {key: value for key, value in draft.items() if key != "text"}
    draft["matches"], draft["checked"] = {}, []
    for name, rows in lists(draft).items():
        for at, row in enumerate(rows):
            row["key"] = f"{name}-{at}"
    for rows in (draft["duties"], draft["grounds"]):
        for row, number in zip(rows, numbering.distinct(rows), strict=True):
            row["number"] = number
    for row in draft["duties"]:
        row.setdefault("category", "")
    _tell_numbers(draft)
    for row in draft["requirements"]:
        row["kind"] = _kind_of(row)
        row["title"] = (row.get("title") or row["text"])[:100]
        row["reach"] = str(_reach_of(row))
        row["responsible"] = "answerable"
        row.setdefault("day", None)
    return draft


def _tell_numbers(draft):
    """Let the questions name their duty by the number it has now."""
    numbers = {row["key"]: row["number"] for row in draft["duties"]}
    for question in draft["questions"]:
        if "number" in question.get("values", ()):
            question["values"]["number"] = numbers[place_of(question)[1]]
            question["text"] = question["template"] % question["values"]


def lists(draft):
    """The lists of the draft whose rows are marked in the text, by the stem of their keys."""
    return {
        "duties": draft["duties"],
        "requirements": draft["requirements"],
        "grounds": draft["grounds"],
        "measures": draft["measures"],
        "roles": draft["roles"],
        "seats": draft["leading_group"]["seats"],
    }


def find(draft, key):
    """(the list of the draft that holds the row ``key``, its place in it), or (None, -1)."""
    rows = lists(draft).get(key.partition("-")[0], [])
    at = next((at for at, row in enumerate(rows) if row["key"] == key), -1)
    return (rows, at) if at >= 0 else (None, -1)


def next_key(draft, stem):
    """A key no row of the draft has had."""
    draft["made"] = draft.get("made", 0) + 1
    return f"{stem}-n{draft['made']}"


def free_number(draft, number):
    """``number`` when no duty has it, else the next below it: 3-2, 3-3."""
    taken = {str(duty["number"]).strip() for duty in draft["duties"]}
    stem = re.sub(r"-\d{1,3}$", "", str(number).strip())
    numbers = (f"{stem}-{n}" for n in counted(2))
    return number if number not in taken else next(n for n in numbers if n not in taken)


def name_parties(duty):
    """Bring the lists of names of a duty in line with its parties."""
    for key, roles in _NAMED.items():
        names = [party["name"] for party in duty["parties"] if party["role"] in roles]
        duty[key] = list(dict.fromkeys(names)) if key == "departments" else names


def judged(title, text):
    """Scope and text of a duty by the reader's own rules, without what Luze does not carry."""
    verdict = scope.sift(title, text)
    if verdict.out:
        return ASSIGNMENT_ONLY, ""
    for start, end in reversed(verdict.refused):
        text = text[:start] + text[end + 1 :]  # with the mark that ends the sentence
    return FULL, text


def keep_refused(draft):
    """Take out the rules, and the questions about rules, that stand in a bare assignment."""
    spans = [d["span"] for d in draft["duties"] if d["scope"] == ASSIGNMENT_ONLY and d["span"][1]]

    def refused(row):
        start, end = row["span"]
        return start < end and any(begin <= start and end <= stop for begin, stop in spans)

    draft["requirements"] = [row for row in draft["requirements"] if not refused(row)]
    draft["questions"] = [
        q for q in draft["questions"] if place_of(q)[0] != "rules" or not refused(q)
    ]


# What a question is about -> the tab that shows it, and the stem of its entry's key.
_PLACES = {
    "title": ("overview", ""),
    "duties": ("duties", "duties"),
    "requirements": ("rules", "requirements"),
    "leading_group.seats": ("group", "seats"),
    "roles": ("group", "roles"),
    "grounds": ("account", "grounds"),
    "measures": ("account", "measures"),
}


def place_of(question):
    """(tab, key of the entry) a question is about; the key is empty when it is about no entry."""
    stem, _bracket, rest = question["target"].partition("[")
    part, key = _PLACES.get(stem, ("overview", ""))
    number = rest.partition("]")[0]
    return part, question.get("entry") or (f"{key}-{number}" if key and number else "")


def _kind_of(row):
    kind = SAME_KINDS.get(row.get("kind", ""), row.get("kind", ""))
    return kind if kind in Requirement.Kind.values else ""


def _reach_of(row):
    if row["kind"] in ("account", "policy_talk"):
        return Requirement.Reach.LEADERS
    target = row.get("target", "")
    for reach, pattern in _REACHES:
        if re.search(pattern, target):
            return reach
    return Requirement.Reach.ORGAN


def wanted(draft):
    """Every distinct name of the draft that must mean a post or a department, in reading order."""
    found = {}
    for item in _named(draft):
        known = found.setdefault(item.key, item)
        if known is not item:
            known.places += item.places
    return list(found.values())


def _named(draft):
    for role in draft.get("roles", []):
        if role["role"] in ("first", "direct"):
            yield wanted_role(role)
    yield from _seated(draft.get("leading_group", {}))
    for duty in draft["duties"]:
        place = _("职责 %(number)s") % {"number": duty["number"]}
        for party in duty["parties"]:
            item = wanted_party(party)
            item.places = [place]
            yield item


def _seated(group):
    for seat in group.get("seats", []):
        if seat["post"] or seat["name"]:
            yield wanted_seat(seat)
    if group.get("office"):
        yield wanted_body(group["office"], _("领导小组办公室"))


def wanted_role(role):
    place = _("第一责任人") if role["role"] == "first" else _("直接责任人")
    post, person = parted(role["party"])
    return Wanted(
        f"role:{role['role']}:{role['party']}",
        "post",
        role["party"],
        post,
        person,
        role["role"],
        [place],
    )


def wanted_seat(seat):
    words = " ".join(part for part in (seat["post"], seat["name"]) if part)
    key = f"seat:{seat['post']}|{seat['name']}"
    return Wanted(key, "post", words, seat["post"], seat["name"], seat["role"], [_("领导小组")])


def wanted_body(words, place=""):
    return Wanted(f"body:{words}", "department", words, places=[place] if place else [])


def wanted_party(party):
    if party["role"] != "leader":
        return wanted_body(party["name"])
    post, person = parted(party["name"])
    return Wanted(f"leader:{party['name']}", "post", party["name"], post, person, "leader")


def match_exact(draft, roster):
    """Fill in what exact names settle; leave every answer already given as it is."""
    for item in wanted(draft):
        if item.key not in draft["matches"]:
            code = _exact(item, roster)
            if code:
                draft["matches"][item.key] = {"choice": code, "exact": True}


def _exact(item, roster):
    if item.kind == "department":
        department = roster.department_named(item.words)
        return f"d{department.pk}" if department else ""
    if item.collective and any(post.on_team for post in roster.posts):
        return TEAM
    post = roster.post_named(item.post, item.person)
    if post is None and not item.person:
        post = roster.post_named("", item.words)  # a name whose surname the reader does not know
    return f"p{post.pk}" if post else ""


def is_answered(item, match, roster):
    """Whether ``match`` says what ``item`` means, and what it points at still exists."""
    choice = (match or {}).get("choice", "")
    if choice == NEW_POST:
        return bool(match.get("post_name", "").strip())
    return choice in (TEAM, SKIP, NEW_DEPARTMENT) or choice in roster.choices


def open_names(draft, roster):
    matches = draft["matches"]
    return [w for w in wanted(draft) if not is_answered(w, matches.get(w.key), roster)]


def suggestions(draft, roster):
    """A proposed meaning for every open name: existing posts first, new ones otherwise."""
    plan = _Suggesting(draft, roster)
    return {item.key: plan.suggest(item) for item in open_names(draft, roster)}


def accept_suggestions(draft, roster):
    """Answer every open name with its suggestion; returns how many there were."""
    proposed = suggestions(draft, roster)
    draft["matches"].update(proposed)
    return len(proposed)


class _Suggesting:
    """Proposes meanings; names that are one post's in the plan are proposed as one post."""

    def __init__(self, draft, roster):
        self.draft, self.roster = draft, roster
        named = [w for w in wanted(draft) if w.kind == "post"]
        self.seats = [w for w in named if w.key.startswith("seat:")]
        # The post a bare name stands for, a seat's before any other that is told with it.
        self.people = {}
        for item in [*self.seats, *named]:
            if item.post and item.person:
                self.people.setdefault(item.person, item.post)
        self.names = {item.person for item in named if item.person}
        self.shared = _shared(self.seats, named)
        self.taken = {post.name for post in roster.posts}

    def suggest(self, item):
        if item.kind == "department":
            return {"choice": NEW_DEPARTMENT}
        if item.collective:
            return {"choice": TEAM}
        if item.role in ("first", "direct"):
            return self._role(item)
        return self._post(item)

    def _role(self, item):
        if item.role == "direct":
            return self._seated("deputy") or {"choice": SKIP}
        if item is not self._first_of_all(item):
            return {"choice": SKIP}
        head = self.roster.head
        if head:
            return {"choice": f"p{head.pk}"}
        together = jointly(item.words)
        if together:
            return self._new(together[0], "")
        return self._seated("head") or self._post(item)

    def _first_of_all(self, item):
        """Of several first-responsible statements the organ's own comes first in the plan."""
        firsts = [r for r in self.draft["roles"] if r["role"] == "first"]
        return item if wanted_role(firsts[0]).key == item.key else None

    def _seated(self, role):
        """What the only seat of this role means, when there is just one."""
        seats = [seat for seat in self.seats if seat.role == role]
        if len(seats) != 1:
            return None
        known = self.draft["matches"].get(seats[0].key)
        if is_answered(seats[0], known, self.roster):
            return {key: value for key, value in known.items() if key != "exact"}
        return self._post(seats[0])

    def _post(self, item):
        post, person = item.post, item.person
        if not person and (post in self.names or likely_name(post)):
            post, person = "", post
        standing = self._standing(post) or self.roster.held_by(person)
        if standing:
            return {"choice": f"p{standing.pk}"}
        if not (post and item.key.startswith("seat:")):
            post = self.people.get(person, post)
        if not post:
            return self._new(SUGGESTED_MEMBER.format(name=person), person)
        if person and (self.shared[post] > 1 or post in self.taken):
            post = with_person(post, person)
        return self._new(post, person)

    def _standing(self, post):
        """The post that stands already: the secretary's, or the only one of this name.

        The person the plan names may since have been followed by another: the duty rides on the
        post. Several persons under one post name mean several posts, so none is proposed.
        """
        if not post or self.shared[post] > 1:
            return None
        if is_secretary(post) and self.roster.head:
            return self.roster.head
        return self.roster.post_named(post, "")

    def _new(self, post, person):
        return {"choice": NEW_POST, "post_name": post[:LONGEST_POST], "person": person}


def with_person(post, person):
    """The name of one of several posts that are called the same: 副局长（曹毅）."""
    return f"{post[: LONGEST_POST - len(person) - 2]}（{person}）"


def _shared(seats, named):
    """How many posts each post name stands for: one per seat, and one per person named with it."""
    seated = Counter(post for post, _person in {(seat.post, seat.person) for seat in seats})
    told = Counter(post for post, _p in {(w.post, w.person) for w in named if w.person})
    return seated | told


def open_questions(draft):
    """The questions nobody has answered; one about an entry that was taken away is none."""
    settled = set(draft["checked"])
    keys = {"", *(row["key"] for rows in lists(draft).values() for row in rows)}
    return [q for q in draft["questions"] if q["id"] not in settled and place_of(q)[1] in keys]


def progress(draft, roster):
    """(settled, total) over the reader's questions and the names that need a meaning."""
    total = len(draft["questions"]) + len(wanted(draft))
    return total - len(open_questions(draft)) - len(open_names(draft, roster)), total


def problems(draft, roster, *, rule_fault):
    """Why the draft cannot be adopted yet; ``rule_fault(words)`` explains a rule or is empty."""
    found = [*_plan_problems(draft), *_duty_problems(draft)]
    found += _name_problems(draft, roster)
    found += _holder_problems(draft)
    found += _role_problems(draft)
    found += _requirement_problems(draft, rule_fault)
    found += _catalogue_problems(draft)
    return found


def _name_problems(draft, roster):
    """Names nobody has settled, and settled ones whose post or department is not there."""
    asked, gone = [], []
    for item in open_names(draft, roster):
        choice = draft["matches"].get(item.key, {}).get("choice", "")
        (gone if choice[:1] in ("p", "d") and choice[1:].isdecimal() else asked).append(item)
    if asked:
        text = _("有 %(count)d 个名称还没有对应到岗位或部门：%(names)s。")
        count = len({item.words for item in asked})
        yield Problem("match", text % {"count": count, "names": _quoted(asked)})
    if gone:
        text = _("%(names)s 对应的岗位或部门在这一天不存在，请重新选择，或改用其他施行日期。")
        yield Problem("match", text % {"names": _quoted(gone)})


def _quoted(items):
    names = list(dict.fromkeys(f"“{item.words}”" for item in items))
    return _("、").join(names[:4]) + (_("等") if len(names) > 4 else "")


def _plan_problems(draft):
    if not draft["title"].strip():
        yield Problem("overview", _("方案还没有标题。"))
    if not draft["duties"]:
        yield Problem("duties", _("方案中没有职责，不能通过。"))


def _duty_problems(draft):
    numbers = Counter(str(duty["number"]).strip() for duty in draft["duties"])
    for number, count in numbers.items():
        if count > 1 and number:
            yield Problem("duties", _("职责编号“%(number)s”重复。") % {"number": number})
    for duty in draft["duties"]:
        if not str(duty["number"]).strip() or not duty["title"].strip():
            yield Problem("duties", _("有职责缺少编号或标题。"))
            return


def _holder_problems(draft):
    """Several persons in one new post; each needs a post of their own."""
    holders = {}
    for item in wanted(draft):
        match = draft["matches"].get(item.key, {})
        if match.get("choice") == NEW_POST and match.get("person", "").strip():
            people = holders.setdefault(match["post_name"].strip(), {})
            people[match["person"].strip()] = None
    for post, people in holders.items():
        if len(people) > 1:
            text = _(
                "新建岗位“%(post)s”对应了 %(count)d 人：%(names)s。一个岗位只能由一人任职，"
                "请在“名称对应”中给每人一个岗位名称，如“%(like)s”。"
            )
            names = _("、").join(people)
            like = with_person(post, next(iter(people)))
            told = {"post": post, "count": len(people), "names": names, "like": like}
            yield Problem("match", text % told)


def _role_problems(draft):
    """One first-responsible person: posts chosen for two statements contradict each other."""
    firsts = set()
    for role in draft["roles"]:
        match = draft["matches"].get(wanted_role(role).key, {})
        if role["role"] == "first" and match.get("choice", SKIP) != SKIP:
            firsts.add((match["choice"], match.get("post_name", "")))
    if len(firsts) > 1:
        yield Problem("match", _("第一责任人对应了不止一个岗位，请只保留一个，其余选“不采用”。"))


def _requirement_problems(draft, rule_fault):
    for number, row in enumerate(draft["requirements"], start=1):
        if row["kind"] not in Requirement.Kind.values:
            yield Problem("rules", _("频次要求 %(number)d 还没有选择类别。") % {"number": number})
        fault = rule_fault(row["rule"])
        if fault:
            text = _("频次要求 %(number)d：%(fault)s")
            yield Problem("rules", text % {"number": number, "fault": fault})


def _catalogue_problems(draft):
    numbers = Counter(str(ground["number"]) for ground in draft["grounds"])
    for number, count in numbers.items():
        if count > 1:
            yield Problem("account", _("追责情形编号“%(number)s”重复。") % {"number": number})
    names = Counter(measure["name"] for measure in draft["measures"])
    for name, count in names.items():
        if count > 1:
            yield Problem("account", _("追责方式“%(name)s”重复。") % {"name": name})
