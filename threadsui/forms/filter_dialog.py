"""The fields of the filter dialog above the list of threads. What it sends becomes the text of the search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.models import Connection
from threadsui.search import THREADS, Search

from .filter_fields import PairsInput, TagsInput
from .filters import DateInput
from .search_fields import SEVERAL, field_values

PEOPLE = {"list": "filter-people", "autocomplete": "off", "spellcheck": "false"}


class FilterDialog(forms.Form):
    """Shows those terms of a search that its fields can express: see search_fields."""

    creator = forms.CharField(label=_("Created by"), widget=forms.TextInput(PEOPLE))
    assigned = forms.CharField(
        label=_("Assigned to"),
        help_text=_("A user name, “me” or “none”."),
        widget=forms.TextInput(PEOPLE),
    )
    tag = forms.Field(label=_("Tag"), widget=TagsInput)
    connection = forms.ChoiceField(label=_("Connection"))
    state = forms.ChoiceField(label=_("State"))
    metadata = forms.Field(
        label=_("Metadata"),
        help_text=_("key=value, or a key alone. Several must all fit."),
        widget=PairsInput,
    )
    created_from = forms.CharField(label=_("From"), widget=DateInput)
    created_to = forms.CharField(label=_("To"), widget=DateInput, help_text=_("This day included."))

    use_required_attribute = False

    def __init__(self, search: Search):
        values = field_values(search)
        initial = {
            name: found if name in SEVERAL else "".join(found[:1]) for name, found in values.items()
        }
        super().__init__(initial=initial, auto_id="filter-%s")
        for field in self.fields.values():
            field.required = False
        self._offer("connection", connection_names())
        state = THREADS.get("state")
        self._offer("state", state.choices if state else {})

    def _offer(self, name, choices):
        """All of them, and what the search says although there is no such thing."""
        said = self.initial[name]
        more = {} if not said or said in choices else {said: said}
        self.fields[name].choices = [("", _("Any")), *(dict(choices) | more).items()]


def connection_names():
    """{"foundry": "Foundry Agent Service"} of all that the reader sees, by name."""
    return dict(Connection.visible.order_by("name", "pk").values_list("slug", "name"))
