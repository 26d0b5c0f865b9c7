"""Which threads an action is about: those ticked, or all that the filters leave. And what is done to them."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from threadsui.models.tag import TAG_NAME_MAX_LENGTH

from ..reasons import ReasonField, WholeTextField
from .filters import ThreadFilterForm
from .saved_views import filters_in

IDS_MAX = 1_000
NOTHING = _("No thread is selected. Nothing was done. Tick the rows it is about, then press again.")


class IdsField(forms.Field):
    """Repeated numbers, each once."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        texts = list(dict.fromkeys(value or []))
        if len(texts) > IDS_MAX:
            raise ValidationError(
                _("At most %(max)d rows can be ticked. Choose all that match instead.")
                % {"max": IDS_MAX}
            )
        if not all(text.isascii() and text.isdecimal() and len(text) < 19 for text in texts):
            raise ValidationError(_("A row's number is none. Nothing was done. Reload the list."))
        return [int(text) for text in texts]


class SelectionForm(forms.Form):
    """`all` stands for every thread that `query`, the filters as in an address, leaves; the ids do not count then."""

    ids = IdsField(required=False)
    all = forms.BooleanField(required=False, widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)

    def __init__(self, data, *, reader):
        super().__init__(data, auto_id=False)
        self.filters = ThreadFilterForm(QueryDict(data.get("query", "")), reader=reader)

    def clean(self):
        given = super().clean()
        if not given.get("all"):
            if not self.errors and not given["ids"]:
                raise ValidationError(NOTHING)
        elif not self.filters.is_valid():
            raise ValidationError(
                _("The filters of the list cannot be used. Nothing was done. Correct them there.")
            )
        return given

    def filter_query(self):
        """The filters in their one spelling."""
        return filters_in("threads", self.filters.data)


class TagForm(forms.Form):
    tag = forms.CharField(
        label=_("Tag"),
        max_length=2 * TAG_NAME_MAX_LENGTH,
        error_messages={"required": _("Enter a tag. Nothing was done.")},
    )

    use_required_attribute = False

    def __init__(self, data=None, *, tags=(), people=()):
        super().__init__(data, auto_id="bulk-%s")
        self.names = [tag.name for tag in tags]
        self.fields["tag"].widget.attrs |= {"list": "bulk-tags", "autocomplete": "off"}


class CheckForm(forms.Form):
    """Nothing is asked: pressing is all."""

    def __init__(self, data=None, *, tags=(), people=()):
        super().__init__({} if data is None else data)


class HoldForm(forms.Form):
    """Why the threads are placed under legal hold, or released from it."""

    reason = ReasonField()

    use_required_attribute = False

    def __init__(self, data=None, *, tags=(), people=()):
        super().__init__(data, auto_id="bulk-%s")


class AssignForm(forms.Form):
    """`assignee`: a user name, or nothing for nobody."""

    assignee = forms.ChoiceField(label=_("Person"), required=False)

    use_required_attribute = False

    def __init__(self, data=None, *, tags=(), people=()):
        super().__init__(data, auto_id="bulk-%s")
        self.fields["assignee"].choices = [
            ("", _("Nobody")),
            *((person.username, person.display_name) for person in people),
        ]


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=_("Format"),
        initial="csv",
        choices=[
            ("csv", _("CSV: a line for each thread, for a spreadsheet")),
            ("xlsx", _("XLSX: the same as a workbook, for up to 100,000 threads")),
            ("jsonl", _("JSONL: whole threads with their messages, for programs")),
            ("markdown", _("Markdown: transcripts, to read")),
        ],
        widget=forms.RadioSelect,
    )

    use_required_attribute = False

    reason = WholeTextField()

    def __init__(self, data=None, *, asks_reason=False, lacking=()):
        """`lacking`: formats that this console cannot write. They are not shown; who asks for one is told why not."""
        super().__init__(data, auto_id="export-%s")
        formats = self.fields["format"]
        formats.widget.choices = [one for one in formats.choices if one[0] not in lacking]
        if not asks_reason:
            del self.fields["reason"]
