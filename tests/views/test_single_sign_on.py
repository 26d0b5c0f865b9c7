"""Signing in through an OpenID provider that is really asked, over HTTP: who comes in, as what, and who does not."""

import time
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dashboard.single_sign_on import Provider
from tests import factories, oidc_provider
from tests.one_time_codes import code
from threadsui.models import AuditEvent, User
from threadsui.services import password_links, people
from threadsui.services.errors import ServiceError

pytestmark = pytest.mark.django_db
ROLES = {"support": "agent", "leads": "lead", "admins": "admin"}


@pytest.fixture(autouse=True)
def no_tries_so_far():
    cache.clear()


@pytest.fixture(scope="module")
def server():
    with oidc_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    """The provider as it was started, and the console set to it."""
    server.reset()
    settings.SINGLE_SIGN_ON = Provider(
        issuer=server.issuer,
        client_id=oidc_provider.CLIENT_ID,
        client_secret=oidc_provider.CLIENT_SECRET,
        name="Example ID",
        roles=ROLES,
    )
    return server


@pytest.fixture
def rules(settings):
    """Set the console otherwise: `rules(default_role="viewer")`."""

    def change(**changes):
        settings.SINGLE_SIGN_ON = replace(settings.SINGLE_SIGN_ON, **changes)

    return change


def begin(client, next_url="", way="single_sign_on"):
    """The provider's address that the console leads to."""
    page = client.post(reverse(way), {"next": next_url})
    assert page.status_code == 200
    assert page.text.count('http-equiv="refresh"') == 1
    return page.context["address"]


def come_back(address, account):
    """Sign in at the provider as `account`; the address in the console that it sends back to."""
    answer = requests.post(address, data={"account": account}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302
    back = urlsplit(answer.headers["Location"])
    assert back.netloc == "testserver"
    return f"{back.path}?{back.query}"


def sign_in(account, client=None, next_url="", way="single_sign_on"):
    """(client, answer) after the whole way."""
    client = client or Client()
    return client, client.get(come_back(begin(client, next_url, way), account))


def is_in(client):
    return client.get("/account/").status_code == 200


def refusals():
    found = AuditEvent.objects.filter(action="user.sign_in_refused").order_by("pk")
    return list(found.values_list("reason", flat=True))


def roles_of(username):
    return people.role_names(User.objects.get(username=username))


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# -- Who comes in ------------------------------------------------------------------------------------------------------


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


def test_roles_follow_the_groups_at_every_sign_in(provider, admin):
    provider.add("ana", "support")
    sign_in("ana")
    provider.add("ana", "support", "leads")
    sign_in("ana")
    assert roles_of("ana") == ["lead", "agent"]
    provider.add("ana", "support")
    client, _ = sign_in("ana")

    assert roles_of("ana") == ["agent"]
    assert client.get("/audit/").status_code == 403
    up, down = AuditEvent.objects.filter(action="user.updated").order_by("pk")
    assert up.changes == {"role": {"old": "agent", "new": "lead, agent"}}
    assert down.changes == {"role": {"old": "lead, agent", "new": "agent"}}
    assert (down.actor_name, down.reason) == ("system", "Signed in through Example ID")


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
    assert AuditEvent.objects.get(action="user.sign_in_refused").target_label == "ana"


def test_default_role_is_for_those_without_a_group(provider, rules):
    rules(default_role="viewer")
    provider.add("ana", "choir")
    provider.add("bo", "leads")
    sign_in("ana")
    sign_in("bo")

    assert (roles_of("ana"), roles_of("bo")) == (["viewer"], ["lead"])


def test_without_rules_for_groups_admins_give_the_roles(provider, rules, admin):
    rules(roles={}, default_role="agent")
    provider.add("ana")
    sign_in("ana")
    ana = User.objects.get(username="ana")
    people.update_member(actor=admin, member=ana, name="Ana", email=ana.email, roles=["lead"])
    sign_in("ana")

    assert roles_of("ana") == ["lead"]


def test_last_admin_stays_one_whatever_the_groups_say(provider):
    provider.add("root", "admins")
    provider.add("ana", "admins")
    sign_in("root")
    provider.add("root", "support")
    client, _ = sign_in("root")

    assert roles_of("root") == ["admin", "agent"]
    assert "You stay one, because nobody else is" in client.get("/").text
    event = AuditEvent.objects.filter(action="user.signed_in").last()
    assert event.reason.endswith("they stay the last one.")

    sign_in("ana")
    sign_in("root")
    assert roles_of("root") == ["agent"]


def test_admin_without_a_password_can_be_the_last_one(provider, admin):
    provider.add("root", "admins")
    sign_in("root")
    root = User.objects.get(username="root")
    people.deactivate_member(actor=root, member=admin)

    with pytest.raises(ServiceError, match="last admin"):
        people.deactivate_member(actor=admin, member=root)


@pytest.mark.parametrize(
    "claim, path",
    [
        ({"realm_access": {"roles": ["support"]}}, "realm_access.roles"),
        ({"https://example.com/groups": ["support"]}, "https://example.com/groups"),
        ({"role": "support"}, "role"),
    ],
)
def test_groups_are_read_where_the_provider_puts_them(provider, rules, claim, path):
    rules(groups_claim=path)
    provider.add("ana", groups=None, **claim)
    sign_in("ana")

    assert roles_of("ana") == ["agent"]


@pytest.mark.parametrize("claim", [{"a": 1}, 7, None, [1, None, {"support": 1}], "sup", [[]]])
def test_groups_that_are_none_give_no_role(provider, claim):
    provider.add("ana", groups=claim)
    _, answer = sign_in("ana")

    assert (answer.status_code, User.objects.count()) == (403, 0)


def test_groups_and_address_may_come_from_userinfo(provider):
    provider.add("ana", "support")
    provider.tells_in_userinfo = ("groups", "email", "email_verified")
    sign_in("ana")

    assert roles_of("ana") == ["agent"]
    assert User.objects.get().email == "ana@example.com"


def test_userinfo_of_somebody_else_is_not_believed(provider):
    provider.add("ana", "support")
    provider.tells_in_userinfo = ("groups",)
    told = b'{"sub": "sub-root", "groups": ["admins"]}'
    provider.answers["/userinfo"] = (200, {"Content-Type": "application/json"}, told)
    _, answer = sign_in("ana")

    assert (answer.status_code, User.objects.count()) == (403, 0)
    assert refusals() == ["Through Example ID. The userinfo endpoint tells of somebody else."]


def test_groups_that_were_too_many_to_be_sent_demote_nobody(provider, rules):
    rules(default_role="viewer")
    provider.add("ana", "leads")
    sign_in("ana")
    provider.add("ana", groups=None, _claim_names={"groups": "src1"})
    _, answer = sign_in("ana")

    assert "more groups than Example ID names" in answer.text
    assert roles_of("ana") == ["lead"]


def test_username_that_somebody_has_gets_a_number(provider, person):
    person("agent", username="ana")
    provider.add("ana", "support")
    provider.add("ana2", "support", preferred_username="ANA@corp.example.com")
    provider.add("x", "support", preferred_username="<b>é x</b>", email=None)
    for account in ("ana", "ana2", "x"):
        sign_in(account)

    names = User.objects.order_by("pk").values_list("username", flat=True)
    assert list(names) == ["ana", "ana-2", "ANA-3", "-b-é-x--b-"]


# -- Those who are here already ----------------------------------------------------------------------------------------


def test_person_with_the_verified_address_is_linked_and_an_open_link_ends(provider, admin):
    user, token = people.invite_user(
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
    people.deactivate_member(actor=admin, member=User.objects.get(username="ana"))
    provider.add("ana", "admins")
    other, answer = sign_in("ana")

    assert "switched off" in answer.text
    assert not is_in(client)
    assert not is_in(other)
    assert roles_of("ana") == ["lead"]


# -- What is not believed ----------------------------------------------------------------------------------------------


def in_an_hour(**changes):
    return {name: int(time.time()) + seconds for name, seconds in changes.items()}


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"nonce": "of-another-sign-in"}, "its nonce differs"),
        ({"nonce": None}, "its nonce differs"),
        ({"aud": "another-client"}, "Audience doesn't match"),
        ({"aud": ["threads-console", "other"]}, "issued to another client"),
        ({"azp": "other"}, "issued to another client"),
        ({"iss": "https://evil.example"}, "Invalid issuer"),
        (in_an_hour(exp=-120, iat=-900), "Signature has expired"),
        (in_an_hour(iat=3600), "not yet valid"),
        ({"exp": None}, 'missing the "exp" claim'),
        ({"sub": None}, 'missing the "sub" claim'),
        ({"sub": ""}, "subject is no text"),
        ({"sub": "s" * 192}, "subject is no text"),
        ({"sub": "sub\0ana"}, "subject is no text"),
    ],
)
def test_token_that_is_not_for_this_sign_in_is_not_believed(provider, changes, said):
    provider.add("ana", "admins")
    provider.token_changes = changes
    client, answer = sign_in("ana")

    assert answer.status_code == 403
    assert "What Example ID sent is not believed" in answer.text
    assert not is_in(client)
    assert not User.objects.exists()
    assert said in refusals()[0]


def test_token_signed_with_another_key_is_not_believed(provider):
    provider.add("ana", "admins")
    provider.key = oidc_provider.STRANGE_KEY
    _, answer = sign_in("ana")

    assert (answer.status_code, User.objects.count()) == (403, 0)
    assert "Signature verification failed" in refusals()[0]


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_token_that_anybody_could_sign_is_not_believed(provider, algorithm):
    provider.add("ana", "admins")
    provider.algorithm = algorithm
    _, answer = sign_in("ana")

    assert (answer.status_code, User.objects.count()) == (403, 0)
    assert "is not signed with a key pair" in refusals()[0]


def test_elliptic_curves_sign_as_well(provider):
    provider.add("ana", "support")
    provider.algorithm = "ES256"

    assert is_in(sign_in("ana")[0])


@pytest.mark.parametrize(
    "keys", [b'{"keys": []}', b"[]", b'{"keys": [7, {"kty": "RSA", "kid": "rsa-1"}]}', b"{"]
)
def test_keys_that_are_none_let_nobody_in(provider, keys):
    provider.add("ana", "support")
    provider.answers["/jwks"] = (200, {"Content-Type": "application/json"}, keys)

    client, answer = sign_in("ana")
    assert answer.status_code in (403, 502)
    assert not is_in(client)


# -- What comes back otherwise than it went ----------------------------------------------------------------------------


def changed(address, **parameters):
    path, _, query = address.partition("?")
    values = {name: found[0] for name, found in parse_qs(query).items()} | parameters
    return f"{path}?{urlencode({name: value for name, value in values.items() if value})}"


@pytest.mark.parametrize("state", ["of-somebody-else", ""])
def test_wrong_state_signs_nobody_in(provider, state):
    provider.add("ana", "support")
    client = Client()
    back = come_back(begin(client), "ana")
    answer = client.get(changed(back, state=state))

    assert answer.status_code == 403
    assert "too old, or was begun in another window" in answer.text
    assert ("POST", "/token") not in provider.asked
    assert not is_in(client)
    assert is_in_after(client, back)


def is_in_after(client, back):
    client.get(back)
    return is_in(client)


def test_answer_for_another_browser_signs_nobody_in(provider):
    provider.add("eve", "support")
    back = come_back(begin(Client()), "eve")
    victim = Client()
    begin(victim)

    assert victim.get(back).status_code == 403
    assert not is_in(victim)


def test_state_is_good_once_and_for_ten_minutes(provider, time_machine):
    provider.add("ana", "support")
    client = Client()
    back = come_back(begin(client), "ana")
    client.get(back)
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 403

    late = Client()
    back = come_back(begin(late), "ana")
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    assert late.get(back).status_code == 403
    assert not is_in(late)


def test_code_that_was_used_signs_nobody_in(provider):
    provider.add("ana", "support")
    first, second = Client(), Client()
    used = come_back(begin(first), "ana")
    first.get(used)
    [spent] = parse_qs(urlsplit(used).query)["code"]
    answer = second.get(changed(come_back(begin(second), "ana"), code=spent))

    assert answer.status_code == 502
    assert "Example ID did not accept the sign-in" in answer.text
    assert not is_in(second)


def test_answer_of_another_provider_is_not_believed(provider):
    provider.add("ana", "support")
    client = Client()
    back = changed(come_back(begin(client), "ana"), iss="https://evil.example")

    assert client.get(back).status_code == 403
    assert ("POST", "/token") not in provider.asked


def test_sign_in_that_is_cancelled_there_says_so(provider):
    client = Client()
    address = begin(client)
    left = requests.post(address, data={"cancel": "1"}, allow_redirects=False, timeout=5)
    answer = client.get(left.headers["Location"].partition("testserver")[2])

    assert answer.status_code == 403
    assert "Example ID was left without signing in." in answer.text


def test_error_of_the_provider_is_told_without_its_words(provider):
    client = Client()
    [state] = parse_qs(urlsplit(begin(client)).query)["state"]
    query = {"state": state, "error": "server_error<script>", "error_description": "trust me"}
    answer = client.get(f"{reverse('single_sign_on_callback')}?{urlencode(query)}")

    assert answer.status_code == 403
    assert "trust me" not in answer.text
    assert refusals() == ["Through Example ID. The provider said: server_errorscript."]


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:alert(1)"],
)
def test_next_page_on_another_host_is_not_gone_to(provider, wanted):
    provider.add("ana", "support")
    client, answer = sign_in("ana", next_url=wanted)

    assert answer.url == "/"
    assert client.get(f"{reverse('single_sign_on')}?{urlencode({'next': wanted})}").url == "/"


def test_next_page_of_the_callback_is_not_read(provider):
    provider.add("ana", "support")
    client = Client()
    back = changed(come_back(begin(client), "ana"), next="https://evil.example/")

    assert client.get(back).url == "/"


def test_only_the_button_begins_a_sign_in(provider):
    client = Client(enforce_csrf_checks=True)

    assert client.get(reverse("single_sign_on")).url == reverse("account_login")
    assert client.post(reverse("single_sign_on")).status_code == 403
    assert provider.asked == []


# -- When the provider is away, or is not what it was ------------------------------------------------------------------


def test_provider_that_is_down_is_a_sentence(provider, rules):
    rules(issuer="http://127.0.0.1:9")
    answer = Client().post(reverse("single_sign_on"))

    assert answer.status_code == 502
    assert "Example ID does not answer as it should. Try again in a minute." in answer.text
    assert "The provider was not reached" in refusals()[0]


@pytest.mark.parametrize("path", ["/token", "/jwks"])
@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"Traceback"),
        (200, {"Content-Type": "application/json"}, b"<html>"),
        (302, {"Location": "https://evil.example/"}, b""),
        (200, {"Content-Type": "application/json"}, b'"' + b"x" * 2_000_000 + b'"'),
    ],
    ids=["error", "no JSON", "redirect", "too large"],
)
def test_answer_that_cannot_be_used_is_a_sentence(provider, path, answer):
    provider.add("ana", "support")
    provider.answers[path] = answer
    client, shown = sign_in("ana")

    assert shown.status_code in (403, 502)
    assert "Example ID" in shown.text
    assert "evil.example" not in shown.text
    assert not is_in(client)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_discovery_that_leads_elsewhere_is_not_believed(provider, changes):
    provider.discovery_changes = changes
    answer = Client().post(reverse("single_sign_on"))

    assert answer.status_code == 403
    assert "is not believed" in answer.text


def test_secrets_of_the_machine_are_not_sent_along(provider, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password mine\n")
    monkeypatch.setenv("NETRC", str(netrc))
    provider.add("ana", "support")
    provider.tells_in_userinfo = ("groups",)

    assert is_in(sign_in("ana")[0])  # the userinfo endpoint has seen the token, not the password


def test_guesses_are_limited(provider):
    client = Client()
    guess = reverse("single_sign_on_callback") + "?state=guess&code=guess"
    answers = [client.get(guess).status_code for _ in range(31)]

    assert answers == [403] * 30 + [429]


# -- Second factor, session, confirmation ------------------------------------------------------------------------------


def with_app(client):
    """Set up an authenticator app, after confirming at the provider; its secret."""
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("single_sign_on_confirm"))
    sign_in("ana", client, reverse("mfa_activate_totp"), way="single_sign_on_confirm")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret, steps=-1)})
    assert Authenticator.objects.filter(type="totp").exists()
    return secret


def test_ones_own_second_factor_is_asked_for_after_the_provider(provider):
    provider.add("ana", "support", amr=["pwd", "mfa"])
    secret = with_app(sign_in("ana")[0])
    client, answer = sign_in("ana", next_url="/threads/")

    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).url == "/threads/"
    assert is_in(client)


def test_second_factor_of_the_provider_counts_where_that_is_set(provider, rules):
    rules(second_factor=("mfa", "hwk"))
    provider.add("ana", "support", amr=["pwd"])
    with_app(sign_in("ana")[0])

    assert sign_in("ana")[1].url == reverse("mfa_authenticate")
    provider.add("ana", "support", amr=["pwd", "hwk"])
    assert is_in(sign_in("ana")[0])


def test_required_second_factor_is_required_after_the_provider_as_well(provider, rules, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    provider.add("ana", "support", amr=["mfa"])
    client, _ = sign_in("ana")
    assert client.get("/threads/").url == reverse("threadsui:account")
    assert "Your team asks for a second factor" in client.get("/account/").text

    rules(second_factor=("mfa",))
    client, _ = sign_in("ana")
    assert client.get("/threads/").status_code == 200
    assert "Your team asks for a second factor" not in client.get("/account/").text

    provider.add("ana", "support")
    rules(second_factor=("always",))
    assert sign_in("ana")[0].get("/threads/").status_code == 200


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


@pytest.mark.parametrize("changes", [in_an_hour(auth_time=-300), {"auth_time": None}])
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


# -- Single sign-on only -----------------------------------------------------------------------------------------------


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
    _, token = people.invite_user(actor=admin, username="ana", roles=["agent"])
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
    people.set_roles(admin, ["admin"])
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
