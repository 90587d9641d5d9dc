"""What merging comes to: the draft, and an account of what became of rows and answers."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

LONGEST = 40  # characters of a value that a question quotes


@dataclass
class Merged:
    """``rows`` counts kept, changed, new and gone rows; ``disputes`` are what both sides changed.

    ``continued`` maps keys of the first reading to keys of the new one, ``moved`` those of the
    rows the clerk still has; ``hidden`` are spans of the new text that were narrowed away. A
    dispute is (template of its sentence, values, span, target).
    """

    draft: dict
    rows: Counter = field(default_factory=Counter)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    corrections: int = 0
    checked: int = 0
    continued: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    hidden: list[tuple] = field(default_factory=list)
    disputes: list[tuple] = field(default_factory=list)

    def settle(self, old, own, new, span, target):
        """The value that counts: the one side's that changed it, of two the clerk's."""
        if same(own, new) or same(own, old):
            return new
        if same(new, old):
            self.corrections += 1
        else:
            words = gettext_noop("您改为“%(own)s”，新文件改为“%(new)s”，暂按您的填写，请确认。")
            self.dispute(words, span, target, own=said(own), new=said(new))
        return own

    def dispute(self, template, span, target, /, **values):
        self.disputes.append((template, values, span, target))


def same(one, other):
    """Whether two values say the same, blanks and places in the text left out."""
    return bare(one) == bare(other)


def bare(value):
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list):
        return [(party["role"], bare(party["name"])) for party in value]
    return value


def said(value):
    """A value in the words of a question."""
    if isinstance(value, list):
        return "、".join(party["name"] for party in value)
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
