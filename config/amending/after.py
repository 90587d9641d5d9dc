"""A draft as the lines of the plan it would become: the same names and order as when adopted."""

from django.utils.translation import gettext as _

from accountability.models import Ground, LiabilityRule
from config import adopting, worksheet
from duties.models import Duty, PlanRole, Seat
from reviews.models import Requirement

from .before import joined, office_lines, rule_facts
from .lines import Line, Party, facts, liability_facts

KINDS, REACHES = dict(Requirement.Kind.choices), dict(Requirement.Reach.choices)


def lines(draft, roster):
    """The lines of ``draft`` by part; ``group`` is missing when the plan sets up none."""
    meaning = _Meaning(draft, roster)
    found = {
        "duties": [_duty(item, meaning) for item in draft["duties"]],
        "rules": _rules(draft, meaning),
        "roles": _roles(draft, meaning),
        "grounds": [_ground(item) for item in draft["grounds"]],
        "measures": [
            Line(item["name"], facts=joined(item.get("joined", "and")))
            for item in draft["measures"]
        ],
        "liability": _liability(draft),
    }
    group = _group(draft, meaning)
    return found | ({"group": group} if group else {})


class _Meaning:
    """What names of the draft come to: (key, name) of posts and departments, new ones included."""

    def __init__(self, draft, roster):
        self.draft, self.roster = draft, roster

    def of(self, item):
        """All that ``item`` means: nobody, one, or the whole team."""
        match = self.draft["matches"].get(item.key, {})
        choice = match.get("choice", "")
        if choice == worksheet.TEAM:
            return [(f"p{post.pk}", post.name) for post in self.roster.posts if post.on_team]
        if choice == worksheet.SKIP:
            return []
        if choice in self.roster.choices:
            return [(choice, self.roster.choices[choice].name)]
        return [self._new(item, match.get("post_name", "").strip())]

    def _new(self, item, name):
        """A post or department to be created, or a name nobody has settled yet."""
        if item.kind == "department":
            known, letter, words = self.roster.department_named(item.words), "d", item.words
        else:
            words = name or item.words
            known, letter = self.roster.post_named(words, ""), "p"
        return (f"{letter}{known.pk}", known.name) if known else (words, words)

    def first_of(self, item):
        return next(iter(self.of(item)), ("", ""))

    def responsible(self, choice):
        """(key, name) of the post a rule names, as ``config.parties.Parties`` takes it."""
        if choice == "answerable":
            found = {}
            for role in self.draft["roles"]:
                if role["role"] in ("first", "direct"):
                    found.setdefault(role["role"], self.first_of(worksheet.wanted_role(role)))
            nobody = ("", "")
            direct = found.get("direct", nobody)
            return direct if direct[0] else found.get("first", nobody)
        post = self.roster.choices.get(choice) if choice.startswith("p") else None
        return (choice, post.name) if post else ("", "")


def _posts(*keys):
    return tuple(key for key in keys if key[:1] == "p" and key[1:].isdecimal())


def _duty(item, meaning):
    parties = tuple(_parties(item, meaning))
    narrow = item["scope"] != Duty.Scope.FULL
    return Line(
        item["title"].strip(),
        str(item["number"]).strip(),
        "" if narrow else item["text"],
        facts=facts((_("范围"), narrow and Duty.Scope(item["scope"]).label)),
        parties=parties,
        posts=_posts(*(party.key for party in parties)),
    )


def _parties(item, meaning):
    """Each post and department once, in its weightiest role; the team after those named."""
    named, team = [], []
    for party in item["parties"]:
        role = adopting.ASSIGNED_AS.get(party["role"], party["role"])
        wanted = worksheet.wanted_party(party)
        match = meaning.draft["matches"].get(wanted.key, {})
        rows = team if match.get("choice") == worksheet.TEAM else named
        rows += [Party(role, key, name) for key, name in meaning.of(wanted)]
    taken = set()
    for party in [*sorted(named, key=adopting.by_weight), *sorted(team, key=adopting.by_weight)]:
        if party.key not in taken:
            taken.add(party.key)
            yield party


def _rules(draft, meaning):
    found = []
    for item in draft["requirements"]:
        key, name = meaning.responsible(item.get("responsible", ""))
        place = adopting.place_around(item["span"], draft["duties"])
        duty = draft["duties"][place] if place is not None else None
        found.append(
            Line(
                item["title"],
                facts=rule_facts(
                    kind=KINDS.get(item["kind"], ""),
                    rule=item["rule"],
                    reach=REACHES.get(item["reach"], ""),
                    day=item.get("day"),
                    responsible=name,
                    receiver=item.get("receiver", ""),
                    copy_to=item.get("copy_to", ""),
                ),
                posts=_posts(key),
                duty=f"{duty['number']} {duty['title']}" if duty else "",
            )
        )
    return found


def _roles(draft, meaning):
    found = []
    for role in draft["roles"]:
        key, name = "", role["party"]
        if role["role"] not in ("main", "leading"):
            key, name = meaning.first_of(worksheet.wanted_role(role))
            if not key and role["role"] == "first":
                continue
        label = PlanRole.Kind(role["role"]).label
        said = facts((_("责任"), label))
        found.append(Line(name or role["party"], facts=said, posts=_posts(key)))
    return found


def _group(draft, meaning):
    """Seats and office as adopting writes them: each post once, nothing without a seat."""
    group, found, taken, director = draft["leading_group"], [], set(), ""
    for seat in group["seats"]:
        wanted = worksheet.wanted_seat(seat)
        key, name = meaning.first_of(wanted) if seat["post"] or seat["name"] else ("", "")
        if seat["role"] == "office":
            director = name
        elif key and key not in taken:
            taken.add(key)
            said = facts((_("组内职务"), Seat.Role(seat["role"]).label))
            found.append(Line(name, facts=said, posts=_posts(key)))
    if not found:
        return []
    office = meaning.first_of(worksheet.wanted_body(group["office"])) if group["office"] else None
    return [*office_lines(office and office[1], director), *found]


def _ground(item):
    narrow = item["scope"] != Ground.Scope.FULL
    said = facts((_("范围"), narrow and Ground.Scope(item["scope"]).label))
    return Line(item["title"], str(item["number"]), facts=said)


def _liability(draft):
    if not (draft["grounds"] or draft["measures"] or draft["liability"]["kinds"]):
        return []
    rule = LiabilityRule(**adopting.liability(draft["liability"]))
    return [Line(str(rule._meta.verbose_name), facts=liability_facts(rule))]
