"""Forms about people: invite one, change one, choose a password."""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from threadsui.models import Role, User

ROLES = (
    (Role.ADMIN, _("Admin: everything a lead may, and connections and people")),
    (Role.LEAD, _("Lead: changes and deletes every thread, resolves unknown outcomes")),
    (Role.AUDITOR, _("Auditor: reads and exports, changes nothing")),
    (Role.AGENT, _("Agent: creates threads, and changes their own")),
    (Role.VIEWER, _("Viewer: looks")),
)


class MemberForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=User._meta.get_field("first_name").max_length,
        required=False,
        help_text=_("First and last name."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("To sign in by. The console sends no mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )

    def __init__(self, *args, has_roles=True, **kwargs):
        """Without `has_roles`, for oneself: nobody changes their own."""
        super().__init__(*args, **kwargs)
        for name in ("name", "email"):
            self.fields[name].show_optional = True
        if not has_roles:
            del self.fields["role"]


class InviteForm(MemberForm):
    username = forms.CharField(
        label=_("Username"),
        max_length=User._meta.get_field("username").max_length,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Enter a username.")},
    )
    field_order = ("username", "name", "email", "role")


class ChoosePasswordForm(forms.Form):
    """The rules for passwords are the service's."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter the password once more.")},
    )

    def clean_again(self):
        again = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("This is not the same password. No password was set."))
        return again
