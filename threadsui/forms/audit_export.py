"""Which audit events to export, those that the filters of the list leave, and how."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .filters import AuditFilterForm
from .saved_views import filters_in


class AuditExportForm(forms.Form):
    """`query`: the filters, as in an address."""

    format = forms.ChoiceField(
        label=_("Format"),
        initial="jsonl",
        choices=[
            ("jsonl", _("JSONL: with the proof, to verify without the console")),
            ("csv", _("CSV: a line for each event, for a spreadsheet")),
        ],
        widget=forms.RadioSelect,
    )
    query = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, data=None, *, initial=None):
        super().__init__(data, auto_id="export-%s", initial=initial)

    @classmethod
    def of_list(cls, data):
        """The form for what the list shows whose filters `data` are."""
        return cls(initial={"query": filters_in("audit", data)})

    @cached_property
    def filter_query(self):
        """The filters in their one spelling."""
        given = self["query"].value() or ""
        return filters_in("audit", QueryDict(given))

    @cached_property
    def filters(self):
        return AuditFilterForm(QueryDict(self.filter_query))

    def clean(self):
        if not self.errors and not self.filters.is_valid():
            raise ValidationError(
                _(
                    "The filters of the list cannot be used. Nothing was exported. Correct them there."
                )
            )
        return self.cleaned_data
