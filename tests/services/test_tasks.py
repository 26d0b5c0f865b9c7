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
from threadsui import tasks
from threadsui.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)


def work():
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)


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
