"""The only list of periodic jobs.

Each job is short and idempotent: beats may be doubled, late or killed (the database decides what
is due). `expires` lies below the interval, so a worker that was away does not find a pile of ticks.
A daily job missed while everything was off runs once at the next start of the beat.
"""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    "tick": {
        "task": "reviews.tasks.tick",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    # Before the periods are opened, so that they open for the organs as they stand.
    "settle_organs": {
        "task": "config.tasks.settle_organs",
        "schedule": crontab(hour=0, minute=5),
        "options": {"expires": 12 * 3600},
    },
    "open_periods": {
        "task": "reviews.tasks.open_periods",
        "schedule": crontab(hour=0, minute=10),
        "options": {"expires": 12 * 3600},
    },
}
