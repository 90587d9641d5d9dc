"""Role grants as guardian rows on organs, with direct foreign keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from .organs import Organ


class OrganUserObjectPermission(UserObjectPermissionBase):
    """A user's role on an organ; ``below`` extends it to every organ under it."""

    content_object = models.ForeignKey(Organ, models.CASCADE)
    below = models.BooleanField(_("及所属下级"), default=False)


class OrganGroupObjectPermission(GroupObjectPermissionBase):
    """A group's role on an organ; ``below`` extends it to every organ under it."""

    content_object = models.ForeignKey(Organ, models.CASCADE)
    below = models.BooleanField(_("及所属下级"), default=False)
