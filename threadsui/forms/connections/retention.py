"""How long the texts of a connection's threads are kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.models.retention import RETENTION_DAYS_MAX

from ..reasons import ReasonField


class RetentionDaysForm(forms.Form):
    """Asks for a preview: changes nothing. No days means for ever."""

    days = forms.IntegerField(
        label=_("Days that texts are kept"),
        help_text=_("From when the console recorded the thread. Empty: they are kept for ever."),
        required=False,
        min_value=1,
        max_value=RETENTION_DAYS_MAX,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
        error_messages={
            "invalid": _("Give a whole number of days. Nothing was changed."),
            "min_value": _("Give one day or more. Nothing was changed."),
            "max_value": _("Give %(limit_value)s days at most. Nothing was changed."),
        },
    )

    use_required_attribute = False


class RetentionForm(forms.Form):
    """Confirms what the preview showed. `seen`: the days of the rule that the person changes."""

    days = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = ReasonField(nothing=_("Nothing was changed."))

    use_required_attribute = False
