"""The second factor after the provider: one's own, or the provider's."""

from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.one_time_codes import code

from .way import is_in, sign_in


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
