"""The demonstration's accounts: who they are and what they may do."""

from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission

from duties import access
from duties.models import Organ, OrganUserObjectPermission, User

PASSWORD = "luze-demo-2026"

# suffix of the account, title, role, reaches below
DESKS = [("clerk", "办公室经办人", access.CLERK), ("secretary", "书记", access.SECRETARY)]
# account, title, organ, role
OTHERS = [
    ("jinghe-reviewer", "县委审核人", "jinghe", access.REVIEWER, True),
    ("lanjiang-reviewer", "市委审核人", "lanjiang", access.REVIEWER, True),
    ("auditor", "市审计专员", "lanjiang", access.AUDITOR, True),
    ("qinghe-member", "班子成员（宣传委员）", "qinghe", access.MEMBER, False),
    ("audit-handler", "追责经办人", "audit", access.CASE_HANDLER, False),
    ("audit-handler-two", "追责协办人", "audit", access.CASE_HANDLER, False),
]


def build_accounts(sources):
    """A clerk and a secretary for each organ, and the reviewers, auditor and handlers."""
    for source in sources:
        organ = Organ.objects.get(code=source["code"])
        head = organ.posts.get(heads_organ=True)
        for suffix, title, role in DESKS:
            person = head.tenures.get().person if role == access.SECRETARY else None
            user = _account(f"{source['code']}-{suffix}", title, organ, person)
            grant(user, role, organ)
            if role == access.SECRETARY:
                # A secretary also reads, returns and accepts what comes from below.
                grant(user, access.REVIEWER, organ, below=True)
    for username, title, code, role, below in OTHERS:
        organ = Organ.objects.get(code=code)
        grant(_account(username, title, organ), role, organ, below=below)


def _account(username, title, organ, person=None):
    user = User(username=username, home=organ, person=person)
    user.first_name, user.title = ("", title) if person else (title, organ.short_name)
    user.email = f"{username}@demonstration.invalid"
    user.password = _hashed()
    user.save()
    return user


@cache
def _hashed():
    """Hashed once for all: the accounts share a published password anyway."""
    return make_password(PASSWORD)


def grant(user, role, organ, *, below=False):
    """Give ``user`` the role on ``organ``, and on all below it when ``below``."""
    permission = Permission.objects.get(codename=role, content_type__app_label="duties")
    OrganUserObjectPermission.objects.create(
        user=user, permission=permission, content_object=organ, below=below
    )


def sign_ins():
    """The accounts worth trying first: ``[(username, who)]``; empty without a demonstration."""
    first = ["qinghe-clerk", "qinghe-secretary", "jinghe-reviewer", "auditor", "audit-handler"]
    known = {u.username: u for u in User.objects.filter(username__in=first).select_related("home")}
    return [(name, _who(known[name])) for name in first if name in known]


def _who(user):
    return f"{user.home.short_name} {user.title if user.person_id else user.first_name}"
