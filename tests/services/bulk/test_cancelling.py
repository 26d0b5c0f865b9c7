"""Cancelling a bulk operation: between its steps, in the middle of one, before it began, and after its end."""

import pytest

from tests import factories
from tests.at_once import at_once
from threadsui.audit.context import Context, bound_context
from threadsui.models import AuditEvent, Operation, Thread
from threadsui.queries.threads.selections import newest_thread_id, threads_of
from threadsui.services.bulk import remote_steps, steps
from threadsui.services.bulk.cancelling import cancel_operation
from threadsui.services.errors import ServiceError

Kind = Operation.Kind


@pytest.fixture
def started(lead, monkeypatch):
    """One of the lead's, about `number` threads in steps of two."""
    monkeypatch.setattr(steps, "STEP", 2)
    monkeypatch.setattr(remote_steps, "PAUSE", 0)

    def start(number, kind=Kind.TAG):
        made = [factories.created_thread(actor=lead) for _ in range(number)]
        return steps.start_operation(
            actor=lead,
            kind=kind,
            parameters={"tag": "vip"} if kind == Kind.TAG else {},
            selection={"ids": [thread.pk for thread in made]},
            newest_id=newest_thread_id(),
        )

    return start


def told(operation):
    events = AuditEvent.objects.filter(
        target_id=str(operation.pk), target_type="threadsui.operation"
    )
    return [(one.action, one.actor_name) for one in events.order_by("pk")]


def test_cancelled_between_steps_keeps_what_was_done_and_does_no_more(started, admin):
    operation = started(5)
    steps.run_step(operation=operation, threads=threads_of(operation))

    cancelled = cancel_operation(operation=operation, actor=admin)
    after = steps.run_step(operation=operation, threads=threads_of(operation))

    assert (cancelled.state, cancelled.done_count, cancelled.total) == ("cancelled", 2, 5)
    assert (after.state, after.done_count) == ("cancelled", 2)
    assert Thread.objects.filter(tags__name="vip").count() == 2
    assert told(operation) == [
        ("operation.started", "lead"),
        ("operation.cancelled", "admin"),
    ]
    event = AuditEvent.objects.get(action="operation.cancelled")
    assert (event.changes["threads"]["new"], event.changes["of"]["new"]) == (2, 5)
    assert event.correlation_id == operation.correlation_id


def test_cancelled_while_a_server_is_asked_keeps_its_answer_and_asks_no_more(
    started, admin, monkeypatch
):
    operation = started(3, Kind.CHECK)
    asked = remote_steps._asked

    def pressed_meanwhile(current, thread, failures):
        with bound_context(Context("cancel", "192.0.2.9")):
            pressed = cancel_operation(operation=current, actor=admin)
        assert (pressed.state, pressed.cancelled_by) == ("running", admin)
        return asked(current, thread, failures)

    monkeypatch.setattr(remote_steps, "_asked", pressed_meanwhile)
    *_steps, done = remote_steps.run_remote_steps(
        operation=operation, threads=threads_of(operation)
    )

    assert (done.state, done.done_count, done.counts) == ("cancelled", 1, {"same": 1})
    assert told(operation)[1:] == [
        ("operation.cancel_asked", "admin"),
        ("operation.cancelled", "admin"),
    ]
    asked_for, ended = AuditEvent.objects.filter(actor=admin).order_by("pk")
    assert (asked_for.address, ended.address) == ("192.0.2.9", "")
    assert {asked_for.correlation_id, ended.correlation_id} == {operation.correlation_id}
    assert ended.changes["results"]["new"] == {"same": 1}


def test_cancelled_before_it_began_does_nothing(started, lead):
    operation = started(2, Kind.CHECK)

    cancelled = cancel_operation(operation=operation, actor=lead)

    assert (cancelled.state, cancelled.done_count, cancelled.total) == ("cancelled", 0, None)
    assert (
        list(remote_steps.run_remote_steps(operation=cancelled, threads=threads_of(operation)))
        == []
    )


def test_cancelled_after_its_end_says_so_and_changes_nothing(started, lead):
    operation = started(1)
    steps.run_step(operation=operation, threads=threads_of(operation))

    with pytest.raises(ServiceError, match="had ended before"):
        cancel_operation(operation=operation, actor=lead)
    operation.refresh_from_db()
    assert (operation.state, operation.cancelled_by) == ("done", None)


def test_export_is_cancelled_by_its_download_alone(lead):
    with pytest.raises(ServiceError, match="in the browser"):
        cancel_operation(
            operation=factories.operation(actor=lead, kind="threads.export"), actor=lead
        )


@pytest.mark.django_db(transaction=True)
def test_step_and_cancel_at_the_same_moment_count_what_was_changed(started, lead):
    operation = started(4)

    at_once(
        lambda: cancel_operation(operation=operation, actor=lead),
        lambda: steps.run_step(operation=operation, threads=threads_of(operation)),
    )

    operation.refresh_from_db()
    assert operation.state == "cancelled"
    assert operation.done_count == Thread.objects.filter(tags__name="vip").count()
    assert operation.done_count in {0, 2}
