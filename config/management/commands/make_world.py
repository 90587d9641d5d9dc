"""manage.py make_world: benchmark data, a sound world of as many organs as asked for."""

import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config import making_worlds


class Command(BaseCommand):
    help = "Fill an empty database with a made-up tree of organs in which nothing is missing."

    def add_arguments(self, parser):
        parser.add_argument("--organs", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=0, metavar="S", help="0 unless given")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, organs, seed, **options):
        try:
            made = making_worlds.make(organs=organs, seed=seed)
        except ValidationError as refused:
            raise CommandError(refused.messages[0]) from refused
        if options["json"]:
            self.stdout.write(json.dumps(made))
        else:
            words = {"organs": made["organ"], "rows": sum(made.values())}
            self.stdout.write(_("已装入 %(organs)s 个党组织，共 %(rows)s 行。") % words)
