"""Staffing: who comes into a post, who leaves it, who acts for it and who stands in.

On any day a post has at most one holder. Whoever acts (代理) answers for it while nobody holds it;
whoever stands in (临时主持) minds it while its holder is away, and the holder goes on answering.
Nothing dated is edited away: a tenure or portfolio is ended on its last day and followed.

Every act is one transaction and one entry of the trail under ``post_key``; the entry says what the
act began and which ends it set, so that ``taking_back`` can take it back.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duties import trail
from duties.days import ONE_DAY, iso
from duties.models import Post, Tenure

HOLDING, ACTING, ABSENCE = Tenure.Kind.HOLDING, Tenure.Kind.ACTING, Tenure.Kind.ABSENCE
BEGAN, ENDED, MOVED = "tenure.began", "tenure.ended", "tenure.moved"
ACTS = (BEGAN, ENDED, MOVED)


def post_key(post):
    """Under which key the trail keeps the acts about a post."""
    return f"post:{post.pk}"


@transaction.atomic
def appoint(*, post, person, from_on, actor, until_on=None, document="", end_acting=True):
    """Make ``person`` (registered now if new) the holder from ``from_on``; returns the tenure.

    Whoever acts for the post is ended the day before, unless ``end_acting`` is false: then the
    appointment is refused. Raises ``ValidationError`` keyed by ``from_on`` or ``until_on`` when
    somebody holds the post in those days or the post does not exist in them.
    """
    post = _locked(post)
    tenure = _unborn(post, person, HOLDING, from_on, until_on, document)
    ended = _end_acting(tenure, end_acting)
    return _begin(tenure, ended, actor)


@transaction.atomic
def act(*, post, person, from_on, actor, until_on=None, document=""):
    """Let ``person`` act for the vacant post; refused while somebody holds it in those days."""
    post = _locked(post)
    tenure = _unborn(post, person, ACTING, from_on, until_on, document)
    _refuse_while_held(tenure)
    return _begin(tenure, [], actor)


@transaction.atomic
def stand_in(*, post, person, from_on, actor, until_on=None, document=""):
    """Let ``person`` stand in for the absent holder, who must hold the post all those days."""
    post = _locked(post)
    tenure = _unborn(post, person, ABSENCE, from_on, until_on, document)
    _refuse_without_holder(tenure)
    return _begin(tenure, [], actor)


@transaction.atomic
def relieve(*, tenure, until_on, actor, document=""):
    """End a tenure with ``until_on`` as its last day, and with it any standing in for its holder.

    Refused before it begins and after the end it already has.
    """
    post = _locked(tenure.post)
    tenure = _fresh(tenure, post)
    ended = _end(tenure, until_on, document)
    _record(ENDED, post, actor, tenure, on=until_on + ONE_DAY, began=None, ended=ended)
    return tenure


@transaction.atomic
def transfer(*, tenure, post, on, actor, document="", end_acting=True):
    """Let the holder leave one post the day before ``on`` and hold another from ``on``.

    Both happen or neither; refused as ``relieve`` and ``appoint`` would be, keyed by ``on``.
    """
    if post.pk == tenure.post_id:
        raise ValidationError({"post": _("调任须选择另一个岗位。")})
    left, taken = _locked_both(tenure.post, post)
    tenure = _fresh(tenure, left)
    if tenure.kind != HOLDING:
        raise ValidationError(_("代理和临时主持不能调任，请结束后另行任命。"))
    if tenure.from_on >= on:
        raise ValidationError(
            {"on": _("调任日须晚于原岗位的任职起始日%(day)s。") % {"day": tenure.from_on}}
        )
    try:
        ended = _end(tenure, on - ONE_DAY, document)
        begun = _unborn(taken, tenure.person, HOLDING, on, None, document)
        ended += _end_acting(begun, end_acting)
    except ValidationError as refused:
        raise _keyed(refused, from_on="on", until_on="on") from None
    begun.full_clean()
    begun.save()
    _record(MOVED, taken, actor, begun, on=on, began=begun, ended=ended, left=left.name)
    trail.record(
        organ=left.organ,
        actor=actor,
        action="tenure.left",
        target=post_key(left),
        what=f"{tenure.person} {left}",
        on=on.isoformat(),
        taken=taken.name,
    )
    return begun


@transaction.atomic
def end(dated, *, until_on, actor, action):
    """End a dated row with ``until_on`` as its last day; refused before it begins."""
    refuse_end(dated, until_on)
    dated.until_on = until_on
    dated.save(update_fields=["until_on"])
    trail.record(
        organ=dated.organ,
        actor=actor,
        action=action,
        target=f"{dated._meta.model_name}:{dated.pk}",
        what=str(dated),
        until_on=until_on.isoformat(),
    )
    return dated


def _locked(post):
    """The post as it is now; other acts on it wait until this one is done."""
    return Post.objects.select_for_update(of=("self",)).select_related("organ").get(pk=post.pk)


def _locked_both(one, other):
    """Both posts, locked in one order, so that opposite transfers never wait for each other."""
    first, second = sorted((one, other), key=lambda post: post.pk)
    locked = {post.pk: post for post in (_locked(first), _locked(second))}
    return locked[one.pk], locked[other.pk]


def _fresh(tenure, post):
    tenure = Tenure.objects.select_related("person").get(pk=tenure.pk)
    tenure.post = post
    return tenure


def _unborn(post, person, kind, from_on, until_on, document):
    """The tenure, checked against the post's days and the other tenures of its kind."""
    tenure = Tenure(
        post=post, kind=kind, from_on=from_on, until_on=until_on, document=document.strip()
    )
    if until_on is not None and until_on < from_on:
        raise ValidationError({"until_on": _("截止日期不能早于起始日期。")})
    _refuse_outside(post, from_on, until_on)
    _refuse_second(tenure)
    tenure.person = person
    return tenure


def _begin(tenure, ended, actor):
    if tenure.person.pk is None:
        _register(tenure.person, actor)
        tenure.person_id = tenure.person.pk
    tenure.full_clean()
    tenure.save()
    _record(BEGAN, tenure.post, actor, tenure, on=tenure.from_on, began=tenure, ended=ended)
    return tenure


def _register(person, actor):
    person.full_clean()
    person.save()
    trail.record(
        organ=person.organ,
        actor=actor,
        action="person.created",
        target=f"person:{person.pk}",
        what=person.name,
    )


def _record(action, post, actor, tenure, *, on, began, ended, **more):
    trail.record(
        organ=post.organ,
        actor=actor,
        action=action,
        target=post_key(post),
        what=f"{tenure.person} {post}",
        kind=tenure.kind,
        on=on.isoformat(),
        began=began and {"tenure": began.pk, "until_on": iso(began.until_on)},
        ended=ended,
        **more,
    )


def _end(tenure, until_on, document=""):
    """End the tenure and those who stand in for its holder; what each end was before."""
    refuse_end(tenure, until_on)
    ended = []
    if tenure.kind == HOLDING:
        rows = tenure.post.tenures.filter(kind=ABSENCE).select_related("person")
        for minding in rows.overlapping(until_on + ONE_DAY, tenure.until_on):
            if minding.from_on > until_on:
                raise ValidationError({"until_on": _not_yet_begun(minding)})
            ended.append(_set_end(minding, until_on, ""))
    return [_set_end(tenure, until_on, document), *ended]


def _set_end(tenure, until_on, document):
    was = {
        "tenure": tenure.pk,
        "until_on": iso(tenure.until_on),
        "document": tenure.end_document,
        "set": iso(until_on),
    }
    tenure.until_on, tenure.end_document = until_on, document.strip()
    tenure.save(update_fields=["until_on", "end_document"])
    return was


def _end_acting(tenure, consent):
    """End whoever acts for the post on the day before the new holder comes."""
    rows = tenure.post.tenures.filter(kind=ACTING).select_related("person")
    ended = []
    for acting in rows.overlapping(tenure.from_on, tenure.until_on):
        if acting.from_on >= tenure.from_on:
            raise ValidationError({"from_on": _not_yet_begun(acting)})
        if not consent:
            raise ValidationError(
                {
                    "end_acting": _(
                        "%(person)s仍在代理此岗位，任职与代理不能重叠：请勾选结束代理。"
                    )
                    % {"person": acting.person}
                }
            )
        ended.append(_set_end(acting, tenure.from_on - ONE_DAY, tenure.document))
    return ended


def refuse_end(dated, until_on):
    """Refuse a last day before the first one, or after the end the row already has."""
    if until_on < dated.from_on:
        raise ValidationError({"until_on": _("截止日期不能早于起始日期。")})
    if dated.until_on is not None and dated.until_on < until_on:
        raise ValidationError(
            {"until_on": _("该记录已于%(day)s截止，不能再延后。") % {"day": dated.until_on}}
        )


def _refuse_outside(post, from_on, until_on):
    if from_on < post.from_on:
        text = _("岗位自%(day)s起设立，请填写这一天或之后的日期。")
        raise ValidationError({"from_on": text % {"day": post.from_on}})
    if post.until_on is None:
        return
    if from_on > post.until_on:
        text = _("岗位已于%(day)s撤销，请选择其他岗位。")
        raise ValidationError({"from_on": text % {"day": post.until_on}})
    if until_on is None or until_on > post.until_on:
        text = _("岗位于%(day)s撤销，请把截止日期填在这一天或之前。")
        raise ValidationError({"until_on": text % {"day": post.until_on}})


def _refuse_in_the_way(tenure, kind, text):
    """Refuse, in the words of ``text``, when a tenure of the kind shares a day with ``tenure``."""
    rows = tenure.post.tenures.filter(kind=kind).select_related("person").order_by("from_on")
    other = rows.overlapping(tenure.from_on, tenure.until_on).first()
    if other is None:
        return
    if other.from_on > tenure.from_on:
        raise ValidationError({"until_on": _later(other)})
    raise ValidationError({"from_on": text % _told(other)})


def _refuse_second(tenure):
    text = _(
        "%(person)s自%(day)s起在此岗位%(kind)s，同一时期不能重叠：请先结束，或改用其截止之后的日期。"
    )
    _refuse_in_the_way(tenure, tenure.kind, text)


def _refuse_while_held(tenure):
    text = _("%(person)s自%(day)s起任此岗位，有人任职时不能代理；任职人不在岗的，请改办临时主持。")
    _refuse_in_the_way(tenure, HOLDING, text)


def _refuse_without_holder(tenure):
    holder = tenure.post.tenures.filter(kind=HOLDING).on(tenure.from_on).first()
    if holder is None:
        text = _("这一天岗位无人任职，临时主持只用于任职人不在岗期间；岗位空缺的，请改办代理。")
        raise ValidationError({"from_on": text})
    if holder.person_id == tenure.person_id:
        raise ValidationError({"person": _("临时主持人不能是任职人本人。")})
    if holder.until_on and (tenure.until_on is None or tenure.until_on > holder.until_on):
        text = _("任职人任职到%(day)s为止，请把临时主持的截止日期填在这一天或之前。")
        raise ValidationError({"until_on": text % {"day": holder.until_on}})


def _told(other):
    return {"person": other.person, "kind": other.get_kind_display(), "day": other.from_on}


def _later(other):
    text = _("%(person)s将自%(day)s起在此岗位%(kind)s，请把截止日期填在这一天之前，或先撤回该项。")
    return text % _told(other)


def _not_yet_begun(other):
    text = _("%(person)s的%(kind)s自%(day)s起，与此冲突：请先撤回该项，或改用更晚的日期。")
    return text % _told(other)


def _keyed(refused, **renamed):
    """The same refusal under the names of another form's fields."""
    if not hasattr(refused, "error_dict"):
        return refused
    return ValidationError({renamed.get(k, k): v for k, v in refused.message_dict.items()})
