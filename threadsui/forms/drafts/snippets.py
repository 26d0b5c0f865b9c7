"""A snippet: what is typed after `::`, and the text that takes its place."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from threadsui.models.shareable import NAME_MAX_LENGTH

from ..fields import TextField
from .presets import sharing_field

TEXT_MAX_LENGTH = 10_000


class SnippetForm(forms.Form):
    name = forms.CharField(
        label=_("Shortcut"),
        max_length=NAME_MAX_LENGTH,
        help_text=_("One word, such as refund-policy: type ::refund in a message to find it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-mono": True}),
        validators=[
            RegexValidator(
                r"^[^\s:]+\Z",
                _("A shortcut is one word, without spaces or colons. Nothing was saved."),
            )
        ],
        error_messages={"required": _("Enter a shortcut. Nothing was saved.")},
    )
    text = TextField(
        label=_("Text"),
        limit=TEXT_MAX_LENGTH,
        nothing=_("Nothing was saved."),
        required=True,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "data-counter": TEXT_MAX_LENGTH}),
        error_messages={"required": _("Write the text. Nothing was saved.")},
    )
    is_shared = sharing_field()
