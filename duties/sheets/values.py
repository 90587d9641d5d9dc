"""Kinds of value a column can hold: how a cell is read, and how it is written.

``read(text, row)`` gives the value or raises ``Refused`` with the sentence; ``write(value, desk)``
is its inverse. ``empty`` is what a blank cell means, ``DEFAULT`` leaving it to the model.
"""

import unicodedata

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from .calendar import read_day
from .cells import tidy
from .faults import Refused

DEFAULT = object()
YES, NO = "是", "否"
CHINESE = "zh-hans"


def ident(value):
    """What a value is looked up by: a stored row is its id, a new one itself."""
    if isinstance(value, Model):
        return value.pk if value.pk is not None else -id(value)
    return value


class Value:
    """Text as it stands."""

    empty = ""
    refers = False  # whether other rows must be known first
    blank = None  # a method where the row decides what a blank cell means
    hint = ""

    def read(self, text, row):
        return text

    def write(self, value, desk):
        return "" if value is None else tidy(value)

    def offer(self, desk):
        """The entries of the column's drop-down."""
        return []


class Line(Value):
    """Text on one line."""

    def read(self, text, row):
        return " ".join(text.split())

    def write(self, value, desk):
        return "" if value is None else " ".join(tidy(value).split())


class Day(Value):
    """A day; ``last`` ones may be open."""

    empty = None

    def __init__(self, *, last=False):
        self.last = last

    @property
    def hint(self):
        if self.last:
            return _("写作 2026-06-30；留空、“至今”或“长期”表示没有截止。")
        return _("写作 2026-06-30；只写到月的，按当月第一天。")

    def read(self, text, row):
        return read_day(text, last=self.last)

    def write(self, value, desk):
        return value.isoformat() if value else ""


class Whole(Value):
    """A whole number from 0 on."""

    empty = DEFAULT

    def read(self, text, row):
        words = unicodedata.normalize("NFKC", text).removesuffix(".0")
        if not (words.isascii() and words.isdigit() and len(words) <= 9):
            raise Refused(_("“%(text)s”不是整数，请填 0 或以上的整数。") % {"text": text[:20]})
        return int(words)

    def write(self, value, desk):
        return value


class YesNo(Value):
    """是 or 否; blank is 否."""

    empty = False
    words = {
        **dict.fromkeys((YES, "√", "✓", "y", "yes", "true", "1"), True),
        **dict.fromkeys((NO, "×", "✗", "n", "no", "false", "0"), False),
    }

    @property
    def hint(self):
        return _("填“是”或“否”，留空为“否”。")

    def read(self, text, row):
        answer = self.words.get(unicodedata.normalize("NFKC", text).strip().lower())
        if answer is None:
            raise Refused(_("“%(text)s”既不是“是”也不是“否”。") % {"text": text[:20]})
        return answer

    def write(self, value, desk):
        return YES if value else NO

    def offer(self, desk):
        return [YES, NO]


class Chosen(Value):
    """One of a model's choices, by its Chinese word, its English one or its code."""

    empty = DEFAULT

    def __init__(self, choices):
        self.choices = choices
        self._labels = self._words = None

    @property
    def labels(self):
        """Code to Chinese word; built when first asked, when languages can be switched."""
        if self._labels is None:
            with override(CHINESE):
                self._labels = {choice.value: str(choice.label) for choice in self.choices}
            with override("en"):
                self._words = {str(choice.label).lower(): choice.value for choice in self.choices}
            self._words |= {choice.value: choice.value for choice in self.choices}
            self._words |= {label: code for code, label in self._labels.items()}
        return self._labels

    def read(self, text, row):
        known = list(self.labels.values())
        code = self._words.get(text.lower())
        if code is None:
            names = {"text": text[:20], "known": "、".join(known)}
            raise Refused(_("“%(text)s”不在可选范围内，请填：%(known)s。") % names)
        return code

    def write(self, value, desk):
        return self.labels.get(value, "")

    def offer(self, desk):
        return list(self.labels.values())


class WordOf(Value):
    """A row of the vocabulary by its name or code."""

    empty = None
    refers = True

    def __init__(self, model, *, sole=False):
        self.model = model
        if sole:  # a blank cell then means the only one there is
            self.blank = self._sole

    def read(self, text, row):
        found = row.desk.words(self.model).get(text.lower())
        if found is None:
            names = {"text": text[:20], "known": "、".join(self.offer(row.desk))}
            raise Refused(_("“%(text)s”不在可选范围内，请填：%(known)s。") % names)
        return found

    def _sole(self, row):
        known = row.desk.vocabulary(self.model)
        return known[0] if len(known) == 1 else None

    def write(self, value, desk):
        return value.name if value else ""

    def offer(self, desk):
        return [word.name for word in desk.vocabulary(self.model)]


class Words(Value):
    """Several rows of the vocabulary, written 甲、乙."""

    empty = ()
    refers = True

    def __init__(self, model):
        self.one = WordOf(model)

    def read(self, text, row):
        parts = text.replace("，", "、").replace(",", "、").split("、")
        return tuple(self.one.read(part.strip(), row) for part in parts if part.strip())

    def write(self, value, desk):
        return "、".join(word.name for word in value)
