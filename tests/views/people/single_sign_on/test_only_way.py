"""Single sign-on as the only way, beside passwords, and not at all."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from threadsui.models import User
from threadsui.services.people import members

from .way import is_in, sign_in


@pytest.fixture
def sso_only(provider, settings):
    settings.SSO_ONLY = True
    return provider


def test_sign_in_page_offers_both_ways_unless_it_is_the_only_one(provider, settings):
    both = Client().get("/accounts/login/?next=/threads/").text
    assert "Sign in with Example ID" in both
    assert 'name="password"' in both
    assert 'name="next" value="/threads/"' in both

    settings.SSO_ONLY = True
    one = Client().get("/accounts/login/").text
    assert "Sign in with Example ID" in one
    assert 'name="password"' not in one
    assert "passkey" not in one


def test_no_password_is_taken_where_single_sign_on_is_the_only_way(sso_only, admin):
    client = Client()
    answer = client.post(reverse("account_login"), {"login": "admin", "password": "secret"})
    assert answer.url == reverse("account_login")
    page = client.get(answer.url)
    assert "No password is taken here. Sign in with Example ID." in page.text
    assert not is_in(client)
    assert client.login(username="admin", password="secret")  # the way of the shell, which stays

    assert client.get(reverse("account_change_password")).status_code == 404
    assert client.get(reverse("mfa_login_webauthn")).status_code == 404
    assert Client().post(reverse("mfa_login_webauthn")).status_code == 404
    assert client.get(reverse("account_reauthenticate")).status_code == 403
    assert client.post(reverse("account_reauthenticate"), {"password": "secret"}).status_code == 403


def test_nobody_is_invited_to_a_password_where_single_sign_on_is_the_only_way(
    provider, settings, admin, client_of
):
    _, token = members.invite_user(actor=admin, username="ana", roles=["agent"])
    member = User.objects.get(username="ana")
    settings.SSO_ONLY = True
    client = client_of(admin)

    assert Client().get(reverse("threadsui:password_link", args=[token])).status_code == 404
    values = {"password": "correct-horse-7", "again": "correct-horse-7"}
    assert (
        Client().post(reverse("threadsui:password_link", args=[token]), values).status_code == 404
    )
    invite = client.post(reverse("threadsui:member_invite"), {"username": "bo", "role": "agent"})
    link = client.post(reverse("threadsui:member_link", args=[member.pk]))
    assert invite.url == link.url == reverse("threadsui:member_list")
    assert "People come in through Example ID" in client.get(invite.url).text
    assert "Invite a person" not in client.get(invite.url).text
    assert User.objects.count() == 2
    assert not User.objects.get(username="ana").has_usable_password()


def test_break_glass_is_to_take_the_switch_off(sso_only, settings, admin):
    settings.SSO_ONLY = False
    client = Client()
    client.post(reverse("account_login"), {"login": "admin", "password": "secret"})

    assert is_in(client)


def test_invitations_work_beside_single_sign_on(provider, admin, client_of):
    values = {"username": "bo", "role": "agent"}
    answer = client_of(admin).post(reverse("threadsui:member_invite"), values)

    assert answer.url == reverse(
        "threadsui:member_detail", args=[User.objects.get(username="bo").pk]
    )


def test_team_pages_tell_who_comes_through_the_provider(provider, admin, client_of):
    provider.add("ana", "support")
    sign_in("ana")
    member = User.objects.get(username="ana")
    client = client_of(admin)

    listed = client.get(reverse("threadsui:member_list")).text
    assert "No link" not in listed
    page = client.get(reverse("threadsui:member_detail", args=[member.pk])).text
    assert "signs in there" in page
    assert "not chosen yet" not in page
    change = client.get(reverse("threadsui:member_update", args=[member.pk])).text
    assert "their groups there set the roles anew" in change


def test_pages_are_not_there_without_a_provider(settings, agent, client_of):
    assert settings.SINGLE_SIGN_ON is None
    client = client_of(agent)
    for name in ("single_sign_on", "single_sign_on_callback", "single_sign_on_confirm"):
        assert client.post(reverse(name)).status_code == 404
    assert "Sign in with " not in Client().get("/accounts/login/").text.replace(
        "Sign in with a passkey", ""
    )
    call_command("check")
