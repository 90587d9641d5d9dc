"""``manage.py open_period 2026H1 [--organ CODE]``: open the obligations of a period."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duties import days
from duties.models import Organ
from reviews.cycles import open_period
from reviews.periods import Period


class Command(BaseCommand):
    help = "Open the obligations of a period (2026H1) for all organs or one and those below it."

    def add_arguments(self, parser):
        parser.add_argument("period")
        parser.add_argument("--organ", help="code of the organ; all organs below it are opened too")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, period, organ, as_json, **options):
        try:
            period = Period.parse(period)
        except ValueError as error:
            raise CommandError(str(error)) from None
        created = open_period(period=period, organ=self._organ(organ), on=days.today())
        if as_json:
            answer = {"period": period.code, "organ": organ, "created": created}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            words = _("已开启%(period)s，新增履责事项%(created)s项。")
            self.stdout.write(words % {"period": period.label, "created": created})

    def _organ(self, code):
        if code is None:
            return None
        try:
            return Organ.objects.get(code=code)
        except Organ.DoesNotExist:
            raise CommandError(_("没有代码为“%(code)s”的党组织。") % {"code": code}) from None
