"""The system administrator's desk: organs, accounts, roles and vocabulary; no business content."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from duties import days, reorganising, tree
from duties.models import (
    Organ,
    OrganKind,
    OrganLevel,
    OrganUserObjectPermission,
    Role,
    Subject,
    User,
)

admin.site.register([OrganKind, OrganLevel, Subject, Role])


class OrganForm(forms.ModelForm):
    """An organ may not be put below itself."""

    class Meta:
        model = Organ
        fields = (
            "code",
            "name",
            "short_name",
            "kind",
            "level",
            "parent",
            "position",
            "from_on",
            "until_on",
        )

    def clean_parent(self):
        """Refuse what moving would refuse, from today on."""
        parent = self.cleaned_data["parent"]
        if self.instance.pk and parent != self.instance.parent:
            _refuse_move(self.instance, parent)
        return parent


def _refuse_move(organ, parent):
    try:
        reorganising.Change.of_move(organ=organ, target=parent, on=days.today(), document="")
    except ValidationError as refused:
        raise ValidationError(refused.messages) from None


@admin.register(Organ)
class OrganAdmin(admin.ModelAdmin):
    """Organs are planted here and moved from today on, by the functions that keep the history.

    Their first and last days are history too: organs are closed on the organ's own page.
    """

    form = OrganForm
    list_display = ("name", "code", "kind", "level", "parent", "from_on", "until_on")
    search_fields = ("name", "code")
    list_select_related = ("kind", "level", "parent")
    autocomplete_fields = ("parent",)

    def save_model(self, request, obj, form, change):
        if not change:
            planted = tree.plant(**form.cleaned_data)
            obj.pk, obj.path, obj.path_end = planted.pk, planted.path, planted.path_end
            obj._state.adding = False
            return
        parent = obj.parent
        moved = "parent" in form.changed_data
        if moved:
            obj.parent = Organ.objects.get(pk=obj.pk).parent
        obj.save()
        if moved:
            with override(settings.LANGUAGE_CODE):
                document = gettext("系统管理员调整")
            reorganising.move(
                organ=obj, target=parent, on=days.today(), document=document, actor=request.user
            )

    def get_readonly_fields(self, request, obj=None):
        return ("from_on", "until_on") if obj else ()

    def has_delete_permission(self, request, obj=None):
        """History hangs on organs: they are closed by a last day, never deleted."""
        return False


@admin.register(User)
class AccountAdmin(UserAdmin):
    list_display = ("username", "title", "home", "is_active")
    list_filter = ("is_active",)
    fieldsets = (*UserAdmin.fieldsets, (_("单位"), {"fields": ("home", "person", "title")}))
    autocomplete_fields = ("home",)
    raw_id_fields = ("person",)


class GrantForm(forms.ModelForm):
    """A role on an organ for one account."""

    class Meta:
        model = OrganUserObjectPermission
        fields = ("user", "permission", "content_object", "below")
        labels = {
            "user": _("账号"),
            "permission": _("角色"),
            "content_object": _("党组织"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = self.fields["permission"].queryset.filter(codename__startswith="act_as_")
        self.fields["permission"].queryset = roles
        self.fields["permission"].label_from_instance = lambda role: _(role.name)


@admin.register(OrganUserObjectPermission)
class GrantAdmin(admin.ModelAdmin):
    form = GrantForm
    list_display = ("user", "permission", "content_object", "below")
    list_select_related = ("user", "permission__content_type", "content_object")
    autocomplete_fields = ("user", "content_object")
