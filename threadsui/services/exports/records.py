"""Lists of records other than threads as files: a line for each, of what the list knows."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Model

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, User

from .csv_lines import csv_lines
from .json_lines import json_lines

Record = Mapping[str, Any]
LINES = 200  # in one piece: a web server is slow with a million small ones


@dataclass(frozen=True, slots=True)
class Format:
    content_type: str
    extension: str
    write: Callable[[Sequence[str], Iterable[Record]], Generator[str, None, None]]


def start_record_export(
    *,
    actor: User,
    of: type[Model],
    action: AuditEvent.Action,
    format_name: str,
    query: str,
) -> AuditEvent:
    """Write down who exports which records, before the first byte leaves. `query`: the filters, as in an address."""
    told = {"format": format_name, "filters": query}
    return record(action, actor=actor, target=of, changes={"export": {"old": None, "new": told}})


def record_file(
    records: Iterable[Record], *, header: Sequence[str], format_name: str
) -> Iterator[bytes]:
    """The bytes of the file, in pieces."""
    lines = FORMATS[format_name].write(header, records)
    while piece := "".join(islice(lines, LINES)):
        yield piece.encode()


def as_csv(header: Sequence[str], records: Iterable[Record]) -> Generator[str, None, None]:
    return csv_lines(header, ([_cell(one[name]) for name in header] for one in records))


def as_jsonl(header: Sequence[str], records: Iterable[Record]) -> Generator[str, None, None]:
    return json_lines(records)


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", "csv", as_csv),
    "jsonl": Format("application/jsonl", "jsonl", as_jsonl),
}


def _cell(value: Any) -> Any:
    return "" if value is None else value
