"""The organ's posts, people and departments on a day, against which a plan's names are matched.

Only exact names are matched (a post's or department's full or short name, the name of whoever
holds a post). Everything else is left to the clerk, with a suggestion they may accept.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F
from django.utils.translation import gettext as _

from duties.models import Department, Post, Tenure
from duties.reading.names import POST_ENDS, looks_like_name

# Words a plan uses for the whole leading team.
_TEAM = re.compile(
    r"(?:全体|各)?(?:党委|党组|党总支|总支|支部|支委|学校|公司|局)?(?:领导)?班子(?:全体|各)?(?:成员)?"
    r"|(?:党委|党组|党总支|总支|支委会?)(?:全体|各)?成员"
)
_SECRETARY = re.compile(r"(?<!副)书记$")


def is_team(words):
    """Whether ``words`` name the whole team (班子成员) rather than one post."""
    return _TEAM.fullmatch(words) is not None


def is_secretary(words):
    return _SECRETARY.search(words.split("、")[0]) is not None


def parted(words):
    """``words`` as (post, person): 副局长曹毅 is ("副局长", "曹毅"), a bare name ("", name)."""
    if looks_like_name(words):
        return "", words
    for length in (4, 3, 2):
        post, name = words[:-length], words[-length:]
        if looks_like_name(name) and post.endswith(POST_ENDS):
            return post, name
    return words, ""


@dataclass
class Roster:
    """Posts with their holders, and departments, as of one day."""

    posts: list = field(default_factory=list)
    departments: list = field(default_factory=list)
    holders: dict = field(default_factory=dict)

    @classmethod
    def of(cls, organ, *, on):
        """Loaded in three statements."""
        tenures = (
            Tenure.objects.filter(post__organ=organ)
            .on(on)
            .select_related("person")
            .order_by(F("kind").asc())
        )
        return cls(
            posts=list(Post.objects.filter(organ=organ).on(on)),
            departments=list(Department.objects.filter(organ=organ).on(on)),
            holders={tenure.post_id: tenure.person.name for tenure in tenures},
        )

    @cached_property
    def choices(self):
        """Every post and department by its choice code, ``p<id>`` or ``d<id>``."""
        found = {f"p{post.pk}": post for post in self.posts}
        return found | {f"d{department.pk}": department for department in self.departments}

    @property
    def head(self):
        return next((post for post in self.posts if post.heads_organ), None)

    def label(self, post):
        """A post with whoever holds it: 宣传委员（邱禾）."""
        holder = self.holders.get(post.pk)
        named = _("%(what)s（%(who)s）") % {"what": post.name, "who": holder}
        return named if holder else post.name

    def department_named(self, words):
        return _only(d for d in self.departments if words in (d.name, d.short_name))

    def post_named(self, post_words, person_words):
        """The one post with this name, held by this person as far as either is given."""
        if not (post_words or person_words):
            return None
        return _only(
            post
            for post in self.posts
            if (not post_words or post_words in (post.name, post.short_name))
            and (not person_words or self.holders.get(post.pk) == person_words)
        )


def _only(rows):
    rows = list(rows)
    return rows[0] if len(rows) == 1 else None
