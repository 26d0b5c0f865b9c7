"""Bringing threads that were created elsewhere into the console: an id a step, and nothing is written on the server.

A step says that it begins, asks, and then writes in one transaction: the thread with its event, what came of the id,
and how far the operation is. Whoever is killed in between leaves an id that the next worker asks about again.

A server that cannot be reached pauses the operation, for longer each time: the worker does something else meanwhile.
Ids that failed come after those that were not tried yet.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threadsui.api import schema
from threadsui.audit.appending import append
from threadsui.audit.context import current_context
from threadsui.audit.recording import new_event, record
from threadsui.models import Adoption, ApiCall, AuditEvent, Connection, Operation, Thread, User
from threadsui.words import number

from ..errors import ServiceError
from ..persistence import write_surely
from ..threads.presence import check_active, check_may_use
from ..threads.records import record_thread, title_from, write_fetched_messages
from .adoption_answers import Found, ask_for
from .adoption_results import count_results, give_up_rest, leave_rest, next_adoption
from .cancelling import end_cancelled
from .steps import as_pressed, end, lock_operation, refusal

Action = AuditEvent.Action
Result = Adoption.Result
State = Operation.State
IDS_MAX = 1_000
PAUSE = 0.2  # seconds after each id: at most five a second, of the 16 GETs that OpenAI allowed
PAUSES = (5, 15, 30, 60, 120, 300, 600, 900)  # seconds, after failures in a row; then it gives up
LONGEST_PAUSE = 3_600  # seconds, whatever the server asks for
TRIES = 3  # of an id that the server answers with 500
SWITCHED_OFF = gettext_noop("The connection was switched off, or kept for other people.")


def start_adoption(
    *, actor: User, connection: Connection, remote_ids: Sequence[str], repeated: int = 0
) -> Operation:
    """Write down which ids are to be adopted; `run_adoption_steps` does it. Repeated ids count once.

    `repeated`: how many more the person gave that were the same, to be told. Raises ServiceError, at `ids`, for none
    and for too many, and for a connection that is switched off or kept for others.
    """
    check_may_use(connection, actor)
    check_active(connection)
    ids = list(dict.fromkeys(remote_ids))
    if not ids:
        raise ServiceError(_("Give the id of a thread. Nothing was started."), param="ids")
    if len(ids) > IDS_MAX:
        said = _("These are %(number)s ids; the limit is %(max)s at a time. Nothing was started.")
        raise ServiceError(said % {"number": number(len(ids)), "max": number(IDS_MAX)}, param="ids")
    context = current_context()
    with transaction.atomic():
        operation = Operation.objects.create(
            actor=actor,
            kind=Operation.Kind.ADOPT,
            parameters={"connection": connection.slug, "repeated": repeated},
            total=len(ids),
            correlation_id=context.correlation_id,
            address=context.address,
        )
        Adoption.objects.bulk_create(Adoption(operation=operation, remote_id=one) for one in ids)
        changes = {
            "does": {"old": None, "new": {"connection": connection.slug}},
            "to": {"old": None, "new": {"threads": len(ids)}},
        }
        record(Action.OPERATION_STARTED, actor=actor, target=operation, changes=changes)
    return operation


def adopt_again(*, operation: Operation, actor: User) -> Operation:
    """Start a new operation with those ids of a finished one that may fare better now. Raises ServiceError for none."""
    ids = operation.adoptions.filter(result__in=Adoption.AGAIN).order_by("pk")
    if not operation.is_finished or not ids.exists():
        raise ServiceError(_("There is nothing to try again. Nothing was started."))
    connection = connection_of(operation)
    remote_ids = list(ids.values_list("remote_id", flat=True))
    return start_adoption(actor=actor, connection=connection, remote_ids=remote_ids)


def connection_of(operation: Operation) -> Connection:
    """Where it adopts from."""
    return Connection.objects.get(slug=operation.parameters["connection"])


def run_adoption_steps(*, operation: Operation) -> Iterator[Operation]:
    """Adopt id by id; gives the operation as it is after each, until it is finished, or paused (`resumes_at`).

    The events and API calls carry the correlation id of the press.
    """
    while not operation.is_finished:
        with as_pressed(operation):
            operation, adoption, connection = write_surely(partial(_begin, operation))
            if adoption is not None:
                found = _found(adoption, connection, operation.actor)
                operation = write_surely(partial(_written, operation, connection, adoption, found))
        yield operation
        if operation.resumes_at:
            return


def _begin(operation: Operation) -> tuple[Operation, Adoption | None, Connection]:
    """A sign of life, and the id to ask for next; or the end, when none is left or nobody may any more."""
    connection = connection_of(operation)
    with transaction.atomic():
        current = lock_operation(operation)
        if current.is_finished:
            return current, None, connection
        reason = refusal(current) or _closed(connection, current.actor)
        if reason:
            leave_rest(current)
            return end(current, State.FAILED, reason), None, connection
        adoption = next_adoption(current)
        if current.cancelled_by_id and current.done_count < (current.total or 0):
            return end_cancelled(current), None, connection
        if adoption is None:
            return end(current, State.DONE), None, connection
        current.state, current.updated_at, current.resumes_at = State.RUNNING, timezone.now(), None
        current.save(update_fields=["state", "updated_at", "resumes_at"])
    return current, adoption, connection


def _closed(connection: Connection, actor: User) -> str:
    """Why nothing more is asked of it: as `refusal`, for the connection."""
    is_theirs = Connection.objects.visible_to(actor).filter(pk=connection.pk).exists()
    return "" if is_theirs and connection.is_active else SWITCHED_OFF


def _found(adoption: Adoption, connection: Connection, actor: User) -> Found:
    """No server is asked for a thread that is here."""
    if Thread.objects.filter(connection=connection, remote_id=adoption.remote_id).exists():
        return Found(Result.ALREADY)
    found = ask_for(adoption.remote_id, connection=connection, actor=actor)
    time.sleep(PAUSE)
    return found


def _written(
    operation: Operation, connection: Connection, adoption: Adoption, found: Found
) -> Operation:
    """Another worker may have been here first."""
    with transaction.atomic():
        current = lock_operation(operation)
        asked = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
        if current.is_finished or asked.result:
            return current
        asked.reason = found.reason
        if found.is_out:
            return _put_off(current, asked, found)
        events = _settle(current, connection, asked, found)
        current.pauses = 0
        count_results(current, {asked.result: 1})
        append(events)
    return current


def _settle(
    operation: Operation, connection: Connection, adoption: Adoption, found: Found
) -> list[AuditEvent]:
    """Write what came of the id, with the thread if it was adopted; the event is for the caller to append, last."""
    adoption.result, events = found.result, []
    if found.thread is not None:
        adoption.thread = _recorded(operation, connection, found.thread, found)
        if adoption.thread is None:
            adoption.result = Result.ALREADY
        else:
            events.append(_event(operation, connection, adoption.thread, found))
    if adoption.result == Result.ALREADY:
        known = Thread.objects.filter(connection=connection, remote_id=adoption.remote_id)
        adoption.thread = known.only("pk").first()
    adoption.save()
    return events


def _recorded(
    operation: Operation, connection: Connection, answer: schema.Thread, found: Found
) -> Thread | None:
    messages = found.messages or []
    thread = record_thread(
        connection=connection,
        answer=answer,
        sent={},
        creator=operation.actor,
        title=title_from({"content": message.content} for message in messages),
        is_adopted=True,
    )
    if thread is not None:
        write_fetched_messages(thread, messages)
        ApiCall.objects.filter(pk__in=[call.pk for call in found.calls]).update(thread=thread)
    return thread


def _event(
    operation: Operation, connection: Connection, thread: Thread, found: Found
) -> AuditEvent:
    number = len(found.messages) if found.messages is not None else "not listed by the server"
    changes = {
        "connection": {"old": None, "new": connection.slug},
        "thread id": {"old": None, "new": thread.remote_id},
        "messages": {"old": None, "new": number},
    }
    return new_event(Action.THREAD_ADOPTED, actor=operation.actor, target=thread, changes=changes)


def _put_off(operation: Operation, adoption: Adoption, found: Found) -> Operation:
    """The server is the trouble: wait before anything else is asked, or give up after long enough."""
    adoption.tries += 1
    if found.is_failing and adoption.tries >= TRIES:
        adoption.result = found.result
    adoption.save()
    operation.pauses += 1
    is_given_up = operation.pauses > len(PAUSES) and not operation.cancelled_by_id
    if not is_given_up and not operation.cancelled_by_id:
        asked = min(found.retry_after, LONGEST_PAUSE)
        wait = max(PAUSES[operation.pauses - 1], asked)
        operation.resumes_at = timezone.now() + timedelta(seconds=wait)
    count_results(operation, {adoption.result: 1} if adoption.result else {})
    if is_given_up:
        give_up_rest(operation, found.result)
        return end(operation, State.DONE)
    return operation
