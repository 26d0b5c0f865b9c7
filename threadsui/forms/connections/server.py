"""A connection: where a Threads API server is and how it is called. Keys are typed once and never come back."""

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threadsui.models import Connection

from ..fields import numbered_lines
from .basics import MONO, NOTHING_SAVED, LinesField, TimingForm
from .profiles import PLACEHOLDER

KEPT = "••••••••"  # stands for the value that an extra header has and that nobody is shown


class ConnectionForm(TimingForm):
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs=MONO),
        help_text=gettext_lazy("For links and scripts; made from the name if empty. It stays."),
    )
    profile = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    base_url = forms.CharField(
        label=gettext_lazy("Base URL"),
        max_length=500,
        widget=forms.TextInput(attrs=MONO | {"inputmode": "url", "placeholder": "https://…/v1"}),
        help_text=gettext_lazy("Up to and without /threads."),
        error_messages={"required": gettext_lazy("Enter the base URL. Nothing was saved.")},
    )
    auth_style = forms.ChoiceField(
        label=gettext_lazy("How the key is sent"),
        choices=Connection.AuthStyle.choices,
        initial="bearer",
    )
    auth_header = forms.CharField(
        label=gettext_lazy("Header"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=MONO | {"placeholder": "x-api-key"}),
    )
    token_url = forms.CharField(
        label=gettext_lazy("Token URL"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=MONO | {"inputmode": "url"}),
    )
    client_id = forms.CharField(
        label=gettext_lazy("Client id"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=MONO),
    )
    token_scope = forms.CharField(
        label=gettext_lazy("Scope"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=MONO),
    )
    secret = forms.CharField(
        label=gettext_lazy("Key"),
        required=False,
        max_length=10_000,
        widget=forms.PasswordInput(attrs=MONO | {"autocomplete": "new-password"}),
        help_text=gettext_lazy("Typed once, kept encrypted, never shown again."),
    )
    secret_reference = forms.CharField(
        label=gettext_lazy("Or where the key is"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=MONO | {"placeholder": "env:CONNECTION_SECRET_…"}),
        help_text=gettext_lazy(
            "env:NAME or file:/path on the console's machine, read at every call."
        ),
    )
    remove_secret = forms.BooleanField(label=gettext_lazy("Remove the stored key"), required=False)
    extra_headers = LinesField(
        label=gettext_lazy("Extra headers"),
        separator=":",
        example="Name: value",
        help_text=gettext_lazy(
            "One per line, Name: value. Values are kept encrypted, never shown again."
        ),
    )
    extra_query = LinesField(
        label=gettext_lazy("Query"),
        separator="=",
        example="name=value",
        help_text=gettext_lazy("One per line, name=value, sent with every request. No keys here."),
    )
    beta_header = forms.CharField(
        label="OpenAI-Beta",
        required=False,
        max_length=80,
        initial="assistants=v2",
        widget=forms.TextInput(attrs=MONO),
        help_text=gettext_lazy("Empty sends none."),
    )
    organization = forms.CharField(
        label="OpenAI-Organization",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=MONO),
    )
    project = forms.CharField(
        label="OpenAI-Project", required=False, max_length=80, widget=forms.TextInput(attrs=MONO)
    )
    ca_bundle = forms.CharField(
        label=gettext_lazy("CA bundle"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(
            attrs=MONO | {"rows": 3, "placeholder": "-----BEGIN CERTIFICATE-----"}
        ),
        help_text=gettext_lazy(
            "PEM certificates to trust for this server, in place of the public ones."
        ),
    )
    proxy = forms.CharField(
        label=gettext_lazy("Proxy"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=MONO | {"placeholder": "http://proxy:3128"}),
        help_text=gettext_lazy(
            "Empty means the environment's. One with a password goes into HTTPS_PROXY, not here."
        ),
    )
    end_of_life = forms.DateField(
        label=gettext_lazy("End of life"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("When the server stops; the composer counts down."),
    )

    def __init__(self, *args, connection=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.connection = connection
        if connection is not None:
            del self.fields["slug"], self.fields["profile"]
        if connection is None or not (connection.secret_set_at or connection.secret_reference):
            del self.fields["remove_secret"]

    @classmethod
    def initial_of(cls, connection):
        """Without the secrets; extra headers that cannot be read have to be typed anew."""
        initial = super().initial_of(connection)
        try:
            names = list(connection.extra_headers)
        except ImproperlyConfigured:
            names = []
        initial["extra_headers"] = "\n".join(f"{name}: {KEPT}" for name in names)
        initial["extra_query"] = "\n".join(
            "=".join(pair) for pair in connection.extra_query.items()
        )
        return initial

    def advise(self, advice):
        """Say at each field of {field: sentence} what was found there, in place of its help."""
        for name, sentence in advice.items():
            self.fields[name].help_text = sentence
        return self

    def clean_base_url(self):
        return self._own("base_url")

    def clean_token_url(self):
        return self._own("token_url")

    def _own(self, field):
        value = self.cleaned_data[field]
        if found := PLACEHOLDER.search(value):
            said = _("Put your own in place of %(word)s.") % {"word": found[0]}
            raise ValidationError(f"{said} {NOTHING_SAVED}")
        return value

    def clean(self):
        data = super().clean()
        if data.get("secret") and data.get("secret_reference"):
            said = _("Type the key or name its place, not both.")
            self.add_error("secret_reference", f"{said} {NOTHING_SAVED}")
        if self.connection is None and not data.get("slug") and data.get("name"):
            data["slug"] = slugify(data["name"])[:50]
            if not data["slug"]:
                self.add_error("slug", _("Enter a short name. Nothing was saved."))
        return data

    def changes(self):
        data = super().changes()
        secret, is_removed = data.pop("secret"), data.pop("remove_secret", False)
        if secret:
            data["secret"] = secret
        elif is_removed:
            data["secret"] = ""
        if is_removed and data["secret_reference"] == self.initial.get("secret_reference"):
            data["secret_reference"] = ""
        data["extra_headers"] = {
            name: None if value == KEPT else value for name, value in data["extra_headers"].items()
        }
        return data

    def without_secrets(self):
        typed = self.data.get("extra_headers", "")
        lines = [line.partition(":") for _number, line in numbered_lines(typed)]
        kept = [f"{name}: {KEPT if value.strip() == KEPT else ''}" for name, _colon, value in lines]
        self.data = self.data.copy()
        self.data["extra_headers"] = "\n".join(kept)
        self.data["secret"] = ""
        lost = any(value.strip() not in {"", KEPT} for _name, _colon, value in lines)
        if lost and "extra_headers" not in self.errors:
            self.add_error("extra_headers", _("Type the values again: they are never shown."))
        return self
