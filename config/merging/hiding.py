"""What the clerk had narrowed away by splitting or merging stays away in the new text.

A narrowed duty that is still one clause of the file is blotted with its clause. One that was cut
out of a clause, or put together from several, is found by the stretch of the old text it stood on.
"""

from config import worksheet
from config.reshaping import sentences
from duties.reading.draft import ASSIGNMENT_ONLY


def hide(base, mine, theirs, merged):
    """Fill ``merged.hidden`` and take out the rules that stand there."""
    narrow = [d["span"] for d in mine["duties"] if d["scope"] == ASSIGNMENT_ONLY]
    fresh = {duty["key"]: duty for duty in theirs["duties"]}
    for old in base["duties"]:
        new = fresh.get(merged.continued.get(old["key"]))
        if new and any(_share(old["span"], span) for span in narrow):
            merged.hidden.append((tuple(new["span"]), _kept(new, merged)))
    spans = [span for span, _kept_words in merged.hidden]
    merged.draft["requirements"] = [
        row
        for row in merged.draft["requirements"]
        if row["text"] in _words(merged) or not any(_share(row["span"], s) for s in spans)
    ]


def _share(one, other):
    return one[0] < other[1] and other[0] < one[1]


def _words(merged):
    """All that the duties of the merged draft say."""
    return "\n".join(duty["text"] for duty in merged.draft["duties"])


def _kept(new, merged):
    """The words of a hidden clause that may be shown: title, parties, and what is still kept."""
    rows, at = worksheet.find(merged.draft, new["key"])
    kept = sentences(rows[at]["text"]) if rows else []
    names = [party["name"] for party in new["parties"]]
    return tuple(words.strip() for words in (new["title"], *names, *kept) if words.strip())


def blotted(text, hidden):
    """``text`` with the hidden spans replaced by ■, except for the words that are kept."""
    marks = list(text)
    for (start, end), kept in hidden:
        shown = {
            at
            for words in kept
            for begin in _places(text, words, start, end)
            for at in range(begin, begin + len(words))
        }
        for at in range(start, end):
            if at not in shown and marks[at] != "\n":
                marks[at] = "■"
    return "".join(marks)


def _places(text, words, start, end):
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words), end)
