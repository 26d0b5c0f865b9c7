"""Real workers: two at once, one that waits for a pause to end, and one that is killed."""

import signal
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import consoles
from tests.at_once import at_once
from threadsui import tasks
from threadsui.models import AuditEvent, Operation, Thread

from .operations import TICKET, turn

pytestmark = pytest.mark.django_db(transaction=True)


def test_worker_comes_back_when_the_pause_is_over(there, press):
    made = there.make(TICKET)
    key, there.key = there.key, "another"
    operation = press(made["id"])
    tasks.run_operation.enqueue(operation.pk)

    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
    [waiting] = DBTaskResult.objects.filter(status="READY")
    operation.refresh_from_db()
    assert waiting.run_after == operation.resumes_at
    tasks.resume_operations()  # it is waited for, not left behind
    assert DBTaskResult.objects.filter(status="READY").count() == 1

    there.key = key
    DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=timezone.now())
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
    operation.refresh_from_db()
    assert operation.counts == {"adopted": 1}


def test_adopting_from_two_windows_at_once_makes_one_record(there, press):
    ids = [there.make(TICKET)["id"] for _ in range(4)]
    operations = [press(*ids), press(*ids)]

    at_once(*[lambda one=one: turn(one) for one in operations])

    assert Thread.objects.count() == 4
    counts = [Operation.objects.get(pk=one.pk).counts for one in operations]
    assert sum(one.get("adopted", 0) for one in counts) == 4
    assert sum(one.get("already", 0) for one in counts) == 4
    assert AuditEvent.objects.filter(action="thread.adopted").count() == 4


# The worker is killed when the third thread was fetched and is not written yet.
KILLED_IN_THE_MIDDLE = """
import os, signal
from threadsui.services.bulk import adopting
adopting.PAUSE = 0
settle, steps = adopting._settle, []
def killed(*arguments):
    steps.append(1)
    if len(steps) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return settle(*arguments)
adopting._settle = killed
from django.core.management import call_command
call_command('db_worker', batch=True, startup_delay=False, interval=0, verbosity=0)
"""


def test_it_goes_on_after_its_worker_was_killed(there, press):
    operation = press(*(there.make(TICKET)["id"] for _ in range(6)))
    tasks.run_operation.enqueue(operation.pk)

    assert consoles.run_python(KILLED_IN_THE_MIDDLE).returncode == -signal.SIGKILL
    operation.refresh_from_db()
    assert (operation.state, operation.done_count) == ("running", 2)
    Operation.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    tasks.resume_operations()
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)

    operation.refresh_from_db()
    assert (operation.state, operation.counts) == ("done", {"adopted": 6})
    assert Thread.objects.count() == 6
    assert AuditEvent.objects.filter(action="thread.adopted").count() == 6
