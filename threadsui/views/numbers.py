"""Numbers in addresses and forms, which anybody may write."""

import uuid


def id_in(data, name):
    """A record's number under `name`; None for anything that is none."""
    return as_id(data.get(name, ""))


def as_id(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def uuid_in(data, name):
    try:
        return uuid.UUID(data.get(name, ""))
    except ValueError:
        return None
