"""Adding, removing and moving rows of the composer: `messages-0-parts:add:image_url` done to what was typed.

Nothing is validated and nothing typed is lost; the values go in and out in the shape of a form's `initial`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .messages import MessageFormSet
from .metadata import MetadataFormSet
from .parts import PartFormSet
from .row_counts import FORMSET

ROWS = {
    "messages": gettext_lazy("Message %(number)s"),
    "parts": gettext_lazy("Part %(number)s"),
    "attachments": gettext_lazy("Attachment %(number)s"),
    "metadata": gettext_lazy("Pair %(number)s"),
}
ROWS_OF_A_MESSAGE = {
    "parts": gettext_lazy("Message %(message)s: part %(number)s"),
    "attachments": gettext_lazy("Message %(message)s: attachment %(number)s"),
    "metadata": gettext_lazy("Message %(message)s: pair %(number)s"),
}
LIMITS = {"messages": MessageFormSet.max_num, "metadata": MetadataFormSet.max_num}
FIRST_CONTROL = {"messages": "content", "attachments": "file_id", "metadata": "key"}
PART_CONTROL = {"text": "text", "image_url": "url", "image_file": "file_id"}


@dataclass(frozen=True)
class Edit:
    """`section`: the prefix of the formset that changed. `row` is None when its *Add* button takes the focus."""

    section: str
    row: int | None
    control: str
    announcement: str

    def find(self, form):
        """The formset that changed, in `form`."""
        found = form
        for step in self.section.split("-"):
            found = found.forms[int(step)] if step.isdecimal() else found.children[step]
        return found


def edit_rows(values, verb):
    """Carry out `verb` on `values`, in place; returns the Edit, or None for a verb that makes no sense."""
    section, _colon, rest = verb.partition(":")
    action, _colon, argument = rest.partition(":")
    rows = _rows_at(values, section)
    if rows is None or action not in ACTIONS:
        return None
    return ACTIONS[action](section, rows, argument)


def focus_on(form, edit):
    """Let the control that `edit` leaves the focus on say `autofocus` when `form` is drawn."""
    formset = edit.find(form)
    owner = formset if edit.row is None else formset.forms[edit.row]
    owner.focus = edit.control


def _rows_at(values, section):
    if not FORMSET.fullmatch(section):
        return None
    for step in section.split("-"):
        if step.isdecimal() and int(step) >= len(values):
            return None
        values = values[int(step)] if step.isdecimal() else values[step]
    return values


def _add(section, rows, argument):
    kind = section.rpartition("-")[2]
    limit = LIMITS.get(kind, PartFormSet.max_num)
    if len(rows) >= limit:
        return Edit(
            section, None, "add", _("%(limit)s is the limit. Nothing was added.") % {"limit": limit}
        )
    new = {"type": argument} if argument in PART_CONTROL else {}
    rows.append({"role": "user"} if kind == "messages" else new)
    control = PART_CONTROL.get(argument) or FIRST_CONTROL.get(kind, "text")
    return Edit(
        section, len(rows) - 1, control, _("%(row)s added.") % {"row": _row(section, len(rows))}
    )


def _remove(section, rows, argument):
    index = _index(rows, argument)
    if index is None:
        return None
    del rows[index]
    said = _("%(row)s removed.") % {"row": _row(section, index + 1)}
    if not rows:
        return Edit(section, None, "add", said)
    return Edit(section, min(index, len(rows) - 1), "remove", said)


def _up(section, rows, argument):
    return _move(section, rows, argument, -1)


def _down(section, rows, argument):
    return _move(section, rows, argument, +1)


def _move(section, rows, argument, by):
    index = _index(rows, argument)
    if index is None or not 0 <= index + by < len(rows):
        return None
    to = index + by
    rows[index], rows[to] = rows[to], rows[index]
    at_the_end = to == (0 if by < 0 else len(rows) - 1)
    control = "up" if (by < 0) != at_the_end else "down"
    said = _("%(row)s moved to position %(position)s of %(count)s.") % {
        "row": _row(section, index + 1),
        "position": to + 1,
        "count": len(rows),
    }
    return Edit(section, to, control, said)


def _fold(section, rows, is_open, said):
    if section != "messages":
        return None
    for row in rows:
        row["is_open"] = is_open
    return Edit(section, None, "collapse" if is_open else "expand", said)


def _collapse(section, rows, argument):
    return _fold(section, rows, False, _("Messages collapsed."))


def _expand(section, rows, argument):
    return _fold(section, rows, True, _("Messages expanded."))


ACTIONS = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "collapse": _collapse,
    "expand": _expand,
}


def _index(rows, argument):
    index = int(argument) if argument.isascii() and argument.isdecimal() else len(rows)
    return index if index < len(rows) else None


def _row(section, number):
    """`Message 2`, or `Message 2: attachment 1`."""
    kind = section.rpartition("-")[2]
    if section.startswith("messages-"):
        message = int(section.split("-")[1]) + 1
        return ROWS_OF_A_MESSAGE[kind] % {"message": message, "number": number}
    return ROWS[kind] % {"number": number}
