"""Editing a thread: its title, its metadata and the ids of its tool resources.

A new vector store is only made with a new thread.
"""

from copy import deepcopy

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from threadsui.api.schema import limits
from threadsui.words import filled

from ..fields import IdentifierListField, TextField
from ..nested import NestedForm
from .metadata import MetadataFormSet

SALT = "threadsui.thread_edit.seen"
TITLE_MAX_LENGTH = 200


class ThreadEditForm(NestedForm):
    """`seen` remembers what the form was made from, so that a change by somebody else in between is noticed."""

    nested = {"metadata": MetadataFormSet}

    title = TextField(
        label=_("Title"),
        limit=TITLE_MAX_LENGTH,
        noun=_("title"),
        help_text=_(
            "Only for this console; it is not sent. Without one, the thread is called by its id."
        ),
    )
    code_interpreter_file_ids = IdentifierListField(
        label=_("Code interpreter files"),
        limit=limits.CODE_INTERPRETER_FILES_MAX,
        noun=_("files"),
        help_text=filled(
            _("One file id per line, up to %(max)s."), max=limits.CODE_INTERPRETER_FILES_MAX
        ),
    )
    vector_store_ids = IdentifierListField(
        label=_("Vector store for file search"),
        limit=limits.VECTOR_STORES_MAX,
        noun=_("vector stores"),
        one=_("vector store id"),
        help_text=_("Its id; a thread has one at most."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, thread, initial=None):
        super().__init__(data, initial=initial or initial_of(thread))
        self.thread = thread
        for name, rows in (("code_interpreter_file_ids", 4), ("vector_store_ids", 2)):
            self.fields[name].widget.attrs |= {
                "rows": rows,
                "data-mono": True,
                "spellcheck": "false",
            }
        title = self.fields["title"] = deepcopy(self.fields["title"])
        title.widget.attrs |= {"dir": "auto", "autocomplete": "off"}
        if thread.is_masked:  # what is not shown is not changed
            del self.fields["title"]
        elif thread.is_held:
            title.widget.attrs["readonly"] = True
            title.help_text = _("This thread is under legal hold, so its title stays as it is.")

    def clean_seen(self):
        """What was on the screen. A form written by hand has none: then it is what the console has now."""
        try:
            return signing.loads(self.cleaned_data["seen"], salt=SALT)
        except signing.BadSignature:
            return seen_of(self.thread)

    def changes(self):
        """The arguments of `update_thread`."""
        seen = self.cleaned_data["seen"]
        return {
            "metadata": self.metadata.as_dict(),
            "seen": seen["metadata"],
            "tool_resources": {
                "code_interpreter": {"file_ids": self.cleaned_data["code_interpreter_file_ids"]},
                "file_search": {"vector_store_ids": self.cleaned_data["vector_store_ids"]},
            },
            "seen_tool_resources": seen["tool_resources"],
            "title": self.cleaned_data.get("title"),
        }

    def add_server_error(self, param, message):
        """Put the server's complaint at the field that `param` names, else above the form."""
        name, _dot, key = param.partition(".")
        if name == "metadata":
            self._add_metadata_error(key, message)
        elif "code_interpreter" in param:
            self.add_error("code_interpreter_file_ids", message)
        elif "file_search" in param:
            self.add_error("vector_store_ids", message)
        else:
            self.add_error("title" if name == "title" else None, message)

    def _add_metadata_error(self, key, message):
        row = next((row for row in self.metadata.kept if row.cleaned_data.get("key") == key), None)
        if row:
            row.add_error("value", message)
        else:
            self.metadata.add_error(message)


def seen_of(thread):
    return {"metadata": thread.metadata, "tool_resources": thread.tool_resources}


def initial_of(thread):
    resources = thread.tool_resources or {}
    files = (resources.get("code_interpreter") or {}).get("file_ids") or []
    stores = (resources.get("file_search") or {}).get("vector_store_ids") or []
    return {
        "title": thread.title,
        "metadata": MetadataFormSet.values_of(thread.metadata),
        "code_interpreter_file_ids": "\n".join(files),
        "vector_store_ids": "\n".join(stores),
        "seen": signing.dumps(seen_of(thread), salt=SALT),
    }
