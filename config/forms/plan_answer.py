"""What the clerk says to a question of the reader, and where a duty is to be split."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import answering, reshaping, rule_words, worksheet
from config.forms.plan_rows import Choice, words

_SPAN = re.compile(r"(\d{1,7})-(\d{1,7})")
_RULES = [choice for choice in rule_words.CHOICES if choice[0] != "periodic"]


class AnswerForm(forms.Form):
    """Answers without a form of their own: the controls belong to the form of the tab.

    ``pick`` is the piece of the text that is marked, ``picked`` several of them or any stretch.
    """

    prefix = "a"

    question = forms.CharField(max_length=20)
    choice = forms.CharField(max_length=60, required=False)
    pick = forms.RegexField(_SPAN, required=False)
    picked = forms.RegexField(_SPAN, required=False)
    pattern = Choice(label=gettext_lazy("频次"), choices=_RULES, required=False, initial="year")
    numbers = words(gettext_lazy("次数"), 20)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for name in ("pattern", "numbers"):
            self.fields[name].widget.attrs["form"] = "draft-form"

    @property
    def is_given(self):
        """Whether an answer was pressed, or Enter was in its number without a script."""
        data = self.data
        return bool(data.get("a-choice") or ("enter" in data and data.get("a-numbers")))

    @property
    def span(self):
        words = self.cleaned_data.get("picked") or self.cleaned_data.get("pick") or ""
        match = _SPAN.fullmatch(words)
        return (int(match[1]), int(match[2])) if match else ()

    def given(self):
        """The answer; raises ``worksheet.Unfit`` with the sentence to show."""
        if not self.is_valid():
            raise worksheet.Unfit(_("回答没有完整送达，请重新选择。"))
        data = self.cleaned_data
        choice = data["choice"] or answering.RULE
        if choice == answering.WORDS and not self.span:
            raise worksheet.Unfit(_("请先在原文中点选文字。"))
        if choice != answering.RULE:
            return answering.Given(choice, self.span if choice == answering.WORDS else ())
        numbers = [int(n) for n in re.findall(r"[0-9]{1,4}", data["numbers"])]
        try:
            rule = rule_words.joined(data["pattern"] or "year", numbers)
        except ValueError as error:
            raise worksheet.Unfit(str(error)) from error
        return answering.Given(choice, rule=rule)


def reshape(draft, text, data):
    """Split, merge or move as the pressed button says; (act, key of the duty to show), or None.

    ``split`` is ``duties-3:2`` or, with words picked in the text, ``duties-3``; ``move`` is
    ``duties-3:up``.
    """
    if "merge" in data:
        return "merged", reshaping.merge(draft, data["merge"])
    if "move" in data:
        key, _colon, way = data["move"].partition(":")
        way = reshaping.UP if way == reshaping.UP else reshaping.DOWN
        return "moved", reshaping.move(draft, text, key, way)
    if "split" in data:
        key, _colon, number = data["split"].partition(":")
        at = int(number) if re.fullmatch(r"[0-9]{1,4}", number) else _picked(draft, text, key, data)
        return "split", reshaping.split(draft, text, key, at)
    return None


def _picked(draft, text, key, data):
    """The number of the sentence that holds what was picked in the text; 0 for none."""
    match = _SPAN.fullmatch(data.get("a-picked") or data.get("a-pick") or "")
    rows, at = worksheet.find(draft, key)
    if not (match and rows is draft["duties"]):
        return 0
    placed = enumerate(reshaping.located(rows[at], text))
    start = int(match[1])
    return max((n for n, (_words, span) in placed if span and span[0] <= start), default=0)
