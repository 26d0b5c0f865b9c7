"""A message: role, text, further parts, attachments, metadata; and the way back from the API's JSON."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from threadsui.api.schema import limits
from threadsui.words import number

from ..fields import TextField, choice
from ..nested import NestedForm, RowFormSet
from ..sentences import unsent
from .attachments import AttachmentForm, AttachmentFormSet
from .metadata import MetadataFormSet
from .parts import PartForm, PartFormSet, split_content

ROLES = [("user", _("User")), ("assistant", _("Assistant"))]
UNFOLDED_MAX = 8  # messages of a form that come open, all of them
EXCERPT = 160  # characters; a wide window shows about that many


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
        is_new = self.is_blank and "is_open" not in self.initial
        if self.focus or self.has_errors or is_new:
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
    def has_lines(self):
        """Whether each message has a line that it can be closed to; 32 open ones would have that for nothing."""
        count = len(self.forms)
        return 1 < count <= UNFOLDED_MAX or any(is_folded for _message, is_folded in self.cards)

    def payload(self):
        return [message.payload() for message in self.kept]

    @staticmethod
    def values_of(messages):
        return [MessageForm.values_of(message) for message in messages or []]
