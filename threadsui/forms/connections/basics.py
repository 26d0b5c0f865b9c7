"""What the form of every connection has, the sandbox included: name, patience, and fields of `name: value` lines."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..fields import numbered_lines
from ..people.access_groups import NumbersField

NOTHING_SAVED = gettext_lazy("Nothing was saved.")
PLAIN = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}
MONO = PLAIN | {"data-mono": True}


class LinesField(forms.CharField):
    """`Name: value` lines. Cleans to a dict; an error names the line."""

    widget = forms.Textarea

    def __init__(self, *, separator, example, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2} | MONO))
        super().__init__(required=False, **kwargs)
        self.separator, self.example = separator, example

    def clean(self, value):
        found, errors = {}, []
        for number, line in numbered_lines(super().clean(value)):
            name, separator, text = (part.strip() for part in line.partition(self.separator))
            if not (name and separator and text):
                said = _("Line %(number)s: expected %(example)s.")
                errors.append(said % {"number": number, "example": self.example})
            elif name.lower() in {known.lower() for known in found}:
                said = _("Line %(number)s: %(name)s is there already.")
                errors.append(said % {"number": number, "name": name})
            found[name] = text
        if errors:
            raise ValidationError([f"{one} {NOTHING_SAVED}" for one in errors])
        return found


def number_field(label, **kwargs):
    return forms.FloatField(label=label, min_value=0.1, max_value=600, localize=False, **kwargs)


class TimingForm(forms.Form):
    """What every connection has, the sandbox included."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        help_text=gettext_lazy("What people choose in the composer."),
        error_messages={"required": gettext_lazy("Enter a name. Nothing was saved.")},
    )
    connect_timeout = number_field(
        gettext_lazy("Connect timeout"),
        initial=5,
        help_text=gettext_lazy("Seconds for the connection to be made."),
    )
    read_timeout = number_field(
        gettext_lazy("Answer timeout"),
        initial=30,
        help_text=gettext_lazy("Seconds for the whole answer, however slowly it comes."),
    )
    groups = NumbersField(
        label=gettext_lazy("Who may use it"),
        help_text=gettext_lazy(
            "And see its threads. None ticked: everybody. Admins and auditors always see all."
        ),
    )
    max_attempts = forms.IntegerField(
        label=gettext_lazy("Attempts"),
        min_value=1,
        max_value=10,
        initial=3,
        help_text=gettext_lazy("A create is repeated only when it surely was not carried out."),
    )

    def __init__(self, *args, groups=(), **kwargs):
        """`groups`: (number, name) of those that it can be kept for."""
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = groups

    @classmethod
    def initial_of(cls, connection):
        plain = cls.base_fields.keys() - {"secret", "extra_headers", "groups"}
        initial = {name: getattr(connection, name, None) for name in plain}
        initial["groups"] = list(connection.groups.values_list("pk", flat=True))
        for name in ("connect_timeout", "read_timeout"):
            initial[name] = f"{initial[name]:g}"  # 30, not 30.0
        return initial

    def changes(self):
        """What the service is given."""
        return dict(self.cleaned_data)

    def without_secrets(self):
        """Forget what must not be drawn again. Call it on a form that comes back."""
