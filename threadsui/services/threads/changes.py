"""What differs between two states of a thread, in the shape that audit events keep: {field: {"old", "new"}}."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from threadsui.models import Message

Changes = dict[str, Any]
_ABSENT = object()


def map_changes(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """{"metadata": {"old": {"order": "A"}, "new": {"order": "B"}}}: the keys that differ, or {} if none does.

    A key that was added or removed is on one side only.
    """
    keys = [
        key
        for key in sorted(before.keys() | after.keys())
        if before.get(key, _ABSENT) != after.get(key, _ABSENT)
    ]
    if not keys:
        return {}
    old = {key: before[key] for key in keys if key in before}
    new = {key: after[key] for key in keys if key in after}
    return {field: {"old": old, "new": new}}


def message_changes(before: Iterable[Message], after: Iterable[Message]) -> Changes:
    """The number of messages, and each place where another message stands than before.

    Of its text the history keeps what proves which it was, not the text: that may be cleared one day.
    """
    old, new = [_summary(item) for item in before], [_summary(item) for item in after]
    changes: Changes = {}
    if len(old) != len(new):
        changes["messages"] = {"old": len(old), "new": len(new)}
    for position, (one, other) in enumerate(zip(old, new, strict=False)):
        changes |= map_changes(f"messages[{position}]", one, other)
    return changes


def title_changes(before: str, after: str) -> Changes:
    """A title's change by what proves which it was: it is made of what was written, and may be removed one day."""
    if before == after:
        return {}
    return {"title": {"old": _evidence(before), "new": _evidence(after)}}


def digest_of(text: str) -> str:
    """The SHA-256 of the text in UTF-8, in hex."""
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def _evidence(title: str) -> dict[str, Any] | None:
    return {"characters": len(title), "sha256": digest_of(title)} if title else None


def _summary(message: Message) -> dict[str, Any]:
    return {
        "role": message.role,
        "characters": len(message.text),
        "sha256": digest_of(message.text),
        "metadata": message.metadata,
        "attachments": [item.get("file_id") for item in message.attachments],
    }
