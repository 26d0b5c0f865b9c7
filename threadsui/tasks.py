"""Background work, run by `manage.py db_worker`."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from .services.persistence import write_surely
from .services.submissions import settle_overdue_submissions

INTERVAL = timedelta(seconds=30)
KEPT = timedelta(days=1)


@task()
def settle_overdue():
    """Make what a killed process left in `sending` unknown; returns how many submissions that were.

    The next run is in the queue before this one does anything, so that neither an error nor a kill ends the chain.
    """
    write_surely(lambda: schedule_sweep(after=INTERVAL))
    _forget_old_runs()
    return settle_overdue_submissions()


def schedule_sweep(*, after=timedelta()):
    """Put the next run into the queue, `after` from now, unless one waits there already. Returns whether it did.

    Two callers at the same moment may both do it: the one too many then finds the other waiting, and is the last.
    """
    if _runs().filter(status=TaskResultStatus.READY).exists():
        return False
    run_after = timezone.now() + after if after else None
    settle_overdue.using(run_after=run_after).enqueue()
    return True


def _forget_old_runs():
    """2,880 runs a day would fill the table; this also takes away those that a kill left running for ever."""
    old = _runs().filter(enqueued_at__lt=timezone.now() - KEPT)
    old.exclude(status=TaskResultStatus.READY).delete()


def _runs():
    return DBTaskResult.objects.filter(task_path=settle_overdue.module_path)
