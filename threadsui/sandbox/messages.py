"""`/threads/{thread_id}/messages` and below."""

from typing import Any

from django.db.models import Max

from threadsui.api.schema import CreateMessage, UpdateMessage

from . import vector_stores
from .bodies import read_body
from .exchange import Request
from .finding import find_message, find_thread
from .models import Message, Thread


def create(request: Request, thread_id: str) -> dict[str, Any]:
    thread = find_thread(thread_id)
    body = read_body(request, CreateMessage).model_dump(exclude_unset=True)
    last = thread.messages.aggregate(last=Max("position"))["last"]
    message = new(thread, 0 if last is None else last + 1, body)
    message.save(force_insert=True)
    thread.tool_resources = vector_stores.with_attached(thread.tool_resources, message.attachments)
    thread.save(update_fields=["tool_resources"])
    return described(message)


def retrieve(request: Request, thread_id: str, message_id: str) -> dict[str, Any]:
    return described(find_message(thread_id, message_id))


def update(request: Request, thread_id: str, message_id: str) -> dict[str, Any]:
    message = find_message(thread_id, message_id)
    body = read_body(request, UpdateMessage).model_dump(exclude_unset=True)
    if "metadata" in body:
        message.metadata = body["metadata"] or {}
        message.save(update_fields=["metadata"])
    return described(message)


def delete(request: Request, thread_id: str, message_id: str) -> dict[str, Any]:
    find_message(thread_id, message_id).delete()
    return {"id": message_id, "object": "thread.message.deleted", "deleted": True}


def new(thread: Thread, position: int, body: dict[str, Any]) -> Message:
    """An unsaved message with the defaults of the service filled in."""
    content = body["content"]
    if isinstance(content, str):
        content = [{"type": "text", "text": content}]
    return Message(
        thread=thread,
        position=position,
        role=body["role"],
        content=[_answered_part(part) for part in content],
        attachments=body.get("attachments") or [],
        metadata=body.get("metadata") or {},
    )


def described(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "object": "thread.message",
        "created_at": message.created_at,
        "thread_id": message.thread_id,
        "status": "completed",
        "incomplete_details": None,
        "completed_at": message.created_at,
        "incomplete_at": None,
        "role": message.role,
        "content": message.content,
        "assistant_id": None,
        "run_id": None,
        "attachments": message.attachments,
        "metadata": message.metadata,
    }


def _answered_part(part: dict[str, Any]) -> dict[str, Any]:
    kind = part["type"]
    if kind == "text":
        return {"type": kind, "text": {"value": part["text"], "annotations": []}}
    return {"type": kind, kind: {"detail": "auto"} | part[kind]}
