"""The form of a saved view, and what of an address belongs to one."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from threadsui.models.saved_view import VIEW_NAME_MAX_LENGTH, VIEW_QUERY_MAX_LENGTH

from .filters import FORMS
from .search_fields import text_of

NOT_USABLE = _("These filters cannot be used: %(error)s Correct them in the list, then save.")


def filter_form(list_name, data, reader):
    """The form of this list's filters, over what an address says; "me" is `reader`."""
    return FORMS[list_name](data, reader=reader)


def filters_in(list_name, data):
    """The filters of the list alone, as they stand in an address: one text."""
    kept = QueryDict(mutable=True)
    kept.update({"q": text} if (text := text_of(data, FORMS[list_name].dialog)) else {})
    return kept.urlencode()


class SavedViewForm(forms.Form):
    """`query` holds the filters; a person who only reads the view may still open their list with it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=VIEW_NAME_MAX_LENGTH,
        error_messages={"required": _("Give the view a name. Nothing was saved.")},
    )
    query = forms.CharField(
        required=False, max_length=VIEW_QUERY_MAX_LENGTH, widget=forms.HiddenInput
    )
    use_query = forms.BooleanField(
        label=_("Take the filters that the list has now"), required=False
    )
    has_columns = forms.BooleanField(label=_("With the columns shown now"), required=False)
    is_shared = forms.BooleanField(
        label=_("Share it"),
        required=False,
        help_text=_("Everybody who may see this list gets it as a tab."),
    )
    is_default = forms.BooleanField(
        label=_("Open the list with it"), required=False, help_text=_("For you alone.")
    )

    use_required_attribute = False

    def __init__(self, data=None, *, list_name, reader, without=(), **kwargs):
        super().__init__(data, auto_id="view-%s", **kwargs)
        self.list_name, self.reader = list_name, reader
        for name in without:
            del self.fields[name]
        if "name" in self.fields:
            self.fields["name"].widget.attrs |= {"dir": "auto", "autocomplete": "off"}

    def clean_query(self):
        """Raises ValidationError with the first thing that is wrong with a filter, by the filter's name."""
        data = QueryDict(self.cleaned_data["query"])
        filters = filter_form(self.list_name, data, self.reader)
        if not filters.is_valid():
            name, errors = next(iter(filters.errors.items()))
            label = filters.fields[name].label if name in filters.fields else ""
            raise ValidationError(NOT_USABLE % {"error": f"{label}: {errors[0]}"})
        return filters_in(self.list_name, data)

    def add_service_error(self, error):
        """Put a ServiceError at its field, else at the whole form."""
        self.add_error(error.param if error.param in self.fields else None, error.message)
