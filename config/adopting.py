"""From a reading to a living plan: start it, save it, drop it, adopt it.

Adopting writes to all three apps in one transaction: posts and departments the clerk asked to
create, the plan with its duties, the requirements, the catalogues of accountability.
"""

from copy import deepcopy
from dataclasses import replace
from hashlib import sha256

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from accountability.models import Ground, LiabilityRule, Measure
from config import rule_words, undoing, worksheet
from config.parties import Parties
from config.roster import Roster
from duties import planning, reading, trail
from duties.models import Clause, Duty, PlanReading, PlanReadingStep, PlanRole
from duties.planning import (
    Carrier,
    DutyContent,
    GroupContent,
    PlanContent,
    RoleContent,
    SeatContent,
)
from duties.reading.scope import refused_topic
from reviews import succession
from reviews.models import Requirement

MAX_CHARACTERS = 200_000
ASSIGNED_AS = {"leader": "leader", "lead": "lead", "department": "unit"}


class Conflict(Exception):
    """Somebody else saved the reading first; nothing was written."""


# What becomes part of a plan is written in the product's language, whoever reads it.
@override(settings.LANGUAGE_CODE)
def _plan_title(organ, subject):
    return _("%(organ)s%(subject)s实施方案") % {"organ": organ, "subject": subject}


def start_reading(*, organ, subject, data, name, actor, on):
    """Read a document and keep it as an open reading; raises ``reading.Unreadable``.

    ``data`` is the bytes of a file or the text that was pasted. What Luze does not keep is
    blotted out of the stored text before it is stored.
    """
    draft, sheet, digest = read_document(organ, subject, data, name)
    read = deepcopy(sheet)
    worksheet.match_exact(sheet, Roster.of(organ, on=on))
    with transaction.atomic():
        row = PlanReading.objects.create(
            organ=organ,
            subject=subject,
            name=name[:200],
            sha256=digest,
            text=draft.redacted_text(),
            draft=sheet,
            read=read,
            created_by=actor,
        )
        _record(row, actor, "reading.started")
    return row


def read_document(organ, subject, data, name):
    """(the reader's draft, its worksheet, SHA-256) of a document; raises ``Unreadable``."""
    pasted = isinstance(data, str)
    draft = reading.parse(data) if pasted else reading.read(data, name)
    if len(draft.text) > MAX_CHARACTERS:
        raise reading.Unreadable(_("文件内容超过 20 万字，不像一份实施方案。"))
    sheet = worksheet.prepare(draft.to_json())
    if not sheet["duties"]:
        raise reading.Unreadable(_("没有从文中识别出职责条目，请确认这是一份实施方案。"))
    if not sheet["title"]:
        sheet["title"] = _plan_title(organ, subject)
    return draft, sheet, sha256(data.encode() if pasted else data).hexdigest()


def redacted(draft, text):
    """``text`` with all blotted out that ``draft`` keeps as a bare assignment or listed ground."""
    return reading.PlanDraft.from_json({**draft, "text": text}).redacted_text()


def forgotten(read, draft, hidden=()):
    """The first reading without what the clerk has narrowed since: its words leave it too.

    ``hidden`` are further spans of the text that were narrowed away.
    """
    duties, grounds = draft.get("duties", ()), draft.get("grounds", ())
    spans = [d["span"] for d in duties if d["scope"] == Duty.Scope.ASSIGNMENT_ONLY]
    titles = {
        row["key"]: row["title"] for row in grounds if row["scope"] == Ground.Scope.LISTED_ONLY
    }

    def narrow(row):
        begin, end = row["span"]
        return any(begin < stop and start < end for start, stop in [*spans, *hidden])

    def bare(row):
        return {**row, "text": ""} if narrow(row) else row

    # A question about a rule quotes it.
    asked = [q for q in read["questions"] if worksheet.place_of(q)[0] != "rules" or not narrow(q)]

    return {
        **read,
        "duties": [bare(row) for row in read["duties"]],
        "requirements": [bare(row) for row in read["requirements"]],
        "questions": asked,
        "grounds": [{**g, "title": titles.get(g["key"], g["title"])} for g in read["grounds"]],
    }


@transaction.atomic
def save_draft(*, row, draft, version, act=PlanReadingStep.Act.SAVED):
    """Store the corrected draft; raises ``Conflict`` when another clerk saved meanwhile.

    What the clerk narrowed to a bare assignment or a listed ground leaves the stored text and
    the first reading too.
    """
    before = _stored(row, version)
    worksheet.keep_refused(draft)
    undoing.remember(row, before, draft, act)
    return _store(row, draft, version)


@transaction.atomic
def turn_back(*, row, version, forward=False):
    """Take the last saved change back, or put it again; raises ``undoing.NothingLeft``.

    The draft is restored whole; what was blotted out of the source text stays blotted.
    """
    draft = undoing.turned(row, _stored(row, version), forward=forward)
    return _store(row, draft, version)


def _stored(row, version):
    """The draft as it stands, locked until it is replaced."""
    rows = PlanReading.objects.select_for_update(of=("self",))
    found = rows.filter(pk=row.pk, version=version, state=PlanReading.State.OPEN)
    draft = found.values_list("draft", flat=True).first()
    if draft is None:
        raise Conflict
    return draft


def _store(row, draft, version):
    text = redacted(draft, row.text)
    read = forgotten(row.read, draft) if row.read else row.read
    saved = PlanReading.objects.filter(
        pk=row.pk, version=version, state=PlanReading.State.OPEN
    ).update(draft=draft, read=read, text=text, version=F("version") + 1)
    if not saved:
        raise Conflict
    row.draft, row.read, row.text, row.version = draft, read, text, version + 1
    return row


@transaction.atomic
def drop_reading(*, row, actor):
    """Give a reading up and empty it; raises ``ValidationError`` when it is no longer open."""
    row = _locked(row)
    _empty(row, PlanReading.State.DROPPED)
    _record(row, actor, "reading.dropped")
    return row


def problems(draft, roster):
    """Why the draft cannot be adopted yet, in the clerk's words."""
    return worksheet.problems(draft, roster, rule_fault=rule_words.fault)


def adopt_reading(*, reading, on, actor, version=None, document_number="", several_leads=False):
    """Adopt a reading as the organ's plan in force from ``on``; returns the ``Plan``.

    Everything or nothing: raises ``ValidationError`` with the clerk's sentences when the draft
    is not ready or the day does not fit, ``Conflict`` when it was saved since ``version``.

    What the database refuses is tried a second time: when somebody else was writing, the second
    time sees what they wrote. What it refuses again is wrong in the plan itself.
    """
    given = (reading, on, actor, version, document_number, several_leads)
    try:
        with transaction.atomic():
            return _adopt(*given)
    except IntegrityError:
        pass
    try:
        with transaction.atomic():
            return _adopt(*given)
    except IntegrityError as error:
        sentence = _sentence_of(error)
        if not sentence:
            raise
        text = _("方案自身有冲突，不能通过：%(reason)s请在核对页改正后再通过。")
        raise ValidationError(text % {"reason": sentence}) from error


def _sentence_of(error):
    """What the broken constraint says to a user, or an empty string when it says nothing."""
    constraints = (c for model in apps.get_models() for c in model._meta.constraints)
    broken = next((c for c in constraints if c.name in str(error)), None)
    silent = broken is None or (
        broken.violation_error_message == broken.default_violation_error_message
    )
    return "" if silent else str(broken.violation_error_message)


def _adopt(row, on, actor, version, document_number, several_leads):
    row = _locked(row)
    if version is not None and row.version != version:
        raise Conflict
    draft, roster = row.draft, Roster.of(row.organ, on=on)
    found = problems(draft, roster)
    if found:
        raise ValidationError([problem.text for problem in found])
    superseded = planning.superseded_by(organ=row.organ, subject=row.subject, on=on)
    parties = Parties(row.organ, draft, roster, on=on, actor=actor)
    # In this order, so that new posts stand in the roster from the secretary down.
    roles, group = tuple(_roles(draft, parties)), _group(draft, parties, row.subject)
    content = PlanContent(
        title=draft["title"].strip(),
        duties=tuple(_duty(item, parties) for item in draft["duties"]),
        roles=roles,
        group=group,
        document_number=document_number,
        several_leads=several_leads,
        source_name=row.name,
        source_sha256=row.sha256,
    )
    plan = planning.adopt(organ=row.organ, subject=row.subject, content=content, on=on, actor=actor)
    if superseded:
        succession.hand_over(plan=superseded, successor=plan)
    _write_requirements(plan, draft, parties)
    _write_catalogues(plan, draft)
    row.plan = plan
    _empty(row, PlanReading.State.ADOPTED)
    _record(row, actor, "reading.adopted", plan=plan.pk)
    return plan


def _locked(row):
    found = PlanReading.objects.select_for_update(of=("self",)).select_related("organ", "subject")
    row = found.get(pk=row.pk)
    if row.state != PlanReading.State.OPEN:
        raise ValidationError(_("这份识别稿已经通过或放弃，不能再改。"))
    return row


def _empty(row, state):
    row.state, row.text, row.draft, row.read = state, "", {}, {}
    row.version += 1
    row.save(update_fields=["state", "text", "draft", "read", "version", "plan"])
    undoing.forget(row)


def _record(row, actor, action, **detail):
    trail.record(
        organ=row.organ,
        actor=actor,
        action=action,
        target=f"reading:{row.pk}",
        name=row.name,
        **detail,
    )


def _duty(item, parties):
    carriers = [c for party in item["parties"] if (c := _carrier(party, parties))]
    return DutyContent(
        number=str(item["number"]).strip(),
        title=item["title"].strip(),
        text=item["text"],
        scope=item["scope"],
        category=item.get("category", ""),
        label=item.get("label", ""),
        carriers=tuple(sorted(carriers, key=by_weight)),
    )


def by_weight(carrier):
    """A post or department named twice in a duty keeps its weightier role."""
    order = ("leader", "lead", "unit", "support", "supervise")
    return order.index(carrier.role)


def _carrier(party, parties):
    role = ASSIGNED_AS.get(party["role"], party["role"])
    meant = parties.of(worksheet.wanted_party(party))
    if meant is None:
        return None
    if meant == worksheet.TEAM:
        return Carrier(role=role, team=True, note=party["name"][:200])
    if party["role"] == "leader":
        return Carrier(role=role, post=meant)
    return Carrier(role=role, department=meant)


def _roles(draft, parties):
    """First and direct responsibility on posts; main and leading in the plan's own words."""
    for role in draft["roles"]:
        if role["role"] in ("main", "leading"):
            yield RoleContent(role["role"], party=role["party"][:100])
            continue
        post = parties.of(worksheet.wanted_role(role))
        if post is not None or role["role"] == PlanRole.Kind.DIRECT:
            yield RoleContent(role["role"], post=post, party=role["party"][:100])


@override(settings.LANGUAGE_CODE)
def _group_name(subject):
    return _("%(subject)s领导小组") % {"subject": subject}


def _group(draft, parties, subject):
    group = draft["leading_group"]
    seats, director, taken = [], None, set()
    for seat in group["seats"]:
        post = parties.of(worksheet.wanted_seat(seat)) if seat["post"] or seat["name"] else None
        if seat["role"] == "office":
            director = post
        elif post is not None and post.pk not in taken:
            taken.add(post.pk)
            seats.append(SeatContent(seat["role"], post=post))
    if not seats:
        return None
    office = parties.of(worksheet.wanted_body(group["office"])) if group["office"] else None
    name = group.get("name") or _group_name(subject)
    first = _first_of([seat.post for seat in seats if seat.role == "head"], draft, parties)
    seats = tuple(replace(seat, first_responsible=seat.post == first) for seat in seats)
    return GroupContent(name=name, seats=seats, office=office, office_director=director)


def _first_of(heads, draft, parties):
    """Of several heads the one whom the plan calls first-responsible, else the first of them."""
    named = [parties.of(worksheet.wanted_role(r)) for r in draft["roles"] if r["role"] == "first"]
    return next((head for head in heads if head in named), next(iter(heads), None))


def _write_requirements(plan, draft, parties):
    """One requirement per rule, on the duty's clause it stands in or a clause of its own."""
    duties = list(plan.duties.select_related("clause"))
    own, rows = [], []
    for position, item in enumerate(draft["requirements"]):
        place = place_around(item["span"], draft["duties"])
        clause = duties[place].clause if place is not None else None
        if clause is None:
            clause = _mechanism(plan, item, position + len(duties), len(own) + 1)
            own.append(clause)
        rows.append((clause, item, position))
    Clause.objects.bulk_create(own)
    Requirement.objects.bulk_create(
        _requirement(plan, clause, item, position, parties) for clause, item, position in rows
    )


def place_around(span, items):
    """The place of the duty in whose text ``span`` lies, or ``None``."""
    for place, item in enumerate(items):
        start, end = item["span"]
        if start < end and start <= span[0] and span[1] <= end:
            return place
    return None


@override(settings.LANGUAGE_CODE)
def _mechanism(plan, item, position, number):
    return Clause(
        plan=plan,
        kind=Clause.Kind.MECHANISM,
        number=_("机制%(number)d") % {"number": number},
        title=item["title"][:200],
        text="" if refused_topic(item["text"]) else item["text"],
        position=position,
    )


def _requirement(plan, clause, item, position, parties):
    return Requirement(
        plan=plan,
        clause=clause,
        kind=item["kind"],
        title=item["title"][:100],
        rule=item["rule"],
        day=item.get("day"),
        reach=item["reach"],
        actor=item.get("actor", "")[:100],
        receiver=item.get("receiver", "")[:100],
        copy_to=item.get("copy_to", "")[:100],
        responsible=parties.responsible(item.get("responsible", "")),
        position=position,
        from_on=plan.from_on,
    )


@override(settings.LANGUAGE_CODE)
def _write_catalogues(plan, draft):
    if not (draft["grounds"] or draft["measures"] or draft["liability"]["kinds"]):
        return
    clause = Clause.objects.create(
        plan=plan,
        kind=Clause.Kind.ACCOUNTABILITY,
        number=_("追责"),
        title=_("责任追究"),
        position=len(draft["duties"]) + len(draft["requirements"]),
    )
    Ground.objects.bulk_create(
        Ground(
            plan=plan,
            clause=clause,
            number=str(item["number"]),
            title=item["title"][:200],
            scope=item["scope"],
            position=position,
        )
        for position, item in enumerate(draft["grounds"])
    )
    Measure.objects.bulk_create(
        Measure(
            plan=plan,
            clause=clause,
            name=item["name"][:60],
            choice=item.get("joined", "and"),
            position=position,
        )
        for position, item in enumerate(draft["measures"])
    )
    rule = LiabilityRule(plan=plan, **liability(draft["liability"]))
    rule.full_clean(exclude=["plan"])
    rule.save()


def liability(found):
    """The reader's liability as the fields of ``LiabilityRule``."""
    if "pair" in found:
        return {key: found[key] for key in LIABILITY_FIELDS}
    kinds = set(found["kinds"])
    pair = ""
    if "main_leading" in kinds:
        important = "important_leading" in kinds
        pair = "main_important" if important else "main_direct" if "direct" in kinds else ""
    authority = "one_level_up" if found["level_up"] else ""
    if found["authority"] and not authority:
        authority = LiabilityRule.Authority.CADRE_MANAGEMENT
    return {
        "pair": pair,
        "collective": "collective" in kinds,
        "dissent_exempts": found["dissent_exempts"],
        "individual_decision": found["individual_decision"],
        "authority": authority,
        "proposer": "",
        "filed_with": found["filing"][:100],
        "reaches": "",
    }


LIABILITY_FIELDS = (
    "pair",
    "collective",
    "dissent_exempts",
    "individual_decision",
    "authority",
    "proposer",
    "filed_with",
    "reaches",
)
