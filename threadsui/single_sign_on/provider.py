"""The provider as allauth asks it, with what allauth leaves out: the nonce, the signature, and bounds of trust."""

import hmac
import secrets
import time
from typing import Any

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse

from dashboard.security import is_safe_endpoint

from .claims import joined, lacks
from .id_tokens import NotBelieved, verified

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ASK_AGAIN = {"prompt": "login", "max_age": "0"}


class AuthAdapter(OpenIDConnectOAuth2Adapter):
    """One exchange with the provider. `stashed` is what the session kept of its beginning."""

    stashed: dict[str, Any] | None = None

    @property
    def openid_config(self):
        """What the provider tells of itself. Raises NotBelieved when it is somebody else, or not to be trusted."""
        if not hasattr(self, "_checked_config"):
            found = super().openid_config
            if not isinstance(found, dict) or found.get("issuer") != settings.SINGLE_SIGN_ON.issuer:
                raise NotBelieved("The provider calls itself otherwise than OIDC_ISSUER.")
            named = [name for name in (*ENDPOINTS, "userinfo_endpoint") if name in found]
            if not {*ENDPOINTS} <= {*named} or not all(
                is_safe_endpoint(str(found[name])) for name in named
            ):
                raise NotBelieved("The provider names endpoints that are missing or without TLS.")
            self._checked_config = found
        return self._checked_config

    def get_callback_url(self, request, app):
        return request.build_absolute_uri(reverse("single_sign_on_callback"))

    def complete_login(self, request, app, token, **kwargs):
        """A SocialLogin that carries verified claims as `account.extra_data`. It is never saved."""
        claims = verified(
            kwargs["response"].get("id_token"),
            keys=self._fetched(self.openid_config["jwks_uri"]),
            issuer=settings.SINGLE_SIGN_ON.issuer,
            client_id=app.client_id,
            nonce=(self.stashed or {}).get("nonce") or secrets.token_urlsafe(),
        )
        if "userinfo_endpoint" in self.openid_config and lacks(claims, settings.SINGLE_SIGN_ON):
            claims = self._with_userinfo(claims, token.token)
        account = SocialAccount(provider=self.provider_id, uid=claims["sub"], extra_data=claims)
        return SocialLogin(account=account, provider=self.get_provider())

    def _with_userinfo(self, claims, access_token):
        """With what is told there, which has to be about the same person."""
        url = self.openid_config["userinfo_endpoint"]
        told = self._fetched(url, headers={"Authorization": f"Bearer {access_token}"})
        if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
            raise NotBelieved("The userinfo endpoint tells of somebody else.")
        return joined(claims, told)

    def _fetched(self, url, **options):
        with get_adapter().get_requests_session() as session:
            response = session.get(url, **options)
        response.raise_for_status()
        return response.json()


class SingleSignOnProvider(OpenIDConnectProvider):
    pkce_enabled_default = True
    oauth2_adapter_class = AuthAdapter

    def start(self, request, *, next_url, confirms=None):
        """A redirect to the provider, or the page that says why there is none.

        `confirms`: the person who is to show there again that it is they.
        """
        nonce = secrets.token_urlsafe(32)
        kept = {"nonce": nonce, "began_at": time.time()}
        if confirms is not None:
            kept["confirms"] = confirms.pk
        asked = {"nonce": nonce} | (ASK_AGAIN if confirms is not None else {})
        try:
            return self.redirect(
                request, process=AuthProcess.LOGIN, next_url=next_url, auth_params=asked, **kept
            )
        except (OAuth2Error, requests.RequestException) as exc:
            return render_authentication_error(request, self, exception=exc)


class CallbackView(OAuth2CallbackView):
    """Where the provider sends people back to. The state is good once, for ten minutes, and in this session alone."""

    def _get_state(self, request, provider):
        state, response = super()._get_state(request, provider)
        self.adapter.stashed = state
        sender = request.GET.get("iss", settings.SINGLE_SIGN_ON.issuer)  # RFC 9207
        if response is None and not hmac.compare_digest(
            sender.encode(), settings.SINGLE_SIGN_ON.issuer.encode()
        ):
            wrong = NotBelieved("Another provider than the one that was asked has answered.")
            response = render_authentication_error(request, provider, exception=wrong)
        return state, response
