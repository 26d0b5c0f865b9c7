"""Who comes in through the provider, with which name and roles."""

import pytest
from allauth.socialaccount.models import SocialAccount

from tests.history import actions
from threadsui.models import AuditEvent, User
from threadsui.services.errors import ServiceError
from threadsui.services.people import members

from .way import is_in, refusals, roles_of, sign_in


def test_first_sign_in_adds_the_person_with_the_roles_of_their_groups(provider):
    provider.add("ana", "support", "choir", name="Ana Lima")
    client, answer = sign_in("ana", next_url="/threads/?q=tent")

    assert (answer.status_code, answer.url) == (302, "/threads/?q=tent")
    assert is_in(client)
    user = User.objects.get()
    assert (user.username, user.get_full_name(), user.email) == (
        "ana",
        "Ana Lima",
        "ana@example.com",
    )
    assert roles_of("ana") == ["agent"]
    assert not user.has_usable_password()
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid, account.extra_data) == (provider.issuer, "sub-ana", {})
    created, signed_in = AuditEvent.objects.order_by("pk")
    assert (created.action, created.actor_name) == ("user.created", "system")
    assert created.reason == "Signed in through Example ID"
    assert created.changes["single_sign_on"] == {"old": None, "new": "Example ID"}
    assert (signed_in.action, signed_in.actor, signed_in.reason) == (
        "user.signed_in",
        user,
        "Through Example ID.",
    )


def test_console_asks_with_pkce_a_nonce_and_no_more_than_it_needs(provider):
    provider.add("ana", "support")
    sign_in("ana")

    [asked] = provider.authorizations
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 32
    assert len(asked["state"]) >= 16
    assert "prompt" not in asked
    assert ("GET", "/userinfo") not in provider.asked


def test_sign_in_that_changes_nothing_writes_no_change(provider):
    provider.add("ana", "support")
    sign_in("ana")
    sign_in("ana")

    assert actions() == ["user.created", "user.signed_in", "user.signed_in"]


def test_person_without_a_group_is_refused_and_nothing_is_added(provider):
    provider.add("ana", "choir")
    client, answer = sign_in("ana")

    assert answer.status_code == 403
    assert "None of your groups at Example ID has a role here." in answer.text
    assert not is_in(client)
    assert not User.objects.exists()
    assert refusals() == [
        "Through Example ID. None of your groups at Example ID has a role here. "
        "You are not signed in. Ask an admin which group you need."
    ]


def test_person_who_lost_their_groups_is_refused_and_keeps_what_they_were(provider, admin):
    provider.add("ana", "support")
    sign_in("ana")
    provider.add("ana")
    client, answer = sign_in("ana")

    assert answer.status_code == 403
    assert not is_in(client)
    assert roles_of("ana") == ["agent"]
    assert AuditEvent.objects.get(action="user.sign_in_refused").target_label == "ana"


def test_admin_without_a_password_can_be_the_last_one(provider, admin):
    provider.add("root", "admins")
    sign_in("root")
    root = User.objects.get(username="root")
    members.deactivate_member(actor=root, member=admin)

    with pytest.raises(ServiceError, match="last admin"):
        members.deactivate_member(actor=admin, member=root)


def test_username_that_somebody_has_gets_a_number(provider, person):
    person("agent", username="ana")
    provider.add("ana", "support")
    provider.add("ana2", "support", preferred_username="ANA@corp.example.com")
    provider.add("x", "support", preferred_username="<b>é x</b>", email=None)
    for account in ("ana", "ana2", "x"):
        sign_in(account)

    names = User.objects.order_by("pk").values_list("username", flat=True)
    assert list(names) == ["ana", "ana-2", "ANA-3", "-b-é-x--b-"]
