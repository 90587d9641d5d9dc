"""Two versions of a list of clauses: which clause of one continues which of the other.

Pure and deterministic; numbers may have been given anew and clauses moved. Clauses are paired
best likeness first, one to one, from the words of title and text; the same number counts a little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

ALIKE = 0.5  # from here on two clauses are taken for versions of one
SAME_NUMBER = 0.05
READ = 400  # characters of a text that are compared: enough to know it again, bounded in time


@dataclass(frozen=True)
class Entry:
    """A clause as far as it is compared; ``text`` is empty where only the title is kept."""

    number: str
    title: str
    text: str = ""

    @classmethod
    def of(cls, row) -> "Entry":
        """The entry of any row with a number, a title and a text."""
        return cls(row.number, row.title, row.text)

    @cached_property
    def words(self) -> tuple[str, str]:
        """Title and text without blanks and line breaks, which say nothing in Chinese."""
        return "".join(self.title.split()), "".join(self.text.split())

    @cached_property
    def _twos(self) -> tuple[frozenset[str], frozenset[str]]:
        title, text = self.words
        return _twos(title), _twos(text[:READ])

    def likeness(self, other: "Entry") -> float:
        """From 0 to 1 how alike the words are, above 1 when they are the same."""
        same_number = SAME_NUMBER if self.number == other.number else 0.0
        if self.words == other.words:
            return 1 + same_number
        title = _share(self._twos[0], other._twos[0])
        if self._twos[1] and other._twos[1]:
            title = (title + _share(self._twos[1], other._twos[1])) / 2
        return title + same_number if title else 0.0


def _twos(words: str) -> frozenset[str]:
    """Every two neighbouring characters, and the whole when there is only one."""
    return frozenset(words[at : at + 2] for at in range(max(len(words) - 1, min(len(words), 1))))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """What two sets have in common, twice over, to all they have (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def match(old: Sequence[Entry], new: Sequence[Entry], alike: float = ALIKE) -> dict[int, int]:
    """Which entry of ``new`` continues which of ``old``, by their places.

    With ``alike`` at 1 only the same words do. Of equally likely pairs the one that moved least
    comes first, so that the answer does not depend on which list is called old.
    """
    likely = [
        (-likeness, abs(i - j), i + j, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if (likeness := one.likeness(other)) >= alike
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_rank, i, j in sorted(likely):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def line_up(
    old: Sequence[Entry], new: Sequence[Entry], alike: float = ALIKE
) -> list[tuple[int | None, int | None]]:
    """Both lists as one: in the order of ``new``, what is gone after what it stood behind."""
    onward = match(old, new, alike)
    back = {j: i for i, j in onward.items()}
    gone: dict[int, list[int]] = {}
    behind = -1
    for i in range(len(old)):
        behind = onward.get(i, behind)
        if i not in onward:
            gone.setdefault(behind, []).append(i)
    rows: list[tuple[int | None, int | None]] = [(i, None) for i in gone.get(-1, [])]
    for j in range(len(new)):
        rows.append((back.get(j), j))
        rows += [(i, None) for i in gone.get(j, [])]
    return rows
