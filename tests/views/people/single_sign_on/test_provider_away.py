"""The provider is away, or is not what it was."""

import pytest
from django.test import Client
from django.urls import reverse

from .way import is_in, refusals, sign_in


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
