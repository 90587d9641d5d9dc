"""Plans made from a structure: `Facts` say what a plan holds, `expected()` what a reader must find.

`printing` renders them in the many styles of offices. Combinations that a careful clerk could
read in two ways are left out here and there, not in the tests.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.duties.reading import words
from tests.duties.reading.frequency_phrases import Rules, ruled


@dataclass(frozen=True)
class Duty:
    title: str
    body: str
    rules: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    refused: bool = False

    def bodies(self) -> tuple[str, ...]:
        return self.departments + self.lead + self.support


@dataclass(frozen=True)
class Group:
    """Each seat is (post, name); a post without a name stands for itself."""

    head: tuple[str, str]
    deputies: tuple[tuple[str, str], ...]
    members: tuple[tuple[str, str], ...]
    office: str

    def names(self) -> tuple[list[str], list[str], list[str], str]:
        rows = ([self.head], self.deputies, self.members)
        head, deputies, members = ([name or post for post, name in row] for row in rows)
        return head, deputies, members, self.office


@dataclass(frozen=True)
class Facts:
    organ: str
    matter: str
    preamble: str
    duties: tuple[Duty, ...]
    group: Group | None = None
    roles: tuple[str, ...] = ()
    mechanisms: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    grounds: tuple[str, ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
    liability: bool = False
    closing: str = ""

    @property
    def title(self) -> str:
        return self.organ + self.matter


def person(rng: Random) -> str:
    surname = rng.choice(words.DOUBLE_SURNAMES if rng.random() < 0.05 else words.SURNAMES)
    return surname + rng.choice(words.GIVEN)


def _some(rng: Random, source, least: int, most: int) -> tuple:
    return tuple(rng.sample(list(source), rng.randint(least, most)))


def sentences(rng: Random, ruled_share: float) -> tuple[Rules, str]:
    """One to three sentences as a clause's body, each with its full stop."""
    rules, parts = (), list(_some(rng, words.BODIES, 1, 2) + _some(rng, words.DECOYS, 0, 1))
    for at in range(len(parts)):
        if rng.random() < ruled_share:
            found, parts[at] = ruled(rng)
            rules += found
    return rules, "".join(f"{part}。" for part in parts)


# Structure


def facts(rng: Random, duties: int = 6, grounds: int = 7, named: bool = True) -> Facts:
    """A whole plan. `named` says that every duty names who answers for it."""
    system = rng.choice(words.SYSTEMS)
    organ = rng.choice(words.TOWNS) + rng.choice(words.ORGANS)
    titles = _titles(rng, duties)
    return Facts(
        organ=organ,
        matter=system + rng.choice(words.KINDS),
        preamble=rng.choice(words.PURPOSES).format(system=system),
        duties=tuple(_duty(rng, title, named) for title in titles),
        group=_group(rng) if rng.random() < 0.5 else None,
        roles=tuple(role.format(organ=organ, system=system) for role in words.ROLES),
        mechanisms=tuple(
            (title, *reversed(sentences(rng, 0.6))) for title in _some(rng, words.MECHANISMS, 2, 5)
        ),
        grounds=_some(rng, words.GROUNDS, min(grounds, 3), grounds) if grounds else (),
        measures=_ladder(rng) if grounds else (),
        liability=rng.random() < 0.5,
        closing=rng.choice(words.CLOSINGS),
    )


def _titles(rng: Random, count: int) -> list[str]:
    pairs = [verb + thing for verb in words.VERBS for thing in words.OBJECTS]
    chosen = rng.sample(pairs, min(count, len(pairs)))
    chosen += [f"{title}（{at}）" for at, title in enumerate(chosen * (count // len(chosen)))]
    return [
        f"{title}，{rng.choice(words.SECOND_HALVES)}" if rng.random() < 0.2 else title
        for title in chosen[:count]
    ]


def _duty(rng: Random, title: str, named: bool) -> Duty:
    rules, body = sentences(rng, 0.25)
    duty = Duty(title, body, rules)
    if rng.random() < 0.12:
        duty = Duty(
            rng.choice(words.REFUSED), rng.choice(words.REFUSED_BODIES) + "。", refused=True
        )
    return replace(duty, **rng.choice(ANSWERABLE)(rng)) if named else duty


def _leaders(rng: Random) -> tuple[str, ...]:
    kind = rng.random()
    if kind < 0.15:
        return (rng.choice(words.COLLECTIVES),)
    if kind < 0.3:
        return _some(rng, words.POSTS, 1, 2)
    if kind < 0.4:
        return (rng.choice(words.POSTS) + person(rng),)
    return tuple({person(rng): None for _ in range(rng.choice((1, 1, 2, 3)))})


def _parted(rng: Random, least: int = 2) -> dict[str, tuple[str, ...]]:
    bodies = _some(rng, words.DEPARTMENTS, least, 5)
    return {"lead": bodies[:1], "support": bodies[1:]}


ANSWERABLE: tuple[Callable[[Random], dict[str, tuple[str, ...]]], ...] = (
    lambda rng: {"leaders": _leaders(rng), "departments": _some(rng, words.DEPARTMENTS, 1, 4)},
    lambda rng: {"departments": _some(rng, words.DEPARTMENTS, 1, 5)},
    lambda rng: {"leaders": _leaders(rng)},
    _parted,
    lambda rng: {"leaders": _leaders(rng), **_parted(rng)},
)


def _group(rng: Random) -> Group:
    posts = rng.sample(words.POSTS[1:], 4)
    members = [("", person(rng)) for _ in range(rng.randint(2, 6))]
    if rng.random() < 0.4:
        members = [(f"{rng.choice(words.PLAIN_DEPARTMENTS)}负责人", "") for _ in range(3)]
    return Group(
        head=("党委书记", person(rng) if rng.random() < 0.8 else ""),
        deputies=tuple((post, person(rng)) for post in posts[: rng.randint(1, 3)]),
        members=tuple(dict.fromkeys(members)),
        office=rng.choice(words.PLAIN_DEPARTMENTS),
    )


def _ladder(rng: Random) -> tuple[tuple[str, str], ...]:
    rungs = [rng.choice(rung) for rung in words.MEASURES]
    kept = sorted(rng.sample(range(len(rungs)), rng.randint(3, len(rungs))))
    return tuple(rungs[at] for at in kept)


def expected(facts: Facts, numbered: list[int]) -> dict:
    """What a reader must give back."""
    return {
        "title": facts.title,
        "duties": [
            {
                "number": number,
                "title": duty.title,
                "leaders": list(duty.leaders),
                "departments": list(duty.bodies()),
                "lead": list(duty.lead),
                "support": list(duty.support),
                "scope": "assignment_only" if duty.refused else "full",
            }
            for number, duty in zip(numbered, facts.duties, strict=True)
        ],
        "rules": [rule for duty in facts.duties for rule in duty.rules]
        + [rule for _, _, rules in facts.mechanisms for rule in rules],
        "grounds": len(facts.grounds),
        "measures": [name for _, name in facts.measures],
        "group": facts.group.names() if facts.group else ([], [], [], ""),
        "liability": facts.liability and bool(facts.grounds),
    }
