"""manage.py demonstration_sign_ins: accounts to try, when the demonstration is loaded."""

from django.core.management.base import BaseCommand

from config import demonstration


class Command(BaseCommand):
    help = "Print the demonstration's accounts."

    def handle(self, *args, **options):
        found = demonstration.sign_ins()
        for username, who in found:
            self.stdout.write(f"  {username:<18}{who}")
        if found:
            self.stdout.write(f"  密码 password: {demonstration.PASSWORD}")
