"""Background work, run by `manage.py db_worker`."""

import time
import uuid
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from .audit.context import Context, bound_context
from .models import Operation
from .queries.threads.selections import threads_of
from .services.bulk.adopting import run_adoption_steps
from .services.bulk.remote_changes import ACTIONS as REMOTE
from .services.bulk.remote_steps import run_remote_steps
from .services.bulk.steps import fail_operation, run_steps
from .services.creating.submissions import settle_overdue_submissions
from .services.exports.operations import BROKEN_OFF
from .services.persistence import write_surely
from .services.safekeeping import audit_chain
from .services.safekeeping.retention import due_rules, try_rule
from .services.safekeeping.tidying import tidy

INTERVAL = timedelta(seconds=30)
KEPT = timedelta(days=1)
TURN = 10  # seconds of one bulk operation, before what else waits has its turn
PATIENCE = timedelta(minutes=15)  # before an audit task that came to nothing is tried again
SILENT = timedelta(minutes=1)  # after which an operation counts as left behind by a killed process
STOPPED = gettext_noop("An error stopped it. See the log.")
SILENT_REMOTE = timedelta(minutes=3)  # a server may take its time, tries and waits included
SILENT_EXPORT = timedelta(hours=1)  # a download may be held up by whoever reads it


@task()
def settle_overdue():
    """Make what a killed process left in `sending` unknown; returns how many submissions that were.

    The next run is in the queue before this one does anything, so that neither an error nor a kill ends the chain.
    """
    write_surely(lambda: schedule_sweep(after=INTERVAL))
    _forget_old_runs()
    settled = settle_overdue_submissions()
    resume_operations()
    keep_audit_chain()
    keep_retention()
    keep_tidy()
    return settled


@task()
def run_operation(operation_id):
    """Go on with a bulk operation for its turn; what is left is the next turn's."""
    operation = Operation.objects.get(pk=operation_id)
    end = time.monotonic() + TURN
    for current in _steps_of(operation):
        if current.is_finished:
            return
        if current.resumes_at:
            run_operation.using(run_after=current.resumes_at).enqueue(operation_id)
            return
        if time.monotonic() > end:
            run_operation.enqueue(operation_id)
            return


def _steps_of(operation):
    if operation.kind == Operation.Kind.ADOPT:
        return run_adoption_steps(operation=operation)
    run = run_remote_steps if operation.kind in REMOTE else run_steps
    return run(operation=operation, threads=threads_of(operation))


@task()
def seal_audit():
    """Seal a checkpoint of the audit chain."""
    audit_chain.seal_checkpoint()


@task()
def verify_audit(turn=None):
    """Look through the audit chain, in turns; the audit page and the log tell what was found in all of it."""
    rest = audit_chain.verify_turn(turn)
    if rest is not None:
        verify_audit.enqueue(rest)


@task()
def apply_retention(run=None):
    """Remove the texts that are past their date, for this task's turn; what is left is the next turn's.

    `run` is the correlation id of all of one run's events.
    """
    run = run or uuid.uuid4().hex
    end = time.monotonic() + TURN
    with bound_context(Context(correlation_id=run)):
        for rule in due_rules():
            for _removed in try_rule(rule):
                if time.monotonic() > end:
                    apply_retention.enqueue(run)
                    return


def keep_retention():
    """Have the rules carried out that are due. A run that a kill or an error ended is begun anew, and goes on."""
    since = timezone.now() - PATIENCE
    runs = DBTaskResult.objects.filter(task_path=apply_retention.module_path, enqueued_at__gt=since)
    if due_rules().exists() and not runs.exists():
        apply_retention.enqueue()


@task()
def tidy_up():
    """Remove sessions and tokens that are past their use."""
    return tidy()


def keep_tidy():
    """Once a day: a run is forgotten after that time."""
    if not DBTaskResult.objects.filter(task_path=tidy_up.module_path).exists():
        tidy_up.enqueue()


def ask_for_verification():
    """Have the audit chain verified now, unless it is waited for or done already."""
    pending = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    since = timezone.now() - PATIENCE  # one that a kill left running is not waited for
    runs = DBTaskResult.objects.filter(task_path=verify_audit.module_path, status__in=pending)
    if not runs.filter(enqueued_at__gt=since).exists():
        verify_audit.enqueue()


def keep_audit_chain():
    """Have the audit chain sealed and verified when it is time. What failed is tried again, but not at every sweep."""
    for work, is_due in (
        (seal_audit, audit_chain.is_checkpoint_due),
        (verify_audit, audit_chain.is_verification_due),
    ):
        since = timezone.now() - PATIENCE
        lately = DBTaskResult.objects.filter(task_path=work.module_path, enqueued_at__gt=since)
        if is_due() and not lately.exists():
            work.enqueue()


def resume_operations():
    """Have those gone on with that nobody works on any more; stop those that an error ended, as it would again."""
    now = timezone.now()
    silent = Operation.objects.filter(finished_at=None, updated_at__lt=now - SILENT)
    for operation in silent.exclude(kind=Operation.Kind.EXPORT):
        asks = operation.kind in REMOTE or operation.kind == Operation.Kind.ADOPT
        if asks and operation.updated_at > now - SILENT_REMOTE:
            continue
        statuses = set(_turns(operation).values_list("status", flat=True))
        if TaskResultStatus.READY in statuses:
            continue
        if TaskResultStatus.FAILED in statuses:
            fail_operation(operation=operation, error=STOPPED)
        else:
            run_operation.enqueue(operation.pk)
    for operation in silent.filter(kind=Operation.Kind.EXPORT, updated_at__lt=now - SILENT_EXPORT):
        fail_operation(operation=operation, error=BROKEN_OFF)


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
    tasks = (settle_overdue, run_operation, seal_audit, verify_audit, apply_retention, tidy_up)
    ours = [one.module_path for one in tasks]
    since = timezone.now() - KEPT
    old = DBTaskResult.objects.filter(task_path__in=ours, enqueued_at__lt=since)
    # Not the one that does this: after a day without a worker it is an old one itself.
    old.exclude(status=TaskResultStatus.READY).exclude(started_at__gt=since).delete()


def _runs():
    return DBTaskResult.objects.filter(task_path=settle_overdue.module_path)


def _turns(operation):
    arguments = {"args": [operation.pk], "kwargs": {}}
    return DBTaskResult.objects.filter(task_path=run_operation.module_path, args_kwargs=arguments)
