"""Settings of a worker that a test starts: the test's own database, broker and files (see tests/workers.py)."""

import os

from consortium.settings import *  # noqa: F403 - these are the settings, but for what follows
from consortium.settings import CELERY_BEAT_SCHEDULE, DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": float(os.environ["WORKER_SWEEP"])}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
}
CELERY_TASK_SOFT_TIME_LIMIT = int(os.environ["WORKER_TIME_LIMIT"])
CELERY_TASK_TIME_LIMIT = CELERY_TASK_SOFT_TIME_LIMIT + 1
EMAIL_FILE_PATH = os.environ["WORKER_MAIL"]
