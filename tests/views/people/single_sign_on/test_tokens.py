"""Which tokens and keys of the provider are not believed."""

import pytest

from tests import oidc_provider
from threadsui.models import User

from .way import from_now, is_in, refusals, sign_in


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"nonce": "of-another-sign-in"}, "its nonce differs"),
        ({"nonce": None}, "its nonce differs"),
        ({"aud": "another-client"}, "Audience doesn't match"),
        ({"aud": ["threads-console", "other"]}, "issued to another client"),
        ({"azp": "other"}, "issued to another client"),
        ({"iss": "https://evil.example"}, "Invalid issuer"),
        (from_now(exp=-120, iat=-900), "Signature has expired"),
        (from_now(iat=3600), "not yet valid"),
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
