"""What begins with a text, in the words that each engine answers from an index."""

from django.db import connection
from django.db.models import Q

LAST = "\U0010ffff"  # the last code point of all, which no text has


def begins_with(field_name: str, text: str) -> Q:
    """The condition that a field begins with `text`; letters count as they are written."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field_name}__startswith": text})  # the index has varchar_pattern_ops
    return Q(**{f"{field_name}__gte": text, f"{field_name}__lt": text + LAST})
