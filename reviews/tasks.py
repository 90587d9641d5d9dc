"""Celery tasks: a few lines each; they take ids and call one domain function."""

from celery import shared_task
from django.utils import timezone

from duties import days
from reviews import cycles, exporting, reminding


@shared_task
def tick():
    """The clock of reminders and exports; the database decides what is due."""
    for notice in reminding.tick(at=timezone.now()).waiting:
        deliver.delay(notice)
    for export in exporting.unattended(at=timezone.now()):
        make_export.delay(export)


@shared_task
def deliver(notice_id):
    """Send one e-mail notice."""
    reminding.deliver(notice_id, at=timezone.now())


@shared_task
def open_periods():
    """Open the obligations of the current half-year, daily; running it again adds nothing."""
    cycles.open_current(on=days.today())


@shared_task
def make_export(export_id):
    """Make the file of one export; a second delivery does nothing."""
    exporting.run(export_id)
