"""A preset put onto a form in which somebody has written: it fills what is empty and never changes what is there.

- title and code interpreter files: filled in while they are blank;
- file search with its stores: filled in as one, while nothing was chosen or written in any of it;
- connection: stays as it is;
- metadata: pairs whose key is not there yet;
- messages: those that are not there yet, word for word, after the ones that say something.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from threadsui.api.schema import limits

FILE_SEARCH = ("file_search", "vector_store_ids", "vector_store")


@dataclass
class Merged:
    """`values` are for the composer's `initial`; the rest is what to tell of it, `left` in words for its places."""

    values: dict[str, Any]
    messages: int = 0
    pairs: int = 0
    others: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    without_room: int = 0

    @property
    def sentences(self):
        added = [
            ngettext("%(n)d message", "%(n)d messages", self.messages) % {"n": self.messages},
            ngettext("%(n)d metadata pair", "%(n)d metadata pairs", self.pairs) % {"n": self.pairs},
        ]
        counts = (self.messages, self.pairs)
        added = [words for words, count in zip(added, counts, strict=True) if count] + self.others
        if added:
            yield _("Added: %(things)s.") % {"things": ", ".join(added)}
        else:
            yield _("Nothing was added: all of it is here, or its place is taken.")
        if self.left:
            yield _("Left as it was: %(things)s.") % {"things": ", ".join(self.left)}
        if self.without_room:
            yield ngettext(
                "%(n)d row did not fit, because of the limit of rows.",
                "%(n)d rows did not fit, because of the limit of rows.",
                self.without_room,
            ) % {"n": self.without_room}


def merge_preset(written, preset):
    """Both are ComposerForms, unvalidated. Returns the Merged."""
    merged = Merged(written.values())
    _add_messages(merged, written.messages.kept, preset.messages.kept)
    _add_pairs(merged, written.metadata.kept, preset.metadata.kept)
    if preset.typed["connection"] not in ("", written.typed["connection"]):
        merged.left.append(_("connection"))
    _fill(merged, written, preset, ("title",), _("title"))
    name = "code_interpreter_file_ids"
    _fill(merged, written, preset, (name,), _("code interpreter files"))
    _fill(merged, written, preset, FILE_SEARCH, _("file search"))
    return merged


def _add_messages(merged, written, preset):
    here = [row.values() for row in written]
    known = {_plain(values) for values in here}
    new = [values for row in preset if _plain(values := row.values()) not in known]
    room = max(0, limits.MESSAGES_MAX - len(here))
    if new[:room]:
        merged.values["messages"] = here + new[:room]
    merged.messages = len(new[:room])
    merged.without_room += len(new[room:])


def _add_pairs(merged, written, preset):
    here = {row.typed["key"]: row.values() for row in written}
    new = [row.values() for row in preset if row.typed["key"] not in here]
    room = max(0, limits.METADATA_MAX_PAIRS - len(written))
    if new[:room]:
        merged.values["metadata"] = [row.values() for row in written] + new[:room]
    merged.pairs = len(new[:room])
    merged.without_room += len(new[room:])
    for row in preset:
        key = row.typed["key"]
        if key in here and _plain(here[key]) != _plain(row.values()):
            merged.left.append(_("metadata “%(key)s”") % {"key": key})


def _fill(merged, written, preset, names, words):
    """Take `names` over from the preset, all or none of them."""
    offered = preset.values()
    if _is_empty(preset, names):
        return
    if _is_empty(written, names):
        merged.values |= {name: offered[name] for name in names}
        merged.others.append(words)
    elif any(_plain(merged.values[name]) != _plain(offered[name]) for name in names):
        merged.left.append(words)


def _is_empty(form, names):
    typed = [form.typed[name] for name in names if name in form.typed and name != "file_search"]
    if "file_search" in names and not (
        form.typed["file_search"] in ("", "none") and form.vector_store.is_blank
    ):
        return False
    return not any(text.strip() for text in typed)


def _plain(values):
    """To compare by: browsers post lines with CRLF, links and imports with LF alone."""
    return json.dumps(values, sort_keys=True, default=str).replace(r"\r\n", r"\n")
