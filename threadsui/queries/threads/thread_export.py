"""Threads as records to be exported, a batch at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from threadsui.models import Message, Thread

from ..paging import related
from ..paging.hints import all_fields_but
from ..paging.pagination import newest_first_in_batches
from .tags import tags_of

BATCH = 200  # threads
THREADS_AT_ONCE = (
    20  # whose messages are held together, each of up to a quarter of a million characters
)


def thread_records(
    threads: QuerySet[Thread], *, field: str = "recorded_at", with_messages: bool
) -> Iterator[dict[str, Any]]:
    """Each thread as the API has it, and under `console` what the console knows besides; newest first.

    `field`: the datetime that orders the list. Memory is that of a batch, however many threads there are, and no query
    is open while a record is out: whoever takes them may write with this connection meanwhile, which SQLite refuses to
    one that still reads what others have changed since.
    """
    threads = all_fields_but(threads, "refreshed_at", "deleted_by")
    for batch in newest_first_in_batches(threads, field=field, size=BATCH):
        records = _records(batch)
        if not with_messages:
            yield from records
            continue
        for start in range(0, len(batch), THREADS_AT_ONCE):
            few = batch[start : start + THREADS_AT_ONCE]
            messages = _messages_of(few)
            for thread in few:
                yield next(records) | {"messages": messages.pop(thread.pk, [])}


def _messages_of(threads: Sequence[Thread]) -> dict[int, list[dict[str, Any]]]:
    """All messages of these threads, by the thread's id, each thread's in their order; read to the end."""
    found = Message.objects.filter(thread__in=[thread.pk for thread in threads]).defer("text")
    messages: dict[int, list[dict[str, Any]]] = defaultdict(list)
    # In the order of `message_one_per_position`, so that nothing is sorted.
    for message in found.order_by("thread_id", "position"):
        messages[message.thread_id].append(_message(message))
    return messages


def _records(batch: list[Thread]) -> Iterator[dict[str, Any]]:
    people = related.people(
        pk for thread in batch for pk in (thread.creator_id, thread.assignee_id)
    )
    connections = related.connections(thread.connection_id for thread in batch)
    tags = tags_of(thread.pk for thread in batch)
    for thread in batch:
        assignee = people.get(thread.assignee_id or 0)
        created = thread.remote_created_at
        yield thread.as_object() | {
            "console": {
                "number": thread.pk,
                "title": thread.title,
                "connection": connections[thread.connection_id].slug,
                "created_by": None if thread.adopted_at else people[thread.creator_id].username,
                "adopted_by": people[thread.creator_id].username if thread.adopted_at else None,
                "assigned_to": assignee.username if assignee else None,
                "state": thread.state.value,
                "recorded_at": _utc(thread.recorded_at),
                "created_at": _utc(created) if created else None,
                "messages": thread.message_count,
                "text_removed_at": _utc(thread.text_removed_at) if thread.text_removed_at else None,
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
