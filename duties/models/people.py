"""People and their accounts: name, unit and contact, and nothing else about them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organs import Organ


class Person(models.Model):
    """Someone who holds or may hold posts. The least that does the job: name, unit, contact."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="people", verbose_name=_("单位"))
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)

    organ_lookup = "organ"

    class Meta:
        ordering = ["organ", "name", "id"]
        verbose_name = _("人员")

    def __str__(self):
        return self.name


class User(AbstractUser):
    """An account. A person may have one; an account may also stand for an office desk."""

    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("人员")
    )
    home = models.ForeignKey(
        Organ,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("所在党组织"),
    )
    title = models.CharField(_("身份"), max_length=40, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("账号")

    @property
    def display_name(self):
        return self.person.name if self.person_id else (self.first_name or self.username)
