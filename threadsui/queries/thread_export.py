"""Threads as records to be exported, a batch at a time."""

import itertools
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from threadsui.models import Message, Thread

from . import related
from .pagination import newest_first_in_batches
from .tags import tags_of

BATCH = 200  # threads
MESSAGES_AT_ONCE = 20  # each may hold a quarter of a million characters


def thread_records(
    threads: QuerySet[Thread], *, field: str = "recorded_at", with_messages: bool
) -> Iterator[dict[str, Any]]:
    """Each thread as the API has it, and under `console` what the console knows besides; newest first.

    `field`: the datetime that orders the list. The messages, if asked for, are read while the record is: take them
    before the next record. Memory is that of a batch, however many threads there are.
    """
    threads = threads.defer(None).defer("refreshed_at", "deleted_by")
    for batch in newest_first_in_batches(threads, field=field, size=BATCH):
        messages = _messages_of(batch) if with_messages else iter(())
        by_thread = itertools.groupby(messages, key=lambda message: message.thread_id)
        found: tuple[int, Iterable[Message]] | None = next(by_thread, None)
        for thread, record in zip(batch, _records(batch), strict=True):
            if found and found[0] == thread.pk:
                record["messages"] = [_message(message) for message in found[1]]
                found = next(by_thread, None)
            elif with_messages:
                record["messages"] = []
            yield record


def _messages_of(batch: list[Thread]) -> Iterator[Message]:
    """All messages of the batch, in the order of its threads."""
    messages = Message.objects.filter(thread__in=batch).defer("text")
    ordered = messages.order_by("-thread__recorded_at", "-thread_id", "position")
    return ordered.iterator(chunk_size=MESSAGES_AT_ONCE)


def _records(batch: list[Thread]) -> Iterator[dict[str, Any]]:
    people = related.people(
        pk for thread in batch for pk in (thread.creator_id, thread.assignee_id)
    )
    connections = related.connections(thread.connection_id for thread in batch)
    tags = tags_of(thread.pk for thread in batch)
    for thread in batch:
        assignee = people.get(thread.assignee_id or 0)
        created = thread.remote_created_at
        yield {
            "id": thread.remote_id,
            "object": "thread",
            "created_at": int(created.timestamp()) if created else None,
            "metadata": thread.metadata,
            "tool_resources": thread.tool_resources,
            "console": {
                "number": thread.pk,
                "title": thread.title,
                "connection": connections[thread.connection_id].slug,
                "created_by": people[thread.creator_id].username,
                "assigned_to": assignee.username if assignee else None,
                "state": thread.state.value,
                "recorded_at": _utc(thread.recorded_at),
                "created_at": _utc(created) if created else None,
                "messages": thread.message_count,
                "tags": [tag.name for tag in tags.get(thread.pk, [])],
            },
        }


def _message(message: Message) -> dict[str, Any]:
    created = message.remote_created_at
    return {
        "id": message.remote_id,
        "object": "thread.message",
        "created_at": int(created.timestamp()) if created else None,
        "role": message.role,
        "content": message.content,
        "attachments": message.attachments,
        "metadata": message.metadata,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
