"""Adding messages to a thread."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from threadsui import api
from threadsui.api import schema
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Message, Thread, User

from ..calling.calls import keep_calls
from ..calling.clients import client_for
from ..calling.failures import is_in_doubt, is_thread_missing, writing_failed
from ..errors import ServiceError
from .presence import check_has_text, check_writable, found_gone, locked, thread_is_gone
from .records import text_of
from .tokens import give_back_token, spend_token


class MessageAlreadySent(ServiceError):
    """The form's token was used before; what became of it is seen on the thread's page."""

    def __init__(self) -> None:
        super().__init__(
            _("This message was already sent once. Look at the thread before you send it again.")
        )


def create_message(
    *, thread: Thread, payload: schema.CreateMessage, actor: User, token: UUID
) -> Message:
    """Add a message to the thread, once per token, and return its record.

    The token is committed first; then the call, outside any transaction; then record and audit event in one. What was
    refused, or surely not sent, gives the token back, so that the same form may be sent again when it is corrected.
    Raises MessageAlreadySent for a spent token, and ServiceError, with the server's `param`, when the message was not
    added or nobody knows.
    """
    check_writable(thread)
    check_has_text(thread)
    if not spend_token(token=token, actor=actor, thread=thread):
        raise MessageAlreadySent
    sent = schema.canonical(payload)
    answer = _post(thread, payload, actor, token)
    with transaction.atomic():
        current = locked(thread)
        message = _write(current, sent, answer)
        record(
            AuditEvent.Action.MESSAGE_CREATED,
            actor=actor,
            target=current,
            changes={"message": {"old": None, "new": answer.id}},
        )
    return message


def _post(
    thread: Thread, payload: schema.CreateMessage, actor: User, token: UUID
) -> schema.Message:
    on_attempt = keep_calls(connection=thread.connection, actor=actor, thread=thread)
    try:
        client = client_for(thread.connection, on_attempt=on_attempt)
        return client.messages.create(thread.remote_id, payload)
    except api.APIError as exc:
        if not is_in_doubt(exc):
            give_back_token(token=token)
        if is_thread_missing(exc):
            raise thread_is_gone(found_gone(thread, actor=actor)) from exc
        may_be = _(
            "The server did not confirm. The message may have been added: refresh the thread "
            "before you try again."
        )
        raise writing_failed(exc, thread.connection, may_be=may_be) from exc


def _write(thread: Thread, sent: dict[str, Any], answer: schema.Message) -> Message:
    """The message at the end of the thread; or where it stands already, if a refresh was quicker."""
    known = thread.messages.filter(remote_id=answer.id).first()
    if known is not None:
        return known
    last = thread.messages.aggregate(last=Max("position"))["last"]
    content = "" if thread.text_removed_at else sent["content"]  # a run that came meanwhile
    message = Message.objects.create(
        thread=thread,
        position=0 if last is None else last + 1,
        role=sent["role"],
        content=content,
        text=text_of(content),
        attachments=sent.get("attachments", []),
        metadata=sent.get("metadata", {}),
        remote_id=answer.id,
        remote_created_at=answer.created_at,
    )
    thread.message_count = thread.messages.count()
    thread.save(update_fields=["message_count"])
    return message
