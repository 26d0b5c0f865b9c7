"""Form fields that only filters need: a person by name, a connection by slug, metadata pairs as `key=value`."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from threadsui.api.schema import limits
from threadsui.models import Connection, Tag, User
from threadsui.models.tag import TAG_NAME_MAX_LENGTH, normal_tag_name

PAIRS_MAX = 8  # conditions at once; each is a query of its own
TAGS_MAX = 5
ME, NOBODY = "me", "none"  # what stands in an address for the reader, and for no one


class PersonField(forms.CharField):
    """A user name, cleaned to the User."""

    def __init__(self, **options):
        super().__init__(max_length=150, **options)
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        person = User.objects.filter(username=name).first()
        if person is None:
            raise ValidationError(_("Nobody here has this user name. Check its spelling."))
        return person


class AssigneeField(PersonField):
    """A user name, `me` or `none`: cleaned to the User, or to NOBODY. `reader` is who `me` is."""

    reader = None

    def clean(self, value):
        name = (value or "").strip()
        if name == ME and self.reader:
            return self.reader
        return NOBODY if name == NOBODY else super().clean(value)


class ConnectionField(forms.ModelChoiceField):
    """A connection by its slug. Its secret is not read."""

    def __init__(self):
        super().__init__(
            Connection.objects.only("slug", "name", "is_sandbox").order_by("name"),
            label=_("Connection"),
            to_field_name="slug",
            required=False,
            empty_label=_("Any"),
            error_messages={"invalid_choice": _("There is no such connection. Choose another.")},
        )


class PairsInput(forms.TextInput):
    """One input per condition, and an empty one for the next; all of one name."""

    template_name = "threadsui/partials/pairs_input.html"
    count_max = PAIRS_MAX
    wrong = None  # the stripped texts that the field refused; None when it refused all of them

    def value_from_datadict(self, data, files, name):
        return data.getlist(name)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, "", attrs)
        widget, given = context["widget"], [text for text in value or [] if text.strip()]
        is_invalid = "aria-invalid" in widget["attrs"]
        shown = [*given[: self.count_max], ""][: self.count_max]
        widget["values"] = [(text, is_invalid and self._is_wrong(text.strip())) for text in shown]
        widget["described_by"] = widget["attrs"].get("aria-describedby", "")
        return context

    def _is_wrong(self, text):
        return bool(text) if self.wrong is None else text in self.wrong


class PairsField(forms.Field):
    """Repeated `key=value` or `key`, cleaned to [(key, value)], where no value means: has the key."""

    widget = PairsInput

    def __init__(self, **options):
        super().__init__(help_text=_("key=value, or a key alone. Several must all fit."), **options)

    def clean(self, value):
        texts = [text.strip() for text in value or [] if text.strip()]
        if len(texts) > PAIRS_MAX:
            raise ValidationError(
                _("At most %(max)d conditions at once. Remove some.") % {"max": PAIRS_MAX}
            )
        return [self._cleaned(text) for text in texts]

    def _cleaned(self, text):
        self.widget.wrong = [text]
        return _pair(text)


class TagsInput(PairsInput):
    template_name = "threadsui/partials/tags_input.html"
    count_max = TAGS_MAX


class TagsField(forms.Field):
    """Repeated names, cleaned to the tags, all of which a thread must have."""

    widget = TagsInput

    def clean(self, value):
        names = list(dict.fromkeys(normal_tag_name(text) for text in value or [] if text.strip()))
        if len(names) > TAGS_MAX:
            raise ValidationError(
                _("At most %(max)d tags at once. Remove some.") % {"max": TAGS_MAX}
            )
        found = {tag.name: tag for tag in Tag.objects.filter(name__in=names)} if names else {}
        if missing := [name for name in names if name not in found]:
            self.widget.wrong = [
                text.strip() for text in value if normal_tag_name(text) == missing[0]
            ]
            raise ValidationError(
                _("There is no tag “%(name)s”. Check its spelling.")
                % {"name": missing[0][:TAG_NAME_MAX_LENGTH]}
            )
        return [found[name] for name in names]


def _pair(text):
    key, equals, value = (piece.strip() for piece in text.partition("="))
    if "\x00" in text:
        raise ValidationError(_("Null characters are not allowed."))
    if not key:
        raise ValidationError(_("Write the key before the equals sign: key=value."))
    if len(key) > limits.METADATA_KEY_MAX_LENGTH:
        raise ValidationError(
            _("No key is longer than %(max)d characters.") % {"max": limits.METADATA_KEY_MAX_LENGTH}
        )
    if len(value) > limits.METADATA_VALUE_MAX_LENGTH:
        raise ValidationError(
            _("No value is longer than %(max)d characters.")
            % {"max": limits.METADATA_VALUE_MAX_LENGTH}
        )
    return key, value if equals else None
