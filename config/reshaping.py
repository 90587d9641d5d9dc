"""Duties cut anew: one split in two, two made one, a sentence handed to the neighbour.

Pure functions on the draft and the stored text. A duty's text is cut into sentences; where the
source still has them, the spans follow. What results is judged by the reader's own rules, and
what was refused stays refused. Every refusal is a ``worksheet.Unfit``.
"""

import re
from itertools import pairwise

from django.utils.translation import gettext as _

from config import worksheet
from duties.reading.draft import ASSIGNMENT_ONLY, FULL
from duties.reading.folding import fold
from duties.reading.markers import marker_at

UP, DOWN = "up", "down"
STOPS = "。；;！!？?\n"
# A sentence ends with its marks, the quotation marks and brackets that close behind them, blanks.
_END = re.compile(rf"[{STOPS}]+[”’」』）)]*\s*")
_MARKS = STOPS + "，,：: 　"
TITLE_LENGTH = 60


def sentences(text):
    """``text`` cut behind every sentence; joined again it is the same."""
    cuts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    found = []
    for start, end in pairwise(cuts):
        if found and not text[start:end].strip(_MARKS):
            found[-1] += text[start:end]
        elif start < end:
            found.append(text[start:end])
    return found


def located(duty, text):
    """The sentences of a duty, each with its span in the source, or None where it is not there."""
    at, end = duty["span"]
    found = []
    for words in sentences(duty["text"]):
        bare = words.strip()
        start = text.find(bare, at, end) if bare else -1
        found.append((words, [start, start + len(bare)] if start >= 0 else None))
        at = start + len(bare) if start >= 0 else at
    return found


def split(draft, text, key, at):
    """Make two duties of ``key``; the second begins with its sentence number ``at``, from 1."""
    rows, place = _place(draft, key)
    first, parts = rows[place], located(rows[place], text)
    if not 0 < at < len(parts):
        raise worksheet.Unfit(_("请选择第二条从哪一句开始。"))
    cut = (parts[at][1] or [None])[0]
    second = {
        **first,
        "key": worksheet.next_key(draft, "duties"),
        "number": worksheet.free_number(draft, first["number"]),
        "label": "",
        "text": "".join(words for words, _span in parts[at:]),
        "parties": [dict(party) for party in first["parties"]],
    }
    first["text"] = "".join(words for words, _span in parts[:at])
    _part(first, second, list(first["span"]), cut)
    _retitle(second, text)
    worksheet.name_parties(second)
    rows.insert(place + 1, second)
    _judge(first, second)
    return second["key"]


def merge(draft, key):
    """Make one duty of ``key`` and the next one; number and title are the first one's."""
    rows, place = _place(draft, key)
    if place + 1 == len(rows):
        raise worksheet.Unfit(_("这是最后一条，没有下一条可以合并。"))
    first, second = rows[place], rows[place + 1]
    first["span"] = _cover(draft, first, second)
    first["text"] = _joined(first["text"], second["text"])
    named = {(party["role"], party["name"]) for party in first["parties"]}
    first["parties"] += [p for p in second["parties"] if (p["role"], p["name"]) not in named]
    first["withheld"] = sorted([*first.get("withheld", []), *second.get("withheld", [])])
    first["category"] = first.get("category") or second.get("category", "")
    first["confidence"] = min(first["confidence"], second["confidence"])
    if ASSIGNMENT_ONLY in (first["scope"], second["scope"]):
        first["scope"], first["text"] = ASSIGNMENT_ONLY, ""
    _own(first, second)
    del rows[place + 1]
    worksheet.name_parties(first)
    for question in draft["questions"]:
        if worksheet.place_of(question)[1] == second["key"]:
            question["entry"] = first["key"]
    _judge(first)
    return first["key"]


def move(draft, text, key, way):
    """Hand the first sentence of ``key`` to the duty before, or its last to the next one."""
    rows, place = _place(draft, key)
    other = place - 1 if way == UP else place + 1
    if not 0 <= other < len(rows):
        raise worksheet.Unfit(_("这一侧没有相邻的职责。"))
    giver, taker = rows[place], rows[other]
    if ASSIGNMENT_ONLY in (giver["scope"], taker["scope"]):
        raise worksheet.Unfit(_("仅登记分工的职责没有条文，不能移动句子。"))
    parts = located(giver, text)
    if len(parts) < 2:
        raise worksheet.Unfit(_("这条职责只有一句，请改用合并。"))
    _own(giver, taker)
    upper, lower = sorted((place, other))
    cut = (parts[1][1] if way == UP else parts[-1][1]) or [None]
    if way == UP:
        taker["text"] = _joined(taker["text"], parts[0][0])
        giver["text"] = "".join(words for words, _span in parts[1:])
    else:
        taker["text"] = _joined(parts[-1][0], taker["text"])
        giver["text"] = "".join(words for words, _span in parts[:-1])
    _part(rows[upper], rows[lower], _cover(draft, rows[upper], rows[lower]), cut[0])
    if way == UP and giver["title"] not in giver["text"]:
        _retitle(giver, text)
    _judge(giver, taker)
    return taker["key"]


def _place(draft, key):
    rows, place = worksheet.find(draft, key)
    if rows is not draft["duties"]:
        raise worksheet.Unfit(_("找不到这条职责，它可能已被移除。"))
    return rows, place


def _part(first, second, span, cut):
    """Spread ``span`` over both; where the source does not show the cut, both have all of it."""
    whole = sorted(first.get("withheld", []) + _others(first, second))
    if cut is None:
        first["span"], second["span"] = list(span), list(span)
        first["withheld"], second["withheld"] = whole, list(whole)
    else:
        first["span"], second["span"] = [span[0], cut], [cut, span[1]]
        first["withheld"] = [piece for piece in whole if piece[0] < cut]
        second["withheld"] = [piece for piece in whole if piece[0] >= cut]


def _own(first, second):
    """A duty with words of another no longer goes when the list it came from is answered anew."""
    if first.get("asked") != second.get("asked"):
        first.pop("asked", None)
        second.pop("asked", None)


def _others(first, second):
    known = first.get("withheld", [])
    return [piece for piece in second.get("withheld", []) if piece not in known]


def _cover(draft, first, second):
    """The stretch of the source over both duties; no other duty may lie in it."""
    spans = [duty["span"] for duty in (first, second) if duty["span"][1]]
    if not spans:
        return [0, 0]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    own = (first["key"], second["key"])
    for duty in draft["duties"]:
        if duty["key"] not in own and duty["span"][0] < end and start < duty["span"][1]:
            raise worksheet.Unfit(_("这两条职责在原文中不相邻，中间还有别的职责。"))
    return [start, end]


def _joined(first, second):
    """Two texts as one; a line break keeps them apart where the first ends without a mark."""
    ended = len(sentences(first + "句")) > len(sentences(first))
    return first + ("" if ended or not first or not second else "\n") + second


def _retitle(duty, text):
    """Title a duty with its own first words, as the reader does."""
    words = (sentences(duty["text"]) or [""])[0].strip(_MARKS)
    marker = marker_at(fold(words))
    words = words[marker.length :] if marker else words
    if len(words) > TITLE_LENGTH:
        mark = re.search(r"[，,：:]", words[4:TITLE_LENGTH])
        words = words[: mark.start() + 4 if mark else TITLE_LENGTH]
    duty["title"] = " ".join(words.split())
    at = text.find(words, *duty["span"]) if words else -1
    duty["title_span"] = [at, at + len(words)] if at >= 0 else [0, 0]


def _judge(*duties):
    for duty in duties:
        if duty["scope"] == FULL:
            duty["scope"], duty["text"] = worksheet.judged(duty["title"], duty["text"])
