"""manage.py prepare: everything script/server needs before it starts the processes."""

from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command

from config import heartbeat
from duties.models import Organ


class Command(BaseCommand):
    """Migrates, collects static files when they changed, loads the demonstration once."""

    help = "Bring database and static files up to date; load the demonstration into an empty one."

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="load no demonstration")

    def handle(self, *args, empty: bool, **options):
        call_command("migrate", verbosity=0)
        self.collect_static()
        if not empty and not Organ.objects.exists():
            self.stdout.write("loading the demonstration organs (once)")
            call_command("load_demonstration", verbosity=0)

    def collect_static(self) -> None:
        """Collect when a source file was added, removed or touched since the last time."""
        mark = settings.VAR_DIR / "static.mark"
        state = static_state()
        if not mark.exists() or mark.read_text() != state or not settings.STATIC_ROOT.exists():
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            heartbeat.write_atomically(mark, state)


def static_state() -> str:
    """Return a digest of every static source file's path, size and time."""
    digest = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = (storage.path(path), storage.size(path), storage.get_modified_time(path))
            digest.update(repr(stat).encode())
    return digest.hexdigest()
