"""How allauth behaves here: people are added by an administrator, never by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent
from threadsui.models.fields import decrypted, encrypted
from threadsui.queries.people.team import signs_in_through_provider

MISMATCH = _("The username, the email or the password is not correct.")
TOO_MANY = _("Too many tries. Wait a few minutes, then try again.")

# Said by allauth, whose own catalogues are not as polite as ours, and come after them.
SAID_BY_ALLAUTH = (gettext_noop("You must type the same password each time."),)


class ClosedAccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "enter_current_password": _("This is not your current password. Type it again."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Where signing in may lead: to this very host. allauth's own takes every one of ALLOWED_HOSTS, and fails over
        addresses that are none.
        """
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def authenticate(self, request, **credentials):
        """Where single sign-on is the only way no password is good, whichever page asked for it."""
        return None if settings.SSO_ONLY else super().authenticate(request, **credentials)

    def get_login_stages(self):
        own = f"{SecondFactorStage.__module__}.{SecondFactorStage.__name__}"
        return [
            own if stage == "allauth.mfa.stages.AuthenticateStage" else stage
            for stage in super().get_login_stages()
        ]

    def get_reauthentication_methods(self, user):
        """By the provider first, for those whom it knows; it may be the only way that they have."""
        methods = super().get_reauthentication_methods(user)
        if settings.SSO_ONLY:
            methods = [one for one in methods if one["id"] != "reauthenticate"]
        if user.is_authenticated and signs_in_through_provider(user):
            url = reverse("single_sign_on_confirm")
            way = {"id": "single_sign_on", "description": settings.SINGLE_SIGN_ON.name, "url": url}
            methods = [way, *methods]
        return methods


class SecondFactorStage(AuthenticateStage):
    """No code is asked for where the provider's own second factor counts (OIDC_SECOND_FACTOR)."""

    def _should_handle(self, request):
        told = (self.login.signal_kwargs or {}).get("single_sign_on", {})
        return not told.get("second_factor") and super()._should_handle(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps and recovery codes are encrypted like those of connections."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not correct. Take the one that is shown now."),
    }

    def encrypt(self, text):
        return encrypted(text)

    def decrypt(self, encrypted_text):
        return decrypted(encrypted_text, what="A second factor")

    def get_totp_issuer(self):
        return "Threads Console"

    def get_totp_label(self, user):
        return user.username

    def generate_authenticator_name(self, user, type):  # noqa: A002  allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(n)d") % {"n": number}


class RecordedSessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions):
        if not sessions:
            return
        user = context.request.user
        with transaction.atomic():
            super().end_sessions(sessions)
            changes = {"sessions_ended": {"old": None, "new": len(sessions)}}
            record(AuditEvent.Action.USER_SESSIONS_ENDED, actor=user, target=user, changes=changes)
