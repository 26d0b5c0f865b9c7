"""Doing one thing to many threads that asks their servers: a thread a step, and no transaction open while one is asked.

A step says that it begins, asks, and then writes in one transaction: the record with its event, and how far the
operation is. Whoever is killed between answer and write leaves a thread that the next worker asks about again.

Servers are asked one request after the other, with a pause after each thread. One that fails several times in a row is
left alone until the next turn: what it should have been asked about is counted as that.
"""

import time
from collections import Counter
from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from threadsui.models import Operation, Thread

from ..persistence import write_surely
from ..threads.presence import locked
from .cancelling import end_cancelled
from .remote_changes import (
    ACTIONS,
    CHANGED,
    NOT_ASKED,
    OUT_OF_REACH,
    UNTOLD,
    RecordMoved,
    Write,
    skipped,
)
from .steps import Found, advance, as_pressed, end, lock_operation, refusal, search

State = Operation.State
PAUSE = 0.2  # seconds after each thread: at most five a second, which is 300 of the 1,000 GETs that OpenAI allowed
OUTAGE = 3  # failures in a row of one connection
TRIES = 3  # how often a thread is asked about because its record changed meanwhile


def minutes_for(count: int) -> int:
    """About how long so many threads take, from a server that answers at once; at least 1."""
    return max(1, round(count * PAUSE / 60))


def run_remote_steps(*, operation: Operation, threads: QuerySet[Thread]) -> Iterator[Operation]:
    """Do the operation thread by thread; gives it as it is after each, until it is finished.

    `threads` are all it is about. The events and API calls carry the correlation id of the press.
    """
    found: Found | None = None
    failures: Counter[int] = Counter()
    while not operation.is_finished:
        found = write_surely(partial(search, operation, threads, found))
        pk = next((one for one in found.ids if one > operation.last_id), None)
        with as_pressed(operation):
            operation = write_surely(partial(_begin, operation, found, pk))
            if pk is not None and not operation.is_finished:
                operation = _one(operation, threads, pk, failures)
        yield operation


def _begin(operation: Operation, found: Found, pk: int | None) -> Operation:
    """A sign of life, before a call that may take long; or the end: nothing is left, or nobody may or wants it."""
    with transaction.atomic():
        current = lock_operation(operation)
        if current.is_finished:
            return current
        if reason := refusal(current):
            return end(current, State.FAILED, reason)
        if current.total is None:
            current.total = found.total
        if pk is None and found.is_all:
            return end(current, State.DONE)
        if current.cancelled_by_id:
            return end_cancelled(current)
        current.state, current.updated_at = State.RUNNING, timezone.now()
        current.save(update_fields=["state", "updated_at", "total"])
    return current


def _one(
    operation: Operation, threads: QuerySet[Thread], pk: int, failures: Counter[int]
) -> Operation:
    for _try in range(TRIES):
        seen = threads.visible_to(operation.actor)  # type: ignore[attr-defined]
        thread = seen.filter(pk=pk).defer(None).select_related("connection").first()
        write = _asked(operation, thread, failures) if thread else None
        try:
            operation, result = write_surely(partial(_written, operation, pk, write))
        except RecordMoved:
            continue
        break
    else:
        operation, result = write_surely(partial(_written, operation, pk, lambda _thread: "busy"))
    if thread is not None and result and result not in UNTOLD:
        is_out = result in OUT_OF_REACH
        failures[thread.connection_id] = failures[thread.connection_id] + 1 if is_out else 0
    return operation


def _asked(operation: Operation, thread: Thread, failures: Counter[int]) -> Write:
    reason = skipped(thread, operation)
    if not reason and failures[thread.connection_id] >= OUTAGE:
        reason = NOT_ASKED
    if reason:
        return lambda _current: reason
    write = ACTIONS[operation.kind](thread, actor=operation.actor, parameters=operation.parameters)
    time.sleep(PAUSE)
    return write


def _written(operation: Operation, pk: int, write: Write | None) -> tuple[Operation, str]:
    """`write` None: the thread is not one of them any more. Another worker may have been here first."""
    with transaction.atomic():
        current = lock_operation(operation)
        if current.is_finished or current.last_id >= pk:
            return current, ""
        result = write(locked(Thread(pk=pk))) if write else ""
        advance(current, [pk], 1 if write else 0, 1 if result in CHANGED else 0)
        if result:
            current.counts[result] = current.counts.get(result, 0) + 1
        current.save()
    return current, result
