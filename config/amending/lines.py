"""A plan as lines that can be compared, whether it is adopted or still a draft."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

PARTS = {
    "duties": _("职责"),
    "rules": _("频次要求"),
    "roles": _("责任主体"),
    "group": _("领导小组"),
    "grounds": _("追责情形"),
    "measures": _("追责方式"),
    "liability": _("责任划分"),
}
CLAUSES = ("duties", "rules", "grounds")
"""Parts whose lines are known again by their words; those of the others by their very name."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who carries a duty in which role; the key is ``p12``, ``d3``, or the words of a new one."""

    role: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One clause, rule, role, seat, ground or measure.

    ``facts`` are (label, words) that are compared one by one; ``posts`` the keys of the posts it
    names; ``source`` is what obligations hang on (the clause of a duty, the rule itself) and
    ``duty`` the duty a rule stands in.
    """

    title: str
    number: str = ""
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    parties: tuple[Party, ...] = ()
    posts: tuple[str, ...] = ()
    source: int | None = None
    duty: str = ""


def facts(*pairs):
    """Those of the (label, words) pairs that say something, as strings of the moment."""
    return tuple((str(label), str(words)) for label, words in pairs if words)


def liability_facts(rule):
    """The facts of a ``LiabilityRule``, stored or not."""
    named = (
        (rule._meta.get_field(name).verbose_name, words)
        for name, words in (
            ("pair", rule.get_pair_display() if rule.pair else ""),
            ("collective", rule.collective and _("是")),
            ("dissent_exempts", rule.dissent_exempts and _("是")),
            ("individual_decision", rule.individual_decision and _("是")),
            ("authority", rule.get_authority_display() if rule.authority else ""),
            ("proposer", rule.proposer),
            ("filed_with", rule.filed_with),
            ("reaches", rule.reaches),
        )
    )
    return facts(*named)
