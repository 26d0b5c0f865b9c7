"""Which audit events to export, those that the filters of the list leave, and how."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..reasons import WholeTextField
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

    reason = WholeTextField()

    use_required_attribute = False

    def __init__(self, data=None, *, reader, initial=None, asks_reason=False):
        super().__init__(data, auto_id="export-%s", initial=initial)
        self.reader = reader
        if not asks_reason:
            del self.fields["reason"]

    @classmethod
    def of_list(cls, data, **kwargs):
        """The form for what the list shows whose filters `data` are."""
        return cls(initial={"query": filters_in("audit", data)}, **kwargs)

    @cached_property
    def filter_query(self):
        """The filters in their one spelling."""
        given = self["query"].value() or ""
        return filters_in("audit", QueryDict(given))

    @cached_property
    def filters(self):
        return AuditFilterForm(QueryDict(self.filter_query), reader=self.reader)

    def clean(self):
        if not self.errors and not self.filters.is_valid():
            raise ValidationError(
                _(
                    "The filters of the list cannot be used. Nothing was exported. Correct them there."
                )
            )
        given = self.cleaned_data
        if "reason" in self.fields and given.get("format") == "jsonl" and not given.get("reason"):
            said = _(
                "The proof needs the history as it was written, titles as well. Give a reason, or take CSV."
            )
            self.add_error("reason", said)
        return given
