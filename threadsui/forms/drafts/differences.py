"""What differs between two request bodies, for the diff component."""

import json


def differences(old, new):
    """`{"messages": {"old": {"1.content": "…"}, "new": {…}}}`: only what differs, by part of the body."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    changes = {}
    for path in before | after:
        if before.get(path) != after.get(path):
            part = changes.setdefault(path[0], {"old": {}, "new": {}})
            for side, leaves in (("old", before), ("new", after)):
                if path in leaves:
                    part[side][".".join(path[1:])] = leaves[path]
    return changes


def _leaves(value, path=()):
    """(path, text) of every value that holds no others; places in a list count from 1."""
    if isinstance(value, list) and value:
        value = {str(number): item for number, item in enumerate(value, start=1)}
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif path:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
