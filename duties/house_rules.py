"""Which house rule holds for an organ on a day: its own, else its nearest superior's."""

from duties.models import HouseRule


def value(organ, kind, on):
    """The value in force for ``organ`` on the day, ``None`` where nobody settled one."""
    return values([organ], kind, on)[organ.pk]


def values(organs, kind, on):
    """``{organ id: value or None}`` on the day, in one statement for any number of organs."""
    rules = in_force(organs, kind, on)
    return {organ_id: rule.value if rule else None for organ_id, rule in rules.items()}


def in_force(organs, kind, on):
    """``{organ id: rule or None}`` on the day, in one statement for any number of organs."""
    settled = {rule.organ_id: rule for rule in HouseRule.objects.on(on).filter(kind=kind)}
    return {organ.pk: _nearest(organ, settled) for organ in organs}


def of_organ(organ, on):
    """``{kind: rule or None}`` for one organ on the day, each rule with the organ that set it."""
    rows = HouseRule.objects.on(on).filter(organ__in=[organ.pk, *organ.ancestor_ids])
    settled = {kind: {} for kind in HouseRule.Kind}
    for rule in rows.select_related("organ"):
        settled[rule.kind][rule.organ_id] = rule
    return {kind: _nearest(organ, rules) for kind, rules in settled.items()}


def _nearest(organ, settled):
    lines = (organ.pk, *reversed(organ.ancestor_ids))
    return next((settled[pk] for pk in lines if pk in settled), None)


def holds(organ, kind, on):
    """Whether a yes-or-no rule holds for ``organ`` on the day; nobody having settled it is no."""
    return bool(value(organ, kind, on))
