"""Form fields that only filters need: a person by name, a connection by slug; inputs for several pairs or tags."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from threadsui.models import Connection, User

PAIRS_MAX = 8  # inputs of the dialog; the text takes more
TAGS_MAX = 5


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


class ConnectionField(forms.ModelChoiceField):
    """A connection by its slug, of those that whoever filters sees. Its secret is not read."""

    def __init__(self):
        super().__init__(
            Connection.objects.none(),
            label=_("Connection"),
            to_field_name="slug",
            required=False,
            empty_label=_("Any"),
            error_messages={"invalid_choice": _("There is no such connection. Choose another.")},
        )

    def __deepcopy__(self, memo):
        """A form's own, made when somebody filters."""
        field = super().__deepcopy__(memo)
        field.queryset = Connection.visible.only("slug", "name", "is_sandbox").order_by("name")
        return field


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


class TagsInput(PairsInput):
    template_name = "threadsui/partials/tags_input.html"
    count_max = TAGS_MAX
