"""A reason, as it is asked for before what cannot be taken back."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from threadsui.models.audit_event import REASON_MAX_LENGTH, REASON_MIN_LENGTH

NOTHING_DONE = _("Nothing was done.")
KEPT = _("Kept in the audit history.")


class ReasonField(forms.CharField):
    """`nothing`: what did not happen, in a sentence, when the reason is missing."""

    def __init__(self, *, nothing=NOTHING_DONE, **kwargs):
        ask = format_lazy("{} {}", _("Say why, in three characters or more."), nothing)
        long = format_lazy(
            "{} {}", _("A reason has %(limit_value)s characters at most. Shorten it."), nothing
        )
        super().__init__(
            min_length=REASON_MIN_LENGTH,
            max_length=REASON_MAX_LENGTH,
            error_messages={"required": ask, "min_length": ask, "max_length": long},
            **{
                "label": _("Reason"),
                "help_text": KEPT,
                "widget": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            }
            | kwargs,
        )


class WholeTextField(ReasonField):
    """For those who export text masked, and whole for a reason."""

    def __init__(self, **kwargs):
        super().__init__(
            nothing=_("Nothing was exported."),
            required=False,
            label=_("Reason for the text itself"),
            help_text=_(
                "Without one, titles and what was written are masked. Kept in the audit history."
            ),
            **kwargs,
        )


class ReasonForm(forms.Form):
    """`asks`: whether there has to be a reason; without, the form has no field and is only a confirmation."""

    reason = ReasonField()

    def __init__(self, data=None, *, asks=True, **kwargs):
        super().__init__(data, **kwargs)
        if not asks:
            del self.fields["reason"]

    @property
    def cleaned_reason(self):
        return self.cleaned_data.get("reason", "")

    def add_service_error(self, error):
        """At its field, if it has one."""
        self.add_error(error.param if error.param in self.fields else None, error.message)


class RevealForm(ReasonForm):
    reason = ReasonField(label=_("Why do you need to read it?"), nothing=_("Nothing was shown."))
