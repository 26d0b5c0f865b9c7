"""The sweep of overdue submissions, with the real queue and the real worker."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests import consoles, factories
from tests.workers import work, work_until_killed
from threadsui import tasks
from threadsui.models import AuditEvent, Operation, Submission
from threadsui.queries.threads.selections import by_filters, newest_thread_id, threads_of
from threadsui.services.bulk import steps
from threadsui.services.exports.operations import start_export

pytestmark = pytest.mark.django_db(transaction=True)


def waiting():
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY)


def test_worker_settles_overdue_submissions_and_will_look_again():
    overdue = factories.overdue_submission()
    tasks.schedule_sweep()

    work()

    overdue.refresh_from_db()
    assert overdue.state == Submission.State.UNKNOWN
    wait = waiting().get().run_after - timezone.now()
    assert timedelta(seconds=20) < wait <= tasks.INTERVAL


def test_scheduling_twice_is_scheduling_once():
    call_command("schedule_sweep", verbosity=0)
    call_command("schedule_sweep", verbosity=0)

    assert waiting().count() == 1


def test_two_chains_become_one():
    tasks.settle_overdue.enqueue()
    tasks.settle_overdue.enqueue()

    work()

    assert waiting().count() == 1


def test_sweep_that_fails_is_followed_by_the_next(monkeypatch):
    def fail():
        raise RuntimeError("database is away")

    monkeypatch.setattr(tasks, "settle_overdue_submissions", fail)
    tasks.schedule_sweep()

    work()

    assert DBTaskResult.objects.failed().count() == 1
    assert waiting().count() == 1


def test_old_runs_are_forgotten_also_those_a_kill_left_running():
    tasks.settle_overdue.enqueue()
    DBTaskResult.objects.update(
        enqueued_at=timezone.now() - 2 * tasks.KEPT, status=TaskResultStatus.RUNNING
    )
    tasks.schedule_sweep()

    work()

    assert not DBTaskResult.objects.running().exists()


def test_sweeping_goes_on_after_the_worker_was_killed():
    overdue = factories.overdue_submission()
    killed_in_the_middle = (
        "import time; from threadsui import tasks;"
        "tasks.settle_overdue_submissions = lambda: time.sleep(60);"
        "tasks.schedule_sweep();"
        "from django.core.management import call_command;"
        "call_command('db_worker', startup_delay=False, interval=0.1, verbosity=0)"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup(); {killed_in_the_middle}"],
        env=consoles.environment(),
    )
    wait_until(lambda: DBTaskResult.objects.running().exists() and waiting().exists())
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(10)

    tasks.schedule_sweep()
    waiting().update(run_after=timezone.now())  # thirty seconds later
    work()

    overdue.refresh_from_db()
    assert overdue.state == Submission.State.UNKNOWN


def wait_until(condition):
    for _ in range(200):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("It did not happen within 20 seconds.")


def tag_all(agent, *, count=2):
    for _ in range(count):
        factories.thread()
    return steps.start_operation(
        actor=agent,
        kind=Operation.Kind.TAG,
        parameters={"tag": "vip"},
        selection=by_filters(factories.thread_filters()),
        newest_id=newest_thread_id(),
    )


def leave(operation):
    """As if nobody had worked on it for a while."""
    past = timezone.now() - timedelta(hours=2)
    Operation.objects.filter(pk=operation.pk).update(updated_at=past)


def test_worker_runs_a_bulk_operation_to_its_end(agent, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 2)
    operation = tag_all(agent, count=5)
    tasks.run_operation.enqueue(operation.pk)

    work()

    operation.refresh_from_db()
    assert (operation.state, operation.done_count, operation.changed_count) == ("done", 5, 5)


def test_long_operation_lets_others_have_their_turn(agent, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 1)
    monkeypatch.setattr(tasks, "TURN", -1)
    operation = tag_all(agent)
    tasks.run_operation.enqueue(operation.pk)

    work(max_tasks=1)

    assert waiting().get().task_path == tasks.run_operation.module_path


def test_operation_that_a_killed_worker_left_is_gone_on_with(agent, monkeypatch):
    monkeypatch.setattr(steps, "STEP", 2)
    operation = tag_all(agent, count=5)
    steps.run_step(operation=operation, threads=threads_of(operation))
    tasks.run_operation.enqueue(operation.pk)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)  # and will be for ever
    leave(operation)

    tasks.resume_operations()
    work()

    operation.refresh_from_db()
    assert (operation.state, operation.done_count) == ("done", 5)
    assert AuditEvent.objects.filter(action="thread.tagged").count() == 5


def test_worker_that_is_really_killed_loses_and_repeats_nothing(agent):
    operation = tag_all(agent, count=40)
    tasks.run_operation.enqueue(operation.pk)
    # when the third step's threads are changed and not committed
    work_until_killed(steps, "advance", STEP=10)
    operation.refresh_from_db()
    assert (operation.state, operation.done_count) == ("running", 20)
    leave(operation)

    tasks.resume_operations()
    work()

    operation.refresh_from_db()
    assert (operation.state, operation.done_count, operation.changed_count) == ("done", 40, 40)
    told = AuditEvent.objects.filter(action="thread.tagged").values_list("target_id", flat=True)
    assert len(told) == len(set(told)) == 40


def test_operation_that_an_error_ended_is_stopped_not_repeated(agent, monkeypatch):
    operation = tag_all(agent)
    monkeypatch.setitem(steps.CHANGES, Operation.Kind.TAG, None)  # calling it is an error
    tasks.run_operation.enqueue(operation.pk)
    work()
    leave(operation)

    tasks.resume_operations()

    operation.refresh_from_db()
    assert (operation.state, operation.done_count) == ("failed", 0)
    assert not waiting().filter(task_path=tasks.run_operation.module_path).exists()


def test_export_that_its_process_never_ended_is_stopped(agent):
    export = start_export(actor=agent, parameters={"format": "csv"}, selection={}, query="")
    leave(export)

    tasks.resume_operations()

    export.refresh_from_db()
    assert export.state == "failed"
