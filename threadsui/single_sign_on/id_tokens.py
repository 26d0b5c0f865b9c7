"""ID tokens: what the provider signed, for this console and for this very sign-in, and nothing else.

OpenID Connect allows to trust a token unseen that came by TLS. Here its signature is verified all the same: a proxy
that reads along is then no provider.
"""

import hmac
import time
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Signed with a private key. Neither `none`, nor a shared secret that whoever reads the settings could sign with.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY = 60  # seconds by which the clocks may differ
SUBJECT_MAX_LENGTH = (
    191  # characters, of the column that keeps it; the standard allows 255 and nobody uses them
)

Claims = dict[str, Any]


class NotBelieved(OAuth2Error):
    """Why an answer of the provider is not believed, in English, for the audit history."""


def verified(token: object, *, keys: object, issuer: str, client_id: str, nonce: str) -> Claims:
    """The token's claims. `keys`: the provider's JWK set, as its JSON reads. Raises NotBelieved."""
    if not isinstance(token, str):
        raise NotBelieved("The provider sent no ID token.")
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(
            token,
            key=_key_of(header, keys),
            algorithms=[_algorithm_of(header)],
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as exc:
        raise NotBelieved(f"The ID token is not good: {exc}") from exc
    _check_subject(claims)
    _check_party(claims, client_id)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise NotBelieved("The ID token is for another sign-in: its nonce differs.")
    return claims


def check_signed_in_since(claims: Mapping[str, Any], moment: float) -> None:
    """Raise NotBelieved unless the person signed in at the provider itself after `moment` (seconds since 1970)."""
    at = claims.get("auth_time")
    if not isinstance(at, int | float) or isinstance(at, bool):
        raise NotBelieved("The provider does not say when the person signed in there (auth_time).")
    if not moment - LEEWAY <= at <= time.time() + LEEWAY:
        raise NotBelieved("The person did not sign in at the provider again.")


def _algorithm_of(header: Mapping[str, Any]) -> str:
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise NotBelieved("The ID token is not signed with a key pair.")
    return str(algorithm)


def _key_of(header: Mapping[str, Any], keys: object) -> jwt.PyJWK:
    """The key that the header names; without a name the only one there is."""
    algorithm = _algorithm_of(header)
    listed = keys.get("keys") if isinstance(keys, dict) else None
    able = [
        key
        for key in (listed if isinstance(listed, list) else [])
        if isinstance(key, dict)
        and key.get("use", "sig") == "sig"
        and key.get("kty") == _kind_for(algorithm)
        and key.get("alg", algorithm) == algorithm
    ]
    if "kid" in header:
        able = [key for key in able if key.get("kid") == header["kid"]]
    if len(able) != 1:
        raise NotBelieved("The ID token is signed with a key that the provider does not list.")
    return jwt.PyJWK.from_dict(able[0], algorithm)


def _kind_for(algorithm: str) -> str:
    return "EC" if algorithm.startswith("ES") else "RSA"


def _check_subject(claims: Mapping[str, Any]) -> None:
    subject = claims["sub"]
    is_text = isinstance(subject, str) and subject.isprintable()  # PostgreSQL keeps no NUL
    if not is_text or not 0 < len(subject) <= SUBJECT_MAX_LENGTH:
        raise NotBelieved(
            f"The ID token's subject is no text of 1 to {SUBJECT_MAX_LENGTH} characters."
        )


def _check_party(claims: Mapping[str, Any], client_id: str) -> None:
    """Of several audiences the authorized party has to be us."""
    audience, party = claims["aud"], claims.get("azp", client_id)
    if party != client_id or (
        isinstance(audience, list) and len(audience) > 1 and "azp" not in claims
    ):
        raise NotBelieved("The ID token was issued to another client.")
