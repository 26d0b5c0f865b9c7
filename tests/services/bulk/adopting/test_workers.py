"""Real workers: two at once, one that waits for a pause to end, and one that is killed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.at_once import at_once
from tests.workers import work, work_until_killed
from threadsui import tasks
from threadsui.models import AuditEvent, Operation, Thread
from threadsui.services.bulk import adopting

from .operations import TICKET, turn

pytestmark = pytest.mark.django_db(transaction=True)


def test_worker_comes_back_when_the_pause_is_over(there, press):
    made = there.make(TICKET)
    key, there.key = there.key, "another"
    operation = press(made["id"])
    tasks.run_operation.enqueue(operation.pk)

    work()
    [waiting] = DBTaskResult.objects.filter(status="READY")
    operation.refresh_from_db()
    assert waiting.run_after == operation.resumes_at
    tasks.resume_operations()  # it is waited for, not left behind
    assert DBTaskResult.objects.filter(status="READY").count() == 1

    there.key = key
    DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=timezone.now())
    work()
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


def test_it_goes_on_after_its_worker_was_killed(there, press):
    operation = press(*(there.make(TICKET)["id"] for _ in range(6)))
    tasks.run_operation.enqueue(operation.pk)

    # when the third thread was fetched and is not written yet
    work_until_killed(adopting, "_settle", PAUSE=0)
    operation.refresh_from_db()
    assert (operation.state, operation.done_count) == ("running", 2)
    Operation.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    tasks.resume_operations()
    work()

    operation.refresh_from_db()
    assert (operation.state, operation.counts) == ("done", {"adopted": 6})
    assert Thread.objects.count() == 6
    assert AuditEvent.objects.filter(action="thread.adopted").count() == 6
