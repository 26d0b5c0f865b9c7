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
    """The Checklist of the composer's `form`, validated or not."""
    found = problems(form) if form.is_bound else []
    errors = [Item(item.label, tone="danger", target=item.target) for item in found]
    return Checklist([*errors, *_warnings(form), *_limits(form)])


def _warnings(form):
    for number, message in enumerate(form.messages.forms, start=1):
        for attachment in message.attachments.forms:
            if attachment.has_no_tool:
                target = attachment["file_id"].auto_id
                yield Item("Attachment without a tool", f"message {number}", "warn", target)


def _limits(form):
    files = numbered_lines(form.typed["code_interpreter_file_ids"])
    longest = max((message.length for message in form.messages.forms), default=0)
    rows = (
        ("Messages", len(form.messages.kept), limits.MESSAGES_MAX, "messages"),
        ("Longest message", longest, limits.MESSAGE_TEXT_MAX_LENGTH, "messages"),
        ("Thread metadata", len(form.metadata.kept), limits.METADATA_MAX_PAIRS, "metadata"),
        (
            "Code interpreter files",
            len(files),
            limits.CODE_INTERPRETER_FILES_MAX,
            "id_code_interpreter_file_ids",
        ),
    )
    for label, used, limit, target in rows:
        is_over = used > limit
        yield Item(
            label,
            f"{used:,}/{limit:,}",
            "danger" if is_over else "",
            target if is_over else "",
        )
