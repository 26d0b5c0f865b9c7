"""The session that a sign-in begins, and confirming at the provider that it is still oneself."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.history import actions

from .way import begin, come_back, from_now, is_in, sign_in


def test_sign_in_lasts_as_long_as_any(provider, time_machine):
    provider.add("ana", "support")
    client, _ = sign_in("ana")
    time_machine.move_to(timezone.now() + timedelta(hours=11, minutes=59))
    assert is_in(client)
    time_machine.move_to(timezone.now() + timedelta(minutes=2))

    assert not is_in(client)


def test_session_gets_a_new_key(provider):
    provider.add("ana", "support")
    client = Client()
    back = come_back(begin(client), "ana")
    before = client.cookies["sessionid"].value
    client.get(back)

    assert client.cookies["sessionid"].value != before
    kept = str(dict(client.session))
    assert "eyJ" not in kept  # no token


def test_export_asks_to_sign_in_at_the_provider_again(provider, settings):
    settings.REAUTHENTICATION_REQUIRED = True
    provider.add("ana", "support")
    client, _ = sign_in("ana")
    asked = client.get("/threads/export/?q=tent")
    assert (
        asked.url == f"/accounts/reauthenticate/?{urlencode({'next': '/threads/export/?q=tent'})}"
    )
    page = client.get(client.get(asked.url).url)
    assert "Confirm with Example ID" in page.text
    _, answer = sign_in("ana", client, page.context["next_url"], way="single_sign_on_confirm")

    assert answer.url == "/threads/export/?q=tent"
    assert client.get(answer.url).status_code == 200
    assert provider.authorizations[-1]["prompt"] == "login"
    assert provider.authorizations[-1]["max_age"] == "0"


@pytest.mark.parametrize("changes", [from_now(auth_time=-300), {"auth_time": None}])
def test_confirmation_needs_a_new_sign_in_there(provider, settings, changes):
    settings.REAUTHENTICATION_REQUIRED = True
    provider.add("ana", "support")
    client, _ = sign_in("ana")
    provider.token_changes = changes
    _, answer = sign_in("ana", client, "/threads/export/", way="single_sign_on_confirm")

    assert answer.status_code == 403
    assert "Not confirmed" in answer.text
    assert is_in(client)
    assert client.get("/threads/export/").status_code == 302


def test_somebody_else_cannot_confirm(provider, settings):
    settings.REAUTHENTICATION_REQUIRED = True
    provider.add("ana", "support")
    provider.add("bo", "support")
    sign_in("bo")
    client, _ = sign_in("ana")
    _, answer = sign_in("bo", client, "/threads/export/", way="single_sign_on_confirm")

    assert "as somebody else" in answer.text
    assert client.get("/account/").context["user"].username == "ana"
    assert client.get("/threads/export/").status_code == 302


def test_sign_in_in_another_tab_meanwhile_is_replaced(provider, lead):
    provider.add("ana", "support")
    client = Client()
    back = come_back(begin(client), "ana")
    client.post(reverse("account_login"), {"login": "lead", "password": "secret"})
    assert client.get("/account/").context["user"] == lead
    answer = client.get(back)

    assert answer.url == "/"
    assert client.get("/account/").context["user"].username == "ana"
    assert actions()[-2:] == ["user.signed_out", "user.signed_in"]
