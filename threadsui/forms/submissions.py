"""A person's word on an unknown outcome."""

import uuid

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .fields import IdentifierField
from .reasons import ReasonField, ReasonForm

NOTHING_CHANGED = _("Nothing was changed.")


class AdoptForm(forms.Form):
    remote_id = IdentifierField(
        label=_("Thread id"),
        noun=_("thread id"),
        required=True,
        max_length=200,
        help_text=_(
            "The id of the thread that this submission made. It is fetched from the server and recorded."
        ),
        error_messages={
            "required": format_lazy(
                "{} {}", _("Enter the id of the thread to adopt."), NOTHING_CHANGED
            )
        },
        widget=forms.TextInput(
            attrs={"data-mono": True, "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    reason = ReasonField(
        nothing=NOTHING_CHANGED,
        required=False,
        help_text=_("What shows that it is this one. Kept with the submission and in the history."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].show_optional = True


class ResendReasonForm(ReasonForm):
    reason = ReasonField(
        nothing=_("Nothing was sent."),
        help_text=_("Why it is sent once more. Kept in the audit history."),
    )


class ResendForm(ResendReasonForm):
    """`token` makes the press count once, however often it arrives."""

    token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={
            "required": _("The form came without its token. Nothing was sent. Press Resend again."),
            "invalid": _("The form's token is damaged. Nothing was sent. Press Resend again."),
        },
    )


class DismissForm(ReasonForm):
    reason = ReasonField(
        nothing=NOTHING_CHANGED,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "Why no thread is needed or expected. It stays with the submission and in the audit history."
        ),
    )
