"""One message for a thread that exists: the composer's message, with a token of its own."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from threadsui.api import schema

from ..sentences import from_schema, unsent
from . import params
from .messages import MessageForm
from .row_counts import uncounted


class MessageCreateForm(MessageForm):
    """Once valid: `body` is the CreateMessage to send, and `cleaned_data["token"]` makes the press count once."""

    lost_token = format_lazy(
        "{} {}",
        unsent(_("This form has lost its token, which keeps it from being sent twice.")),
        _("Send it again."),
    )
    says_nothing = MessageForm.says_nothing | {"token"}

    token = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": lost_token, "invalid": lost_token},
    )
    body = None

    def clean(self):
        super().clean()
        for name in self.nested:
            if lost := [field for field in self.data if field.startswith(f"{name}-0-")]:
                self._check_counted(name, lost[0])

    def _check_counted(self, name, field):
        """Rows that nobody counted would be lost in silence."""
        if f"{name}-TOTAL_FORMS" not in self.data:
            self.add_error(None, uncounted(field, f"{name}-TOTAL_FORMS"))

    def is_valid(self):
        """Judges every field of every row; the whole then passes through the contract itself."""
        if not super().is_valid():
            return False
        if self.body is None:
            try:
                self.body = schema.parse(schema.CreateMessage, self.payload())
            except schema.SchemaError as exc:
                for problem in exc.problems:
                    self.add_api_error(problem.param, from_schema(problem))
        return self.body is not None

    def add_api_error(self, param, message):
        """Put the server's error at the field that its `param` means, else at the form as a whole."""
        if not param:
            self.add_error(None, message)
            return
        params.locate_in_message(self, param).add_error(message)
