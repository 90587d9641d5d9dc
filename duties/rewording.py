"""What was reworded in a clause: the pieces that stayed, went and came, in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, GONE, NEW = "kept", "gone", "new"
MOST = 90_000  # pairs of tokens compared one by one; beyond it the whole stretch was reworded
LEAST = 2  # characters that stay between two changes, else they are read as one change
_SENTENCE = re.compile(r"[^。；;！？\n]*[。；;！？\n]|[^。；;！？\n]+")
_TOKEN = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str
    text: str


def pieces(old: str, new: str) -> list[Piece]:
    """``old`` and ``new`` as one text; kept and gone pieces make up ``old``, kept and new ``new``.

    Sentences are compared first, then the words of those that differ; time is bounded by
    ``MOST`` and otherwise linear in the length.
    """
    runs = [
        run
        for before, after in _runs(_SENTENCE.findall(old), _SENTENCE.findall(new))
        for run in _within(before, after)
    ]
    return [piece for before, after in _joined(runs) for piece in _pieces(before, after)]


def _within(before: str, after: str) -> Iterator[tuple[str, str]]:
    if before == after:
        yield before, after
    else:
        yield from _runs(_TOKEN.findall(before), _TOKEN.findall(after))


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """The two as stretches that are equal or differ; what they share at both ends first."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    yield "".join(before[:head]), "".join(before[:head])
    if len(old) * len(new) > MOST:
        yield "".join(old), "".join(new)
    else:
        for _tag, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield "".join(old[i:k]), "".join(new[j:m])
    rest = "".join(before[len(before) - tail :])
    yield rest, rest


def _shared(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _joined(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one sort as one run; a scrap kept between two changes belongs to them."""
    found: list[tuple[str, str]] = []
    for before, after in runs:
        if not before and not after:
            continue
        if found and (found[-1][0] == found[-1][1]) == (before == after):
            before, after = found[-1][0] + before, found[-1][1] + after
            found.pop()
        elif len(found) > 1 and before != after and len(found[-1][0]) < LEAST:
            scrap, (old, new) = found.pop()[0], found.pop()
            before, after = old + scrap + before, new + scrap + after
        found.append((before, after))
    return found


def _pieces(before: str, after: str) -> Iterator[Piece]:
    if before == after:
        yield Piece(KEPT, before)
        return
    if before:
        yield Piece(GONE, before)
    if after:
        yield Piece(NEW, after)
