"""The reader's questions answered: each kind of question changes the draft in its own way.

A question is answered by a choice, by words of the text (their span), or by a rule. ``KINDS``
is the table: to teach the review a new kind of question, add a row. A kind that is not in it is
settled by looking at it. What cannot be done is a ``worksheet.Unfit``.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import rule_words, worksheet
from duties import reading
from duties.reading import frequencies, scope
from duties.reading.draft import ASSIGNMENT_ONLY, PERIODIC
from duties.reading.folding import Source, fold
from duties.reading.requirements import KINDS as NAMED_KINDS
from duties.reading.requirements import LABELS
from reviews.models import Requirement

SEEN, WORDS, RULE = "seen", "words", "rule"
WITHHELD = "■"
LONGEST = 100
_STOPS = "。；;！!？?\n"
# Where the words that can be clicked part: marks, brackets, quotation marks, blanks.
_APART = re.compile(r"[^、，,；;：:。！!？?（）()【】《》“”\"\s]{2,}")


@dataclass(frozen=True)
class Given:
    """What the clerk gave: a choice, and with it the span of words or a rule."""

    choice: str
    span: tuple = ()
    rule: str = ""


@dataclass(frozen=True)
class Case:
    """A question with the draft and the stored text it is about."""

    draft: dict
    question: dict
    text: str

    @property
    def span(self):
        return tuple(self.question["span"])

    @property
    def row(self):
        """The entry the question is about, or None."""
        rows, at = worksheet.find(self.draft, worksheet.place_of(self.question)[1])
        return rows[at] if rows else None

    @property
    def origin(self):
        """What marks the rows an answer to this question added, so that it can be answered anew."""
        return "{kind}:{span[0]}-{span[1]}".format(**self.question)

    def carried(self, span):
        """``words`` of a sentence from which a rule may be taken."""
        words = self.words(span)
        if scope.refused_topic(fold(self.text[slice(*_sentence(self.text, span))])):
            raise worksheet.Unfit(_("这句话涉及本系统不承接的事项，不能取用。"))
        return words

    def words(self, span):
        """The words of the text in ``span``; refused where they are not kept."""
        start, end = span
        words = self.text[start:end].replace("\n", "")
        if not (0 <= start < end <= len(self.text) and words.strip()):
            raise worksheet.Unfit(_("请在原文中点选文字。"))
        if WITHHELD in words:
            raise worksheet.Unfit(_("这些字不保存，不能取用。"))
        if len(words) > LONGEST:
            raise worksheet.Unfit(_("选的字太多了，请只选需要的几个字。"))
        return words.strip()


class Seen:
    """A question that is settled by looking: nothing in the draft depends on the answer."""

    name = ""  # what it is about, in a word
    pointing = ""  # what to click in the text, empty where clicking says nothing
    whole = False  # whether a clickable piece stays in one, whatever was recognised in it
    takes_rule = False

    def choices(self, case):
        return [(SEEN, _("看过，确认"))]

    def choose(self, case, code):
        """Write a choice other than ``seen`` into the draft."""

    def point(self, case, span):
        raise worksheet.Unfit(_("这个疑问不能点选原文来回答。"))

    def set_rule(self, case, rule):
        raise worksheet.Unfit(_("这个疑问不能填写频次。"))

    def region(self, case):
        """The stretch of the text whose words can be clicked."""
        return _sentence(case.text, case.span)

    def pieces(self, case):
        """The spans that can be clicked, in reading order."""
        if not self.pointing:
            return []
        start, end = self.region(case)
        return [m.span() for m in _APART.finditer(case.text, start, end)]


class Title(Seen):
    name = gettext_lazy("标题")
    pointing = gettext_lazy("点原文中的方案名称。")
    whole = True

    def choices(self, case):
        return [("keep", _("就用“%(title)s”") % {"title": case.draft["title"]})]

    def point(self, case, span):
        case.draft["title"], case.draft["title_span"] = case.words(span), list(span)

    def region(self, case):
        """The first lines of the document."""
        return 0, min(len(case.text), 400)

    def pieces(self, case):
        start, end = self.region(case)
        return [m.span() for m in re.finditer(r"[^\n]+", case.text[start:end])][:8]


class Party(Seen):
    name = gettext_lazy("责任人和单位")
    pointing = gettext_lazy("不对的话，点原文中正确的名称。")

    def choices(self, case):
        return [("yes", _("是")), ("no", _("不是，去掉"))]

    def choose(self, case, code):
        duty, party = self._found(case)
        if code == "no":
            duty["parties"].remove(party)
        else:
            party["confidence"] = 1.0
        worksheet.name_parties(duty)

    def point(self, case, span):
        duty, party = self._found(case)
        party |= {"name": case.words(span), "span": list(span), "confidence": 1.0}
        worksheet.name_parties(duty)

    def region(self, case):
        """The clause, as far as it is near."""
        start, end = (case.row or {"span": case.span})["span"]
        at = case.span[0]
        return max(start, at - 300), min(max(end, case.span[1]), at + 300)

    def _found(self, case):
        parties = case.row["parties"]
        party = next((p for p in parties if tuple(p["span"]) == case.span), None)
        if party is None:
            raise worksheet.Unfit(_("这个名称已经改过，请在“职责”页核对。"))
        return case.row, party


class Seat(Seen):
    """Which characters are the post, which the name; one click says where the name begins."""

    name = gettext_lazy("小组和主体")
    pointing = gettext_lazy("点姓名的第一个字；姓名不在末尾的，按住 Shift 点首尾两字。")

    def choices(self, case):
        words = self._words(case)
        found = [(f"cut-{n}", self._told(words, n)) for n in (3, 2, 4) if len(words) > n]
        return [("keep", _("现在这样就对")), *found, ("post", _("全是职务，没有姓名"))]

    def choose(self, case, code):
        words, row = self._words(case), case.row
        length = int(code[-1]) if code.startswith("cut-") else 0
        if code != "keep":
            row["post"], row["name"] = words[: len(words) - length], words[len(words) - length :]

    def point(self, case, span):
        start, end = span
        if end - start == 1:
            end = self.region(case)[1]
        name = case.words((start, end))
        post = case.text[case.span[0] : start] + case.text[end : case.span[1]]
        case.row["name"] = name[:40]
        case.row["post"] = post.strip(" （）()、，,\n").replace("\n", "")[:100]

    def region(self, case):
        return case.span

    def pieces(self, case):
        return [(at, at + 1) for at in range(*case.span) if case.text[at].strip()]

    def _words(self, case):
        return case.text[slice(*case.span)].replace("\n", "").strip()

    def _told(self, words, length):
        parts = {"post": words[:-length], "name": words[-length:]}
        return _("职务“%(post)s”，姓名“%(name)s”") % parts


class Scope(Seen):
    """What of a clause is kept; it can only become less."""

    name = gettext_lazy("范围")

    def choices(self, case):
        if case.row["scope"] == ASSIGNMENT_ONLY:
            return [(SEEN, _("对，只登记编号、标题和分工"))]
        return [(SEEN, _("对，这些句子不收入")), ("narrow", _("整条只登记分工"))]

    def choose(self, case, code):
        case.row["scope"], case.row["text"] = ASSIGNMENT_ONLY, ""


class List(Seen):
    """Whether a further list of clauses are duties too."""

    name = gettext_lazy("职责")

    def choices(self, case):
        return [("yes", _("是，列为职责")), ("no", _("不是"))]

    def choose(self, case, code):
        duties = case.draft["duties"]
        duties[:] = [duty for duty in duties if duty.get("asked") != case.origin]
        if code == "yes":
            self._add(case)

    def _add(self, case):
        found = reading.clauses_in(case.text, case.span)
        if not found:
            raise worksheet.Unfit(_("这一段没有读出条目，请在“职责”页添加。"))
        duties = case.draft["duties"]
        known = {tuple(duty["span"]) for duty in duties}
        place = _place(duties, case.span[0])
        for duty in (row for row in found if tuple(row["span"]) not in known):
            duty["number"] = worksheet.free_number(case.draft, str(duty["number"]))
            duty["key"] = worksheet.next_key(case.draft, "duties")
            duty |= {"category": "", "asked": case.origin}
            duties.insert(place, duty)
            place += 1


class Rule(Seen):
    """How often: a number to be confirmed, or one the text does not give."""

    name = gettext_lazy("频次要求")
    pointing = gettext_lazy("也可以点原文中写着多久几次的字。")
    takes_rule = True

    def choices(self, case):
        code, _numbers, _exact = rule_words.parted(case.row["rule"])
        return [*self._numbers(case, code), (PERIODIC, _("不定次数")), ("none", _("不是履责事项"))]

    def _numbers(self, case, code):
        if code == PERIODIC:
            return []
        if code not in rule_words.COUNTED:
            told = rule_words.sentence(case.row["rule"])
            return [("keep", _("就是%(rule)s") % {"rule": told})]
        return [("exact", _("恰好这个次数")), ("least", _("至少这个次数"))]

    def choose(self, case, code):
        row, bare = case.row, case.row["rule"].removesuffix(rule_words.EXACT)
        if code == "none":
            case.draft["requirements"].remove(row)
            return
        rules = {"exact": bare + rule_words.EXACT, "least": bare, PERIODIC: PERIODIC}
        row["rule"] = rules.get(code, code if code.startswith("min ") else row["rule"])

    def point(self, case, span):
        words = case.carried(span)
        found = frequencies.find(Source(words), (0, len(words)))
        if not found:
            raise worksheet.Unfit(_("“%(words)s”里没有写多久几次。") % {"words": words})
        start, end = case.row["span"]
        if not (start <= span[0] and span[1] <= end):
            case.row["span"], case.row["text"] = list(span), words
        self.set_rule(case, found[0].rule)

    def set_rule(self, case, rule):
        case.row["rule"] = rule

    def region(self, case):
        """The sentence with the ones before and behind it."""
        start, end = _sentence(case.text, case.span)
        start, _end = _sentence(case.text, (max(start - 1, 0), start))
        _start, end = _sentence(case.text, (end, min(end + 1, len(case.text))))
        return start, end


class Periodic(Rule):
    def _numbers(self, case, code):
        periods = ("year", "half", "quarter", "month")
        rules = [f"min 1 per {period}" for period in periods]
        return [(rule, rule_words.sentence(rule)) for rule in rules]

    def choices(self, case):
        *numbers, _periodic, none = super().choices(case)
        return [*numbers, (PERIODIC, _("由本党组织以后定")), none]


class Kind(Seen):
    """Which kind of thing is done; its words in the text say it too."""

    name = gettext_lazy("类别")
    pointing = gettext_lazy("也可以点原文中说做什么事的字。")

    def choices(self, case):
        kinds = sorted(Requirement.Kind.choices, key=lambda kind: kind[0] != case.row["kind"])
        return [*kinds, ("none", _("不是履责事项"))]

    def choose(self, case, code):
        if code == "none":
            case.draft["requirements"].remove(case.row)
            return
        case.row["kind"] = code
        case.row["title"] = LABELS.get(code, case.row["title"])

    def point(self, case, span):
        words = case.carried(span)
        folded = fold(words)
        kind = next((kind for kind, _label, said in NAMED_KINDS if said.search(folded)), "")
        if not kind:
            raise worksheet.Unfit(_("从“%(words)s”看不出类别，请选一类。") % {"words": words})
        self.choose(case, kind)
        case.row["title"] = words[:100]


class Account(Seen):
    """Whether leaders' yearly accounts become a requirement."""

    name = gettext_lazy("述职")

    def choices(self, case):
        return [("yes", _("是，每年一次")), ("no", _("不设"))]

    def choose(self, case, code):
        rows = case.draft["requirements"]
        rows[:] = [row for row in rows if row.get("asked") != case.origin]
        if code == "yes":
            rows.append(self._made(case))
            rows.sort(key=lambda row: row["span"])

    def _made(self, case):
        words = case.text[slice(*case.span)].replace("\n", "")
        return {
            "key": worksheet.next_key(case.draft, "requirements"),
            "asked": case.origin,
            "kind": Requirement.Kind.ACCOUNT.value,
            "title": LABELS["account"],
            "text": "" if WITHHELD in words else words,
            "rule": "min 1 per year",
            "reach": Requirement.Reach.LEADERS.value,
            "responsible": "answerable",
            "span": list(case.span),
            "confidence": 1.0,
            "day": None,
            **dict.fromkeys(("actor", "target", "receiver", "copy_to"), ""),
        }


KINDS = {
    "title": Title(),
    "party": Party(),
    "seat": Seat(),
    "scope": Scope(),
    "list": List(),
    "frequency": Rule(),
    "exact": Rule(),
    "range": Rule(),
    "number": Rule(),
    "periodic": Periodic(),
    "kind": Kind(),
    "account": Account(),
}
# These change or add something of their own; all others need the entry they are about.
_WITHOUT_ENTRY = ("title", "list", "account")


def kind_of(case):
    """How a question is answered; one whose entry is not there (any more) is looked at."""
    kind = KINDS.get(case.question["kind"], Seen())
    return kind if case.row or case.question["kind"] in _WITHOUT_ENTRY else Seen()


def sentence(question):
    """A question in the language of the page; one without a template has its sentence alone."""
    if not question.get("template"):
        return question["text"]
    return _(question["template"]) % question["values"]


def case_of(draft, text, question_id):
    question = next((q for q in draft["questions"] if q["id"] == question_id), None)
    if question is None:
        raise worksheet.Unfit(_("找不到这个疑问，它可能已经不需要回答。"))
    return Case(draft, question, text)


def answer(draft, text, question_id, given):
    """Write an answer into the draft and settle the question."""
    case = case_of(draft, text, question_id)
    kind = kind_of(case)
    words = case.words(given.span) if given.choice == WORDS else ""
    if given.choice == WORDS:
        kind.point(case, given.span)
    elif given.choice == RULE:
        kind.set_rule(case, given.rule)
    elif given.choice not in dict(kind.choices(case)):
        raise worksheet.Unfit(_("请选择一个回答。"))
    elif given.choice != SEEN:
        kind.choose(case, given.choice)
    told = {"choice": given.choice, "words": words, "span": list(given.span), "rule": given.rule}
    draft.setdefault("answers", {})[question_id] = told
    draft["checked"] = sorted({*draft["checked"], question_id})
    entry = worksheet.place_of(case.question)[1]
    if case.row and all(worksheet.place_of(q)[1] != entry for q in worksheet.open_questions(draft)):
        case.row["confidence"] = 1.0


def told(case):
    """The answer already given to a question, in words; empty while there is none."""
    found = case.draft.get("answers", {}).get(case.question["id"])
    if case.question["id"] not in case.draft["checked"]:
        return ""
    if not found:
        return _("看过，确认")
    if found["choice"] == WORDS:
        return _("“%(words)s”") % {"words": found["words"]}
    if found["choice"] == RULE:
        return rule_words.sentence(found["rule"])
    labels = {SEEN: _("看过，确认"), "none": _("不是履责事项"), **dict(kind_of(case).choices(case))}
    return labels.get(found["choice"], labels[SEEN])


def _place(duties, start):
    """Where in the list a duty belongs that begins at ``start`` of the text."""
    before = (at for at, d in enumerate(duties, 1) if d["span"][1] and d["span"][0] < start)
    return max(before, default=0)


def _sentence(text, span):
    """The sentence or sentences that hold ``span``."""
    start, end = span
    while start > 0 and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and text[end] not in _STOPS:
        end += 1
    return start, end
