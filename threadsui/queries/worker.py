"""Whether the worker works."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

LATE = timedelta(minutes=5)  # a turn of anything takes seconds, and a sweep is due twice a minute


def is_worker_late() -> bool:
    """Whether something has been due in its queue for minutes, or not even the sweep waits there."""
    since = timezone.now() - LATE
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    due = waiting.filter(
        Q(run_after__lt=since) | Q(enqueued_at__lt=since, run_after=get_date_max())
    )
    return due.exists() or not waiting.exists()
