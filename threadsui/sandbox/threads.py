"""`/threads` and `/threads/{thread_id}`: each verb takes a Request and gives the JSON value of the answer."""

from itertools import chain
from typing import Any

from threadsui.api.schema import CreateThread, UpdateThread

from . import messages, vector_stores
from .bodies import read_body
from .exchange import Request
from .finding import find_thread
from .models import Message, Thread


def create(request: Request) -> dict[str, Any]:
    body = read_body(request, CreateThread, is_optional=True).model_dump(exclude_unset=True)
    given = body.get("messages", [])
    attachments = chain.from_iterable(message.get("attachments") or [] for message in given)
    thread = Thread.objects.create(
        metadata=body.get("metadata") or {},
        tool_resources=vector_stores.with_attached(
            vector_stores.settled(body.get("tool_resources")), attachments
        ),
    )
    Message.objects.bulk_create(
        messages.new(thread, position, message) for position, message in enumerate(given)
    )
    return described(thread)


def retrieve(request: Request, thread_id: str) -> dict[str, Any]:
    return described(find_thread(thread_id))


def update(request: Request, thread_id: str) -> dict[str, Any]:
    """A given map replaces the whole map, null and {} clear it, an absent one is untouched."""
    thread = find_thread(thread_id)
    body = read_body(request, UpdateThread).model_dump(exclude_unset=True)
    if "metadata" in body:
        thread.metadata = body["metadata"] or {}
    if "tool_resources" in body:
        thread.tool_resources = vector_stores.settled(body["tool_resources"])
    thread.save(update_fields=["metadata", "tool_resources"])
    return described(thread)


def delete(request: Request, thread_id: str) -> dict[str, Any]:
    """The messages go with it."""
    find_thread(thread_id).delete()
    return {"id": thread_id, "object": "thread.deleted", "deleted": True}


def described(thread: Thread) -> dict[str, Any]:
    return {
        "id": thread.id,
        "object": "thread",
        "created_at": thread.created_at,
        "metadata": thread.metadata,
        "tool_resources": thread.tool_resources,
    }
