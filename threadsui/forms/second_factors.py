"""allauth's forms for second factors, in the console's words."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        help_text=_("The device then asks for your finger, your face or its PIN each time."),
    )
