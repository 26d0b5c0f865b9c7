"""What allauth asks us of a sign-in through the provider: every answer ends here, good or bad."""

import logging
import re

import requests
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from threadsui.services.people.single_sign_on import SignOnRefused, admit, is_known, record_refusal

from .claims import identity_of
from .fetching import ProviderSession
from .id_tokens import NotBelieved, check_signed_in_since
from .provider import SingleSignOnProvider

log = logging.getLogger(__name__)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """There is the provider of the environment and no other: what the tables say of providers is not read."""

    def list_apps(self, request, provider=None, client_id=None):
        found = settings.SINGLE_SIGN_ON
        if found is None:
            return []
        app = SocialApp(
            provider=SingleSignOnProvider.id,
            provider_id=found.issuer,
            name=found.name,
            client_id=found.client_id,
            secret=found.client_secret,
            settings={"server_url": found.issuer.rstrip("/"), "scope": list(found.scopes)},
        )
        return [app]

    def get_provider(self, request, provider, client_id=None):
        return SingleSignOnProvider(request, app=self.get_app(request, provider))

    def get_requests_session(self):
        return ProviderSession()

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        raise ImmediateHttpResponse(refused(request, *_told(request, error, exception)))

    def pre_social_login(self, request, sociallogin):
        """Everything is decided here; allauth's own ways to sign up and to connect accounts are never reached."""
        try:
            response = _answer(request, sociallogin)
        except SignOnRefused as exc:
            response = refused(request, exc.message, exc.reason, 403, user=exc.user)
        raise ImmediateHttpResponse(response)


def refused(request, said, reason, status, *, user=None):
    """The page that says why nobody was signed in, and the event of it."""
    record_refusal(user=user, reason=reason, provider_name=settings.SINGLE_SIGN_ON.name)
    context = {"said": said, "provider_name": settings.SINGLE_SIGN_ON.name}
    return render(request, "account/single_sign_on_refused.html", context, status=status)


def _answer(request, sociallogin):
    identity = identity_of(sociallogin.account.extra_data, settings.SINGLE_SIGN_ON)
    state = sociallogin.state
    if "confirms" in state:
        return _confirmed(request, identity, sociallogin)
    admission = admit(identity=identity)
    if request.user.is_authenticated:  # by another tab, meanwhile
        get_account_adapter(request).logout(request)
    told = {
        "provider": identity.provider_name,
        "second_factor": identity.has_second_factor,
        "keeps_admin": admission.keeps_admin,
    }
    record_authentication(request, admission.user, "socialaccount", provider=identity.issuer)
    login = Login(
        user=admission.user,
        redirect_url=state.get("next"),
        signal_kwargs={"single_sign_on": told},
    )
    return perform_login(request, login)


def _confirmed(request, identity, sociallogin):
    """Back from the provider, where somebody who is signed in here was to show again that it is they."""
    state, claims = sociallogin.state, sociallogin.account.extra_data
    name, user = identity.provider_name, request.user
    if not user.is_authenticated or user.pk != state["confirms"]:
        said = _("You were signed out meanwhile. Sign in again.")
        return refused(request, said, "Whoever was to confirm is not signed in any more.", 403)
    if not is_known(identity=identity, as_user=user):
        said = _("You signed in to %(provider)s as somebody else. You are still signed in here.")
        reason = "Somebody else confirmed who they are."
        return refused(request, said % {"provider": name}, reason, 403, user=user)
    try:
        check_signed_in_since(claims, state["began_at"])
    except NotBelieved as exc:
        said = _("%(provider)s did not have you sign in again, so this is not confirmed.")
        return refused(request, said % {"provider": name}, str(exc), 403, user=user)
    record_authentication(
        request, user, "socialaccount", provider=identity.issuer, reauthenticated=True
    )
    return redirect(state.get("next") or settings.LOGIN_REDIRECT_URL)


def _told(request, error, exception):
    """For the person, for the history, and the status."""
    name = {"provider": settings.SINGLE_SIGN_ON.name}
    if error == AuthError.CANCELLED:
        said = _("%(provider)s was left without signing in.") % name
        return said, "It was cancelled there.", 403
    if isinstance(exception, NotBelieved):
        said = _(
            "What %(provider)s sent is not believed. An admin finds the reason in the history."
        )
        return said % name, str(exception), 403
    if isinstance(exception, requests.RequestException):
        log.warning("single sign-on: the provider was not reached", exc_info=exception)
        said = _("%(provider)s does not answer as it should. Try again in a minute.") % name
        return said, f"The provider was not reached ({type(exception).__name__}).", 502
    if exception is not None:
        log.warning(
            "single sign-on: the provider refused the code"
        )  # what it said may hold a token
        said = _("%(provider)s did not accept the sign-in. Try again.") % name
        return said, "The provider did not accept the code, or is not set up as it should be.", 502
    if "error" in request.GET:
        code = re.sub(r"[^a-z_]", "", request.GET["error"])[:40]
        said = _("%(provider)s did not sign you in. Try again, or ask an admin.") % name
        return said, f"The provider said: {code or 'an error'}.", 403
    said = _("This sign-in is too old, or was begun in another window. Begin anew.")
    return said, "Its state is unknown here: too old, used, or from elsewhere.", 403
