from django import forms
from django.utils.translation import gettext_lazy as _


class PaletteForm(forms.Form):
    """What somebody types to go somewhere: a page, an id, a number, a value, a name."""

    q = forms.CharField(label=_("Where to"), max_length=200, required=False)
