"""Cancelling what is done to many threads: what was done stays, and the rest is left as it is.

Nothing races: the press and every step lock the operation first. One that asks servers may be in the middle of a
thread, whose answer has to be written; it is only told so, and ends before the next thread.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from threadsui.audit.appending import append
from threadsui.audit.context import Context, bound_context, current_context
from threadsui.audit.recording import new_event
from threadsui.models import AuditEvent, Operation, User

from ..errors import ServiceError
from .adoption_results import leave_rest
from .remote_changes import ACTIONS as REMOTE
from .steps import end, lock_operation

State = Operation.State
Kind = Operation.Kind


def cancel_operation(*, operation: Operation, actor: User) -> Operation:
    """Let it do no more. It is finished now, or, if a server is being asked, after this answer.

    A second press changes nothing. Raises ServiceError for one that is finished, and for an export, which lasts as
    long as somebody downloads it.
    """
    context = Context(operation.correlation_id, current_context().address)
    with bound_context(context), transaction.atomic():
        current = lock_operation(operation)
        _check_running(current)
        if current.cancelled_by_id:
            return current
        current.cancelled_by, is_asking = actor, _is_asking(current)
        if current.kind == Kind.ADOPT:
            leave_rest(current, but_first=is_asking)
        if not is_asking:
            return end(current, State.CANCELLED)
        current.save(update_fields=["cancelled_by", "counts"])
        action = AuditEvent.Action.OPERATION_CANCEL_ASKED
        append([new_event(action, actor=actor, target=current)])
    return current


def end_cancelled(operation: Operation) -> Operation:
    """End what was cancelled while a server was asked; call it inside the transaction that has locked it.

    It is the doing of who pressed. Where from stands with the press: the worker's own address is that of the start.
    """
    if operation.kind == Kind.ADOPT:
        leave_rest(operation)
    with bound_context(Context(operation.correlation_id)):
        return end(operation, State.CANCELLED)


def _check_running(operation: Operation) -> None:
    if operation.kind == Kind.EXPORT:
        raise ServiceError(
            _("An export ends with its download. Nothing was stopped. Cancel it in the browser.")
        )
    if operation.is_finished:
        raise ServiceError(_("It had ended before you pressed. There was nothing left to cancel."))


def _is_asking(operation: Operation) -> bool:
    """Whether a worker may be between a server's answer and writing it."""
    asks = operation.kind in REMOTE or operation.kind == Kind.ADOPT
    return asks and operation.state == State.RUNNING and operation.resumes_at is None
