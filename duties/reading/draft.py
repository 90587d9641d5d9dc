"""The draft a plan document is read into: plain data, no database.

Spans are half-open [start, end) offsets into `PlanDraft.text`, the normalised source text.
Confidence runs from 0 to 1; whatever lies below 1 has a question for the clerk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

Span = tuple[int, int]
FULL = "full"
ASSIGNMENT_ONLY = "assignment_only"
LISTED_ONLY = "listed_only"
NOWHERE: Span = (0, 0)
PERIODIC = "periodic"


@dataclass
class Question:
    """One thing a clerk must decide; `target` is the path of the value in the draft.

    `text` is `template` (of `questions`) with `values` filled in, in Chinese.
    """

    id: str
    kind: str
    text: str
    span: Span
    target: str
    template: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class Party:
    """A leader or body named for a duty; role: leader, department, lead, support, supervise."""

    role: str
    name: str
    span: Span = NOWHERE
    confidence: float = 1.0


@dataclass
class Duty:
    """One clause. `withheld`: spans of its sentences that Luze does not carry."""

    number: int
    title: str
    text: str = ""
    leaders: list[str] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    scope: str = FULL
    span: Span = NOWHERE
    confidence: float = 1.0
    label: str = ""
    title_span: Span = NOWHERE
    parties: list[Party] = field(default_factory=list, metadata={"rows": Party})
    withheld: list[Span] = field(default_factory=list)


@dataclass
class Requirement:
    """A rule in the words of the design: `min 2 per year`, `months [6,12]`, `periodic`.

    `day`: the day of the month it is due on, where the text sets one for every month it names.
    """

    text: str
    rule: str
    actor: str = ""
    target: str = ""
    receiver: str = ""
    span: Span = NOWHERE
    kind: str = ""
    title: str = ""
    copy_to: str = ""
    confidence: float = 1.0
    day: int | None = None


@dataclass
class Ground:
    number: int
    title: str
    span: Span = NOWHERE
    scope: str = FULL
    confidence: float = 1.0


@dataclass
class Measure:
    """A rung of the ladder; `joined` says how it hangs on the one before: and, or."""

    name: str
    span: Span = NOWHERE
    joined: str = "and"
    confidence: float = 1.0


@dataclass
class Seat:
    """A place in the leading group; role: head, deputy, member, office."""

    role: str
    post: str = ""
    name: str = ""
    span: Span = NOWHERE
    confidence: float = 1.0


@dataclass
class LeadingGroup:
    head: list[str] = field(default_factory=list)
    deputies: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    office: str = ""
    office_director: str = ""
    seats: list[Seat] = field(default_factory=list, metadata={"rows": Seat})
    span: Span = NOWHERE
    confidence: float = 1.0


@dataclass
class RoleStatement:
    """Who bears which responsibility; role: main, first, direct, leading."""

    role: str
    party: str
    span: Span = NOWHERE
    confidence: float = 1.0


@dataclass
class Liability:
    """The rules of accountability as data; empty where the plan is silent."""

    kinds: list[str] = field(default_factory=list)
    dissent_exempts: bool = False
    individual_decision: bool = False
    authority: str = ""
    level_up: bool = False
    filing: str = ""
    bases: list[str] = field(default_factory=list)
    span: Span = NOWHERE
    confidence: float = 1.0


@dataclass
class PlanDraft:
    title: str = ""
    title_span: Span = NOWHERE
    text: str = ""
    leading_group: LeadingGroup = field(
        default_factory=LeadingGroup, metadata={"part": LeadingGroup}
    )
    duties: list[Duty] = field(default_factory=list, metadata={"rows": Duty})
    requirements: list[Requirement] = field(default_factory=list, metadata={"rows": Requirement})
    grounds: list[Ground] = field(default_factory=list, metadata={"rows": Ground})
    measures: list[Measure] = field(default_factory=list, metadata={"rows": Measure})
    roles: list[RoleStatement] = field(default_factory=list, metadata={"rows": RoleStatement})
    liability: Liability = field(default_factory=Liability, metadata={"part": Liability})
    questions: list[Question] = field(default_factory=list, metadata={"rows": Question})

    def ask(self, kind: str, template: str, span: Span, target: str, /, **values: str) -> None:
        """Add a question with the next id; `values` fill its template."""
        number, text = f"q{len(self.questions) + 1}", template % values
        self.questions.append(Question(number, kind, text, span, target, template, values))

    def numeric_requirements(self) -> list[Requirement]:
        """The requirements for which the text itself gives a number."""
        return [row for row in self.requirements if row.rule != PERIODIC]

    def redacted_text(self) -> str:
        """The source text, same length, with all that Luze does not keep blotted out.

        Whoever stores a source text stores this one: the bodies of assignment-only clauses
        (title and parties stay) and of grounds that are listed only are replaced by ■.
        """
        text = list(self.text)
        for duty in self.duties:
            if duty.scope == ASSIGNMENT_ONLY:
                _blot(text, duty.span, [duty.title_span, *(row.span for row in duty.parties)])
            for span in duty.withheld:
                _blot(text, span, [])
        for ground in self.grounds:
            if ground.scope == LISTED_ONLY:
                _blot(text, ground.span, [])
        return "".join(text)

    def to_json(self) -> dict[str, Any]:
        """The draft in the form fixed in the design, ready for `json.dumps`."""
        return _plain(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PlanDraft":
        """The draft `to_json` came from; unknown keys are ignored, missing ones empty."""
        return _build(cls, data)


def _blot(text: list[str], span: Span, kept: list[Span]) -> None:
    spared = {at for start, end in kept for at in range(start, end)}
    for at in range(*span):
        if at not in spared and text[at] != "\n":
            text[at] = "■"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {row.name: _plain(getattr(value, row.name)) for row in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _build(cls: type, data: Mapping[str, Any]) -> Any:
    known = {row.name: row for row in fields(cls)}
    return cls(**{key: _value(known[key], data[key]) for key in data if key in known})


def _value(row: Any, value: Any) -> Any:
    if "rows" in row.metadata:
        return [_build(row.metadata["rows"], item) for item in value]
    if "part" in row.metadata:
        return _build(row.metadata["part"], value)
    if row.name == "withheld":
        return [(start, end) for start, end in value]
    if row.name.endswith("span"):
        return (value[0], value[1])
    return value
