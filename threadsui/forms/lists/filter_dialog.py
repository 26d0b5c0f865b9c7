"""The fields of the filter dialogs above the lists. What one sends becomes the text of the search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.models import Connection, ListName
from threadsui.search import Search

from .filter_fields import DateInput, PairsInput, TagsInput
from .filters import FORMS
from .search_fields import field_values

PEOPLE = {"list": "filter-people", "autocomplete": "off", "spellcheck": "false"}
AS_WRITTEN = {"autocomplete": "off", "spellcheck": "false", "data-mono": True}


class FilterDialog(forms.Form):
    """Shows those terms of a search that its fields can express: see search_fields."""

    list_name: ListName

    created_from = forms.CharField(label=_("From"), widget=DateInput)
    created_to = forms.CharField(label=_("To"), widget=DateInput, help_text=_("This day included."))

    use_required_attribute = False

    def __init__(self, search: Search):
        self.dialog = FORMS[self.list_name].dialog
        initial = {
            name: found if name in self.dialog.several else "".join(found[:1])
            for name, found in field_values(search, self.dialog).items()
        }
        super().__init__(initial=initial, auto_id="filter-%s")
        self.order_fields([*(name for name in self.fields if "created" not in name)])
        for name, field in self.fields.items():
            field.required = False
            if isinstance(field, forms.ChoiceField):
                self._offer(name)

    def _offer(self, name):
        """All of them, and what the search says although there is no such thing."""
        key = self.dialog.vocabulary.get(name)
        choices = connection_names() if name == "connection" else key.choices
        said = self.initial[name]
        more = {} if not said or said in choices else {said: said}
        self.fields[name].choices = [("", _("Any")), *(dict(choices) | more).items()]


class ThreadDialog(FilterDialog):
    list_name = ListName.THREADS

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


class SubmissionDialog(FilterDialog):
    list_name = ListName.SUBMISSIONS

    state = forms.ChoiceField(label=_("Outcome"))
    actor = forms.CharField(label=_("Pressed by"), widget=forms.TextInput(PEOPLE))
    connection = forms.ChoiceField(label=_("Connection"))
    source = forms.ChoiceField(label=_("Source"))

    def __init__(self, search: Search):
        # No name of an attribute, so that it cannot stand above.
        self.base_fields = {**self.base_fields, "is": forms.ChoiceField(label=_("Resolved"))}
        super().__init__(search)


class CallDialog(FilterDialog):
    list_name = ListName.CALLS

    connection = forms.ChoiceField(label=_("Connection"))
    actor = forms.CharField(label=_("Called by"), widget=forms.TextInput(PEOPLE))
    status = forms.ChoiceField(label=_("Status"))
    method = forms.ChoiceField(label=_("Method"))


class AuditDialog(FilterDialog):
    list_name = ListName.AUDIT

    actor = forms.CharField(
        label=_("Who"),
        help_text=_("A user name, or “system”."),
        widget=forms.TextInput(PEOPLE),
    )
    action = forms.ChoiceField(label=_("Action"))
    target = forms.ChoiceField(label=_("To what"))
    correlation = forms.CharField(label=_("Correlation id"), widget=forms.TextInput(AS_WRITTEN))
    address = forms.CharField(label=_("Address"), widget=forms.TextInput(AS_WRITTEN))
    result = forms.ChoiceField(label=_("Result"))


DIALOGS = {
    dialog.list_name: dialog for dialog in (ThreadDialog, SubmissionDialog, CallDialog, AuditDialog)
}


def connection_names():
    """{"foundry": "Foundry Agent Service"} of all that the reader sees, by name."""
    return dict(Connection.visible.order_by("name", "pk").values_list("slug", "name"))
