"""From the server's `param` (`messages[1].attachments[0].file_id`) to the form's field.

Servers spell indexes `[1]` or `.1`. They count what was sent: blank rows were not, and a message's text is the first
of its parts. A path that leads nowhere ends at the innermost thing that is known: a row, a set of rows, the form.
"""

import re
from dataclasses import replace

from threadsui.api.schema import limits

from ..fields import numbered_lines
from .parts import PART_FIELD
from .places import Place, words_to

STEP = re.compile(r"\.?(?:\[(?P<index>\d+)\]|(?P<number>\d+)(?![^.\[])|(?P<name>[^.\[\]]+))")
QUOTED = re.compile(r"""\[(['"]?)(?P<key>.*)\1\]$""", re.DOTALL)


def locate(form, param):
    """The Place in the composer's `form` that `param` means; the form as a whole when it means nothing known."""
    name, rest = step(param.removeprefix("body."))
    descend = {"messages": _messages, "metadata": _thread_metadata, "tool_resources": _tools}
    place = descend.get(name, _whole)(form, rest)
    return replace(place, words=words_to(form, place.owner))


def locate_in_message(message, param):
    """The same within one message's form: `content[0].text`, `attachments[0].file_id`, `metadata.KEY`."""
    place = _message(message, param.removeprefix("body."))
    return replace(place, words=words_to(message, place.owner))


def step(path):
    """The first step of a path, an int or a name (None at the end), and the rest."""
    match = STEP.match(path)
    if match is None:
        return None, ""
    index = match["index"] or match["number"]
    return (int(index) if index else match["name"]), path[match.end() :]


def steps(path):
    name, rest = step(path)
    while name is not None:
        yield name
        name, rest = step(rest)


def _whole(form, path):
    return Place(form, None)


def _row(formset, path):
    """The row that an index means among those that were sent, and the rest of the path."""
    index, rest = step(path)
    rows = formset.kept
    return (rows[index] if isinstance(index, int) and index < len(rows) else None), rest


def _messages(form, path):
    message, rest = _row(form.messages, path)
    return _message(message, rest) if message else Place(form.messages, None)


def _message(message, path):
    name, rest = step(path)
    if name == "content":
        return _content(message, rest)
    if name == "attachments":
        return _attachment(message.attachments, rest)
    if name == "metadata":
        return _pair(message.metadata, rest)
    return Place(message, "role" if name == "role" else "content")


def _content(message, path):
    index, rest = step(path)
    parts = message.parts.kept
    if isinstance(index, int) and message.typed["content"]:
        index -= 1
    if not isinstance(index, int) or not 0 <= index < len(parts):
        return Place(message, "content")
    return Place(parts[index], _part_field(parts[index], set(steps(rest))))


def _part_field(part, names):
    for name in ("type", "detail"):
        if name in names:
            return name
    return PART_FIELD.get(part.typed["type"], "type")


def _attachment(attachments, path):
    attachment, rest = _row(attachments, path)
    if attachment is None:
        return Place(attachments, None)
    return Place(attachment, "tools" if step(rest)[0] == "tools" else "file_id")


def _thread_metadata(form, path):
    return _pair(form.metadata, path)


def _pair(pairs, path):
    """`metadata.KEY`, where KEY may hold dots and brackets; `metadata['KEY']` as well."""
    quoted = QUOTED.match(path)
    keys = {path.removeprefix("."), quoted["key"] if quoted else None}
    for pair in pairs.kept:
        key = pair.typed["key"].replace("\r\n", "\n")
        if key in keys:
            return Place(pair, "key" if len(key) > limits.METADATA_KEY_MAX_LENGTH else "value")
    return Place(pairs, None)


def _tools(form, path):
    name, rest = step(path)
    if name == "code_interpreter":
        return _line(form, "code_interpreter_file_ids", rest)
    if name != "file_search":
        return Place(form, None)
    name, rest = step(rest)
    if name == "vector_store_ids":
        return _line(form, "vector_store_ids", rest)
    if name == "vector_stores":
        return _vector_store(form.vector_store, step(rest)[1])
    return Place(form, "file_search")


def _vector_store(store, path):
    name, rest = step(path)
    if name == "metadata":
        return _pair(store.metadata, rest)
    if name == "chunking_strategy":
        last = [name for name in steps(rest) if name in store.fields]
        return Place(store, last[-1] if last else "chunking")
    return _line(store, "file_ids", path)


def _line(form, field, path):
    """A list of ids, one per line; the index counts the lines that are not blank."""
    index = next((name for name in steps(path) if isinstance(name, int)), None)
    lines = numbered_lines(form.typed[field])
    number = lines[index][0] if index is not None and index < len(lines) else None
    return Place(form, field, line=number)
