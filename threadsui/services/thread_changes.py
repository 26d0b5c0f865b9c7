"""What can be done with a thread that exists: refresh its record, change it, delete it.

Calls come first, outside any transaction; then one transaction writes the record and its audit events.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui import api
from threadsui.api import schema
from threadsui.audit.recording import diff, record
from threadsui.models import AuditEvent, Thread, User

from .calls import keep_calls
from .changes import Changes, map_changes, message_changes
from .clients import client_for
from .errors import ServiceError
from .failures import is_thread_missing, writing_failed
from .fetching import fetch_messages, fetch_thread
from .merging import Edit
from .presence import check_not_deleted, check_writable, found_gone, locked, thread_is_gone
from .records import rewrite_pairs, write_fetched_messages

Action = AuditEvent.Action
REFRESH_TRIES = 3  # how often the server is read because the record changed meanwhile


def refresh_thread(*, thread: Thread, actor: User) -> Thread:
    """Make the record what the server has now: metadata, tool resources and all messages.

    Returns the record as it is then. A thread that the server does not have any more comes back with `gone_at`; one
    that it has again loses it. There is an audit event when anything differs, and `refreshed_at` in any case. Raises
    ServiceError, with nothing changed, for a deleted thread and for every failure to read it.
    """
    for _try in range(REFRESH_TRIES):
        before = Thread.objects.select_related("connection").get(pk=thread.pk)
        check_not_deleted(before)
        answer = _fetch(before, actor)
        if answer is None:
            return found_gone(before, actor=actor)
        messages = _fetch_messages(before, actor)
        with transaction.atomic():
            current = locked(before)
            if _version(current) == _version(before):
                _write_refreshed(current, answer, messages, actor)
                return current
    raise ServiceError(
        _(
            "This thread is being changed by others right now. The refresh changed nothing. "
            "Try again."
        )
    )


def update_thread(
    *,
    thread: Thread,
    actor: User,
    metadata: Mapping[str, str],
    seen: Mapping[str, str],
    tool_resources: Mapping[str, Any] | None = None,
    seen_tool_resources: Mapping[str, Any] | None = None,
    title: str | None = None,
) -> Thread:
    """Send what the person changed, put onto what the server has now: GET, merge, POST. Returns the new record.

    `seen` and `seen_tool_resources` are what the form was made from. Of the tool resources only `file_ids` and
    `vector_store_ids` are compared and changed; None leaves them alone. `title` is the console's own: a change of
    nothing else calls nobody.

    Raises ServiceError, with nothing sent, when the same key was changed on the server (param `metadata.KEY`,
    `tool_resources.TOOL`), when the result breaks a limit (param as in SchemaError) and for a deleted thread; and when
    the server refuses or does not confirm.
    """
    edit = Edit(
        metadata=metadata,
        seen=seen,
        tool_resources=tool_resources,
        seen_tool_resources=seen_tool_resources,
    )
    check_writable(thread)
    if edit.is_empty:
        fetched = answer = None
    else:
        fetched = _fetch(thread, actor)
        if fetched is None:
            raise thread_is_gone(found_gone(thread, actor=actor))
        body = edit.body_onto(*_described(fetched, thread.metadata, thread.tool_resources))
        answer = _post(thread, actor, body) if body else None
    with transaction.atomic():
        current = locked(thread)
        if fetched is not None:
            _write(current, fetched, Action.THREAD_REFRESHED, actor)
        _write(current, answer, Action.THREAD_UPDATED, actor, title=title)
    return current


def delete_thread(*, thread: Thread, actor: User, reason: str = "") -> Thread:
    """Delete the thread on its server. Its record stays here with its messages, marked as deleted.

    A server that does not have the thread any more has deleted it, too; the audit event says so. Raises ServiceError,
    with nothing changed here, when the server refuses or does not confirm.
    """
    check_writable(thread)
    was_there = _delete(thread, actor)
    with transaction.atomic():
        current = locked(thread)
        if current.deleted_at:  # by another press, while this one waited
            return current
        changes: Changes = {"state": {"old": current.state, "new": Thread.State.DELETED}}
        if not was_there:
            changes["server"] = {"old": None, "new": "did not have the thread any more (404)"}
        current.deleted_at = timezone.now()
        current.deleted_by = actor
        current.save(update_fields=["deleted_at", "deleted_by"])
        record(Action.THREAD_DELETED, actor=actor, target=current, changes=changes, reason=reason)
    return current


# -- Calls ------------------------------------------------------------------------------------------------------------


def _fetch(thread: Thread, actor: User) -> schema.Thread | None:
    on_attempt = keep_calls(connection=thread.connection, actor=actor, thread=thread)
    return fetch_thread(
        connection=thread.connection, remote_id=thread.remote_id, on_attempt=on_attempt
    )


def _fetch_messages(thread: Thread, actor: User) -> list[schema.Message]:
    on_attempt = keep_calls(connection=thread.connection, actor=actor, thread=thread)
    return fetch_messages(
        connection=thread.connection, remote_id=thread.remote_id, on_attempt=on_attempt
    )


def _post(thread: Thread, actor: User, body: Mapping[str, Any]) -> schema.Thread:
    """The thread as the server answers, completed with what was sent if it does not echo that."""
    on_attempt = keep_calls(connection=thread.connection, actor=actor, thread=thread)
    try:
        client = client_for(thread.connection, on_attempt=on_attempt)
        answer = client.threads.update(thread.remote_id, body)
    except api.APIError as exc:
        if is_thread_missing(exc):
            raise thread_is_gone(found_gone(thread, actor=actor)) from exc
        raise writing_failed(exc, thread.connection) from exc
    missing = {name: value for name, value in body.items() if name not in answer.model_fields_set}
    return answer.model_copy(update=missing)


def _delete(thread: Thread, actor: User) -> bool:
    """Whether the server still had it."""
    connection = thread.connection
    on_attempt = keep_calls(connection=connection, actor=actor, thread=thread)
    try:
        client = client_for(connection, on_attempt=on_attempt)
        answer = client.threads.delete(thread.remote_id)
    except api.APIError as exc:
        if is_thread_missing(exc):
            return False
        may_be = _(
            "The server did not confirm. The thread may have been deleted: refresh the thread "
            "before you try again."
        )
        raise writing_failed(exc, connection, may_be=may_be) from exc
    if not answer.deleted:
        said = _(
            "%(connection)s answered that it did not delete the thread. Nothing was changed. "
            "Try again later."
        )
        raise ServiceError(said % {"connection": connection})
    return True


# -- Records ----------------------------------------------------------------------------------------------------------


def _described(
    answer: schema.Thread, metadata: dict[str, Any], tool_resources: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Metadata and tool resources as the server has them: as given, where its answer does not speak of them."""
    said = answer.model_fields_set
    return (
        answer.metadata if "metadata" in said else metadata,
        answer.tool_resources if "tool_resources" in said else tool_resources,
    )


def _version(thread: Thread) -> tuple[object, ...]:
    return (thread.metadata, thread.tool_resources, thread.message_count, thread.refreshed_at)


def _take(thread: Thread, answer: schema.Thread) -> Changes:
    """Give the thread what the answer says, without saving; returns what differs."""
    metadata, resources = _described(answer, thread.metadata, thread.tool_resources)
    changes = map_changes("metadata", thread.metadata, metadata)
    changes |= map_changes("tool_resources", thread.tool_resources, resources)
    if thread.gone_at:
        changes["state"] = {"old": Thread.State.GONE, "new": Thread.State.CREATED}
    thread.metadata, thread.tool_resources, thread.gone_at = metadata, resources, None
    return changes


def _write(
    thread: Thread,
    answer: schema.Thread | None,
    action: AuditEvent.Action,
    actor: User,
    *,
    title: str | None = None,
) -> None:
    """Save what the answer and the new title change, with its audit event; nothing when they change nothing."""
    changes = {} if answer is None else _take(thread, answer)
    if title is not None:
        changes |= diff({"title": thread.title}, {"title": title})
        thread.title = title
    if not changes:
        return
    thread.save(update_fields=["metadata", "tool_resources", "gone_at", "title"])
    if "metadata" in changes:
        rewrite_pairs(thread)
    record(action, actor=actor, target=thread, changes=changes)


def _write_refreshed(
    thread: Thread, answer: schema.Thread, messages: Sequence[schema.Message], actor: User
) -> None:
    changes = _take(thread, answer)
    before = list(thread.messages.order_by("position"))
    write_fetched_messages(thread, messages)
    changes |= message_changes(before, thread.messages.order_by("position"))
    thread.refreshed_at = timezone.now()
    thread.save(update_fields=["metadata", "tool_resources", "gone_at", "refreshed_at"])
    rewrite_pairs(thread)
    if changes:
        record(Action.THREAD_REFRESHED, actor=actor, target=thread, changes=changes)
