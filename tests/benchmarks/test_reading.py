"""The plan reader against its floor: passes over the same text that any reader must make.

Printed as milliseconds and as ratios of one run, because the machine is shared (``script/bench``).
The goals are 300 ms for a plan of 10,000 characters, 6 s for one of 200,000 and 300 MB at most.
Peak memory is taken from a process of its own, since a peak never falls again.
"""

import json
import re
import statistics
import subprocess
import sys
import time
from random import Random

from duties.reading import read
from tests.duties.reading.generated import facts
from tests.duties.reading.printing import Style, printed

SHORT, LONG = 10_000, 200_000
DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+")
FOLDS = str.maketrans("（）：；，", "():;,")
CHILD = """
import json, re, sys
from pathlib import Path
from duties.reading import read

def peak():
    # Not ru_maxrss: that begins with the peak of the process this one was forked from.
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

before = peak()
draft = read(sys.stdin.buffer.read(), "plan.txt")
print(json.dumps({"before": before, "after": peak(), "duties": len(draft.duties)}))
"""


def plan_of(length: int) -> str:
    """A plan of so many characters; a long one is a volume of plans, no two alike."""
    rng, parts, size = Random(7), [], 0
    while size < length:
        parts.append(printed(facts(rng, duties=40, grounds=14), Style(), rng)[0])
        size += len(parts[-1]) + 1
    return "\n".join(parts)[:length]


def floor(text: str) -> int:
    """Lines, folding and one look for numerals in each line."""
    return sum(len(DIGITS.findall(line.translate(FOLDS))) for line in text.splitlines())


def timed(work, rounds: int) -> float:
    """Median processor seconds of ``work`` after one call to warm up."""
    work()
    spent = []
    for _round in range(rounds):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return statistics.median(spent)


def peak_of(text: str) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=text.encode(), capture_output=True, check=True
    )
    return json.loads(done.stdout)


def test_time_and_memory_against_the_floor():
    per_character, ratios = {}, {}
    for length, rounds, goal in ((SHORT, 9, 300), (LONG, 3, 6000)):
        text = plan_of(length)
        data = text.encode()
        base = timed(lambda text=text: floor(text), rounds * 3)
        spent = timed(lambda data=data: read(data, "plan.txt"), rounds)
        per_character[length] = spent / len(text)
        ratios[length] = spent / base
        print(  # noqa: T201
            f"{len(text):7,} characters  {spent * 1000:7.1f} ms (goal {goal})"
            f"  {spent / base:6.1f} x floor"
        )
    linearity = per_character[LONG] / per_character[SHORT]
    print(f"time per character, long over short: {linearity:.2f}")  # noqa: T201
    memory = peak_of(plan_of(LONG))
    print(  # noqa: T201
        f"peak {memory['after']} MB (goal 300), {memory['before']} MB of it before reading"
    )
    assert memory["duties"] > 100
    assert linearity < 3
    assert ratios[SHORT] < 400 and ratios[LONG] < 400
    assert memory["after"] < 600
