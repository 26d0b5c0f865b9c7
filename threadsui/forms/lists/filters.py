"""The one query of each list, as it stands in the address.

Each form's `criteria()` are the conditions that the list's query takes. What makes no sense is an error at its place.
"""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from threadsui.audit.vocabulary import EVENTS, RECORD, RECORDS
from threadsui.models import ListName
from threadsui.search import parse
from threadsui.search.records import CALLS, SUBMISSIONS

from .resolving import resolve
from .search_fields import OF_THREADS, Fields, text_of


class SearchForm(forms.Form):
    """The one query of a list; an address with fields is read as the text that means the same.

    `search` is what was typed, `problems` are all that is wrong with it, each at its place; `q` has their sentences.
    """

    list_name: ListName
    dialog: Fields

    q = forms.CharField(label=_("Search"), required=False, strip=False)

    use_required_attribute = False

    def __init__(self, data, *, reader=None):
        """`reader`: the person that "me" is."""
        self.search = parse(text_of(data, self.dialog), self.dialog.vocabulary)
        self.reader = reader
        self.problems, self.conditions = self.search.errors, ()
        kept = QueryDict(mutable=True)
        kept["q"] = self.search.text
        super().__init__(kept, auto_id="filter-%s")

    def clean(self):
        vocabulary = self.dialog.vocabulary
        self.conditions, missing = resolve(self.search, reader=self.reader, vocabulary=vocabulary)
        self.problems = sorted([*self.search.errors, *missing], key=lambda problem: problem.start)
        for problem in self.problems:
            self.add_error("q", problem.message)
        return self.cleaned_data

    def criteria(self):
        """What the query takes."""
        return {"conditions": self.conditions}

    def marked(self):
        """The text in pieces, (piece, whether something is wrong with it), for a page to show where."""
        at = 0
        for problem in self.problems:
            start, end = max(problem.start, at), max(problem.end, at)
            yield self.search.text[at:start], False
            yield self.search.text[start:end], True
            at = end
        yield self.search.text[at:], False


class ThreadFilterForm(SearchForm):
    list_name = ListName.THREADS
    dialog = OF_THREADS


def _older_submissions(data):
    """Unknown were those that nobody had resolved, unless both were asked for."""
    if data.get("state") == "unknown" and not data.get("is_resolved"):
        del data["state"]
        data["is"] = "open"


class SubmissionFilterForm(SearchForm):
    list_name = ListName.SUBMISSIONS
    dialog = Fields(
        SUBMISSIONS, ("state", "is", "actor", "connection", "source"), older=_older_submissions
    )


class CallFilterForm(SearchForm):
    list_name = ListName.CALLS
    dialog = Fields(CALLS, ("connection", "actor", "status", "method"))


def _older_events(data):
    """Kind and number of a record were fields of their own."""
    kind = data.pop("target_type", [""])[-1].strip().removeprefix(RECORDS)
    number = data.pop("target_id", [""])[-1].strip()
    if kind or number:
        data["target"] = f"{kind}{RECORD}{number}" if number else kind
    if "correlation_id" in data:
        data.setlist("correlation", data.pop("correlation_id"))


class AuditFilterForm(SearchForm):
    list_name = ListName.AUDIT
    dialog = Fields(
        EVENTS,
        ("actor", "action", "target", "correlation", "address", "result"),
        older=_older_events,
    )


FORMS = {
    form.list_name: form
    for form in (ThreadFilterForm, SubmissionFilterForm, CallFilterForm, AuditFilterForm)
}
