"""Metadata: key and value rows in, one dict out."""

from django.utils.translation import gettext_lazy as _

from threadsui.api.schema import limits

from ..fields import TextField
from ..nested import NestedForm, RowFormSet
from ..sentences import unsent


class MetadataPairForm(NestedForm):
    key = TextField(limit=limits.METADATA_KEY_MAX_LENGTH, noun=_("key"))
    value = TextField(limit=limits.METADATA_VALUE_MAX_LENGTH, noun=_("value"))

    def clean(self):
        if not self.cleaned_data.get("key") and "key" not in self.errors:
            self.add_error(
                "key", unsent(_("This value has no key. Give it one or remove the row."))
            )

    @property
    def key_has_lines(self):
        """A one-line input would lose the line breaks."""
        return "\n" in self.typed["key"]


class MetadataFormSet(RowFormSet):
    """The pairs of a thread, a message or a vector store; `as_dict()` once valid."""

    form = MetadataPairForm
    max_num = limits.METADATA_MAX_PAIRS
    key_max, value_max = limits.METADATA_KEY_MAX_LENGTH, limits.METADATA_VALUE_MAX_LENGTH
    noun = _("pairs")
    row_label = _("metadata row")

    def clean(self):
        first = {}
        for number, form in enumerate(self.forms, start=1):
            key = form.cleaned_data.get("key")
            if key and key in first:
                said = _(
                    "“%(key)s” is already used in row %(row)s. Rename this key or remove the row."
                )
                form.add_error("key", said % {"key": key, "row": first[key]})
            elif key:
                first[key] = number
        super().clean()

    def as_dict(self):
        return {row.cleaned_data["key"]: row.cleaned_data["value"] for row in self.kept}

    @staticmethod
    def values_of(metadata):
        """The rows that show a map, for `initial`."""
        return [{"key": key, "value": value} for key, value in (metadata or {}).items()]
