"""Turning bodies and answers into rows. Each function writes; call it inside the transaction of the change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from threadsui.api import schema
from threadsui.api.schema.responses import storable
from threadsui.models import Connection, Message, MetadataPair, Thread, User
from threadsui.textindex.upkeep import put_aside

TITLE_MAX_LENGTH = 80  # characters of a title made from the first message
NOT_EXTRA = {"object", "thread_id"}  # said by the record itself


def title_from(messages: Iterable[Mapping[str, Any]]) -> str:
    """The first line that says something, shortened at a word; empty when no message has text."""
    for message in messages:
        for line in text_of(message["content"]).splitlines():
            words = " ".join(line.split())
            if words:
                return _shorten(words)
    return ""


def text_of(content: str | list[dict[str, Any]]) -> str:
    """The text of a message as sent (`text` is a string) or as answered (`text` is an object with `value`)."""
    if isinstance(content, str):
        return content
    texts = [part.get("text") for part in content if part.get("type") == "text"]
    values = [text.get("value") if isinstance(text, dict) else text for text in texts]
    return "\n\n".join(value for value in values if isinstance(value, str))


def record_thread(
    *,
    connection: Connection,
    answer: schema.Thread,
    sent: Mapping[str, Any],
    creator: User,
    title: str = "",
    is_adopted: bool = False,
) -> Thread | None:
    """Write the thread that `answer` describes, with the metadata it was sent with if the server does not echo it.

    `is_adopted`: somebody else created it, and `creator` takes it over now. Returns None, and writes nothing, when the
    console already has it.
    """
    now = timezone.now() if is_adopted else None
    thread = Thread(
        connection=connection,
        remote_id=answer.id,
        creator=creator,
        title=title or title_from(sent.get("messages", [])),
        metadata=answer.metadata or sent.get("metadata") or {},
        tool_resources=answer.tool_resources or sent.get("tool_resources") or {},
        message_count=len(sent.get("messages", [])),
        remote_created_at=answer.created_at,
        adopted_at=now,
        refreshed_at=now,  # what it holds was read from the server, messages and all
        extra=extra_of(answer),
    )
    try:
        with transaction.atomic():  # only this row: the caller's transaction goes on
            thread.save(force_insert=True)
    except IntegrityError:
        if not Thread.objects.filter(connection=connection, remote_id=answer.id).exists():
            raise
        return None
    _write_pairs(thread)
    return thread


def rewrite_pairs(thread: Thread) -> None:
    """Make the thread's MetadataPair rows those of its metadata."""
    thread.pairs.all().delete()
    _write_pairs(thread)


def _write_pairs(thread: Thread) -> None:
    MetadataPair.objects.bulk_create(
        MetadataPair(thread=thread, key=key, value=str(value)[:512])
        for key, value in thread.metadata.items()
        if len(key) <= schema.limits.METADATA_KEY_MAX_LENGTH
    )


def extra_of(answer: schema.Thread | schema.Message) -> dict[str, Any] | None:
    """What the answer says besides what the record has a place for; None when that is nothing."""
    said = (answer.model_extra or {}).items()
    found = {
        name: value for name, value in said if name not in NOT_EXTRA and value not in (None, [], {})
    }
    role = getattr(answer, "role", None)
    if role and role not in Message.Role.values:
        found["role"] = role
    return storable(found) or None


def write_sent_messages(thread: Thread, messages: list[dict[str, Any]]) -> None:
    """Write messages as they were sent, in their order, to a thread that has none."""
    Message.objects.bulk_create(
        Message(
            thread=thread,
            position=position,
            role=message["role"],
            content=message["content"],
            text=text_of(message["content"]),
            attachments=message.get("attachments", []),
            metadata=message.get("metadata", {}),
        )
        for position, message in enumerate(messages)
    )


def write_fetched_messages(thread: Thread, messages: Sequence[schema.Message]) -> None:
    """Make the thread's messages those that the server has, oldest first, and count them."""
    with put_aside(thread.pk):
        thread.messages.all().delete()
        Message.objects.bulk_create(_fetched(thread, messages))
    thread.message_count = len(messages)
    thread.save(update_fields=["message_count"])


def _fetched(thread: Thread, messages: Sequence[schema.Message]) -> list[Message]:
    return [
        Message(
            thread=thread,
            position=position,
            role=message.role if message.role in Message.Role.values else Message.Role.ASSISTANT,
            content=message.content,
            text=text_of(message.content),
            attachments=message.attachments,
            metadata=message.metadata,
            extra=extra_of(message),
            remote_id=message.id,
            remote_created_at=message.created_at,
        )
        for position, message in enumerate(messages)
    ]


def _shorten(words: str) -> str:
    if len(words) <= TITLE_MAX_LENGTH:
        return words
    return words[: TITLE_MAX_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
