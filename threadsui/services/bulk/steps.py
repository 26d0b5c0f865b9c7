"""Doing one thing to many threads: in steps, each a transaction of its own, under one correlation id.

A step takes the next threads by number, changes them, writes an event for each and for itself where it got to. Whoever
is killed leaves whole steps behind, and whoever goes on starts after the last; two that go on at once take turns.

The threads are counted and searched for before a step begins, because nobody else writes to SQLite while it lasts. So
what holds is this: a thread is changed that matched when it was searched for, and still does when its step has locked
it; one that comes to match after the search went past it is left as it is.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from threadsui.audit.appending import append
from threadsui.audit.context import Context, bound_context, current_context
from threadsui.audit.recording import new_event, record
from threadsui.models import AuditEvent, Operation, Thread, User

from ..persistence import write_surely
from .local_changes import CHANGES, NotPossible, checked_parameters

Action = AuditEvent.Action
State = Operation.State
STEP = 200  # threads; up to as many are changed while the person waits
SEARCH = 10_000  # threads that are searched for at once, for as many steps as that makes
PERMISSIONS = {
    Operation.Kind.CHECK: "threadsui.check_thread",
    Operation.Kind.HOLD: "threadsui.hold_thread",
    Operation.Kind.RELEASE: "threadsui.hold_thread",
    Operation.Kind.RENAME_KEY: "threadsui.rename_metadata",
    Operation.Kind.RENAME_VALUE: "threadsui.rename_metadata",
    Operation.Kind.ADOPT: "threadsui.add_thread",
}
ENDS = {
    State.DONE: Action.OPERATION_FINISHED,
    State.FAILED: Action.OPERATION_FAILED,
    State.CANCELLED: Action.OPERATION_CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one search found: the next ids, ascending. `is_all`: none come after them. `total`: of all, at the start."""

    ids: list[int]
    is_all: bool
    total: int | None


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


def run_steps(*, operation: Operation, threads: QuerySet[Thread]) -> Iterator[Operation]:
    """Do the operation step by step; gives it as it is after each, until it is finished.

    `threads` are all it is about, in no order. The event of each change carries the correlation id of the press. A
    database that is away for a moment, or locked for too long, costs a second try.
    """
    found: Found | None = None
    while not operation.is_finished:
        found = write_surely(partial(search, operation, threads, found))
        operation = write_surely(partial(_step, operation, threads, found))
        yield operation


def run_step(*, operation: Operation, threads: QuerySet[Thread]) -> Operation:
    """The next step of `run_steps` alone. An operation that is finished stays as it is."""
    return next(run_steps(operation=operation, threads=threads), operation)


def fail_operation(*, operation: Operation, error: str) -> Operation:
    """Stop it where it is; what is done stays done. `error` is English, as it is kept for readers of any language."""
    with as_pressed(operation), transaction.atomic():
        current = lock_operation(operation)
        return current if current.is_finished else end(current, State.FAILED, error)


def lock_operation(operation: Operation) -> Operation:
    """It as it is now, with its actor, kept from other workers to the end of the transaction."""
    operations = Operation.objects.select_related("actor").select_for_update(of=("self",))
    return operations.get(pk=operation.pk)


def search(operation: Operation, threads: QuerySet[Thread], found: Found | None) -> Found:
    """What was found, while there is some of it left to do; else what comes after it."""
    if found and (found.is_all or found.ids[-1] > operation.last_id):
        return found
    total = threads.count() if operation.total is None else operation.total
    ids = threads.filter(pk__gt=operation.last_id).order_by("pk").values_list("pk", flat=True)
    chosen = list(ids[:SEARCH])
    return Found(chosen, is_all=len(chosen) < SEARCH, total=total)


def _step(operation: Operation, threads: QuerySet[Thread], found: Found) -> Operation:
    with as_pressed(operation), transaction.atomic():
        current = lock_operation(operation)
        if current.is_finished:
            return current
        if reason := refusal(current):
            return end(current, State.FAILED, reason)
        if current.total is None:
            current.total = found.total
        start = bisect_right(found.ids, current.last_id)  # somebody else may have been further
        ids = found.ids[start : start + STEP]
        chunk = _locked_threads(threads.visible_to(current.actor), ids)  # type: ignore[attr-defined]
        try:
            events = CHANGES[current.kind](chunk, actor=current.actor, **current.parameters)
        except NotPossible as exc:
            return end(current, State.FAILED, str(exc))
        advance(current, ids, len(chunk), len(events))
        if found.is_all and start + STEP >= len(found.ids):
            return end(current, State.DONE, events=events)
        current.save()
        append(events)
    return current


def _locked_threads(threads: QuerySet[Thread], ids: list[int]) -> list[Thread]:
    """One after the other by number, as every step does, so that no two wait for each other."""
    chosen = threads.filter(pk__in=ids).select_for_update().defer(None)
    return list(chosen.only("pk", "recorded_at", "remote_id", "assignee", "held_at").order_by("pk"))


def advance(operation: Operation, ids: list[int], done: int, changed: int) -> None:
    """Count what was done, without saving it."""
    operation.state = State.RUNNING
    operation.done_count += done
    operation.changed_count += changed
    operation.updated_at = timezone.now()
    if ids:
        operation.last_id = ids[-1]


def refusal(operation: Operation) -> str:
    """Why the person who pressed may not any more; asked at every step, because that may change on the way.

    Kept, and so in English: it is translated where it is told.
    """
    actor = operation.actor
    permission = PERMISSIONS.get(Operation.Kind(operation.kind), "threadsui.triage_thread")
    if actor.is_active and actor.has_perm(permission):
        return ""
    return gettext_noop("The person who pressed may not change threads any more.")


def end(
    operation: Operation,
    state: Operation.State,
    error: str = "",
    events: Sequence[AuditEvent] = (),
) -> Operation:
    """Finish it, with the event that tells of it; `events` are those of the last step, which come before.

    One that is cancelled is so by whoever cancelled it.
    """
    is_cancelled = state == State.CANCELLED
    operation.state, operation.error = state, error
    operation.finished_at = operation.updated_at = timezone.now()
    operation.save()
    changes = {
        "threads": {"old": None, "new": operation.done_count},
        "changed": {"old": None, "new": operation.changed_count},
    }
    if is_cancelled:
        changes["of"] = {"old": None, "new": operation.total}
    if operation.counts:
        changes["results"] = {"old": None, "new": operation.counts}
    actor = operation.cancelled_by if is_cancelled else operation.actor
    told = new_event(ENDS[state], actor=actor, target=operation, changes=changes, reason=error)
    append([*events, told])
    return operation


def _told(operation: Operation) -> dict[str, Any]:
    ids = operation.selection.get("ids")
    asked = {"threads": len(ids)} if ids is not None else {"all that match": operation.query}
    return {"old": None, "new": asked | {"up to number": operation.newest_id}}


def as_pressed(operation: Operation) -> Any:
    """Everything recorded inside carries the correlation id and the address of the press."""
    return bound_context(Context(operation.correlation_id, operation.address))
