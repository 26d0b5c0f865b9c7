"""Confirming, setting up an app, signing in with a code; and what was told of it."""

from django.test import Client
from django.urls import reverse

from tests.one_time_codes import code

PASSWORD = "correct-horse-7"


def confirm(client):
    client.post(reverse("account_reauthenticate"), {"password": "secret"})


def set_up_app(client):
    """The app's secret."""
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret, steps=-1)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def signed_in_with(shown):
    """A client after the password and this code."""
    visitor = Client()
    visitor.post(reverse("account_login"), {"login": "agent", "password": "secret"})
    visitor.post(reverse("mfa_authenticate"), {"code": shown})
    return visitor
