"""A message: role, text, further parts, attachments, metadata; and the way back from the API's JSON."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from threadsui.api.schema import limits
from threadsui.words import number

from ..fields import IdentifierField, TextField, WebAddressField
from ..nested import NestedForm, RowFormSet
from ..sentences import unsent
from .metadata import MetadataFormSet

ROLES = [("user", _("User")), ("assistant", _("Assistant"))]
DETAILS = [("", _("Detail")), ("auto", _("Auto")), ("low", _("Low")), ("high", _("High"))]
TOOLS = [("code_interpreter", _("Code interpreter")), ("file_search", _("File search"))]
PART_TYPES = [
    ("text", _("Text")),
    ("image_url", _("Image URL")),
    ("image_file", _("Image file")),
]
UNFOLDED_MAX = 8  # messages of a form that come open, all of them
EXCERPT = 160  # characters; a wide window shows about that many
PART_FIELD = {"text": "text", "image_url": "url", "image_file": "file_id"}
SHOWN = {"text": _("Text"), "url": _("Image address"), "file_id": _("File id of the image")}
PART_MISSING = {
    "text": unsent(_("This part has no text. Write some or remove the part.")),
    "image_url": unsent(_("This image has no address. Enter one or remove the image.")),
    "image_file": unsent(_("This image has no file id. Enter one or remove the image.")),
}


def choice(choices, sentence, **kwargs):
    return forms.ChoiceField(
        choices=choices,
        error_messages={"required": sentence, "invalid_choice": sentence},
        **kwargs,
    )


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


class MessageForm(NestedForm):
    """The body of one message. Its text alone is sent as a string; with parts, all of it as an array."""

    nested = {"parts": PartFormSet, "attachments": AttachmentFormSet, "metadata": MetadataFormSet}
    says_nothing = frozenset({"role"})
    text_max = limits.MESSAGE_TEXT_MAX_LENGTH

    role = choice(ROLES, unsent(_("Choose who speaks: user or assistant.")), initial="user")
    content = TextField(limit=limits.MESSAGE_TEXT_MAX_LENGTH, noun=_("message"))

    def clean(self):
        empty = not self.cleaned_data.get("content") and "content" not in self.errors
        if empty and self.parts.is_blank:
            self.add_error(
                "content",
                unsent(_("This message is empty. Write something, add an image or remove it.")),
            )

    @property
    def length(self):
        """Characters of the text, as the server counts them."""
        return len(self.typed["content"].replace("\r\n", "\n"))

    def is_left_open(self, otherwise):
        """Whether its person left it open; `otherwise` when nobody has said."""
        return self.initial.get("is_open", otherwise)

    @property
    def shows(self):
        """Whether it has to be open: to show an error, to hold the focus, or to be written in."""
        if self.focus or self.has_errors or self.is_blank:
            return True
        return any(child.is_open for child in self.children.values())

    @property
    def excerpt(self):
        """How its text begins, on one line."""
        texts = (self.typed["content"], *(part.typed["text"] for part in self.parts.forms))
        text = next(filter(None, texts), "")
        return " ".join(text[: 2 * EXCERPT].split())[:EXCERPT]

    @property
    def counter(self):
        return f"{number(self.length)} / {number(self.text_max)}"

    def payload(self):
        """The message as the API takes it; what is empty is left out."""
        text, parts = self.cleaned_data["content"], [part.payload() for part in self.parts.kept]
        if parts and text:
            parts.insert(0, {"type": "text", "text": text})
        message = {"role": self.cleaned_data["role"], "content": parts or text}
        optional = {
            "attachments": [row.payload() for row in self.attachments.kept],
            "metadata": self.metadata.as_dict(),
        }
        return message | {name: value for name, value in optional.items() if value}

    @staticmethod
    def values_of(message):
        """What the form shows for a message in the API's JSON, for `initial`."""
        text, parts = split_content(message["content"])
        attachments = message.get("attachments") or []
        return {
            "role": message["role"],
            "content": text,
            "parts": [PartForm.values_of(part) for part in parts],
            "attachments": [AttachmentForm.values_of(item) for item in attachments],
            "metadata": MetadataFormSet.values_of(message.get("metadata")),
        }


def split_content(content):
    """The text field's share and the parts' share. A lone text part stays a part, and so an array."""
    if isinstance(content, str):
        return content, []
    if len(content) > 1 and content[0]["type"] == "text":
        return content[0]["text"], content[1:]
    return "", content


class MessageFormSet(RowFormSet):
    form = MessageForm
    max_num = limits.MESSAGES_MAX
    absolute_max = 100
    noun = _("messages")
    row_label = _("message")

    @cached_property
    def cards(self):
        """(message, whether it comes as one line that opens): in a long form, all that its person need not see now."""
        is_long, last = len(self.forms) > UNFOLDED_MAX, len(self.forms) - 1
        return [
            (message, not message.is_left_open(not is_long or at == last) and not message.shows)
            for at, message in enumerate(self.forms)
        ]

    @property
    def has_folded(self):
        return any(is_folded for _message, is_folded in self.cards)

    def payload(self):
        return [message.payload() for message in self.kept]

    @staticmethod
    def values_of(messages):
        return [MessageForm.values_of(message) for message in messages or []]
