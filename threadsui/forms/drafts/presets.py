"""What is asked about a preset: its name and who sees it; and, when it is applied, a value for each placeholder."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui.api.schema import limits
from threadsui.models.shareable import NAME_MAX_LENGTH

from ..fields import TextField
from .placeholders import expanded_length

EXPANDED_MAX = 10_000_000  # characters; a form filled up to each of its limits still fits
VALUE = "value."  # a link gives a value by this and the placeholder's name

SHARING = [
    (False, gettext_lazy("Only me")),
    (True, gettext_lazy("Everybody who creates threads")),
]


def sharing_field():
    return forms.TypedChoiceField(
        label=gettext_lazy("Who can use it"),
        choices=SHARING,
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect(attrs={"class": "segmented"}),
        initial=False,
    )


class PresetForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter a name. Nothing was saved.")},
    )
    is_shared = sharing_field()


class PlaceholderForm(forms.Form):
    """One field for each Placeholder, under `value.NAME`; `values` once it is valid."""

    def __init__(self, data=None, *, placeholders, fields, given=None):
        """`fields`: the kept form that they stand in. `given`: values that a link brings, to be looked at."""
        initial = {name: text for name, text in (given or {}).items() if name.startswith(VALUE)}
        super().__init__(data, initial=initial)
        self.kept = fields
        for number, placeholder in enumerate(placeholders):
            self.fields[VALUE + placeholder.name] = _value_field(placeholder, is_first=not number)

    @property
    def values(self):
        return {name.removeprefix(VALUE): text for name, text in self.cleaned_data.items()}

    def clean(self):
        super().clean()
        if expanded_length(self.kept, self.values) > EXPANDED_MAX:
            raise forms.ValidationError(
                _(
                    "With these values the form would be too large. Nothing was filled in. Shorten them."
                )
            )


def _value_field(placeholder, *, is_first):
    attributes = {"rows": 1, "dir": "auto", "autocomplete": "off"}
    if is_first:
        attributes["autofocus"] = True
    field = TextField(
        label=placeholder.label,
        limit=limits.MESSAGE_TEXT_MAX_LENGTH,
        noun=_("value"),
        nothing=_("Nothing was filled in."),
        required=placeholder.default is None,
        initial=placeholder.default,
        widget=forms.Textarea(attrs=attributes),
        error_messages={"required": _("This has no value yet. Enter one. Nothing was filled in.")},
    )
    field.show_optional = True
    return field
