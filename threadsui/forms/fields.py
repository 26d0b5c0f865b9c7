"""Fields for what the API takes: text kept to the character, ids, lists of ids, one per line."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from pydantic import ValidationError as SchemaValidationError

from threadsui.api.schema.types import Identifier, WebAddress

from .sentences import NOTHING_SENT, one_word, too_long, too_many, unsent

NUL = unsent(
    _("This holds an invisible NUL character (U+0000), which cannot be stored. Remove it.")
)
TEXT, FILE_ID = _("text"), _("file id")
_IDENTIFIER = TypeAdapter(Identifier)
_WEB_ADDRESS = TypeAdapter(WebAddress)


def choice(choices, sentence, **kwargs):
    """A ChoiceField that says the same `sentence` of a choice that is missing and of one that there is not."""
    return forms.ChoiceField(
        choices=choices,
        error_messages={"required": sentence, "invalid_choice": sentence},
        **kwargs,
    )


class TextField(forms.CharField):
    """Text as it was typed: white space stays, and a browser's CRLF is the newline that it stands for."""

    default_error_messages = {"null_characters_not_allowed": NUL}

    def __init__(self, *, limit=None, noun=TEXT, nothing=NOTHING_SENT, required=False, **kwargs):
        super().__init__(required=required, strip=False, **kwargs)
        self.limit, self.noun, self.nothing = limit, noun, nothing

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def validate(self, value):
        super().validate(value)
        if self.limit and len(value) > self.limit:
            raise ValidationError(too_long(len(value), self.limit, self.noun, self.nothing))


class CheckedField(forms.CharField):
    """One word that the contract's own type accepts; white space around it is a slip of the mouse."""

    default_error_messages = {"null_characters_not_allowed": NUL}
    kind = _IDENTIFIER

    def __init__(self, *, sentence, **kwargs):
        super().__init__(**{"required": False} | kwargs)
        self.sentence = sentence

    def validate(self, value):
        super().validate(value)
        if value and not accepts(self.kind, value):
            raise ValidationError(self.sentence)


class IdentifierField(CheckedField):
    def __init__(self, *, noun=FILE_ID, **kwargs):
        super().__init__(sentence=one_word(noun), **kwargs)


class WebAddressField(CheckedField):
    kind = _WEB_ADDRESS

    def __init__(self, **kwargs):
        sentence = _(
            "An image address starts with http:// or https:// and has no spaces. Correct it."
        )
        super().__init__(sentence=unsent(sentence), **kwargs)


class IdentifierListField(forms.CharField):
    """Ids, one per line; blank lines are none. Cleans to a list; an error names the line."""

    widget = forms.Textarea
    default_error_messages = {"null_characters_not_allowed": NUL}

    def __init__(self, *, limit, noun, one=FILE_ID, **kwargs):
        super().__init__(required=False, **kwargs)
        self.limit, self.noun, self.one = limit, noun, one

    def clean(self, value):
        ids = [line for _number, line in numbered_lines(super().clean(value))]
        errors = [
            unsent(
                _("Line %(number)s: a %(noun)s is one word, without spaces. Correct it.")
                % {"number": number, "noun": self.one}
            )
            for number, line in numbered_lines(value or "")
            if not accepts(_IDENTIFIER, line)
        ]
        if len(ids) > self.limit:
            errors.append(too_many(len(ids), self.limit, self.noun))
        if errors:
            raise ValidationError(errors)
        return ids


def numbered_lines(text):
    """`(1, "file-a"), (3, "file-b")`: the lines that hold something, stripped, with their numbers."""
    lines = enumerate(text.replace("\r\n", "\n").split("\n"), start=1)
    return [(number, line.strip()) for number, line in lines if line.strip()]


def accepts(kind, value):
    try:
        kind.validate_python(value)
    except SchemaValidationError:
        return False
    return True
