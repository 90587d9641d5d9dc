"""What a draft says, in the form `generated.expected` says it."""

import unicodedata
from typing import Any

from duties.reading import PlanDraft


def given_back(draft: PlanDraft) -> dict[str, Any]:
    group = draft.leading_group
    return {
        "title": draft.title,
        "duties": [
            {
                "number": duty.number,
                "title": duty.title,
                "leaders": duty.leaders,
                "departments": duty.departments,
                "lead": duty.lead,
                "support": duty.support,
                "scope": duty.scope,
            }
            for duty in draft.duties
        ],
        "rules": [row.rule for row in draft.numeric_requirements()],
        "grounds": len(draft.grounds),
        "measures": [row.name for row in draft.measures],
        "group": (group.head, group.deputies, group.members, group.office),
        "liability": draft.liability.dissent_exempts and draft.liability.individual_decision,
    }


def alike(value: Any) -> Any:
    """`value` with every text in one width and without blanks, so that only words count."""
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    if isinstance(value, dict):
        return {key: alike(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [alike(item) for item in value]
    return value
