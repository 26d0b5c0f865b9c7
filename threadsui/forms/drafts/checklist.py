"""Before you send: problems first, then warnings, then the limits with what is used of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from threadsui.api.schema import limits
from threadsui.words import number

from ..composer.places import Place, problems, walk
from ..fields import numbered_lines
from ..nested import RowFormSet
from .placeholders import PLACEHOLDER

PLACEHOLDERS_TOLD = 10


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
    def warnings(self):
        return [item for item in self.items if item.tone == "warn"]

    @property
    def warning_count(self):
        return len(self.warnings)


def checklist(form):
    """The Checklist of the composer's bound `form`, which has been judged."""
    return Checklist([*_problems(form), *_warnings(form), *_limits(form)])


def _problems(form):
    """What is wrong, in the first sentence of its message, and where."""
    for problem in problems(form):
        said = problem.message.partition(". ")[0]
        yield Item(said.removesuffix("."), problem.place.in_a_sentence, "danger", problem.target)


def _warnings(form):
    if not form.messages.kept:
        yield Item(_("No messages: an empty thread"), tone="warn")
    for message in form.messages.forms:
        for attachment in message.attachments.forms:
            if attachment.has_no_tool:
                target = attachment["file_id"].auto_id
                where = _("message %(number)s") % {"number": message.number}
                yield Item(_("Attachment without a tool"), where, "warn", target)
    for text, place in _placeholders(form):
        said = _("Placeholder left: %(placeholder)s") % {"placeholder": text}
        yield Item(said, place.in_a_sentence, "warn", place.target)


def _placeholders(form):
    """(text, Place) of what was written for a preset to ask for, and would be sent as it stands: the first few."""
    if not any("{{" in str(text) for text in form.data.values()):
        return []
    found = {}
    for owner, words in walk(form):
        typed = {} if isinstance(owner, RowFormSet) else owner.typed
        for field, text in typed.items():
            for match in PLACEHOLDER.finditer(str(text)) if "{{" in text else ():
                found.setdefault(f"{{{{{match[1]}}}}}", Place(owner, field, words))
    return list(found.items())[:PLACEHOLDERS_TOLD]


def _limits(form):
    """The limits that are kept; one that is not is among the problems already."""
    files = numbered_lines(form.typed["code_interpreter_file_ids"])
    longest = max((message.length for message in form.messages.forms), default=0)
    rows = (
        (_("Messages"), len(form.messages.kept), limits.MESSAGES_MAX),
        (_("Longest message"), longest, limits.MESSAGE_TEXT_MAX_LENGTH),
        (_("Thread metadata"), len(form.metadata.kept), limits.METADATA_MAX_PAIRS),
        (_("Longest metadata value"), _longest_value(form), limits.METADATA_VALUE_MAX_LENGTH),
        (_("Code interpreter files"), len(files), limits.CODE_INTERPRETER_FILES_MAX),
    )
    for label, used, limit in rows:
        if used <= limit:
            yield Item(label, f"{number(used)}/{number(limit)}")


def _longest_value(form):
    """Characters of the longest value of any pair: the thread's, a message's or a vector store's."""
    pairs = [form.metadata, form.vector_store.metadata]
    pairs += [message.metadata for message in form.messages.forms]
    values = (row.typed["value"] for rows in pairs for row in rows.forms)
    return max((len(value.replace("\r\n", "\n")) for value in values), default=0)
