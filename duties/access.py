"""Who may do what: three questions, one rule.

- ``may(user, action, thing)``: may this user do it to this;
- ``scope(queryset, user, action)``: to which of these may this user do it;
- ``who_may(action, organ)``: who may do it to this.

A user holds roles on organs through guardian rows (``OrganUserObjectPermission`` and its group
twin); a grant with ``below`` reaches every organ under it. An action is allowed to the roles
that ``ACTIONS`` names. Every model answers ``.organ`` for one row and ``organ_lookup`` for many.
A stranger gets 404, a reader without the right gets 403 with the reason.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from duties.models import OrganGroupObjectPermission, OrganUserObjectPermission, User

CLERK, SECRETARY, MEMBER = "act_as_clerk", "act_as_secretary", "act_as_member"
REVIEWER, AUDITOR, CASE_HANDLER = "act_as_reviewer", "act_as_auditor", "act_as_case_handler"


@dataclass(frozen=True)
class Action:
    """Which roles an action needs; ``from_above`` means only organs strictly below a grant."""

    roles: frozenset
    refusal: str
    from_above: bool = False


def _action(refusal, *roles, from_above=False):
    return Action(frozenset(roles), refusal, from_above)


ACTIONS = {
    "read": _action(_("您无权查阅这一内容。"), CLERK, SECRETARY, MEMBER, REVIEWER, AUDITOR),
    "draft": _action(_("只有本党组织的经办人或书记可以录入和起草。"), CLERK, SECRETARY),
    "adopt": _action(_("只有本党组织的经办人或书记可以通过方案。"), CLERK, SECRETARY),
    "approve": _action(_("只有本党组织的书记可以审定或退回矩阵版本。"), SECRETARY),
    "submit": _action(_("只有本党组织的经办人或书记可以报送。"), CLERK, SECRETARY),
    "review": _action(_("只有上级党组织的审核人可以采纳或退回报告。"), REVIEWER, from_above=True),
    "export": _action(_("您无权导出这一内容。"), CLERK, SECRETARY, REVIEWER, AUDITOR),
    "reorganise": _action(
        _("只有上级党组织的书记或经办人可以变更下级党组织的隶属、合并或撤销下级党组织。"),
        CLERK,
        SECRETARY,
        from_above=True,
    ),
    "handle_case": _action(_("只有被指派的追责经办人可以办理。"), CASE_HANDLER),
}


class Allowed:
    """A truthy answer."""

    def __bool__(self):
        return True


@dataclass(frozen=True)
class Denied:
    """A falsy answer that carries its reason: it disables the button and answers the POST."""

    reason: str

    def __bool__(self):
        return False

    def __str__(self):
        return str(self.reason)


ALLOWED = Allowed()


@dataclass(frozen=True)
class Grant:
    """A role on an organ: ``path`` of the organ, ``below`` when it reaches the subtree."""

    role: str
    path: str
    below: bool

    def reaches(self, organ, *, from_above):
        if organ.path == self.path:
            return not from_above
        return self.below and organ.path.startswith(self.path)


def grants(user):
    """The user's grants, loaded once per user object in one statement."""
    if not user.is_authenticated or not user.is_active:
        return ()
    if not hasattr(user, "_luze_grants"):
        columns = ("permission__codename", "content_object__path", "below")
        own = OrganUserObjectPermission.objects.filter(user=user).values_list(*columns)
        shared = OrganGroupObjectPermission.objects.filter(group__user=user).values_list(*columns)
        user._luze_grants = tuple(Grant(*row) for row in own.union(shared))
    return user._luze_grants


def may(user, action, thing):
    """Whether ``user`` may do ``action`` to ``thing``; the refusal carries its reason."""
    rule, organ = ACTIONS[action], thing.organ
    for grant in grants(user):
        if grant.role in rule.roles and grant.reaches(organ, from_above=rule.from_above):
            return ALLOWED
    return Denied(rule.refusal)


def _reach(grant, prefix, *, from_above):
    if not grant.below:
        return None if from_above else Q(**{f"{prefix}path": grant.path})
    start = "gt" if from_above else "gte"
    return Q(**{f"{prefix}path__{start}": grant.path, f"{prefix}path__lt": grant.path + "~"})


def scope(queryset, user, action):
    """Those rows of ``queryset`` to which ``user`` may do ``action``: one statement, no id list."""
    rule = ACTIONS[action]
    lookup = queryset.model.organ_lookup
    prefix = f"{lookup}__" if lookup else ""
    reach = None
    for grant in _outermost(g for g in grants(user) if g.role in rule.roles):
        part = _reach(grant, prefix, from_above=rule.from_above)
        if part is not None:
            reach = part if reach is None else reach | part
    return queryset.none() if reach is None else queryset.filter(reach)


def _outermost(found):
    """Grants that lie inside no other grant's subtree."""
    kept = []
    for grant in sorted(set(found), key=lambda g: (g.path, not g.below)):
        inside = any(g.below and grant.path.startswith(g.path) for g in kept)
        if not inside:
            kept.append(grant)
    return kept


def who_may(action, organ):
    """The active users who may do ``action`` to ``organ`` (a queryset)."""
    rule = ACTIONS[action]
    reach = Q(content_object__in=organ.ancestor_ids, below=True)
    if not rule.from_above:
        reach |= Q(content_object=organ.pk)
    held = Q(permission__codename__in=rule.roles) & reach
    own = OrganUserObjectPermission.objects.filter(held).values("user")
    groups = OrganGroupObjectPermission.objects.filter(held).values("group")
    return User.objects.filter(Q(pk__in=own) | Q(groups__in=groups), is_active=True).distinct()


def holders(role, organs, *, from_above=False):
    """Who holds ``role`` on each of ``organs``: ``{organ id: [user, ...]}`` in two statements.

    ``from_above`` leaves out grants on the organ itself: the superior's people alone.
    """
    reached = {pk for organ in organs for pk in (*organ.ancestor_ids, organ.pk)}
    rows = OrganUserObjectPermission.objects.filter(
        permission__codename=role, content_object__in=reached, user__is_active=True
    ).values_list("content_object_id", "user_id", "below")
    users = User.objects.select_related("person").in_bulk({user for _organ, user, _below in rows})
    held = defaultdict(list)
    for organ in organs:
        above = set(organ.ancestor_ids)
        for where, user, below in rows:
            here = where == organ.pk and not from_above
            if (here or (below and where in above)) and users[user] not in held[organ.pk]:
                held[organ.pk].append(users[user])
    return held


def require(user, action, thing):
    """Raise 404 for a stranger and 403 with the reason for a reader who may not do it."""
    if not may(user, "read", thing):
        if action != "read" and may(user, action, thing):
            return
        raise Http404
    answer = may(user, action, thing)
    if not answer:
        raise PermissionDenied(answer.reason)


def fetch(user, action, queryset, **lookup):
    """The one object ``lookup`` names, through the access check (404, or 403 with the reason)."""
    thing = get_object_or_404(queryset, **lookup)
    require(user, action, thing)
    return thing


class OrganBackend(BaseBackend):
    """Lets templates and the admin ask ``user.has_perm("duties.act_as_clerk", organ)``."""

    def has_perm(self, user, perm, obj=None):
        if obj is None or not hasattr(obj, "organ"):
            return False
        role = perm.rpartition(".")[2]
        return any(g.role == role and g.reaches(obj.organ, from_above=False) for g in grants(user))
