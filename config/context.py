"""The shell of every page: organ, side menu, person, unread notices.

At most three queries a page (the account with its person and home organ, the unread count, and
the grants where the view has not asked for them), made only when a template asks; none for a
visitor who has not signed in.
"""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from duties import access, days
from duties.models import User
from reviews.inbox import unread_count

# group title, then (url name, icon, label); an organ's pages take its code.
MENU = (
    (
        pgettext_lazy("menu", "工作"),
        (
            ("dashboard", "home", pgettext_lazy("menu", "工作台")),
            ("matrix", "matrix", pgettext_lazy("menu", "责任矩阵")),
            ("gaps", "alert", pgettext_lazy("menu", "责任空白")),
            ("organ_home", "organ", pgettext_lazy("menu", "组织机构")),
            ("leading_group", "group", pgettext_lazy("menu", "领导小组")),
            ("plans", "document", pgettext_lazy("menu", "方案")),
            ("posts", "badge", pgettext_lazy("menu", "岗位")),
        ),
    ),
    (
        pgettext_lazy("menu", "履责"),
        (
            ("cycles", "calendar", pgettext_lazy("menu", "周期事项")),
            ("reports", "report", pgettext_lazy("menu", "半年报告")),
        ),
    ),
    (pgettext_lazy("menu", "追责"), (("cases", "scales", pgettext_lazy("menu", "责任追究")),)),
    (
        pgettext_lazy("menu", "管理"),
        (
            ("inbox", "inbox", pgettext_lazy("menu", "收件箱")),
            ("exports", "download", pgettext_lazy("menu", "导出")),
        ),
    ),
)
PLAIN_PAGES = {"inbox"}
EXPORT_PAGES = {"exports"}
HANDLER_PAGES = {"cases"}


@dataclass
class Item:
    key: str
    icon: str
    label: str
    url: str
    badge: int
    active: bool = False

    @property
    def path(self):
        return self.url.partition("?")[0]


@dataclass
class Shell:
    """What base.html needs; ``badges`` (the view's ``request.badges``): menu key to count."""

    request: object
    badges: dict = field(default_factory=dict)

    @cached_property
    def account(self):
        return User.objects.select_related("person", "home").get(pk=self.request.user.pk)

    @cached_property
    def organ(self):
        """The organ of the page (``request.organ``, set by the view), else the home organ."""
        return getattr(self.request, "organ", None) or self.account.home

    @property
    def organ_url(self):
        return self._url("organ_home")

    @property
    def inbox_url(self):
        return self._url("inbox")

    @property
    def home_url(self):
        return reverse("organ_home", args=[self.account.home.code])

    @cached_property
    def unread(self):
        return unread_count(self.request.user)

    @cached_property
    def now(self):
        return timezone.localtime()

    @property
    def half(self):
        return 1 if self.now.month <= 6 else 2

    @cached_property
    def menu(self):
        """Groups of items; the item whose address is the longest prefix of the page is active."""
        groups = [(title, self._items(entries)) for title, entries in MENU]
        items = [item for _title, entries in groups for item in entries]
        here = [item for item in items if self.request.path.startswith(item.path)]
        if here:
            max(here, key=lambda item: len(item.url)).active = True
        return [(title, entries) for title, entries in groups if entries]

    def _items(self, entries):
        found = (
            Item(key, icon, label, self._url(key), self.badges.get(key, 0))
            for key, icon, label in entries
        )
        return [item for item in found if item.url]

    def _url(self, key):
        if key in PLAIN_PAGES:
            return reverse(key)
        if not self._offers(key):
            return ""
        return days.dated(reverse(key, args=[self.organ.code]), self.day)

    @cached_property
    def day(self):
        """The day the page was asked for, which its menu keeps; ``None`` without one."""
        return days.read(self.request.GET.get("on", "").strip())

    def _offers(self, key):
        """An organ's pages are offered to those who may read it, cases to their handlers too."""
        if self.organ is None:
            return False
        user = self.request.user
        if access.may(user, "read", self.organ):
            return key not in EXPORT_PAGES or bool(access.may(user, "export", self.organ))
        return key in HANDLER_PAGES and bool(access.may(user, "handle_case", self.organ))


def shell(request):
    """Give templates ``shell`` for a signed-in user, and the nonce under htmx's name for it."""
    known = {"csp_nonce": getattr(request, "csp_nonce", None)}
    if getattr(request, "user", None) and request.user.is_authenticated:
        known["shell"] = Shell(request, getattr(request, "badges", {}))
    return known
