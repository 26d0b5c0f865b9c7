"""What a person may choose about a list: which columns it shows, and how close its rows are."""

from django import forms
from django.utils.translation import gettext_lazy as _

from threadsui.models import ListName

# The columns that may be hidden. The first one, which leads to the record, always shows.
COLUMNS = {
    ListName.THREADS: {
        "connection": _("Connection"),
        "by": _("By"),
        "assignee": _("Assignee"),
        "count": _("Messages"),
        "tags": _("Tags"),
        "metadata": _("Metadata"),
        "state": _("State"),
        "time": _("Created"),
    },
    ListName.SUBMISSIONS: {
        "connection": _("Connection"),
        "by": _("By"),
        "source": _("Source"),
        "answer": _("Answer"),
        "state": _("Outcome"),
        "time": _("Sent"),
    },
    ListName.CALLS: {
        "code": _("Status"),
        "number": _("Took"),
        "connection": _("Connection"),
        "by": _("By"),
        "said": _("Request id or error"),
        "time": _("Started"),
    },
    ListName.AUDIT: {
        "number": _("Event"),
        "when": _("When"),
        "by": _("Who"),
        "target": _("To what"),
        "address": _("From"),
        "state": _("Result"),
    },
}


class ListDisplayForm(forms.Form):
    """`columns` are those to show; what is not among them is hidden."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    density = forms.ChoiceField(
        label=_("Rows"),
        choices=[("comfortable", _("Comfortable")), ("compact", _("Compact"))],
        widget=forms.RadioSelect(attrs={"class": "segmented"}),
    )

    use_required_attribute = False

    def __init__(self, data=None, *, list_name, display=None):
        initial = None
        if display:
            shown = [name for name in COLUMNS[list_name] if name not in display.hidden]
            initial = {"columns": shown, "density": display.density}
        super().__init__(data, initial=initial, auto_id="display-%s")
        self.names = COLUMNS[list_name]
        self.fields["columns"].choices = self.names.items()

    def hidden(self):
        """The names of the columns that were not chosen."""
        return [name for name in self.names if name not in self.cleaned_data["columns"]]
