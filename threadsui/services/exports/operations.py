"""An export from its press to its last byte: an operation with an event at each end."""

import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from threadsui.audit.context import Context, bound_context, current_context
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Operation, User

Action = AuditEvent.Action
PIECE = 64 * 1024  # bytes: a web server is slow with a million small pieces
SIGN_OF_LIFE = 3  # seconds, after which whoever looks sees how far it is
BROKEN_OFF = gettext_noop(
    "The download ended before its last row."
)  # kept as it is, told in each language

Item = TypeVar("Item")


def start_export(
    *,
    actor: User,
    parameters: Mapping[str, str],
    selection: Mapping[str, Any],
    query: str,
    reason: str = "",
) -> Operation:
    """Write down who exports what, before the first byte leaves; and why, who would else get it masked."""
    context = current_context()
    with transaction.atomic():
        operation = Operation.objects.create(
            actor=actor,
            kind=Operation.Kind.EXPORT,
            state=Operation.State.RUNNING,
            parameters=dict(parameters),
            selection=dict(selection),
            query=query,
            correlation_id=context.correlation_id,
            address=context.address,
        )
        ids = selection.get("ids")
        told = {"threads": len(ids)} if ids is not None else {"all that match": query}
        changes = {"export": {"old": None, "new": operation.parameters | told}}
        record(
            Action.THREADS_EXPORT_STARTED,
            actor=actor,
            target=operation,
            changes=changes,
            reason=reason,
        )
    return operation


def counted_export(operation: Operation, records: Iterable[Item]) -> Iterator[Item]:
    """The records as they are, while `operation.done_count` counts them."""
    told = time.monotonic()
    for item in records:
        operation.done_count += 1
        yield item
        if time.monotonic() - told > SIGN_OF_LIFE:
            told = time.monotonic()
            Operation.objects.filter(pk=operation.pk, finished_at=None).update(
                done_count=operation.done_count, updated_at=timezone.now()
            )


def exported(
    operation: Operation, lines: Generator[str | bytes, None, None], *, language: str
) -> Iterator[bytes]:
    """The bytes of the file, in pieces. However it ends, the event says how many threads were written.

    Of a download that was broken off, the last ones may not have arrived.

    `language`: of the words in it, as a stream is read when the request and its language are over.
    """
    is_complete = False
    try:
        with override(language), closing(lines):  # nothing reads any more when its end is written
            yield from _in_pieces(lines)
        is_complete = True
    finally:
        _finish(operation, "" if is_complete else BROKEN_OFF)


def _in_pieces(lines: Iterable[str | bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line.encode() if isinstance(line, str) else line)
        size += len(held[-1])
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _finish(operation: Operation, error: str) -> None:
    states = Operation.State
    with bound_context(Context(operation.correlation_id, operation.address)), transaction.atomic():
        current = Operation.objects.select_for_update().get(pk=operation.pk)
        if current.is_finished:
            return
        current.state, current.error = (states.FAILED, error) if error else (states.DONE, "")
        current.done_count = operation.done_count
        current.finished_at = current.updated_at = timezone.now()
        current.save()
        changes = {"threads": {"old": None, "new": current.done_count}}
        record(
            Action.THREADS_EXPORTED,
            actor=operation.actor,
            target=current,
            changes=changes,
            reason=error,
        )
