"""What can be done with a thread that exists: refresh its record, change it, delete it.

Calls come first, outside any transaction; then one transaction writes the record and its audit events.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.api import schema
from threadsui.audit.recording import record
from threadsui.models import AuditEvent, Thread, User

from ..errors import ServiceError
from ..reasons import checked_reason
from .changes import Changes
from .comparing import described
from .holds import check_not_held
from .merging import Edit
from .overtaken import write_newest
from .presence import check_not_deleted, check_writable, found_gone, locked, thread_is_gone
from .thread_calls import fetch, fetched_messages, post, send_delete
from .thread_records import (
    version_of,
    why_title_stays,
    write_answer,
    write_refreshed,
    write_refreshed_without_messages,
)

Action = AuditEvent.Action
REFRESH_TRIES = 3  # how often the server is read because the record changed meanwhile


def refresh_thread(*, thread: Thread, actor: User) -> Thread:
    """Make the record what the server has now: metadata, tool resources and, unless their texts were removed, messages.

    Returns the record as it is then. A thread that the server does not have any more comes back with `gone_at`; one
    that it has again loses it. There is an audit event when anything differs, and `refreshed_at` in any case. Raises
    ServiceError, with nothing changed, for a deleted thread, for one under legal hold and for every failure to read it.
    """
    for _try in range(REFRESH_TRIES):
        before = Thread.objects.select_related("connection").get(pk=thread.pk)
        check_not_deleted(before)
        check_not_held(before)
        answer = fetch(before, actor)
        if answer is None:
            return found_gone(before, actor=actor)
        messages = None if before.text_removed_at else fetched_messages(before, actor)
        with transaction.atomic():
            current = locked(before)
            if version_of(current) == version_of(before):
                if messages is None:
                    write_refreshed_without_messages(current, answer, actor)
                else:
                    write_refreshed(current, answer, messages, actor)
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
    `tool_resources.TOOL`), when the result breaks a limit (param as in SchemaError), for a deleted thread, and (param
    `title`) for a new title of one that is held or lost its texts; and when the server refuses or does not confirm.
    """
    _check_title(Thread.objects.get(pk=thread.pk), title)
    edit = Edit(
        metadata=metadata,
        seen=seen,
        tool_resources=tool_resources,
        seen_tool_resources=seen_tool_resources,
    )
    sent = send_edit(thread=thread, actor=actor, edit=edit)
    if sent.fetched is None:
        with transaction.atomic():
            current = locked(thread)
            _check_title(current, title)
            write_sent(thread=current, sent=sent, actor=actor, title=title)
        return current
    last = sent.answer or sent.fetched

    def write(current: Thread, answer: schema.Thread) -> None:
        told = sent if answer is last else Sent(answer=answer)
        write_sent(thread=current, sent=told, actor=actor, title=title)

    return write_newest(thread=thread, answer=last, actor=actor, write=write)


def _check_title(thread: Thread, title: str | None) -> None:
    if said := why_title_stays(thread, title):
        raise ServiceError(said, param="title")


@dataclass(frozen=True, slots=True)
class Sent:
    """An edit as the server has it: what was there before, and its answer; None where nothing was asked or sent."""

    fetched: schema.Thread | None = None
    answer: schema.Thread | None = None


def send_edit(*, thread: Thread, actor: User, edit: Edit) -> Sent:
    """The half of `update_thread` that calls: outside any transaction. Raises what it raises."""
    check_writable(thread)
    if edit.is_empty:
        return Sent()
    fetched = fetch(thread, actor)
    if fetched is None:
        raise thread_is_gone(found_gone(thread, actor=actor))
    body = edit.body_onto(*described(fetched, thread.metadata, thread.tool_resources))
    return Sent(fetched, post(thread, actor, body) if body else None)


def write_sent(*, thread: Thread, sent: Sent, actor: User, title: str | None = None) -> None:
    """The half that writes: inside a transaction, with the thread locked."""
    if sent.fetched is not None:
        write_answer(thread, sent.fetched, Action.THREAD_REFRESHED, actor)
    write_answer(thread, sent.answer, Action.THREAD_UPDATED, actor, title=title)


def delete_thread(*, thread: Thread, actor: User, reason: str) -> Thread:
    """Delete the thread on its server. Its record stays here with its messages, marked as deleted.

    A server that does not have the thread any more has deleted it, too; the audit event says so. Raises ServiceError,
    with nothing changed here, when the server refuses or does not confirm, for a thread under legal hold, and (param
    `reason`) without a reason. A hold that is placed while the server is asked comes too late for the server.
    """
    reason = checked_reason(reason)
    check_writable(thread)
    check_not_held(thread)
    was_there = send_delete(thread, actor)
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
