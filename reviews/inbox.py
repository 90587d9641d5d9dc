"""The in-product inbox: notices sent to a user, opened and acknowledged by them."""

from django.utils import timezone

from reviews.models import Notice, ReminderRule


def of(user):
    """Everything in the user's inbox, the newest first."""
    return (
        Notice.objects.filter(
            recipient=user, channel=ReminderRule.Channel.INBOX, status=Notice.Status.SENT
        )
        .select_related("obligation__organ", "obligation__requirement", "rule")
        .order_by("-sent_at", "-pk")
    )


def unread(user):
    return of(user).filter(opened_at__isnull=True)


def unread_count(user):
    """How many notices the user has not opened; shown at the bell on every page."""
    return Notice.objects.filter(
        recipient=user,
        channel=ReminderRule.Channel.INBOX,
        status=Notice.Status.SENT,
        opened_at__isnull=True,
    ).count()


def open_notice(notice):
    """Keep the first time it was opened: the notice is evidence."""
    if notice.opened_at is None:
        notice.opened_at = timezone.now()
        Notice.objects.filter(pk=notice.pk, opened_at=None).update(opened_at=notice.opened_at)


def acknowledge(notices):
    """Mark ``notices`` (a queryset) acknowledged, and opened where they were not."""
    now = timezone.now()
    notices.filter(opened_at__isnull=True).update(opened_at=now)
    return notices.filter(acknowledged_at__isnull=True).update(acknowledged_at=now)
