"""Threads in each format. A record is what queries/threads/thread_export.py gives: the API's thread, and our words.

What a program reads (the header, the keys) is never translated; what a transcript says to a person is.
"""

import json
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .csv_lines import csv_lines
from .json_lines import json_lines
from .markdown import code_span, fenced, line
from .workbook import ROWS_MAX, workbook

Record = Mapping[str, Any]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_HEADER = (
    "id",
    "title",
    "connection",
    "created_by",
    "assigned_to",
    "state",
    "recorded_at",
    "created_at",
    "messages",
    "tags",
    "metadata",
    "text_removed_at",
    "adopted_by",
)


@dataclass(frozen=True, slots=True)
class Format:
    """`with_messages`: whether its records need them."""

    content_type: str
    extension: str
    with_messages: bool
    write: Callable[[Iterable[Record]], Generator[str | bytes, None, None]]
    rows_max: int = 0  # 0: any number


def as_csv(records: Iterable[Record]) -> Generator[str, None, None]:
    """A line for each thread. Several tags are one cell, and so is the metadata, as JSON."""
    return csv_lines(CSV_HEADER, map(_cells, records))


def as_workbook(records: Iterable[Record]) -> Generator[bytes, None, None]:
    """The same rows in a sheet."""
    return workbook(CSV_HEADER, map(_cells, records), title="Threads")


def as_markdown(records: Iterable[Record]) -> Generator[str, None, None]:
    """A transcript for each thread. What people wrote stands in fences, where it is neither heading nor HTML."""
    for record in records:
        yield _heading(record)
        for number, message in enumerate(record["messages"], start=1):
            yield _message(number, message)


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", "csv", with_messages=False, write=as_csv),
    "xlsx": Format(WORKBOOK, "xlsx", with_messages=False, write=as_workbook, rows_max=ROWS_MAX),
    "jsonl": Format("application/jsonl", "jsonl", with_messages=True, write=json_lines),
    "markdown": Format("text/markdown; charset=utf-8", "md", with_messages=True, write=as_markdown),
}


def _cells(record: Record) -> list[object]:
    console = record["console"]
    return [
        record["id"],
        console["title"],
        console["connection"],
        console["created_by"] or "",
        console["assigned_to"] or "",
        console["state"],
        console["recorded_at"],
        console["created_at"] or "",
        console["messages"],
        " ".join(console["tags"]),
        json.dumps(record["metadata"], ensure_ascii=False, sort_keys=True),
        console["text_removed_at"] or "",
        console["adopted_by"] or "",
    ]


def _heading(record: Record) -> str:
    console = record["console"]
    facts = [
        (_("Thread"), code_span(record["id"])),
        (_("Connection"), code_span(console["connection"])),
        _who(console),
        (_("Recorded"), console["recorded_at"]),
        (_("State"), console["state"]),
    ]
    if console["text_removed_at"]:
        facts.append((_("Text removed"), console["text_removed_at"]))
    if console["tags"]:
        facts.append((_("Tags"), " ".join(map(code_span, console["tags"]))))
    for key, value in record["metadata"].items():
        facts.append((code_span(key), code_span(value)))
    lines = "\n".join(f"- {name}: {value}" for name, value in facts)
    return f"# {line(console['title'] or record['id'])}\n\n{lines}\n\n"


def _who(console: Mapping[str, Any]) -> tuple[str, str]:
    if console["adopted_by"]:
        return _("Adopted by"), code_span(console["adopted_by"])
    return _("Created by"), code_span(console["created_by"])


def _message(number: int, message: Mapping[str, Any]) -> str:
    role = {"user": _("User"), "assistant": _("Assistant")}.get(message["role"], message["role"])
    files = [code_span(one["file_id"]) for one in message["attachments"] if one.get("file_id")]
    attached = _("Attachments: %(files)s") % {"files": ", ".join(files)} + "\n\n" if files else ""
    return f"## {number}. {role}\n\n{fenced(_text(message['content']))}\n\n{attached}"


def _text(content: Any) -> str:
    """The words of a message; what is no text as the API has it."""
    if isinstance(content, str):
        return content
    return "\n\n".join(_part(part) for part in content)


def _part(part: Mapping[str, Any]) -> str:
    text = part.get("text")
    if isinstance(text, Mapping):  # as servers answer
        text = text.get("value")
    return text if isinstance(text, str) else json.dumps(part, ensure_ascii=False)
