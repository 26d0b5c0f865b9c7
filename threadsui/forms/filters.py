"""The filters of the lists, as they stand in the address.

Each form's `criteria()` has the names that the list's query takes. A filter that makes no sense is an error at its
field.
"""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from threadsui.audit.presenting import TARGETS
from threadsui.models import AuditEvent, Submission
from threadsui.search import parse

from .filter_fields import (
    ConnectionField,
    PersonField,
)
from .resolving import resolve
from .search_fields import text_of

# Far enough either way for every record, near enough that no zone leaves what a database can say.
DATES = [MinValueValidator(datetime.date(2000, 1, 1)), MaxValueValidator(datetime.date(2199, 1, 1))]
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


class ThreadFilterForm(forms.Form):
    """The one query of the list of threads; an address with fields is read as the text that means the same.

    `search` is what was typed, `problems` are all that is wrong with it, each at its place; `q` has their sentences.
    """

    q = forms.CharField(label=_("Search"), required=False, strip=False)

    use_required_attribute = False

    def __init__(self, data, *, reader=None):
        """`reader`: the person that "me" is."""
        self.search, self.reader = parse(text_of(data)), reader
        self.problems, self.conditions = self.search.errors, ()
        kept = QueryDict(mutable=True)
        kept["q"] = self.search.text
        super().__init__(kept, auto_id="filter-%s")

    def clean(self):
        self.conditions, missing = resolve(self.search, reader=self.reader)
        self.problems = sorted([*self.search.errors, *missing], key=lambda problem: problem.start)
        for problem in self.problems:
            self.add_error("q", problem.message)
        return self.cleaned_data

    def criteria(self):
        """What the query takes."""
        return {"conditions": self.conditions}

    def active(self):
        """None beside `q`."""
        return ()

    def marked(self):
        """The text in pieces, (piece, whether something is wrong with it), for a page to show where."""
        at = 0
        for problem in self.problems:
            start, end = max(problem.start, at), max(problem.end, at)
            yield self.search.text[at:start], False
            yield self.search.text[start:end], True
            at = end
        yield self.search.text[at:], False


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
    address = forms.CharField(label=_("Address"), max_length=45, required=False)
    result = forms.ChoiceField(
        label=_("Result"),
        required=False,
        choices=[
            ("", _("Any")),
            ("done", _("Done")),
            ("refused", _("Refused")),
            ("unknown", _("Unknown")),
            ("not_sent", _("Not sent")),
            ("changed", _("Changed remotely")),
            ("gone", _("Gone upstream")),
            ("stopped", _("Stopped")),
        ],
    )


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
