"""The filters of the lists, as they stand in the address.

Each form's `criteria()` has the names that the list's query takes. A filter that makes no sense is an error at its
field.
"""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from threadsui.audit.presenting import TARGETS
from threadsui.models import AuditEvent, Submission, Thread, ThreadCheck

from .filter_fields import (
    ME,
    NOBODY,
    AssigneeField,
    ConnectionField,
    PairsField,
    PersonField,
    TagsField,
)

# Far enough either way for every record, near enough that no zone leaves what a database can say.
DATES = [MinValueValidator(datetime.date(2000, 1, 1)), MaxValueValidator(datetime.date(2199, 1, 1))]
# What the last check of a server found, beside the states of a thread.
CHECK_STATES = [
    (state.value, state.label)
    for state in (ThreadCheck.State.CHANGED, ThreadCheck.State.UNREACHABLE)
]
NO_DATE = _("This is no day. Write it as YYYY-MM-DD, such as 2026-11-22.")


capitalised = lazy(lambda text: text[:1].upper() + text[1:], str)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class FilterForm(forms.Form):
    """What every list can be narrowed by: words and days. The days are the reader's."""

    q = forms.CharField(label=_("Search"), max_length=300, required=False)
    created_from = forms.DateField(
        label=_("From"),
        required=False,
        validators=DATES,
        widget=DateInput,
        error_messages={"invalid": NO_DATE},
    )
    created_to = forms.DateField(
        label=_("To"),
        required=False,
        validators=DATES,
        widget=DateInput,
        error_messages={"invalid": NO_DATE},
        help_text=_("This day included."),
    )

    use_required_attribute = False

    def __init__(self, data):
        super().__init__(data, auto_id="filter-%s")
        self.order_fields([*(name for name in self.fields if "created" not in name)])

    def clean(self):
        first, last = self.cleaned_data.get("created_from"), self.cleaned_data.get("created_to")
        if first and last and first > last:
            self.add_error("created_to", _("This day is before the first one. Swap them."))
        return self.cleaned_data

    def criteria(self):
        """The cleaned values under the names that the query takes, without the empty ones."""
        values = {
            name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])
        }
        last = values.pop("created_to", None)
        if first := values.pop("created_from", None):
            values["created_from"] = _midnight(first)
        if last:
            values["created_before"] = _midnight(last + datetime.timedelta(days=1))
        if text := values.pop("q", None):
            values["text"] = text
        return values

    def active(self):
        """(name, label, what to show, raw value) of every filter that narrows the list; the search box aside."""
        for name, field in self.fields.items():
            if name == "q" or name in self.errors:
                continue
            for raw in self._raw_values(name):
                yield name, field.label, self._shown(field, raw), raw

    def _raw_values(self, name):
        return [value for value in self.data.getlist(name) if value.strip()]

    def _shown(self, field, raw):
        choices = getattr(field, "choices", None)
        if isinstance(field, ConnectionField):
            return str(self.cleaned_data["connection"])
        if isinstance(field, forms.BooleanField):
            return _("yes")
        return dict(choices).get(raw, raw) if choices else raw


class ThreadFilterForm(FilterForm):
    creator = PersonField(
        label=_("Created by"), required=False, widget=forms.TextInput({"list": "filter-people"})
    )
    assigned = AssigneeField(
        label=_("Assigned to"),
        required=False,
        help_text=_("A user name, “me” or “none”."),
        widget=forms.TextInput({"list": "filter-people"}),
    )
    tag = TagsField(label=_("Tag"), required=False)
    connection = ConnectionField()
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), *Thread.State.choices, *CHECK_STATES],
    )
    metadata = PairsField(label=_("Metadata"), required=False)

    def __init__(self, data, *, reader=None):
        """`reader`: the person that `assigned=me` means."""
        super().__init__(data)
        self.fields["assigned"].reader = reader

    def criteria(self):
        values = super().criteria()
        if tags := values.pop("tag", None):
            values["tags"] = tags
        if assignee := values.pop("assigned", None):
            values |= {"is_unassigned": True} if assignee == NOBODY else {"assignee": assignee}
        return values

    def _shown(self, field, raw):
        if isinstance(field, AssigneeField):
            return {ME: _("me"), NOBODY: _("nobody")}.get(raw.strip(), raw)
        return super()._shown(field, raw)


class SubmissionFilterForm(FilterForm):
    state = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("Any")), *Submission.State.choices]
    )
    actor = PersonField(label=_("Pressed by"), required=False)
    connection = ConnectionField()
    is_resolved = forms.BooleanField(label=_("Resolved unknown ones as well"), required=False)


class CallFilterForm(FilterForm):
    connection = ConnectionField()
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Any")),
            ("2xx", _("2xx: done")),
            ("3xx", _("3xx: redirected")),
            ("4xx", _("4xx: refused")),
            ("429", _("429: limited")),
            ("5xx", _("5xx: failed")),
            ("none", _("No answer")),
        ],
    )
    method = forms.ChoiceField(
        label=_("Method"),
        required=False,
        choices=[("", _("Any")), *((name, name) for name in ("GET", "POST", "DELETE"))],
    )


class AuditFilterForm(FilterForm):
    actor = forms.CharField(
        label=_("Who"),
        max_length=150,
        required=False,
        help_text=_("A user name, or “system”."),
    )
    action = forms.ChoiceField(
        label=_("Action"),
        required=False,
        choices=[
            ("", _("Any")),
            *((value, capitalised(label)) for value, label in AuditEvent.Action.choices),
        ],
    )
    target_type = forms.ChoiceField(
        label=_("To what"),
        required=False,
        choices=[("", _("Anything")), *((kind, word) for kind, (word, _page) in TARGETS.items())],
    )
    target_id = forms.CharField(label=_("Its number"), max_length=80, required=False)
    correlation_id = forms.CharField(label=_("Correlation id"), max_length=64, required=False)


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
