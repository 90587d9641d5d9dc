"""Finding organs, posts, duties and reports by a few characters, among what the user may read."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access
from duties.models import Duty, Organ, Plan, Post
from reviews.models import Report

MOST = 20  # of each sort


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    icon: str
    hits: tuple[Hit, ...]
    more: bool


def find(words, *, user, on):
    """Groups of what bears ``words`` in its name on the day, empty groups left out."""
    searches = (
        (_("党组织"), "organ", _organs),
        (_("岗位"), "badge", _posts),
        (_("职责"), "matrix", _duties),
        (_("半年报告"), "report", _reports),
    )
    groups = (_group(title, icon, list(of(words, user, on))) for title, icon, of in searches)
    return [group for group in groups if group.hits]


def _group(title, icon, hits):
    return Group(title, icon, tuple(hits[:MOST]), len(hits) > MOST)


def _organs(words, user, on):
    named = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__icontains=words)
    found = access.scope(Organ.objects.filter(named).on(on), user, "read")
    for organ in found.select_related("parent", "level")[: MOST + 1]:
        above = f" · {organ.parent.short_name}" if organ.parent else ""
        yield Hit(organ.name, f"{organ.level}{above}", organ.get_absolute_url())


def _posts(words, user, on):
    named = Q(name__icontains=words) | Q(short_name__icontains=words)
    found = access.scope(Post.objects.filter(named).on(on), user, "read")
    for post in found.select_related("organ").order_by("organ__path", "position")[: MOST + 1]:
        yield Hit(post.name, post.organ.name, reverse("post", args=[post.organ.code, post.pk]))


def _duties(words, user, on):
    named = Q(title__icontains=words) | Q(number__iexact=words)
    plans = Plan.objects.in_force(on)
    found = access.scope(Duty.objects.on(on).filter(named, plan__in=plans), user, "read")
    found = found.select_related("plan__organ").order_by("plan__organ__path", "position")
    for duty in found[: MOST + 1]:
        organ = duty.plan.organ
        url = f"{reverse('matrix', args=[organ.code])}?duty={duty.pk}"
        yield Hit(f"{duty.number} {duty.title}", organ.name, url)


def _reports(words, user, on):
    found = access.scope(Report.objects.filter(title__icontains=words), user, "read")
    for report in found.select_related("organ")[: MOST + 1]:
        url = reverse("report", args=[report.organ.code, report.pk])
        yield Hit(report.title, report.get_state_display(), url)
