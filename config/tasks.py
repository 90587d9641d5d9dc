"""Celery tasks of what is composed above the apps: a few lines each."""

from celery import shared_task

from config import reorganising
from duties import days


@shared_task
def settle_organs():
    """Follow the changes of the tree whose day has come; running it again changes nothing."""
    reorganising.settle(on=days.today())
