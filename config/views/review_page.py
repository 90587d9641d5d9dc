"""What the review of a reading shows: the text, the tabs, and the question at hand."""

from dataclasses import dataclass
from functools import cached_property

from config import adopting, answering, marked_text, reshaping, undoing, worksheet
from config.forms.plan_reading import SECTIONS


@dataclass(frozen=True)
class Asked:
    """A question with its place among the others; ``told`` is the answer it has, in words."""

    case: answering.Case
    number: int
    is_open: bool

    @property
    def id(self):
        return self.case.question["id"]

    @property
    def text(self):
        return answering.sentence(self.case.question)

    @property
    def part(self):
        return worksheet.place_of(self.case.question)[0]

    @property
    def entry(self):
        """The key of the entry it is about, or an empty string."""
        return self.case.row["key"] if self.case.row else ""

    @cached_property
    def told(self):
        return answering.told(self.case)

    @cached_property
    def kind(self):
        return answering.kind_of(self.case)

    @cached_property
    def choices(self):
        return self.kind.choices(self.case)

    def focus(self):
        return marked_text.Focus(
            self.case.span, tuple(self.kind.pieces(self.case)), self.kind.whole
        )


@dataclass(frozen=True)
class Cut:
    """A duty about to be split: its sentences, each with its number and its place in the text."""

    duty: dict
    sentences: list

    @property
    def later(self):
        """(number, words) of the sentences a second duty can begin with."""
        return [(at, words) for at, (words, _span) in enumerate(self.sentences) if at]

    def focus(self):
        spans = [tuple(span) for _words, span in self.sentences[1:] if span]
        return marked_text.Focus((0, 0), tuple(spans), whole=True)


class Review:
    """The reading as one page shows it; ``query`` says which question, and what was just done."""

    legend = marked_text.LEGEND

    def __init__(self, row, roster, part, query, fault=""):
        self.row, self.roster, self.part, self.fault = row, roster, part, fault
        self.draft, self.query = row.draft, query

    @cached_property
    def questions(self):
        waiting = {q["id"] for q in worksheet.open_questions(self.draft)}
        return [
            Asked(answering.Case(self.draft, q, self.row.text), number, q["id"] in waiting)
            for number, q in enumerate(self.draft["questions"], start=1)
        ]

    @cached_property
    def open(self):
        return [asked for asked in self.questions if asked.is_open]

    @cached_property
    def asked(self):
        """The question at hand: the one named in the address, else the first that is open."""
        named = self._named(self.query.get("ask"))
        return named or (self.open[0] if self.open else None)

    def _named(self, question_id):
        return next((asked for asked in self.questions if asked.id == question_id), None)

    @property
    def before(self):
        return self._beside(-1)

    @property
    def after(self):
        return self._beside(1)

    def _beside(self, step):
        if not self.asked:
            return None
        at = self.asked.number - 1 + step
        return self.questions[at] if 0 <= at < len(self.questions) else None

    @cached_property
    def done(self):
        """The question that was answered just now."""
        return self._named(self.query.get("done"))

    @cached_property
    def cut(self):
        """The duty the clerk is about to split, when it has more than one sentence."""
        rows, at = worksheet.find(self.draft, self.query.get("cut", ""))
        if self.part != "duties" or rows is not self.draft["duties"]:
            return None
        parts = reshaping.located(rows[at], self.row.text)
        return Cut(rows[at], parts) if len(parts) > 1 else None

    @cached_property
    def lines(self):
        looked_at = self.cut or self.asked
        return marked_text.lines(self.row.text, self.draft, looked_at and looked_at.focus())

    @cached_property
    def steps(self):
        """The change that can be taken back and the one that can be put again."""
        return undoing.waiting(self.row)

    @cached_property
    def open_names(self):
        return len(worksheet.open_names(self.draft, self.roster))

    @cached_property
    def problems(self):
        return adopting.problems(self.draft, self.roster)

    @cached_property
    def progress(self):
        settled, total = worksheet.progress(self.draft, self.roster)
        percent = 100 * settled // total if total else 100
        return {"settled": settled, "total": total, "percent": percent}

    @property
    def last(self):
        return self.part == list(SECTIONS)[-1]

    @property
    def seats(self):
        """How many seats the leading group has, its office left out."""
        return sum(seat["role"] != "office" for seat in self.draft["leading_group"]["seats"])

    def tabs(self):
        """(code, label, count, open, current) of each tab."""
        draft = self.draft
        counts = {
            "duties": len(draft["duties"]),
            "group": len(draft["roles"]) + self.seats,
            "rules": len(draft["requirements"]),
            "account": len(draft["grounds"]) + len(draft["measures"]),
        }
        waiting = {"overview": len(self.open), "match": self.open_names}
        return [
            (code, label, counts.get(code), waiting.get(code, 0), code == self.part)
            for code, (label, _section) in SECTIONS.items()
        ]

    def ask(self, section):
        """Put each question that is still open at the entry it is about."""
        by_entry = {}
        for asked in self.open:
            by_entry.setdefault(asked.entry, []).append(asked)
        for form in section.forms.values():
            for row in getattr(form, "forms", ()):
                row.questions = by_entry.get(row.initial.get("key") or None, [])


def following(draft, question_id):
    """The id of the next open question behind one, from the start again at the end; or empty."""
    ids = [question["id"] for question in draft["questions"]]
    waiting = {question["id"] for question in worksheet.open_questions(draft)}
    at = ids.index(question_id) + 1 if question_id in ids else 0
    return next((i for i in [*ids[at:], *ids[:at]] if i in waiting), "")
