"""What is shown in the place of text that somebody may not read."""

import json
import re
from typing import Any

from django.utils.translation import ngettext

# Of a body, these say nothing that a person wrote. Every string under another name is masked.
PLAIN_KEYS = frozenset(
    {"id", "object", "created_at", "role", "type", "status", "code", "param"}
    | {"file_id", "thread_id", "assistant_id", "run_id", "first_id", "last_id"}
)
PLAIN_PARTS = frozenset({"metadata", "tool_resources", "attachments"})  # shown with the thread
PLAIN_LENGTH = 100
THREAD_ID = re.compile(r"thread_[\w-]+", re.ASCII)
LABELLED_BY_TITLE = ("threadsui.thread", "threadsui.submission")
MASK = "[masked]"


def length_of(text: Any, record: object = None) -> str:
    """ "[masked, 482 characters]" in the reader's language, also for content in parts."""
    number = len(text) if isinstance(text, str) else sum(map(len, _texts(text)))
    said = ngettext("[masked, %(number)s character]", "[masked, %(number)s characters]", number)
    return said % {"number": number}


def servers_words(text: str, submission: Any) -> str:
    """What a server said may repeat what it was sent; why none was reached is said by the console itself."""
    return text if submission.error_status is None else length_of(text)


def call_error(text: str, call: Any) -> str:
    """As `servers_words`: of a call that was answered."""
    return text if call.status is None else length_of(text)


def body(text: str, record: object = None) -> str:
    """A body with its structure, ids, metadata and numbers; one that cannot be read is masked as a whole."""
    try:
        return json.dumps(_plain(json.loads(text), ""), ensure_ascii=False)
    except (ValueError, RecursionError):  # no JSON, or deeper than anybody reads
        return length_of(text)


def extra(value: Any, record: object = None) -> Any:
    """What a server said besides, with its structure, ids and numbers."""
    return _plain(value, "")


def hash_of_text(text: str, record: object = None) -> str:
    """Nothing of it: of a short text with a known length, guesses soon find which it was."""
    return MASK


def digests(value: dict[str, str], record: object = None) -> dict[str, str]:
    """That there are digests, and of which messages."""
    return dict.fromkeys(value, MASK)


def label(text: str, event: Any) -> str:
    return label_of(event.target_type, text)


def label_of(kind: str, text: str) -> str:
    """Threads and submissions are labelled with their titles, which are made of what was written."""
    is_title = kind in LABELLED_BY_TITLE and not THREAD_ID.fullmatch(text)
    return "" if is_title else text


def changes(value: dict[str, Any], event: object = None) -> dict[str, Any]:
    """An event's changes without titles, the hashes of what was written, and the excerpts that refreshes kept once."""
    return {name: _change(name, change) for name, change in value.items()}


def _change(name: str, change: Any) -> Any:
    if name not in {"title", "note", "text"} and not name.startswith("messages["):
        return change
    if not isinstance(change, dict):
        return MASK
    return {side: _side(value) for side, value in change.items()}


def _side(value: Any) -> Any:
    if isinstance(value, dict):
        hidden = {"text": length_of(value.get("text")), "sha256": hash_of_text("")}
        return {key: hidden.get(key, one) for key, one in value.items()}
    return length_of(value) if isinstance(value, str) and value else value


def _plain(value: Any, key: str) -> Any:
    if key in PLAIN_PARTS:
        return value
    if isinstance(value, dict):
        return {name: _plain(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, key) for one in value]
    is_plain = not isinstance(value, str) or (key in PLAIN_KEYS and len(value) <= PLAIN_LENGTH)
    return value if is_plain else length_of(value)


def _texts(value: Any) -> list[str]:
    """Every string in it, as parts of a message's content have them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else []
