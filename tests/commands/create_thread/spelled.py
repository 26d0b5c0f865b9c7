"""Bodies as the console sends them, and as flags."""

import json

from threadsui.api import schema


def spelled(body):
    """What the console sends for this body."""
    return schema.canonical_json(schema.parse(schema.CreateThread, body))


def flags(body):
    """The body as flags, in JSON."""
    messages = [("--message", json.dumps(item)) for item in body.get("messages", [])]
    others = [
        (f"--{name.replace('_', '-')}", json.dumps(body[name]))
        for name in ("metadata", "tool_resources")
        if name in body
    ]
    return [word for pair in messages + others for word in pair]
