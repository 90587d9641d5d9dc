"""The only list of periodic jobs.

Each job is short and idempotent: beats may be doubled, late or killed (the database decides what
is due). `expires` lies below the interval, so a worker that was away does not find a pile of ticks.
"""

BEAT_SCHEDULE = {
    "tick": {
        "task": "reviews.tasks.tick",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
}
