"""The audit history as a file. JSONL carries what proves it: docs/verify_audit.py needs the file and the key alone."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from threadsui.audit.content import moment_text
from threadsui.audit.recording import record
from threadsui.audit.seals import seal_export
from threadsui.models import AuditEvent, User

from .csv_lines import csv_lines

Record = Mapping[str, Any]
LINES = 200  # in one piece: a web server is slow with a million small ones
CSV_HEADER = (
    "number",
    "created_at",
    "action",
    "actor_name",
    "actor_id",
    "target_type",
    "target_id",
    "target_label",
    "changes",
    "reason",
    "correlation_id",
    "address",
    "mac",
)


@dataclass(frozen=True, slots=True)
class Format:
    content_type: str
    extension: str
    write: Callable[[Iterable[Record], AuditEvent], Iterator[str]]


def start_audit_export(
    *, actor: User, format_name: str, query: str, reason: str = ""
) -> AuditEvent:
    """Write down who exports what, and why, before the first byte leaves. That event ends the file, if it fits.

    `query`: the filters, as in an address.
    """
    told = {"format": format_name, "filters": query}
    return record(
        AuditEvent.Action.AUDIT_EXPORTED,
        actor=actor,
        target=AuditEvent,
        changes={"export": {"old": None, "new": told}},
        reason=reason,
    )


def audit_file(
    records: Iterable[Record], *, format_name: str, event: AuditEvent
) -> Iterator[bytes]:
    """The bytes of the file, in pieces. `event` is what `start_audit_export` gave."""
    lines = FORMATS[format_name].write(records, event)
    while piece := "".join(islice(lines, LINES)):
        yield piece.encode()


def as_csv(records: Iterable[Record], event: AuditEvent) -> Iterator[str]:
    return csv_lines(CSV_HEADER, map(_cells, records))


def as_jsonl(records: Iterable[Record], event: AuditEvent) -> Iterator[str]:
    """An event a line, then one line that seals the file: how many there are, and the hash of all of them."""
    digest, count = hashlib.sha256(), 0
    for one in records:
        line = f"{json.dumps(one)}\n"
        digest.update(line.encode())
        count += 1
        yield line
    filters = event.changes["export"]["new"]["filters"]
    sealed = {
        "events": count,
        "sha256": digest.hexdigest(),
        "filters": filters,
        "exported_by": event.actor_name,
        "exported_at": moment_text(event.created_at),
        "last_number": event.pk,
        "last_mac": event.mac,
    }
    key_id, seal = seal_export(sealed)
    yield f"{json.dumps({'export': sealed, 'key_id': key_id, 'seal': seal})}\n"


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", "csv", as_csv),
    "jsonl": Format("application/jsonl", "jsonl", as_jsonl),
}


def _cells(one: Record) -> list[object]:
    cells = {name: "" if one[name] is None else one[name] for name in CSV_HEADER}
    changes = one["changes"]
    cells["changes"] = json.dumps(changes, ensure_ascii=False, sort_keys=True) if changes else ""
    return list(cells.values())
