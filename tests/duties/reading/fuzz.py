"""Random documents for the reader, and what must hold for whatever it makes of them.

No exception but `Unreadable`, a sound draft (`invariants`), and time that grows with the length.
`script/fuzz MINUTES` runs it, with other inputs for every seed.
"""

import argparse
import hashlib
import io
import math
import re
import resource
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from duties.reading import PlanDraft, Unreadable, read
from duties.reading.encodings import decode
from tests.duties.reading import floods
from tests.duties.reading.files import CORPUS, docx_of
from tests.duties.reading.frequency_phrases import phrase
from tests.duties.reading.generated import expected, facts
from tests.duties.reading.given_back import alike, given_back
from tests.duties.reading.invariants import broken
from tests.duties.reading.printing import drawn_style, printed

KEPT = Path(__file__).resolve().parents[3] / "var" / "fuzz"
SUFFIXES = (".txt", ".docx", ".xlsx", ".pdf")
HEADS = (b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0", b"")
# Seconds of processor time: for one document, and for one million characters of it.
LONGEST, PER_MILLION = 60.0, 60.0
# How much longer four times the text may take, and from how many seconds on that is no noise.
RATIO, NOISE = 8.0, 0.3
MEASURED = 3
TOKENS = (
    *"（）()一二三十第章条节①1234０、，。；：:“”《》〔〕每年半季月周至少次期和及与等由向对报",
    *("\n", " ", "\u3000", "\t", "\r\n", "\ufeff", "\x00", "\u200b", "😀", "A", "-", "—", "..."),
    *(
        "责任单位：",
        "责任领导:",
        "牵头",
        "配合",
        "（一）",
        "一、",
        "1.",
        "第一条",
        "组长：",
        "成员：",
    ),
    *(
        "下列情形之一",
        "追究责任",
        "给予提醒、批评教育、通报批评",
        "第一责任人",
        "每半年",
        "定期研究",
    ),
    *("言论", "履行以下职责", "领导小组办公室设在", "管理权限", "不承担领导责任", "每年至少2次"),
    *(
        "每年6月、12月",
        "每年1月、",
        "主要职责",
        "工作机制",
        "实施方案",
        "办公室",
        "“两新”工委",
        "- 3 -",
    ),
)


@dataclass
class Case:
    """One document to read: where it came from, its bytes and the name it is uploaded under."""

    kind: str
    data: bytes
    name: str
    expected: dict[str, Any] | None = None


@dataclass
class Tally:
    """What a run found."""

    cases: int = 0
    read: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0


# A crash is known by its place, a timeout by being one.
_CRASH = re.compile(r"(TooLong(?= at)|\w+ at \w+\.py:\d+)")


class TooLong(BaseException):
    """The document took more processor time than any may; no `except Exception` hides it."""


# Sources of documents


def corpus_file(rng: Random) -> Case:
    """A document of the corpus with some of its bytes changed, or its text."""
    files = [file for file in sorted(CORPUS.iterdir()) if file.suffix in SUFFIXES]
    file = rng.choice(files)
    data = file.read_bytes()
    if file.suffix == ".txt" and rng.random() < 0.8:
        return Case("corpus text", shuffled(rng, decode(data)).encode(), file.name)
    if zipfile.is_zipfile(io.BytesIO(data)) and rng.random() < 0.7:
        data = repacked(rng, data)
    return Case("corpus bytes", data if rng.random() < 0.1 else damaged(rng, data), file.name)


def structure(rng: Random) -> Case:
    """A generated plan in any style, which must give its structure back."""
    plan, style = facts(rng, rng.randint(2, 12), rng.randint(3, 15)), drawn_style(rng)
    text, numbered = printed(plan, style, rng)
    return Case("structure", text.encode(), "plan.txt", expected(plan, numbered))


def generated_text(rng: Random) -> Case:
    """A generated plan in any style, as it is or with its text changed."""
    text, _ = printed(facts(rng, rng.randint(1, 25), rng.randint(0, 18)), drawn_style(rng), rng)
    text = shuffled(rng, text) if rng.random() < 0.7 else text
    if rng.random() < 0.2:
        return Case("generated docx", docx_of(_writable(text)), "plan.docx")
    encoding = rng.choice(("utf-8", "gb18030", "utf-16"))
    return Case("generated text", text.encode(encoding, "ignore"), "plan.txt")


def word_soup(rng: Random) -> Case:
    """The words and marks of the genre in no order."""
    text = "".join(rng.choice(TOKENS) for _ in range(rng.randint(1, 1500)))
    return Case("word soup", text.encode(), "plan.txt")


def byte_soup(rng: Random) -> Case:
    """Any bytes behind the first bytes of some kind of file."""
    data = rng.choice(HEADS) + rng.randbytes(rng.randint(0, 3000))
    return Case("byte soup", data, "plan" + rng.choice(SUFFIXES))


def flood(rng: Random) -> Case:
    """One to five pieces over and over, up to some hundred thousand characters."""
    length = int(10 ** rng.uniform(3, 5))
    return Case("flood", floods.text_of(piece(rng), length), "plan.txt")


def nested(rng: Random) -> Case:
    """Brackets and quotation marks within each other."""
    depth = rng.randint(2, 20_000)
    left, right = rng.choice(("（）", "()", "“”", "《》", "〔〕"))
    inside = rng.choice(TOKENS)
    text = f"主要职责\n（一）抓好学习。{left * depth}{inside}{right * rng.randint(0, depth)}"
    return Case("nested", text.encode(), "plan.txt")


Sources = tuple[tuple[Callable[[Random], Case], int], ...]
SOURCES: Sources = (
    (corpus_file, 30),
    (generated_text, 25),
    (structure, 15),
    (word_soup, 20),
    (byte_soup, 8),
    (flood, 6),
    (nested, 6),
)


def cases(rng: Random, sources: Sources = SOURCES) -> Iterator[Case]:
    makers, weights = zip(*sources, strict=True)
    while True:
        yield rng.choices(makers, weights)[0](rng)


def piece(rng: Random) -> str:
    """What a flood repeats."""
    if rng.random() < 0.2:
        return phrase(rng)[1] + rng.choice("、，。；\n")
    return "".join(rng.choice(TOKENS) for _ in range(rng.randint(1, 5)))


# Changes


def shuffled(rng: Random, text: str) -> str:
    """`text` with a few stretches taken out, doubled, moved, broken or strewn with tokens."""
    for _ in range(rng.randint(1, 12)):
        start = rng.randint(0, len(text))
        end = min(len(text), start + int(10 ** rng.uniform(0, 2.5)))
        part = text[start:end]
        change = rng.randrange(5)
        if change == 0:
            text = text[:start] + text[end:]
        elif change == 1:
            text = text[:end] + part * rng.randint(1, 3) + text[end:]
        elif change == 2:
            at = rng.randint(0, len(text))
            text = text[:at] + part + text[at:]
        elif change == 3:
            text = text[:start] + "\n".join(part) + text[end:]
        else:
            text = text[:start] + rng.choice(TOKENS) * rng.randint(1, 4) + text[start:]
    return text


def damaged(rng: Random, data: bytes) -> bytes:
    """`data` with bits flipped, a stretch taken out or doubled, or its end cut off."""
    found = bytearray(data)
    for _ in range(rng.randint(1, 20)):
        if found:
            found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
    start, end = sorted((rng.randint(0, len(found)), rng.randint(0, len(found))))
    return bytes(
        rng.choice((found, found[:end], found[:start] + found[end:], found[:end] + found[start:]))
    )


def repacked(rng: Random, data: bytes) -> bytes:
    """A package with one of its parts damaged and packed anew, so that it opens."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        names = [row for row in old.namelist() if row.endswith(".xml")] or old.namelist()
        chosen = rng.choice(names)
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _rewritten(rng, part) if name == chosen else part)
    return buffer.getvalue()


def _rewritten(rng: Random, part: bytes) -> bytes:
    """Elements of a part doubled or dropped, which mostly leaves it well formed, or damage."""
    if rng.random() < 0.3:
        return damaged(rng, part)
    rows = part.split(b"</w:p>")
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(rows))
        rows[at : at + 1] = rows[at : at + 1] * rng.choice((0, 2, 40))
        rows = rows or [b""]
    return b"</w:p>".join(rows)


def _writable(text: str) -> str:
    """`text` without what XML cannot hold."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable())


# Judgement


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Ends what runs inside after so much processor time."""

    def stop(_signal, _frame):
        raise TooLong(f"more than {seconds:.0f} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def judge(case: Case, tally: Tally) -> str:
    """What is wrong with the reader's answer, "" when nothing is."""
    tally.cases += 1
    draft, wrong, spent = answer(case, LONGEST)
    if draft is None:
        return wrong
    tally.read += 1
    wrong = _slow(draft, spent, tally) or "; ".join(broken(draft)[:3])
    return wrong or _other_structure(case, draft)


def _other_structure(case: Case, draft: PlanDraft) -> str:
    """The first part of a generated plan that the reader gives back otherwise."""
    if case.expected is None:
        return ""
    wanted, found = alike(case.expected), alike(given_back(draft))
    part = next((name for name in wanted if wanted[name] != found[name]), "")
    return f"gives back other {part}: {wanted[part]} | {found[part]}" if part else ""


def answer(case: Case, seconds: float) -> tuple[PlanDraft | None, str, float]:
    """The draft, or what is wrong with not giving one; and the processor time it took."""
    began = time.process_time()
    draft, wrong = None, ""
    try:
        with limited(seconds):
            draft = read(case.data, case.name)
    except Unreadable as refusal:
        wrong = "" if _is_sentence(str(refusal)) else f"refused in no sentence: {refusal!r}"
    except (Exception, TooLong) as error:
        wrong = _crash(error)
    return draft, wrong, time.process_time() - began


def _is_sentence(text: str) -> bool:
    return text.endswith("。") and "\n" not in text


def _crash(error: BaseException) -> str:
    frames = [row for row in traceback.extract_tb(error.__traceback__) if "reading" in row.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}: {error}"


def _slow(draft: PlanDraft, spent: float, tally: Tally) -> str:
    """Time is judged by the length of what was read; the first second is free."""
    length = max(len(draft.text), 1)
    if length > 2000:
        tally.slowest = max(tally.slowest, spent / length * 100_000)
    allowed = max(1.0, length / 1_000_000 * PER_MILLION)
    return "" if spent <= allowed else f"{spent:.1f} s for {length} characters"


def growth(words: str, form: str = "text") -> str:
    """What is wrong with the time a flood of `words` takes at one and at four times the length."""
    make, count, name = floods.FORMS[form]
    for _ in range(MEASURED):  # what a busy machine made slow is not slow every time
        times = []
        for size in (count, 4 * count):
            _, wrong, spent = answer(Case(form, make(words, size), name), LONGEST / 6)
            if wrong:
                return f"{words!r} as {form}, {size} times: {wrong}"
            times.append(spent)
        small, large = times
        if large <= NOISE or large / max(small, 0.001) <= RATIO:
            return ""
    return f"{words!r} as {form} takes {small:.2f} s, then {large:.2f} s for four times as much"


# A run


def run(
    minutes: float,
    seed: int,
    say: Callable[[str], object],
    sources: Sources = SOURCES,
    most: float = math.inf,
) -> Tally:
    """Read random documents for so long, or until there were so many.

    Every ninth step measures a flood at two lengths.
    """
    rng, tally = Random(seed), Tally()
    documents = cases(rng, sources)
    end = time.monotonic() + minutes * 60
    while tally.cases < most and time.monotonic() < end:
        case = next(documents)
        if tally.cases % 9 == 8:
            words, form = piece(rng), rng.choice(list(floods.FORMS))
            case = Case("growth", words.encode(), f"{form}.txt")
            tally.cases += 1
            wrong = growth(words, form)
        else:
            wrong = judge(case, tally)
        if wrong and _kind_of(wrong) not in tally.failures:
            tally.failures[_kind_of(wrong)] = keep(case, wrong)
            say(f"{case.kind}: {wrong[:400]}")
    return tally


def _kind_of(wrong: str) -> str:
    """Failures of one kind are kept once: numbers and quoted words do not tell kinds apart."""
    crash = _CRASH.search(wrong)
    return crash.group(1) if crash else re.sub(r"'[^']*'|\d+|: .*", "", wrong)


def keep(case: Case, wrong: str) -> str:
    """Write the document and the reason under var/fuzz/; returns the file's name."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{hashlib.sha256(case.data).hexdigest()[:12]}{Path(case.name).suffix}"
    file.write_bytes(case.data)
    file.with_suffix(f"{file.suffix}.why").write_text(f"{case.kind}: {wrong}\n", encoding="utf-8")
    return file.name


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="script/fuzz", description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    options = parser.parse_args(arguments)
    sys.stdout.write(f"seed {options.seed}\n")
    tally = run(options.minutes, options.seed, lambda text: print(text, flush=True))  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{tally.cases} cases ({tally.read} read), {len(tally.failures)} kinds of failure, "
        f"worst {tally.slowest:.2f} s per 100,000 characters, peak {peak} MB\n"
    )
    return int(bool(tally.failures))


if __name__ == "__main__":
    sys.exit(main())
