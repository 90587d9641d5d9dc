"""Settings of the real workers that tests start and kill: slow mail, short leases."""

from datetime import timedelta

from config.settings.embedded import *  # noqa: F403

EMAIL_BACKEND = "tests.reviews.slow_mail.SlowFileBackend"
REMINDER_LEASE = timedelta(seconds=2)
REMINDER_ENQUEUE_AGAIN = timedelta(seconds=2)
