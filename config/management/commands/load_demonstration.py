"""manage.py load_demonstration: the fictional city, on first start."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from config import demonstration
from duties import days


class Command(BaseCommand):
    help = "Load the demonstration organs into an empty database."

    def handle(self, *args, **options):
        try:
            built = demonstration.load(today=days.today())
        except ValidationError as refused:
            raise CommandError(refused.messages[0]) from refused
        self.stdout.write(f"已装入演示数据：{len(built)} 个党组织及其下属支部。")
