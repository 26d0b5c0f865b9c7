"""The embedded sandbox's connection: what it is called, and how it misbehaves."""

from django import forms
from django.utils.translation import gettext_lazy

from .basics import TimingForm

FAULTS = {
    "": gettext_lazy("It behaves"),
    "rate_limited": gettext_lazy("Turns every request away (429)"),
    "rate_limited_once": gettext_lazy("Turns each request away once (429)"),
    "quota": gettext_lazy("Says that the quota is used up (429)"),
    "server_error": gettext_lazy("Fails (500)"),
    "overloaded": gettext_lazy("Says that it is overloaded (503)"),
    "slow": gettext_lazy("Answers after 3 seconds"),
    "slow:12": gettext_lazy("Answers after 12 seconds"),
    "slow:60": gettext_lazy("Answers after 60 seconds"),
    "cut": gettext_lazy("Cuts the connection; nothing is done"),
    "cut_after": gettext_lazy("Creates the thread, then cuts the connection"),
    "gone": gettext_lazy("Has no threads any more (404, empty body)"),
    "html": gettext_lazy("Answers with a web page (502)"),
    "not_json": gettext_lazy("Creates the thread, answers with no JSON"),
    "no_id": gettext_lazy("Creates the thread, answers without an id"),
    "same_id": gettext_lazy("Answers with a thread that exists already"),
    "redirect": gettext_lazy("Redirects to another host"),
    "problem": gettext_lazy("Refuses as Prism does (422)"),
    "detail": gettext_lazy("Refuses as FastAPI does (422)"),
    "string_error": gettext_lazy("Refuses with a bare text (400)"),
    "lists": gettext_lazy("Behaves, and lists its threads as few servers do"),
}


class SandboxForm(TimingForm):
    sandbox_fault = forms.ChoiceField(
        label=gettext_lazy("Misbehaviour"),
        required=False,
        help_text=gettext_lazy("So that people can see every error before a real server shows it."),
    )

    def __init__(self, *args, faults=(), **kwargs):
        """`faults`: the names that the sandbox knows."""
        super().__init__(*args, **kwargs)
        field, now = self.fields["sandbox_fault"], self.initial.get("sandbox_fault", "")
        known = {
            name: label for name, label in FAULTS.items() if name.partition(":")[0] in {"", *faults}
        }
        field.choices = list((known | {now: known.get(now, now)}).items())
