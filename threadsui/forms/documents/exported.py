"""A line of an export as JSONL, as the body that would make the thread once more.

What only a server gives (ids, times) and what only the console knows is left out, but for the title, which the composer
has a field for. Ids of files and vector stores stay: they mean something on the server that the thread came from.
"""

import json

from django.utils.translation import gettext as _

from threadsui.words import number

from .document_errors import DocumentError

START = '{"id":'  # how each line of an export begins
IDS_OF = {"code_interpreter": "file_ids", "file_search": "vector_store_ids"}
PARTS = {"image_file": ("file_id", "detail"), "image_url": ("url", "detail")}


def check_one_line(text):
    """Raises DocumentError for an export of several threads."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line.startswith(START) and _is_object(line) for line in lines[:2]):
        said = _(
            "This is an export of %(count)s threads. The composer takes one: paste its line alone."
        )
        raise DocumentError(said % {"count": number(len(lines))})


def is_exported(value):
    """Whether this is a thread as the console exports it, and not one as a server answers."""
    return (
        isinstance(value, dict) and isinstance(value.get("console"), dict) and "messages" in value
    )


def body_of(exported):
    """The body of the request; what cannot be in one is left for the contract to complain about."""
    body = {
        "messages": [_message(one) for one in exported["messages"] if isinstance(one, dict)],
        "metadata": exported.get("metadata"),
        "tool_resources": _tools(exported.get("tool_resources")),
    }
    return {name: value for name, value in body.items() if value}


def title_of(exported):
    title = exported["console"].get("title")
    return title if isinstance(title, str) else ""


def _message(message):
    content = message.get("content")
    if isinstance(content, list):
        content = [_part(part) for part in content]
    made = {"role": message.get("role"), "content": content}
    for name in ("attachments", "metadata"):
        if message.get(name):
            made[name] = message[name]
    return made


def _part(part):
    """A text is an object with its annotations where a server answered, and plain where it was sent."""
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "text" and isinstance(part.get("text"), dict):
        return {"type": "text", "text": part["text"].get("value")}
    if kind in PARTS and isinstance(part.get(kind), dict):
        found = {name: part[kind][name] for name in PARTS[kind] if part[kind].get(name)}
        return {"type": kind, kind: found}
    return part


def _tools(resources):
    if not isinstance(resources, dict):
        return resources
    known = {
        tool: {name: resources[tool][name]}
        for tool, name in IDS_OF.items()
        if isinstance(resources.get(tool), dict) and resources[tool].get(name)
    }
    return known | {
        tool: value for tool, value in resources.items() if tool not in IDS_OF and value is not None
    }


def _is_object(line):
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
