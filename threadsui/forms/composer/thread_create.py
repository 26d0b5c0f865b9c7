"""The composer: one form for the whole body of `POST /threads`, and what the console itself wants to know.

Field names are a public contract (docs: the composer's field names); a short hand-written POST works as well.
"""

from copy import deepcopy

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.api import schema

from ..sentences import from_schema, too_long, unsent
from . import params
from .messages import MessageFormSet
from .metadata import MetadataFormSet
from .row_counts import too_many_rows, uncounted_rows
from .tool_resources import ToolResourcesForm

TITLE_MAX_LENGTH = 200
CONNECTION_MISSING = unsent(_("This connection is not there, or is switched off. Choose another."))


class ComposerForm(ToolResourcesForm):
    """Once valid: `body` is the CreateThread to send; `token`, `connection` and `title` are in `cleaned_data`."""

    nested = {"messages": MessageFormSet, "metadata": MetadataFormSet} | ToolResourcesForm.nested
    page_order = (
        "token",
        "connection",
        "title",
        "messages",
        "metadata",
        "code_interpreter_file_ids",
        "file_search",
        "vector_store_ids",
        "vector_store",
    )
    lost_token = unsent(_("This form has lost its token, which keeps it from being sent twice."))

    token = forms.UUIDField(error_messages={"required": lost_token, "invalid": lost_token})
    connection = forms.ChoiceField(required=False)
    title = forms.CharField(required=False)

    def __init__(self, data=None, *, connections=(), default_connection="", **kwargs):
        """`connections`: (slug, name) of those that may be used; without one posted, the default is meant."""
        self.row_error = data is not None and (too_many_rows(data) or uncounted_rows(data))
        if data is not None and too_many_rows(data):
            data = {name: data[name] for name in ("token", "connection", "title") if name in data}
        super().__init__(data, **kwargs)
        self.default_connection = default_connection
        self.body = None
        field = self.fields["connection"] = deepcopy(self.fields["connection"])
        field.choices = connections
        field.initial = default_connection
        field.error_messages["invalid_choice"] = CONNECTION_MISSING

    @property
    def connection_shown(self):
        return self.typed["connection"] or self.default_connection

    def clean_connection(self):
        slug = self.cleaned_data["connection"] or self.default_connection
        if not slug:
            raise forms.ValidationError(unsent(_("Choose a connection.")))
        return slug

    def clean_title(self):
        title = self.cleaned_data["title"]
        if len(title) > TITLE_MAX_LENGTH:
            raise forms.ValidationError(too_long(len(title), TITLE_MAX_LENGTH, _("title")))
        return title

    def clean(self):
        super().clean()
        if self.row_error:
            self.add_error(None, self.row_error)

    def is_valid(self):
        """Judges every field of every row; the whole then passes through the contract itself."""
        if not super().is_valid():
            return False
        if self.body is None:
            try:
                self.body = schema.parse(schema.CreateThread, self.payload())
            except schema.SchemaError as exc:
                for problem in exc.problems:
                    self.add_api_error(problem.param, from_schema(problem))
        return self.body is not None and not self.has_api_error

    def payload(self):
        """The body as JSON values, without what is empty: nothing filled in gives `{}`."""
        body = {
            "messages": self.messages.payload(),
            "metadata": self.metadata.as_dict(),
            "tool_resources": self.tool_resources(),
        }
        return {name: value for name, value in body.items() if value}

    has_api_error = False

    def add_api_error(self, param, message):
        """Put the server's error at the field that its `param` means, else at the form; returns the Place."""
        self.has_api_error = True
        place = params.locate(self, param)
        place.add_error(message)
        return place

    @staticmethod
    def values_of(payload):
        """What the form shows for a body in the API's JSON, for `initial`."""
        return {
            "messages": MessageFormSet.values_of(payload.get("messages")),
            "metadata": MetadataFormSet.values_of(payload.get("metadata")),
            **ToolResourcesForm.values_of(payload.get("tool_resources")),
        }
