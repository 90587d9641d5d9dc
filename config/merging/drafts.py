"""Whole drafts merged: single values, the lists, and the questions with their answers."""

import re

from django.utils.translation import gettext_noop

from config import answering, worksheet
from config.adopting import liability

from .hiding import hide
from .merged import Merged
from .rows import NOWHERE, merge_rows, unchanged

_NUMBERED = re.compile(r"第[\d.]+(?:-\d+)?条")


def merge(base, mine, theirs):
    """``theirs`` with the clerk's answers in it; the three are left as they are."""
    merged = Merged({**theirs, "matches": dict(mine["matches"]), "made": mine.get("made", 0)})
    draft = merged.draft
    draft["title"] = merged.settle(
        base["title"], mine["title"], theirs["title"], theirs.get("title_span", NOWHERE), "title"
    )
    draft["leading_group"] = _group(base, mine, theirs, merged)
    for name in worksheet.lists(theirs):
        rows = merge_rows(name, base, mine, theirs, merged)
        (draft["leading_group"] if name == "seats" else draft)[name] = rows
    draft["liability"] = _liability(base, mine, theirs, merged)
    draft["questions"] = _questions(draft, theirs, merged)
    _take_answers(mine, theirs, _answered(base, mine, theirs, merged), merged)
    hide(base, mine, theirs, merged)
    worksheet.keep_refused(draft)
    return merged


def _group(base, mine, theirs, merged):
    old, own, new = (side["leading_group"] for side in (base, mine, theirs))
    settled = {
        name: merged.settle(
            old.get(name, ""), own.get(name, ""), new.get(name, ""), NOWHERE, "leading_group"
        )
        for name in ("name", "office")
        if name in own or name in new
    }
    return {**new, **settled}


def _liability(base, mine, theirs, merged):
    """The clerk's form is taken or left whole: its values explain each other."""
    old, own, new = (liability(side["liability"]) for side in (base, mine, theirs))
    if own in (old, new):
        return theirs["liability"]
    if new == old:
        merged.corrections += 1
    else:
        words = gettext_noop("责任划分您已改过，新文件也有改动，暂按您的填写，请确认。")
        merged.dispute(words, theirs["liability"].get("span", NOWHERE), "liability")
    return {**theirs["liability"], **own}


def _questions(draft, theirs, merged):
    """What the reader asks about rows that are still there, and what both sides changed."""
    there = {row["key"] for rows in worksheet.lists(draft).values() for row in rows}
    kept = [q for q in theirs["questions"] if _key(q) in {"", *there}]
    last = max((int(q["id"][1:]) for q in theirs["questions"]), default=0)
    return kept + [
        {
            "id": f"q{number}",
            "kind": "changed",
            "text": template % values,
            "span": span,
            "target": target,
            "template": template,
            "values": values,
        }
        for number, (template, values, span, target) in enumerate(merged.disputes, start=last + 1)
    ]


def _key(question):
    """The key of the row a question is about; empty when it is about no row."""
    return worksheet.place_of(question)[1]


def _answered(base, mine, theirs, merged):
    """{id of a question of the new reading: id under which it was answered already}.

    One is known again by its kind, its words and the row it is about. When it quotes nothing of
    the text, the row must also say the same as before.
    """
    done = {
        _signature(q, merged.moved.get(_key(q), _key(q))): q["id"]
        for q in mine["questions"]
        if q["id"] in mine["checked"]
    }
    amended = _amended(base, theirs, merged)
    return {
        q["id"]: done[_signature(q, _key(q))]
        for q in theirs["questions"]
        if _signature(q, _key(q)) in done and ("“" in q["text"] or _key(q) not in amended)
    }


def _take_answers(mine, theirs, answered, merged):
    """Mark the answered questions, with what was answered."""
    draft, given = merged.draft, mine.get("answers", {})
    merged.checked = len(answered)
    draft["checked"] = sorted(answered)
    if given:
        draft["answers"] = {new: given[old] for new, old in answered.items() if old in given}
    before, now = _origins(mine), _origins(theirs)
    _follow({before[old]: now[new] for new, old in answered.items()}, draft)


def _origins(draft):
    """What marks the rows that an answer added, by the id of its question."""
    return {q["id"]: answering.Case(draft, q, "").origin for q in draft["questions"]}


def _follow(origins, draft):
    """Rows that an answer added follow their question, or are the clerk's own from now on."""
    for rows in worksheet.lists(draft).values():
        for row in (row for row in rows if "asked" in row):
            origin = origins.get(row.pop("asked"))
            if origin:
                row["asked"] = origin


def _signature(question, key):
    rest = question["target"].partition("]")[2]
    return question["kind"], _NUMBERED.sub("", question["text"]), key, rest


def _amended(base, theirs, merged):
    """Keys of the rows of the new reading that say something else than before."""
    fresh = {row["key"]: row for rows in worksheet.lists(theirs).values() for row in rows}
    continued = (
        (name, old, fresh[merged.moved[old["key"]]])
        for name, rows in worksheet.lists(base).items()
        for old in rows
        if old["key"] in merged.moved
    )
    return {new["key"] for name, old, new in continued if not unchanged(name, old, new)}
