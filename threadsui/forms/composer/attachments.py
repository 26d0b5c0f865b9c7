"""The attachments of a message: files, and the tools that may read each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..fields import IdentifierField
from ..nested import NestedForm, RowFormSet
from ..sentences import unsent

TOOLS = [("code_interpreter", _("Code interpreter")), ("file_search", _("File search"))]


class AttachmentForm(NestedForm):
    """A file for a message and the tools that may read it. No tool is allowed, but seldom meant."""

    file_id = IdentifierField(
        required=True,
        error_messages={
            "required": unsent(_("This attachment has no file id. Enter one or remove it."))
        },
    )
    tools = forms.MultipleChoiceField(
        choices=TOOLS,
        required=False,
        error_messages={"invalid_choice": unsent(_("A tool is code interpreter or file search."))},
    )

    @property
    def has_no_tool(self):
        return bool(self.typed["file_id"]) and not self.typed["tools"]

    def payload(self):
        tools = [{"type": name} for name in self.cleaned_data["tools"]]
        return {"file_id": self.cleaned_data["file_id"], "tools": tools}

    @staticmethod
    def values_of(attachment):
        tools = [tool["type"] for tool in attachment["tools"]]
        return {"file_id": attachment["file_id"], "tools": tools}


class AttachmentFormSet(RowFormSet):
    form = AttachmentForm
    noun = _("attachments")
    row_label = _("attachment")
