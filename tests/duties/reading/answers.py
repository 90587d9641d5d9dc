"""Answer keys and how a draft is held against one: every figure as (right, of).

A key is written by a person beside the document (`<name>.key.json`); see `corpus/README.md`.
Words are compared without blanks, titles and phrases without marks too, because a document may
break them where the key does not.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from duties.reading import PlanDraft, Unreadable, read
from duties.reading.draft import Duty, Requirement

KEY = ".key.json"
LIKE = 0.75
PARTIES = ("leaders", "departments", "lead", "support")
NOT_MEASURES = ("给予", "予以", "进行", "责令", "作出")


@dataclass
class Marks:
    """One document's figures and, in words, every difference from its key."""

    name: str
    figures: dict[str, tuple[int, int]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def note(self, figure: str, right: int, of: int) -> None:
        self.figures[figure] = right, of

    def differ(self, figure: str, text: str) -> None:
        self.differences.append(f"{figure}: {text}")


def documents(paths: Iterable[Path]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every document among `paths` (files or folders) that has a key beside it, with the key."""
    for path in paths:
        keys = sorted(path.glob(f"*{KEY}")) if path.is_dir() else [_key_of(path)]
        for key in keys:
            for file in _files_of(key) if path.is_dir() else [path]:
                yield file, json.loads(key.read_text(encoding="utf-8"))


def _key_of(file: Path) -> Path:
    return file.with_name(file.name.split(".")[0] + KEY)


def _files_of(key: Path) -> list[Path]:
    slug = key.name.removesuffix(KEY)
    found = [file for file in sorted(key.parent.glob(f"{slug}.*")) if file != key]
    if not found:
        raise FileNotFoundError(f"{key} has no document beside it")
    return found


def mark(file: Path, key: dict[str, Any]) -> Marks:
    """Read the document and hold what came out against its key."""
    marks = Marks(file.name)
    refused, draft = "", PlanDraft()
    try:
        draft = read(file.read_bytes(), file.name)
    except Unreadable as refusal:
        refused = str(refusal)
    if key.get("refused") or refused:
        right = bool(key.get("refused")) == bool(refused)
        marks.note("refusals", int(right), 1)
        if not right:
            marks.differ("refusals", refused or "should have been refused")
    if not key.get("refused"):
        compare(draft, key, marks)
    return marks


def compare(draft: PlanDraft, key: dict[str, Any], marks: Marks) -> None:
    """Fill `marks` with every figure the key speaks of."""
    _duties(draft.duties, key["duties"], marks)
    _rules(draft, key, marks)
    _grounds(draft, key, marks)
    _measures(draft, key, marks)
    _group(draft, key, marks)
    _liability(draft, key, marks)
    same = bare(draft.title) == bare(key["title"])
    marks.note("title", int(same), 1)
    if not same:
        marks.differ("title", f"{key['title']} | {draft.title}")


# Words


def unblank(text: str) -> str:
    """`text` without any blank."""
    return "".join(text.split())


def bare(text: str) -> str:
    """`text` without blanks and marks, full-width letters and digits as half-width ones."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def likeness(left: str, right: str) -> float:
    """How alike two titles are; one that opens with the other is the same title."""
    left, right = bare(left), bare(right)
    if min(len(left), len(right)) >= 4 and (left.startswith(right) or right.startswith(left)):
        return 1.0
    ratio = SequenceMatcher(None, left, right, autojunk=False).ratio()
    return ratio if ratio >= LIKE else 0.0


def overlap(left: str, right: str) -> bool:
    """Whether one of two phrases holds the other."""
    left, right = bare(left), bare(right)
    return bool(left and right) and (left in right or right in left)


# Duties


def _duties(found: list[Duty], wanted: list[dict[str, Any]], marks: Marks) -> None:
    pairs = aligned([row["title"] for row in wanted], [duty.title for duty in found])
    marks.note("duties", len(pairs), len(wanted))
    marks.note("true duties", len(pairs), len(found))
    for at in sorted(set(range(len(wanted))) - {left for left, _ in pairs}):
        marks.differ("duties", f"missing {wanted[at]['number']} {wanted[at]['title']}")
    for at in sorted(set(range(len(found))) - {right for _, right in pairs}):
        marks.differ("true duties", f"spurious {found[at].number} {found[at].title}")
    rows = [(wanted[left], found[right]) for left, right in pairs]
    marks.note("numbers", sum(_number(row, duty, marks) for row, duty in rows), len(wanted))
    marks.note("parties", sum(_parties(row, duty, marks) for row, duty in rows), len(wanted))
    marks.note("scope", sum(_scope(row, duty, marks) for row, duty in rows), len(rows))


def aligned(wanted: list[str], found: list[str]) -> list[tuple[int, int]]:
    """The pairs of like titles, in order in both lists, whose likeness sums up highest."""
    best = [[0.0] * (len(found) + 1) for _ in range(len(wanted) + 1)]
    alike = [[likeness(left, right) for right in found] for left in wanted]
    for i in reversed(range(len(wanted))):
        for j in reversed(range(len(found))):
            paired = best[i + 1][j + 1] + alike[i][j]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs, i, j = [], 0, 0
    while i < len(wanted) and j < len(found):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _number(row: dict[str, Any], duty: Duty, marks: Marks) -> bool:
    same = duty.number == row["number"]
    if not same:
        marks.differ("numbers", f"{row['number']} | {duty.number} of {row['title']}")
    return same


def _parties(row: dict[str, Any], duty: Duty, marks: Marks) -> bool:
    wrong = [
        f"{name} {row.get(name, [])} | {getattr(duty, name)}"
        for name in PARTIES
        if _names(row.get(name, [])) != _names(getattr(duty, name))
    ]
    if wrong:
        marks.differ("parties", f"{row['number']} {row['title']}: {'; '.join(wrong)}")
    return not wrong


def _names(names: Iterable[str]) -> Counter[str]:
    return Counter(map(unblank, names))


def _scope(row: dict[str, Any], duty: Duty, marks: Marks) -> bool:
    wanted = row.get("scope", "any")
    right = wanted in ("any", duty.scope)
    if not right:
        marks.differ("scope", f"{wanted} | {duty.scope} of {row['number']} {row['title']}")
    return right


# Frequencies


def _rules(draft: PlanDraft, key: dict[str, Any], marks: Marks) -> None:
    found, wanted = draft.numeric_requirements(), key["rules"]
    placed, counted = _matched(found, wanted)
    hits = placed | counted
    missing = [row for at, row in enumerate(wanted) if at not in hits]
    wrong = [row for at, row in enumerate(found) if at not in hits.values()]
    marks.note("frequencies", len(hits), len(wanted))
    marks.note("true frequencies", len(hits), len(found))
    for row in missing:
        marks.differ("frequencies", f"missing {row['rule']} ({row['words']})")
    for row in wrong:
        marks.differ("true frequencies", f"spurious {row.rule} ({row.text})")
    decoys = key.get("decoys", [])
    unsure = [*wrong, *(found[at] for at in counted.values())]
    taken = [phrase for phrase in decoys if any(overlap(phrase, row.text) for row in unsure)]
    marks.note("decoys passed", len(decoys) - len(taken), len(decoys))
    for phrase in taken:
        marks.differ("decoys passed", f"made a rule of {phrase}")
    _periodic(draft, key.get("periodic", []), marks)


def _matched(
    found: list[Requirement], wanted: list[dict[str, Any]]
) -> tuple[dict[int, int], dict[int, int]]:
    """Rows of the key with the like rules found: those in the same words, then by rule alone."""
    placed: dict[int, int] = {}
    counted: dict[int, int] = {}
    for pairs, same_words in ((placed, True), (counted, False)):
        for at, row in enumerate(wanted):
            taken = {*placed.values(), *counted.values()}
            like = (
                number
                for number, rule in enumerate(found)
                if number not in taken and unblank(rule.rule) == unblank(row["rule"])
                if not same_words or overlap(row["words"], rule.text)
            )
            hit = None if at in placed else next(like, None)
            if hit is not None:
                pairs[at] = hit
    return placed, counted


def _periodic(draft: PlanDraft, wanted: list[str], marks: Marks) -> None:
    found = [row for row in draft.requirements if row.rule == "periodic"]
    missing = [words for words in wanted if not any(overlap(words, row.text) for row in found)]
    beyond = [row for row in found if not any(overlap(words, row.text) for words in wanted)]
    marks.note("periodic", len(wanted) - len(missing), len(wanted))
    marks.note("true periodic", len(found) - len(beyond), len(found))
    for words in missing:
        marks.differ("periodic", f"missing {words}")
    for row in beyond:
        marks.differ("true periodic", f"spurious {row.text}")


# The other parts


def _grounds(draft: PlanDraft, key: dict[str, Any], marks: Marks) -> None:
    same = len(draft.grounds) == key["grounds"]
    marks.note("grounds", int(same), 1)
    if not same:
        titles = " / ".join(ground.title[:16] for ground in draft.grounds)
        marks.differ("grounds", f"{key['grounds']} | {len(draft.grounds)}: {titles}")


def _measures(draft: PlanDraft, key: dict[str, Any], marks: Marks) -> None:
    found, wanted = [row.name for row in draft.measures], key["measures"]
    same = len(found) == len(wanted) and all(map(_same_measure, wanted, found))
    marks.note("measures", int(same), 1)
    if not same:
        marks.differ("measures", f"{'、'.join(wanted)} | {'、'.join(found)}")


def _same_measure(left: str, right: str) -> bool:
    return overlap(_trimmed(left), _trimmed(right))


def _trimmed(name: str) -> str:
    for verb in NOT_MEASURES:
        name = name.removeprefix(verb)
    return name


def _group(draft: PlanDraft, key: dict[str, Any], marks: Marks) -> None:
    wanted, found = key.get("leading_group") or {}, draft.leading_group
    wrong = [
        f"{name} {wanted.get(name, [])} | {getattr(found, name)}"
        for name in ("head", "deputies", "members")
        if _names(wanted.get(name, [])) != _names(getattr(found, name))
    ]
    if unblank(wanted.get("office", "")) != unblank(found.office):
        wrong.append(f"office {wanted.get('office', '')} | {found.office}")
    marks.note("leading group", int(not wrong), 1)
    for text in wrong:
        marks.differ("leading group", text)


def _liability(draft: PlanDraft, key: dict[str, Any], marks: Marks) -> None:
    wanted = key.get("liability") or {}
    wrong = [
        f"{name} {value} | {getattr(draft.liability, name)}"
        for name, value in wanted.items()
        if bare(str(value)) != bare(str(getattr(draft.liability, name)))
    ]
    marks.note("liability", len(wanted) - len(wrong), len(wanted))
    for text in wrong:
        marks.differ("liability", text)
