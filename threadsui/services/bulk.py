"""Doing one thing to many threads: in steps, each a transaction of its own, under one correlation id.

A step takes the next threads by number, changes them, writes an event for each and for itself where it got to. Whoever
is killed leaves whole steps behind, and whoever goes on starts after the last; two that go on at once take turns.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.context import Context, bound_context, current_context
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Operation, Thread, User

from .bulk_changes import CHANGES, checked_parameters

Action = AuditEvent.Action
State = Operation.State
STEP = 200  # threads; up to as many are changed while the person waits
PERMISSION = "threadsui.triage_thread"


def start_operation(
    *,
    actor: User,
    kind: Operation.Kind,
    parameters: Mapping[str, str],
    selection: Mapping[str, Any],
    newest_id: int,
    query: str = "",
) -> Operation:
    """Write down what was pressed; `run_step` does it. `newest_id` bounds it to the threads that exist now.

    Raises ServiceError, at the parameter, for what cannot be done to any thread.
    """
    context = current_context()
    checked = checked_parameters(kind, actor=actor, **parameters)
    with transaction.atomic():
        operation = Operation.objects.create(
            actor=actor,
            kind=kind,
            parameters=checked,
            selection=dict(selection),
            newest_id=newest_id,
            query=query,
            correlation_id=context.correlation_id,
            address=context.address,
        )
        changes = {"does": {"old": None, "new": operation.parameters}, "to": _told(operation)}
        record(Action.OPERATION_STARTED, actor=actor, target=operation, changes=changes)
    return operation


def run_step(*, operation: Operation, threads: QuerySet[Thread]) -> Operation:
    """Do the next threads of the operation; returns it as it is then. One that is finished stays as it is.

    `threads` are all it is about, in no order. The event of each change carries the correlation id of the press.
    """
    with _as_pressed(operation), transaction.atomic():
        current = _locked(operation)
        if current.is_finished:
            return current
        if refusal := _refusal(current.actor):
            return _end(current, State.FAILED, refusal)
        if current.total is None:
            current.total = threads.count()
        chunk = _next_threads(current, threads)
        changed = CHANGES[current.kind](chunk, actor=current.actor, **current.parameters)
        _advance(current, chunk, changed)
        if len(chunk) < STEP:
            return _end(current, State.DONE)
        current.save()
    return current


def fail_operation(*, operation: Operation, error: str) -> Operation:
    """Stop it where it is; what is done stays done."""
    with _as_pressed(operation), transaction.atomic():
        current = _locked(operation)
        return current if current.is_finished else _end(current, State.FAILED, error)


def _locked(operation: Operation) -> Operation:
    operations = Operation.objects.select_related("actor").select_for_update(of=("self",))
    return operations.get(pk=operation.pk)


def _next_threads(operation: Operation, threads: QuerySet[Thread]) -> list[Thread]:
    """Locked one after the other by number, as every step does, so that no two wait for each other."""
    ids = threads.filter(pk__gt=operation.last_id).order_by("pk").values_list("pk", flat=True)
    chosen = Thread.objects.filter(pk__in=list(ids[:STEP])).select_for_update()
    return list(chosen.only("pk", "recorded_at", "title", "remote_id", "assignee").order_by("pk"))


def _advance(operation: Operation, chunk: list[Thread], changed: int) -> None:
    operation.state = State.RUNNING
    operation.done_count += len(chunk)
    operation.changed_count += changed
    operation.updated_at = timezone.now()
    if chunk:
        operation.last_id = chunk[-1].pk


def _refusal(actor: User) -> str:
    """Why the person who pressed may not any more; asked at every step, because that may change on the way."""
    if actor.is_active and actor.has_perm(PERMISSION):
        return ""
    return _("%(person)s may not change threads any more.") % {"person": actor.display_name}


def _end(operation: Operation, state: Operation.State, error: str = "") -> Operation:
    operation.state, operation.error = state, error
    operation.finished_at = operation.updated_at = timezone.now()
    operation.save()
    changes = {
        "threads": {"old": None, "new": operation.done_count},
        "changed": {"old": None, "new": operation.changed_count},
    }
    action = Action.OPERATION_FAILED if error else Action.OPERATION_FINISHED
    record(action, actor=operation.actor, target=operation, changes=changes, reason=error)
    return operation


def _told(operation: Operation) -> dict[str, Any]:
    ids = operation.selection.get("ids")
    asked = {"threads": len(ids)} if ids is not None else {"all that match": operation.query}
    return {"old": None, "new": asked | {"up to number": operation.newest_id}}


def _as_pressed(operation: Operation) -> Any:
    return bound_context(Context(operation.correlation_id, operation.address))
