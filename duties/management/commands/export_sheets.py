"""manage.py export_sheets: every kind of sheet of an organ, as Excel or as a zip of CSV."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duties import days
from duties.models import Organ
from duties.sheets import exporting


class Command(BaseCommand):
    """The suffix of ``--out`` says the form: .xlsx, or .zip for one CSV of each kind."""

    help = "Write the sheets of an organ, and of all below it with --below."

    def add_arguments(self, parser):
        parser.add_argument("--organ", required=True, metavar="CODE")
        parser.add_argument("--below", action="store_true", help="and every organ below it")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *args, organ, below, out, **options):
        row = Organ.objects.filter(code=organ).first()
        if row is None:
            raise CommandError(_("没有代码为“%(code)s”的党组织。") % {"code": organ})
        if out.suffix not in (".xlsx", ".zip"):
            raise CommandError(_("导出文件须以 .xlsx 或 .zip 结尾。"))
        form = "xlsx" if out.suffix == ".xlsx" else "csv"
        content, _suffix, _type = exporting.export(
            organ=row, kinds=None, below=below, actor=None, on=days.today(), form=form
        )
        try:
            out.write_bytes(content)
        except OSError as error:
            words = _("文件“%(name)s”无法写入。") % {"name": out.name}
            raise CommandError(words) from error
        self.stdout.write(_("已导出：%(name)s") % {"name": out})
