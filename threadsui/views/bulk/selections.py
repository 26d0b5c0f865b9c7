"""The selection that an action on many threads was pressed with, as people and queries need it."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from threadsui.forms.lists.selections import SelectionForm
from threadsui.queries.paging.pagination import COUNT_MAX, capped_count
from threadsui.queries.threads.selections import by_filters, by_ids, selected_threads
from threadsui.queries.threads.thread_list import ThreadFilters
from threadsui.words import number


def can_select_threads(user):
    """Whether there is anything that they may do with ticked rows."""
    return any(user.has_perm(f"threadsui.{name}_thread") for name in ("triage", "export"))


class Selection:
    """What was ticked, or all that match. Ask `is_valid` first; then `count` is how many there are now, capped.

    `takes_filters`: whether an address that names no selection means all that its filters leave. Not for what changes
    threads: that is where signing in again leads, without what was ticked. `data`: in place of what was sent.
    """

    def __init__(self, request, *, takes_filters=False, data=None):
        if data is None:
            data = request.POST if request.method == "POST" else request.GET
        if takes_filters and request.method != "POST":
            data = _with_own_filters(data)
        self.form = SelectionForm(data, reader=request.user)
        self.is_valid = self.form.is_valid()
        if self.is_valid:
            self.is_all = self.form.cleaned_data["all"]
            self.stored, self.field = self._stored()
            self.count = capped_count(self.threads)

    @property
    def threads(self):
        return selected_threads(self.stored)

    @property
    def query(self):
        """The filters of the list that it was pressed in."""
        return self.form.filter_query()

    @property
    def list_href(self):
        query = self.query if self.is_valid else ""
        return f"{reverse('threadsui:thread_list')}{query and '?'}{query}"

    def words(self):
        """How many an action touches; "10,000+" is only said here: what was done is counted."""
        if self.count > COUNT_MAX:
            return _("all %(max)s+ threads that match") % {"max": number(COUNT_MAX)}
        told = {"number": number(self.count)}
        if self.is_all:
            return (
                ngettext(
                    "the %(number)s thread that matches",
                    "all %(number)s threads that match",
                    self.count,
                )
                % told
            )
        return ngettext("%(number)s thread", "%(number)s threads", self.count) % told

    def _stored(self):
        if not self.is_all:
            return by_ids(self.form.cleaned_data["ids"]), "recorded_at"
        filters = ThreadFilters(**self.form.filters.criteria())
        return by_filters(filters), filters.moment


def _with_own_filters(data):
    """A link of the list itself carries its filters as the list has them: that means all that match."""
    if {"ids", "all", "query"} & data.keys():
        return data
    made = QueryDict(mutable=True)
    made.update({"all": "1", "query": data.urlencode()})
    return made
