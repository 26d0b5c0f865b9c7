"""Which records of a list to export, those that its filters leave, and how."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .saved_views import filter_form, filters_in


class RecordExportForm(forms.Form):
    """`query`: the filters, as in an address."""

    format = forms.ChoiceField(
        label=_("Format"),
        initial="csv",
        choices=[
            ("csv", _("CSV: a line for each, for a spreadsheet")),
            ("jsonl", _("JSONL: a line for each, for programs")),
        ],
        widget=forms.RadioSelect,
    )
    query = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, data=None, *, list_name, reader, initial=None):
        super().__init__(data, auto_id="export-%s", initial=initial)
        self.list_name, self.reader = list_name, reader

    @cached_property
    def filter_query(self):
        """The filters in their one spelling."""
        return filters_in(self.list_name, QueryDict(self["query"].value() or ""))

    @cached_property
    def filters(self):
        return filter_form(self.list_name, QueryDict(self.filter_query), self.reader)

    def clean(self):
        if not self.errors and not self.filters.is_valid():
            raise ValidationError(
                _(
                    "The filters of the list cannot be used. Nothing was exported. Correct them there."
                )
            )
        return self.cleaned_data
