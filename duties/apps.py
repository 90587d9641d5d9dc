from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from duties.overlap import install_triggers


class DutiesConfig(AppConfig):
    name = "duties"
    verbose_name = _("职责")

    def ready(self):
        # SQLite loses triggers whenever a migration remakes a table; put them back each time.
        post_migrate.connect(install_triggers, dispatch_uid="overlap_triggers")
