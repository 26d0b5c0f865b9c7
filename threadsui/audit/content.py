"""The canonical content of an audit event: the one text that its MAC is about, whichever engine keeps the row.

It is the JSON of the stored fields with sorted keys, no spaces and ASCII alone. PostgreSQL's `jsonb` orders keys anew
and rewrites numbers (`1e2` comes back as `100`), hence one spelling for each number. Times are UTC, to the microsecond.
A field at its empty value (null, "", {}) is left out: a field that is added one day changes no event before it.

docs/verify_audit.py does the same without Django. What is here is a format: changing it breaks every chain there is.
"""

import json
from datetime import UTC, datetime
from decimal import Decimal
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


def normal_number(text: str) -> int | float:
    """`1.0`, `1e0` and `1` are one number; so are `-0.0` and `0`. Whole ones are as exact as `jsonb` keeps them."""
    number = float(text)
    return int(Decimal(text)) if number.is_integer() else number


_text = json.encoder.encode_basestring_ascii
_decode = json.JSONDecoder(parse_float=normal_number).decode
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


def row_of(event: AuditEvent) -> tuple[Any, ...]:
    """The same tuple, of an event that is not in the database yet."""
    changes = json.dumps(event.changes)
    return tuple(changes if name == "changes_text" else getattr(event, name) for name in COLUMNS)


def canonical(row: tuple[Any, ...]) -> str:
    """What is proven about the event in `row`, as the one text: a line without a line break.

    The JSON of `content_of(row)` put together by hand, because a million events have to be done in a minute.
    Raises ValueError when `changes` are no JSON.
    """
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
        *_,
    ) = row
    return "".join(
        (
            f'{{"action":{_text(action)}' if action else "{",
            f',"actor_id":{actor}' if actor is not None else "",
            f',"actor_name":{_text(name)}' if name else "",
            f',"address":{_text(address)}' if address else "",
            f',"changes":{_encode(normal_json(changes))}' if changes != "{}" else "",
            f',"correlation_id":{_text(correlation)}' if correlation else "",
            f',"created_at":"{moment_text(at)}","number":{number}',
            f',"reason":{_text(reason)}' if reason else "",
            f',"target_id":{_text(target)}' if target else "",
            f',"target_label":{_text(label)}' if label else "",
            f',"target_type":{_text(kind)}}}' if kind else "}",
        )
    )


def normal_json(text: str) -> Any:
    """The value of a JSON text, with each number in the one way that both engines give it back."""
    return _decode(text)


def moment_text(moment: datetime) -> str:
    """ "2026-11-20T12:04:33.000208Z": always with six digits, always UTC."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"
