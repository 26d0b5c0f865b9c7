"""A thread's body once more, for a new thread: as it was sent, or else from what the server has told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from threadsui.api.schema import limits
from threadsui.models import Message, Submission, Thread

from ..threads.records import title_from

TOOLS = ("code_interpreter", "file_search")
IMAGES = {"image_file": "file_id", "image_url": "url"}


@dataclass
class Clone:
    """`payload` has the shape of a CreateThread; `notes` are sentences about what could not be taken along."""

    payload: dict[str, Any]
    title: str = ""
    notes: list[str] = field(default_factory=list)


def clone_thread(*, thread: Thread) -> Clone:
    """The body that would make the thread once more. Nothing is sent or written."""
    submission = Submission.objects.filter(thread=thread).first()
    if submission and not submission.resolution and thread.refreshed_at is None:
        return Clone(submission.payload, title=typed_title(submission))
    return _from_records(thread)


def typed_title(submission: Submission) -> str:
    """The title that a person gave it; empty for one made from its first message, which a new text makes anew."""
    made = title_from(submission.payload.get("messages", []))
    return "" if submission.title == made else submission.title


def _from_records(thread: Thread) -> Clone:
    clone = Clone({}, title=thread.title)
    messages = list(thread.messages.order_by("position")[: limits.MESSAGES_MAX])
    if thread.message_count > len(messages):
        clone.notes.append(
            _("Only the first %(taken)s of %(count)s messages: a create takes no more.")
            % {"taken": len(messages), "count": thread.message_count}
        )
    clone.payload = {
        "messages": [_message(message, clone) for message in messages],
        "metadata": _texts(thread.metadata),
        "tool_resources": _tool_resources(thread.tool_resources or {}),
    }
    return clone


def _message(message: Message, clone: Clone) -> dict[str, Any]:
    where = _("Message %(number)s") % {"number": message.position + 1}
    return {
        "role": message.role,
        "content": _content(message.content, where, clone),
        "attachments": list(_attachments(message.attachments or [])),
        "metadata": _texts(message.metadata or {}),
    }


def _content(
    content: str | list[dict[str, Any]], where: str, clone: Clone
) -> str | list[dict[str, Any]]:
    """Answered parts as parts to send: text is `{"value", "annotations"}` in the one, a string in the other."""
    if isinstance(content, str):
        return content
    parts = []
    for part in content:
        sent = _part(part, where, clone)
        if sent is None:
            said = _("%(message)s: a part of the type %(type)s was left out.")
            clone.notes.append(said % {"message": where, "type": part.get("type")})
        else:
            parts.append(sent)
    if len(parts) == 1 and parts[0]["type"] == "text":
        return str(parts[0]["text"])
    return parts or ""


def _part(part: Mapping[str, Any], where: str, clone: Clone) -> dict[str, Any] | None:
    kind = str(part.get("type"))
    value = part.get(kind)
    if kind == "text":
        if isinstance(value, dict):
            if value.get("annotations"):
                said = _("%(message)s: the annotations of its text were left out.")
                clone.notes.append(said % {"message": where})
            value = value.get("value")
        return {"type": "text", "text": value} if isinstance(value, str) else None
    needed = IMAGES.get(kind)
    if needed is None or not isinstance(value, dict) or not value.get(needed):
        return None
    kept = {name: value[name] for name in (needed, "detail") if value.get(name)}
    return {"type": kind, kind: kept}


def _attachments(attachments: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for attachment in attachments:
        if attachment.get("file_id"):
            tools = [{"type": tool.get("type")} for tool in attachment.get("tools") or []]
            kept = [tool for tool in tools if tool["type"] in TOOLS]
            yield {"file_id": attachment["file_id"], "tools": kept}


def _texts(metadata: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in metadata.items()}


def _tool_resources(resources: Mapping[str, Any]) -> dict[str, Any]:
    files = (resources.get("code_interpreter") or {}).get("file_ids") or []
    stores = (resources.get("file_search") or {}).get("vector_store_ids") or []
    return {
        "code_interpreter": {"file_ids": files},
        "file_search": {"vector_store_ids": stores[: limits.VECTOR_STORES_MAX]},
    }
