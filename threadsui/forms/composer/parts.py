"""The parts of a message's content: further text, images by address or file; and the way back from the API's JSON."""

from django.utils.translation import gettext_lazy as _

from threadsui.api.schema import limits

from ..fields import IdentifierField, TextField, WebAddressField, choice
from ..nested import NestedForm, RowFormSet
from ..sentences import unsent

DETAILS = [("", _("Detail")), ("auto", _("Auto")), ("low", _("Low")), ("high", _("High"))]
PART_TYPES = [
    ("text", _("Text")),
    ("image_url", _("Image URL")),
    ("image_file", _("Image file")),
]
PART_FIELD = {"text": "text", "image_url": "url", "image_file": "file_id"}
SHOWN = {"text": _("Text"), "url": _("Image address"), "file_id": _("File id of the image")}
PART_MISSING = {
    "text": unsent(_("This part has no text. Write some or remove the part.")),
    "image_url": unsent(_("This image has no address. Enter one or remove the image.")),
    "image_file": unsent(_("This image has no file id. Enter one or remove the image.")),
}


class PartForm(NestedForm):
    """One part of a message's content: its `type` says which of the other fields counts."""

    says_nothing = frozenset({"type"})

    type = choice(PART_TYPES, unsent(_("Choose what this part is.")))
    text = TextField(limit=limits.MESSAGE_TEXT_MAX_LENGTH)
    file_id = IdentifierField()
    url = WebAddressField()
    detail = choice(DETAILS, unsent(_("Choose auto, low or high, or leave it.")), required=False)

    def clean(self):
        kind = self.cleaned_data.get("type")
        if kind is None:
            return
        needed = PART_FIELD[kind]
        self.drop_errors(*({"text", "file_id", "url"} - {needed}))
        if kind == "text":
            self.drop_errors("detail")
        if not self.cleaned_data.get(needed) and needed not in self.errors:
            self.add_error(needed, PART_MISSING[kind])

    @property
    def kind(self):
        """The chosen type; empty when it is none of the known ones."""
        value = self.typed["type"]
        return value if value in PART_FIELD else ""

    @property
    def shown(self):
        """(name, label) of the controls that this type of part needs; all of them without a type."""
        names = [PART_FIELD[self.kind]] if self.kind else SHOWN
        return [(name, SHOWN[name]) for name in names]

    @property
    def hidden_values(self):
        """(name, value) of what was typed for another type: not sent, but not lost."""
        if not self.kind:
            return []
        names = {*SHOWN, "detail"} - {PART_FIELD[self.kind]}
        names -= set() if self.kind == "text" else {"detail"}
        return [(name, self.typed[name]) for name in sorted(names) if self.typed[name]]

    def payload(self):
        kind = self.cleaned_data["type"]
        if kind not in PART_FIELD:
            return {"type": kind}  # shown beside a form with this problem, never sent
        value = self.cleaned_data[PART_FIELD[kind]]
        if kind == "text":
            return {"type": kind, "text": value}
        image = {PART_FIELD[kind]: value}
        if self.cleaned_data["detail"]:
            image["detail"] = self.cleaned_data["detail"]
        return {"type": kind, kind: image}

    @staticmethod
    def values_of(part):
        kind = part["type"]
        if kind == "text":
            return {"type": kind, "text": part["text"]}
        return {"type": kind} | part[kind]


class PartFormSet(RowFormSet):
    form = PartForm
    noun = _("parts")
    row_label = _("part")


def split_content(content):
    """The text field's share and the parts' share. A lone text part stays a part, and so an array."""
    if isinstance(content, str):
        return content, []
    if len(content) > 1 and content[0]["type"] == "text":
        return content[0]["text"], content[1:]
    return "", content
