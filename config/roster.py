"""The organ's posts, people and departments on a day, against which a plan's names are matched.

Only exact names are matched (a post's or department's full or short name, the name of whoever
holds a post). Everything else is left to the clerk, with a suggestion they may accept.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

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
_COURTESY = re.compile(r"(?:同志)?(?:[(（]又名[^()（）]*[)）])?$")
# What may stand behind a post and is no name, though the surname would be new to the reader.
_NO_NAME = re.compile(
    r"[同共均都各等兼及和与或由在为是须应要]|[部处科室局委办所院组会厅校队站间司镇村乡县区级层]$"
    r"|负责|牵头|分[别管]|主[抓持管]|亲自|具体|轮流|[有相]关|班子|成员|单位|领导|干部|代表|助理|人员"
    r"|党员|办公|总责|本人|个人|其他|全体|挂帅|签发|审[批定核]|落实|召集|把关|参加|督[办促]|协助|配合"
    r"|统筹|汇总|包[片村]|联系|带队|值班"
)
_HAN = re.compile(r"[㐀-鿿]+")
_POST_LIKE = re.compile(r"^[各全副正总党本第]|[长员任记席师监理警工导计书事编委支人手者]$")
# 党委书记、院长同为第一责任人, of which the reader leaves the tail.
_JOINTLY = re.compile(r"(?:共同|一同|同|均|都|分别)$")


def is_team(words):
    """Whether ``words`` name the whole team (班子成员) rather than one post."""
    return _TEAM.fullmatch(words) is not None


def is_secretary(words):
    return _SECRETARY.search(words.split("、")[0]) is not None


def jointly(words):
    """The posts named together as one (党委书记、院长共同), or none when it is one post."""
    return _JOINTLY.sub("", words).split("、") if _JOINTLY.search(words) else []


@lru_cache(maxsize=2048)
def parted(words):
    """``words`` as (post, person): 副局长曹毅 is ("副局长", "曹毅"), a bare name ("", name).

    Several posts of one person stay one: 党组书记、院长陶铸成 is ("党组书记、院长", "陶铸成").
    """
    bare = _COURTESY.sub("", words.strip())
    name, blank, post = bare.partition(" ")
    if blank and looks_like_name(name) and post.endswith(POST_ENDS):
        return post, name
    bare = bare.replace(" ", "")
    if looks_like_name(bare):
        return "", bare
    if bare.endswith(POST_ENDS):
        return words, ""
    for length, is_name in _NAMES_BEHIND:
        post, name = bare[:-length], bare[-length:]
        if post.endswith(POST_ENDS) and is_name(name):
            return post, name
    return words, ""


def likely_name(words):
    """Whether three characters without a post are rather a name, whatever the surname: 楚怀瑾."""
    return len(words) == 3 and _may_be_name(words) and not _POST_LIKE.search(words)


def _may_be_name(words):
    return bool(_HAN.fullmatch(words)) and not _NO_NAME.search(words)


# A surname the reader does not know is believed only behind the longest post, hence 2 before 3.
_NAMES_BEHIND = (
    *((length, looks_like_name) for length in (4, 3, 2)),
    *((length, _may_be_name) for length in (2, 3)),
)


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

    def held_by(self, person):
        """The post this person holds, one of the leading team's first; ``None`` without any."""
        held = [post for post in self.posts if person and self.holders.get(post.pk) == person]
        return min(held, key=lambda post: not post.on_team, default=None)


def _only(rows):
    rows = list(rows)
    return rows[0] if len(rows) == 1 else None
