"""Those who are here already: whose account a sign-in is."""

import pytest
from allauth.socialaccount.models import SocialAccount

from tests import factories
from threadsui.models import AuditEvent, User
from threadsui.services.people import members, password_links

from .way import is_in, roles_of, sign_in


def test_person_with_the_verified_address_is_linked_and_an_open_link_ends(provider, admin):
    user, token = members.invite_user(
        actor=admin, username="anna", roles=["viewer"], email="Ana@example.com"
    )
    provider.add("ana", "support")
    client, _ = sign_in("ana")

    assert client.get("/account/").context["user"] == user
    assert roles_of("anna") == ["agent"]
    assert password_links.find_link(token) is None
    event = AuditEvent.objects.get(action="user.updated")
    assert event.changes == {
        "role": {"old": "viewer", "new": "agent"},
        "single_sign_on": {"old": None, "new": "Example ID"},
    }


def with_address(user, email="ana@example.com"):
    user.email = email
    user.save()
    return user


@pytest.mark.parametrize(
    "email", ["le\u017f@example.com", "k\u0131m@example.com", "\u212aim@example.com"]
)
def test_address_in_letters_that_only_look_alike_to_a_database_is_somebody_else_s(provider, email):
    """PostgreSQL has s, i and k for these in another case."""
    for username, address in (("les", "les@example.com"), ("kim", "kim@example.com")):
        with_address(factories.user("admin", username), address)
    provider.add("ana", "support", email=email)
    client, _ = sign_in("ana")

    user = client.get("/account/").context["user"]
    assert user.username not in {"les", "kim"}
    assert roles_of(user.username) == ["agent"]


@pytest.mark.parametrize("verified", [False, None, "false", 0, "yes"])
def test_address_that_is_not_verified_gives_nobodys_account_away(provider, lead, verified):
    with_address(lead)
    provider.add("ana", "admins", email_verified=verified)
    client, answer = sign_in("ana")

    assert answer.status_code == 403
    assert "does not say that it is verified" in answer.text
    assert not is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert roles_of("lead") == ["lead"]


@pytest.mark.parametrize(
    "in_token, in_userinfo",
    [
        ({"email": "ana@example.com", "email_verified": None}, {"email": "eve@example.com"}),
        ({"email": "ana@example.com", "email_verified": None}, {"email": None}),
        ({"email": None, "email_verified": True}, {"email_verified": None}),
        ({"email": "eve@example.com", "email_verified": True}, {"email_verified": False}),
        ({"email": None, "email_verified": False}, {"email_verified": True}),
    ],
    ids=["of another", "of none", "other way round", "denied in userinfo", "denied in token"],
)
def test_word_about_one_address_verifies_no_other(provider, lead, in_token, in_userinfo):
    """The token and userinfo are two witnesses: the word of one is not put beside the address of the other."""
    with_address(lead, (in_token["email"] or "ana@example.com"))
    provider.add("ana", "admins", **in_userinfo)
    provider.token_changes = in_token
    provider.tells_in_userinfo = ("groups",)
    client, answer = sign_in("ana")

    assert ("GET", "/userinfo") in provider.asked
    assert answer.status_code == 403
    assert "does not say that it is verified" in answer.text
    assert not is_in(client)
    assert (roles_of("lead"), SocialAccount.objects.count()) == (["lead"], 0)


def test_word_of_userinfo_counts_for_the_address_that_both_name(provider, lead):
    with_address(lead)
    provider.add("ana", "support")
    provider.token_changes = {"email_verified": None}
    provider.tells_in_userinfo = ("groups",)
    sign_in("ana")

    assert roles_of("lead") == ["agent"]


def test_address_that_is_not_verified_is_not_kept(provider):
    provider.add("ana", "support", email_verified=False)
    sign_in("ana")

    assert User.objects.get().email == ""


def test_addresses_of_a_provider_that_does_not_say_can_be_trusted(provider, rules, lead):
    rules(trusts_email=True)
    with_address(lead)
    provider.add("ana", "support", email_verified=None)
    provider.add("eve", "admins", email="ana@example.com", email_verified=False)

    assert sign_in("eve")[1].status_code == 403
    sign_in("ana")
    assert roles_of("lead") == ["agent"]


def test_address_that_went_to_somebody_new_does_not_take_the_account_along(provider):
    provider.add("ana", "support")
    sign_in("ana")
    provider.add("eve", "leads", email="ana@example.com")
    _, answer = sign_in("eve")

    assert answer.status_code == 403
    assert "signs in with another account of Example ID" in answer.text
    assert User.objects.count() == 1


def test_same_subject_of_another_provider_is_somebody_else(provider, rules):
    SocialAccount.objects.create(
        user=factories.user("admin", "root"), provider="https://old.example", uid="sub-ana"
    )
    provider.add("ana", "support")
    sign_in("ana")

    assert set(User.objects.values_list("username", flat=True)) == {"root", "ana"}


def test_deactivated_person_stays_out(provider, admin):
    provider.add("ana", "leads")
    client, _ = sign_in("ana")
    members.deactivate_member(actor=admin, member=User.objects.get(username="ana"))
    provider.add("ana", "admins")
    other, answer = sign_in("ana")

    assert "switched off" in answer.text
    assert not is_in(client)
    assert not is_in(other)
    assert roles_of("ana") == ["lead"]
