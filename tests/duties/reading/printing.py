"""How an office prints a plan: a `Style` of marks, brackets, lines and dirt, as text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.duties.reading import words
from tests.duties.reading.frequency_phrases import chinese
from tests.duties.reading.generated import Duty, Facts

MARKS: dict[str, Callable[[int], str]] = {
    "paren": lambda value: f"（{chinese(value)}）",
    "half": lambda value: f"({chinese(value)})",
    "dot": lambda value: f"{value}.",
    "wide dot": lambda value: f"{value}．",
    "comma": lambda value: f"{value}、",
    "paren arabic": lambda value: f"（{value}）",
    "top": lambda value: f"{chinese(value)}、",
    "article": lambda value: f"第{chinese(value)}条",
    "chapter": lambda value: f"第{chinese(value)}章",
    "circled": lambda value: chr(0x2460 + value - 1),
}
# Mark of the sections -> marks its items may carry; "" is a plan that lost its headings.
BELOW = {
    "top": ("paren", "half", "dot", "wide dot", "comma"),
    "chapter": ("article", "top", "paren"),
    "dot": ("paren arabic",),
    "": ("top", "paren", "half", "dot", "comma"),
}
INNER = {
    "paren": ("dot", "comma"),
    "half": ("dot", "wide dot"),
    "dot": ("paren arabic", "circled"),
    "wide dot": ("paren arabic",),
    "comma": ("paren arabic",),
    "paren arabic": ("circled",),
    "top": ("paren", "half"),
    "article": ("paren", "half"),
}


@dataclass(frozen=True)
class Style:
    sections: str = "top"
    items: str = "paren"
    inner: str = "dot"
    blank: str = ""
    own_line_titles: bool = False
    run_on_items: bool = False
    gaps: bool = False
    parties: str = "bracket"
    separator: str = "、"
    tail: str = ""
    joint: str = ""
    spread: bool = False
    grounds: str = "list"
    group: str = "lines"
    title_break: bool = False
    mixed: bool = False
    wrap: int = 0
    furniture: bool = False
    loose: bool = False


SEPARATORS = ("、", "，", "；")
TAILS = ("", "等", "等部门", "等按职责分工负责", "按职责分工负责")
JOINTS = ("", "和", "及", "与")
WRAPS = (0, 30, 33, 38, 45)


def drawn_style(rng: Random) -> Style:
    """Any style: clean or dirty, plain or odd."""
    sections = rng.choice(list(BELOW))
    items = rng.choice(BELOW[sections])
    return Style(
        **{"sections": sections, "items": items, "inner": rng.choice(INNER[items])},
        blank=rng.choice(("", " ", "\u3000", "\n")),
        own_line_titles=rng.random() < 0.3,
        run_on_items=rng.random() < 0.2,
        gaps=bool(sections) and rng.random() < 0.3,
        parties=rng.choice(("bracket", "lines", "verb", "sentence")),
        separator=rng.choice(SEPARATORS),
        tail=rng.choice(TAILS),
        joint=rng.choice(JOINTS),
        spread=rng.random() < 0.2,
        grounds=rng.choice(("list", "run on", "one line")),
        group=rng.choice(("lines", "sentence")),
        title_break=rng.random() < 0.3,
        mixed=rng.random() < 0.3,
        wrap=rng.choice(WRAPS) if rng.random() < 0.3 else 0,
        furniture=rng.random() < 0.2,
        loose=rng.random() < 0.3,
    )


def numbers(facts: Facts, style: Style, rng: Random) -> list[int]:
    """The printed numbers of the duties."""
    if style.items == "article":
        before = len(facts.roles)
        return [before + at for at in range(1, len(facts.duties) + 1)]
    step = (lambda: rng.choice((1, 1, 2, 3))) if style.gaps else (lambda: 1)
    found, value = [], rng.randint(0, 3) if style.gaps else 0
    for _ in facts.duties:
        value += step()
        found.append(value)
    return found


def printed(facts: Facts, style: Style, rng: Random) -> tuple[str, list[int]]:
    """The plan as a text, and the numbers its duties carry there."""
    lines, numbered = laid_out(facts, style, rng)
    return dirtied("\n".join(lines), facts, style, rng), numbered


def laid_out(facts: Facts, style: Style, rng: Random) -> tuple[list[str], list[int]]:
    """The plan's clean lines, and the numbers its duties carry."""
    press = _Press(style, rng)
    numbered = numbers(facts, style, rng)
    head = [facts.organ, facts.matter] if style.title_break else [facts.title]
    lines = [*head, facts.preamble, *press.group(facts)]
    lines += press.section("roles", [("", role, "") for role in facts.roles])
    lines += press.section("duties", press.duties(facts), numbered)
    lines += press.section("mechanisms", [(title, body, "") for title, body, _ in facts.mechanisms])
    lines += press.account(facts)
    return [line for line in [*lines, facts.closing] if line], numbered


class _Press:
    """Prints parts one after the other; counts sections, and articles that run through them."""

    def __init__(self, style: Style, rng: Random) -> None:
        self.style, self.rng = style, rng
        self.sections = self.articles = 0

    def section(
        self, name: str, items: list[tuple[str, str, str]], numbered: list[int] | None = None
    ) -> list[str]:
        """A heading and its items: (title, body, who answers)."""
        if not items:
            return []
        values = numbered or list(range(1, len(items) + 1))
        if self.style.items == "article":
            values = [self.articles + at for at in range(1, len(items) + 1)]
            self.articles += len(items)
        printed = [self._item(value, *item) for value, item in zip(values, items, strict=True)]
        return self._heading(name) + _run_on(printed, self.style)

    def _heading(self, name: str) -> list[str]:
        self.sections += 1
        if not self.style.sections:
            return []
        blank = " " if self.style.sections == "chapter" else self.style.blank
        title = self.rng.choice(words.SECTIONS[name])
        return [MARKS[self.style.sections](self.sections) + blank + title]

    def _item(self, value: int, title: str, body: str, answers: str) -> str:
        mark = MARKS[self.style.items](value) + self.style.blank
        if not title:
            return mark + body
        return mark + title + ("\n" if self.style.own_line_titles else "。") + body + answers

    # Who answers

    def duties(self, facts: Facts) -> list[tuple[str, str, str]]:
        return [(duty.title, duty.body, self._answers(duty)) for duty in facts.duties]

    def _answers(self, duty: Duty) -> str:
        said = self._in_words(duty)
        if said:
            return f"（{said}）" if self.style.parties == "verb" else f"{said}。"
        labelled = [
            f"{self._label(role)}：{self._names(names, role)}"
            for role in ("leaders", "departments", "lead", "support")
            if (names := getattr(duty, role))
        ]
        if not labelled:
            return ""
        if self.style.parties == "lines":
            return "\n" + self.rng.choice(("\n", "  ")).join(labelled)
        mark = self.rng.choice(("，", "；"))
        return f"（{mark.join(labelled)}）"

    def _in_words(self, duty: Duty) -> str:
        """Bodies said with verbs instead of labels: 甲牵头，乙配合; 由丙负责."""
        if self.style.parties not in ("verb", "sentence") or duty.leaders:
            return ""
        if not duty.lead:
            return f"由{'、'.join(duty.departments)}负责" if duty.departments else ""
        by = "由" if self.style.parties == "sentence" else self.rng.choice(("", "由"))
        verb = self.rng.choice(("牵头", "牵头负责"))
        tail = self.rng.choice(("", "", "等", "等部门")) if len(duty.support) > 1 else ""
        return f"{by}{duty.lead[0]}{verb}，{'、'.join(duty.support)}{tail}配合"

    def _label(self, role: str) -> str:
        # One office uses one label for one thing.
        return words.LABELS[role][len(self.style.inner) % len(words.LABELS[role])]

    def _names(self, names: tuple[str, ...], role: str) -> str:
        if self.style.spread and role == "leaders":
            names = tuple("　".join(name) if len(name) == 2 else name for name in names)
        joint, tail = self.style.separator, ""
        last = self.style.joint if set(names[-2:]) <= {*words.PLAIN_DEPARTMENTS} else ""
        if role != "leaders" and len(names) > 1:
            tail = self.style.tail
        if len(names) > 1 and last:
            return joint.join(names[:-1]) + last + names[-1] + tail
        return joint.join(names) + tail

    # The other parts

    def group(self, facts: Facts) -> list[str]:
        group = facts.group
        if not group:
            return []
        office = f"领导小组办公室设在{group.office}，承担日常工作。"
        if self.style.group == "sentence":
            deputies, members = _seats(group.deputies), _seats(group.members)
            head = _seat(group.head)
            return [
                f"成立领导小组，组长由{head}担任，副组长由{deputies}担任，成员由{members}组成。{office}"
            ]
        spread = self.rng.choice(("组长", "组 长", "组　长"))
        lines = ["为加强组织领导，成立领导小组，名单如下："]
        lines.append(f"{spread}：{_seat(group.head)}")
        lines.append(f"副组长：{_seats(group.deputies)}")
        lines.append(f"成员：{_seats(group.members)}")
        return [*lines, office]

    def account(self, facts: Facts) -> list[str]:
        if not facts.grounds:
            return []
        rng = self.rng
        lead = rng.choice(words.LEADS_TO_GROUNDS)
        printed = [name for name, _ in facts.measures]
        last = rng.choice(("、", "和", "或者", "或"))
        ladder = rng.choice(words.LADDERS).format(
            ladder="、".join(printed[:-1]) + last + printed[-1],
            mild="、".join(printed[:2]),
            harsh="、".join(printed[2:]),
        )
        liability = list(words.LIABILITY) if facts.liability else []
        rows = [lead + self._grounds(facts.grounds), ladder, "".join(liability)]
        return self.section("account", [("", row, "") for row in rows if row])

    def _grounds(self, grounds: tuple[str, ...]) -> str:
        if self.style.grounds == "run on":
            return "；".join(grounds) + "。"
        marked = [
            MARKS[self.style.inner](at) + ground for at, ground in enumerate(grounds, start=1)
        ]
        between = "；" if self.style.grounds == "one line" else "；\n"
        return ("" if self.style.grounds == "one line" else "\n") + between.join(marked) + "。"


def _run_on(items: list[str], style: Style) -> list[str]:
    """Every second item moved up into the line of the one before it, or none."""
    lines: list[str] = []
    for at, item in enumerate(items):
        if style.run_on_items and at % 2 and "\n" not in items[at - 1] + item:
            lines[-1] += item
        else:
            lines += [item]
    return [part for line in lines for part in line.split("\n")]


def _seat(seat: tuple[str, str]) -> str:
    return "".join(seat)


def _seats(seats: tuple[tuple[str, str], ...]) -> str:
    return "、".join(map(_seat, seats))


# Dirt

HAN = "\u4e00-\u9fff"
_TO_HALF = str.maketrans("（）：；，", "():;,")
_BESIDE_DIGITS = re.compile(rf"(?<=[{HAN}])(?=\d)|(?<=\d)(?=[{HAN}])")


def dirtied(text: str, facts: Facts, style: Style, rng: Random) -> str:
    """`text` with the dirt of its style: what an honest copy of the file would look like."""
    if style.mixed:
        text = "".join(char.translate(_TO_HALF) if rng.random() < 0.5 else char for char in text)
    lines = text.split("\n")
    if style.wrap:
        lines = [part for line in lines for part in _wrapped(line, style.wrap)]
    if style.furniture:
        lines = _furnished(lines, facts.title, rng)
    text = "\n".join(lines)
    return _BESIDE_DIGITS.sub(" ", text) if style.loose else text


def _wrapped(line: str, width: int) -> list[str]:
    return [line[at : at + width] for at in range(0, len(line), width)]


def _furnished(lines: list[str], title: str, rng: Random) -> list[str]:
    """Page numbers and a running title, also in the middle of a clause."""
    pages = ("- {} -", "— {} —", "第{}页", "第 {} 页 共 9 页", "{}/9")
    page = rng.choice(pages)
    found, count = [], 0
    for at, line in enumerate(lines):
        if at > 4 and len(line) > 40 and rng.random() < 0.4:
            count += 1
            cut = rng.randint(12, len(line) - 12)
            found += [line[:cut], page.format(count), title, line[cut:]]
        else:
            found.append(line)
    return found
