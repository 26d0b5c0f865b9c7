"""The form that gives a metadata key, or a value of one, its new name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.api.schema import limits

QUERY_MAX = 10_000  # characters of filters, as a selection takes them


class RenameForm(forms.Form):
    """`names`: what is renamed, and the filters that say where: `key`, perhaps `value`, and `query`.

    Without `to` it is a form that nobody has filled in yet, and has no errors.
    """

    to = forms.CharField(
        label=_("New name"),
        required=False,
        strip=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )

    use_required_attribute = False

    def __init__(self, data=None):
        data = data or {}
        super().__init__(data if "to" in data else None, auto_id="rename-%s")
        self.names = {name: data[name] for name in ("key", "value") if name in data}
        self.names["query"] = data.get("query", "")
        is_value = "value" in self.names
        self.longest = (
            limits.METADATA_VALUE_MAX_LENGTH if is_value else limits.METADATA_KEY_MAX_LENGTH
        )
        self.fields["to"].label = _("New value") if is_value else _("New key")
        self.fields["to"].help_text = _("Up to %(max)d characters, as the API allows.") % {
            "max": self.longest
        }

    @property
    def is_usable(self):
        """Whether it says what is to be renamed."""
        names = [*self.names.values()]
        return bool(self.names.get("key")) and not any(
            "\0" in name or len(name) > QUERY_MAX for name in names
        )

    def clean_to(self):
        """The same rules as the service's, to be told before the press."""
        to = self.cleaned_data["to"]
        if "value" not in self.names:
            to = to.strip()
            if not to:
                raise forms.ValidationError(_("Enter the new key. Nothing was changed."))
        if len(to) > self.longest:
            raise forms.ValidationError(
                _("This is %(length)d characters; the limit is %(max)d. Nothing was changed.")
                % {"length": len(to), "max": self.longest}
            )
        if to == self.names.get("value", self.names["key"]):
            raise forms.ValidationError(_("This is its name already. Nothing was changed."))
        return to
