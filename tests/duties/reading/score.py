"""The score of the reader on documents that have an answer key: `script/score`.

A table of the documents, the totals against the goals of the issue, and exit status 1 when one
is missed. The three shared texts are counted too where they lie beside the clone.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from duties.reading import read
from tests.duties.reading import test_plans as shared
from tests.duties.reading.answers import Marks, documents, mark
from tests.duties.reading.files import CORPUS

# Figure -> the share that is the goal; without one it is only printed.
GOALS = {
    "duties": 0.95,
    "true duties": None,
    "numbers": None,
    "parties": 0.90,
    "scope": None,
    "frequencies": 0.90,
    "true frequencies": 0.97,
    "decoys passed": 1.0,
    "periodic": None,
    "true periodic": None,
    "grounds": 0.95,
    "measures": 0.95,
    "leading group": None,
    "liability": None,
    "title": None,
    "refusals": 1.0,
    "shared texts": 1.0,
}


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    marks = [mark(file, key) for file, key in documents(options.paths)]
    marks += shared_marks() if options.paths == [CORPUS] else []
    totals = add_up(marks)
    if options.json:
        report = _as_json(marks, totals)
    else:
        report = "\n".join([*_table(marks), "", *_totals(totals), *_told(marks, options.verbose)])
    sys.stdout.write(f"{report}\n")
    return int(bool(missed(totals)))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/score", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[CORPUS], help="files or folders")
    parser.add_argument("--verbose", action="store_true", help="name every difference")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def shared_marks() -> list[Marks]:
    """The shared texts: everything must be exact, so each counts as right or wrong."""
    return [_shared(name) for name in shared.SHARED_PLANS]


def _shared(name: str) -> Marks:
    draft = read((shared.SHARED / f"{name}.txt").read_bytes(), f"{name}.txt")
    rows = (
        ("duties, rules, grounds, measures", shared.COUNTS[name], shared.counts(draft)),
        ("rules", shared.RULES[name], shared.rules(draft)),
        ("assignment only", shared.OUT[name], shared.out(draft)),
    )
    marks = Marks(f"shared {name}")
    for what, wanted, found in rows:
        if wanted != found:
            marks.differ("shared texts", f"{what} {wanted} | {found}")
    marks.note("shared texts", int(not marks.differences), 1)
    return marks


def add_up(marks: Iterable[Marks]) -> dict[str, tuple[int, int]]:
    """Each figure over all documents."""
    totals = dict.fromkeys(GOALS, (0, 0))
    for row in marks:
        for figure, (right, of) in row.figures.items():
            totals[figure] = totals[figure][0] + right, totals[figure][1] + of
    return totals


def share(right: int, of: int) -> float:
    return right / of if of else 1.0


def missed(totals: dict[str, tuple[int, int]]) -> list[str]:
    """The figures that stay below their goal."""
    return [
        figure
        for figure, goal in GOALS.items()
        if goal is not None and share(*totals[figure]) < goal
    ]


def _table(marks: list[Marks]) -> list[str]:
    width = max((len(row.name) for row in marks), default=0)
    rows = [f"{'':{width}} {' '.join(f'{head:>7}' for head in (figure[:4] for figure in GOALS))}"]
    for row in marks:
        cells = (_cell(row.figures.get(figure, (0, 0))) for figure in GOALS)
        rows.append(f"{row.name:{width}} {' '.join(f'{cell:>7}' for cell in cells)}")
    return rows


def _cell(figure: tuple[int, int]) -> str:
    right, of = figure
    if not of:
        return "-"
    return f"{right}" if right == of else f"{right}/{of} !"


def _totals(totals: dict[str, tuple[int, int]]) -> list[str]:
    rows = []
    for figure, goal in GOALS.items():
        right, of = totals[figure]
        aim = "" if goal is None else f"  goal {goal:.0%}"
        verdict = "  MISSED" if figure in missed(totals) else ""
        rows.append(f"{figure:17} {share(right, of):6.1%}  {right:4} of {of:4}{aim}{verdict}")
    return rows


def _told(marks: list[Marks], verbose: bool) -> list[str]:
    if not verbose:
        return []
    wrong = [row for row in marks if row.differences]
    return [line for row in wrong for line in ("", row.name, *(f"  {d}" for d in row.differences))]


def _as_json(marks: list[Marks], totals: dict[str, tuple[int, int]]) -> str:
    return json.dumps(
        {
            "documents": {
                row.name: {"figures": row.figures, "differences": row.differences} for row in marks
            },
            "totals": {
                figure: {"right": right, "of": of, "share": share(right, of), "goal": GOALS[figure]}
                for figure, (right, of) in totals.items()
            },
            "missed": missed(totals),
        },
        ensure_ascii=False,
        indent=1,
    )


if __name__ == "__main__":
    sys.exit(main())
