"""allauth's forms for second factors, in the console's words."""

from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        help_text=_("The device then asks for your finger, your face or its PIN each time."),
    )


class GoodOnce:
    """allauth remembers for 30 seconds that a code was used; with the tolerance it would be good for longer."""

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            steps = 1 + 2 * app_settings.TOTP_TOLERANCE
            used = self.authenticator.wrap()._get_used_cache_key(code)  # allauth has no other name
            cache.touch(used, steps * app_settings.TOTP_PERIOD)
        return code


class SignInCodeForm(GoodOnce, AuthenticateForm):
    pass


class ConfirmCodeForm(GoodOnce, ReauthenticateForm):
    pass
