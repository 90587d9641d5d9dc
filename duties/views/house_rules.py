"""House rules: which hold for the organ on the day, where they come from; settle one, end one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duties import access, days
from duties import house_rules as rules
from duties.forms.house_rules import HouseRuleForm
from duties.models import HouseRule, Organ
from duties.views import editing


def house_rules(request, code):
    """Each kind of rule with what holds on the day: the organ's own or a superior's."""
    organ = access.fetch(request.user, "read", Organ.objects, code=code)
    request.organ = organ
    on = days.day_asked(request)
    found = rules.of_organ(organ, on)
    context = {
        "organ": organ,
        "on": on,
        "today": days.today(),
        "rows": [(kind.label, rule, _told(rule)) for kind, rule in found.items()],
        "may_draft": access.may(request.user, "draft", organ),
    }
    return render(request, "duties/house_rules.html", context)


def _told(rule):
    """What the rule says, in a word or a number."""
    if rule is None:
        return ""
    if rule.kind in HouseRule.YES_NO:
        return _("是") if rule.value else _("否")
    return str(rule.value)


def house_rule_new(request, code):
    organ = editing.drafting(request, code)
    initial = {"from_on": days.today()}
    return editing.edit(
        request,
        HouseRuleForm(request.POST or None, fixed={"organ": organ}, initial=initial),
        organ=organ,
        title=_("新的内部规定"),
        action="house_rule.settled",
        back=reverse("house_rules", args=[code]),
        done=_("已保存。没有自己规定的下级党组织同样适用。"),
    )


def house_rule_end(request, code, pk):
    organ = editing.drafting(request, code)
    rule = get_object_or_404(HouseRule, organ=organ, pk=pk)
    return editing.end(
        request,
        rule,
        title=_("结束规定：%(rule)s") % {"rule": rule.get_kind_display()},
        action="house_rule.ended",
        back=reverse("house_rules", args=[code]),
        today=days.today(),
    )
