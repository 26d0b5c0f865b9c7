"""Operations that ask servers, run by the real worker: killed in the middle, and gone on with."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.workers import work, work_until_killed
from threadsui import tasks
from threadsui.models import AuditEvent, Operation, Thread, ThreadCheck
from threadsui.queries.threads.selections import by_filters, newest_thread_id
from threadsui.queries.threads.thread_list import ThreadFilters
from threadsui.services.bulk import remote_steps, steps

pytestmark = pytest.mark.django_db(transaction=True)
Kind = Operation.Kind


@pytest.fixture
def threads(connection, upstream, lead):
    """Six threads that another server has, each with a pair."""
    made = [upstream.make_thread(json.dumps({"metadata": {"env": "prod"}})) for _ in range(6)]
    return [
        factories.thread(
            connection=connection, remote_id=one["id"], metadata={"env": "prod"}, creator=lead
        )
        for one in made
    ]


@pytest.fixture
def press(lead, monkeypatch):
    monkeypatch.setattr(remote_steps, "PAUSE", 0)

    def start(kind, **parameters):
        operation = steps.start_operation(
            actor=lead,
            kind=kind,
            parameters=parameters,
            selection=by_filters(ThreadFilters()),
            newest_id=newest_thread_id(),
        )
        tasks.run_operation.enqueue(operation.pk)
        return operation

    return start


def leave(operation, minutes=60):
    past = timezone.now() - timedelta(minutes=minutes)
    Operation.objects.filter(pk=operation.pk).update(updated_at=past)


def killed_and_gone_on_with(operation):
    # when the third thread was asked about and is not written yet
    work_until_killed(remote_steps, "advance", PAUSE=0)
    operation.refresh_from_db()
    assert (operation.state, operation.done_count) == ("running", 2)
    leave(operation)
    tasks.resume_operations()
    work()
    operation.refresh_from_db()
    return operation


def test_check_goes_on_after_its_worker_was_killed(threads, upstream, press):
    upstream.threads[threads[2].remote_id]["metadata"] = {"env": "test"}

    done = killed_and_gone_on_with(press(Kind.CHECK))

    assert (done.state, done.done_count, done.counts) == ("done", 6, {"same": 5, "changed": 1})
    assert ThreadCheck.objects.count() == 6
    assert AuditEvent.objects.filter(action="thread.drift_found").count() == 1


def test_rename_goes_on_after_its_worker_was_killed_and_is_sent_once_for_each(
    threads, upstream, press
):
    upstream.updates = True

    done = killed_and_gone_on_with(press(Kind.RENAME_KEY, key="env", to="stage"))

    assert (done.state, done.done_count, done.counts) == ("done", 6, {"renamed": 6})
    assert {json.dumps(one.metadata) for one in Thread.objects.all()} == {'{"stage": "prod"}'}
    assert len(upstream.bodies) == 6
    told = AuditEvent.objects.filter(
        action__in=["thread.updated", "thread.refreshed"], correlation_id=done.correlation_id
    )
    assert len(set(told.values_list("target_id", flat=True))) == told.count() == 6


def test_slow_server_is_no_sign_of_a_killed_worker(threads, press):
    operation = press(Kind.CHECK)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    leave(operation, minutes=2)

    tasks.resume_operations()

    assert not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()
