"""Before you send: problems first, then warnings, then the limits with what is used of them."""

from dataclasses import dataclass

from threadsui.api.schema import limits

from .fields import numbered_lines
from .places import problems


@dataclass(frozen=True)
class Item:
    """`tone` is "danger", "warn" or "" for a limit that is kept; `target` the id to go to, if any."""

    label: str
    count: str = ""
    tone: str = ""
    target: str = ""

    @property
    def icon(self):
        return {"danger": "circle-x", "warn": "triangle-alert"}.get(self.tone, "check")


@dataclass(frozen=True)
class Checklist:
    items: list[Item]

    @property
    def problem_count(self):
        return sum(item.tone == "danger" for item in self.items)

    @property
    def warning_count(self):
        return sum(item.tone == "warn" for item in self.items)


def checklist(form):
    """The Checklist of the composer's bound `form`, which has been judged."""
    return Checklist([*_problems(form), *_warnings(form), *_limits(form)])


def _problems(form):
    """What is wrong, in the first sentence of its message, and where."""
    for problem in problems(form):
        said, _, _ = problem.message.partition(". ")
        where = problem.label[:1].lower() + problem.label[1:] if problem.place.label else ""
        yield Item(said.removesuffix("."), where, "danger", problem.target)


def _warnings(form):
    if not form.messages.kept:
        yield Item("No messages: an empty thread", tone="warn")
    for number, message in enumerate(form.messages.forms, start=1):
        for attachment in message.attachments.forms:
            if attachment.has_no_tool:
                target = attachment["file_id"].auto_id
                yield Item("Attachment without a tool", f"message {number}", "warn", target)


def _limits(form):
    """The limits that are kept; one that is not is among the problems already."""
    files = numbered_lines(form.typed["code_interpreter_file_ids"])
    longest = max((message.length for message in form.messages.forms), default=0)
    rows = (
        ("Messages", len(form.messages.kept), limits.MESSAGES_MAX),
        ("Longest message", longest, limits.MESSAGE_TEXT_MAX_LENGTH),
        ("Thread metadata", len(form.metadata.kept), limits.METADATA_MAX_PAIRS),
        ("Longest metadata value", _longest_value(form), limits.METADATA_VALUE_MAX_LENGTH),
        ("Code interpreter files", len(files), limits.CODE_INTERPRETER_FILES_MAX),
    )
    for label, used, limit in rows:
        if used <= limit:
            yield Item(label, f"{used:,}/{limit:,}")


def _longest_value(form):
    """Characters of the longest value of any pair: the thread's, a message's or a vector store's."""
    pairs = [form.metadata, form.vector_store.metadata]
    pairs += [message.metadata for message in form.messages.forms]
    values = (row.typed["value"] for rows in pairs for row in rows.forms)
    return max((len(value.replace("\r\n", "\n")) for value in values), default=0)
