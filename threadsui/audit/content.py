"""The canonical content of an audit event: the one text that its MAC is about, whichever engine keeps the row.

It is the JSON of the stored fields with sorted keys, no spaces and ASCII alone. PostgreSQL's `jsonb` orders keys anew
and rewrites numbers (`1e2` comes back as `100`), hence one spelling for each number. Times are UTC, to the microsecond.
A field at its empty value (null, "", {}) is left out: a field that is added one day changes no event before it.

docs/verify_audit.py does the same without Django. What is here is a format: changing it breaks every chain there is.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from threadsui.models import AuditEvent

# What is read of a row, in this order. `changes` as its JSON text: only there a number's spelling is ours to read.
COLUMNS = (
    "id",
    "created_at",
    "action",
    "actor_id",
    "actor_name",
    "target_type",
    "target_id",
    "target_label",
    "changes_text",
    "reason",
    "correlation_id",
    "address",
    "key_id",
    "mac",
)
_EMPTY = (None, "", {})
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def rows(events: Any) -> Any:
    """The queryset `events` as tuples of COLUMNS."""
    return events.annotate(changes_text=Cast("changes", TextField())).values_list(*COLUMNS)


def content_of(row: tuple[Any, ...]) -> dict[str, Any]:
    """What is proven about the event in `row`, the empty fields included."""
    (
        number,
        at,
        action,
        actor,
        name,
        kind,
        target,
        label,
        changes,
        reason,
        correlation,
        address,
    ) = row[:12]
    return {
        "number": number,
        "created_at": moment_text(at),
        "action": action,
        "actor_id": actor,
        "actor_name": name,
        "target_type": kind,
        "target_id": target,
        "target_label": label,
        "changes": normal_json(changes) if changes != "{}" else {},
        "reason": reason,
        "correlation_id": correlation,
        "address": address,
    }


def content_of_event(event: AuditEvent) -> dict[str, Any]:
    """The same about an event that is not in the database yet."""
    row = [
        getattr(event, name) for name in COLUMNS if name not in {"changes_text", "key_id", "mac"}
    ]
    row.insert(COLUMNS.index("changes_text"), json.dumps(event.changes))
    return content_of(tuple(row))


def canonical(content: Mapping[str, Any]) -> str:
    """`content` as the one text, a line without a line break."""
    return _encode({name: value for name, value in content.items() if value not in _EMPTY})


def normal_json(text: str) -> Any:
    """The value of a JSON text, with each number in the one way that both engines give it back."""
    return json.loads(text, parse_float=normal_number)


def normal_number(text: str) -> int | float:
    """`1.0`, `1e0` and `1` are one number; so are `-0.0` and `0`."""
    number = float(text)
    return int(number) if number.is_integer() else number


def moment_text(moment: datetime) -> str:
    """ "2026-11-20T12:04:33.000208Z": always with six digits, always UTC."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"
