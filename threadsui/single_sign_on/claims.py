"""What the claims of a token say of a person, read with care: a claim may be anything."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from threadsui.services.people.single_sign_on import Identity

NAME_MAX_LENGTH = 150


def identity_of(claims: Mapping[str, Any], provider: Any) -> Identity:
    """`provider`: the one that is set, whose issuer and subject these are."""
    return Identity(
        issuer=provider.issuer,
        subject=claims["sub"],
        provider_name=provider.name,
        email=_email(claims),
        email_is_verified=_is_verified(claims, provider),
        username=_text(claims.get("preferred_username")) or _text(claims.get("upn")),
        name=_name(claims),
        groups=groups_in(claims, provider.groups_claim),
        has_too_many_groups=_has_too_many(claims, provider.groups_claim),
        has_second_factor=provider.proves_second_factor(_texts(claims.get("amr"))),
    )


def groups_in(claims: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """The groups at `path`: a whole name, as `https://example.com/groups`, or a path, as `realm_access.roles`."""
    return _texts(_at(claims, path))


def lacks(claims: Mapping[str, Any], provider: Any) -> bool:
    """Whether the token leaves out what the userinfo endpoint may know."""
    return "email" not in claims or _at(claims, provider.groups_claim) is None


def joined(claims: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of the token with those that userinfo `told`. What is signed goes before what is not.

    `email_verified` confirms the address beside it alone. One that denies is always heard.
    """
    found = {**told, **claims}
    words = [
        _confirms(word)
        for one in (claims, told)
        if (word := one.get("email_verified")) is not None
        and (one.get("email") == found.get("email") or not _confirms(word))
    ]
    return found | {"email_verified": all(words) if words else None}


def _at(claims: Mapping[str, Any], path: str) -> Any:
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _has_too_many(claims: Mapping[str, Any], path: str) -> bool:
    """Entra ID then leaves the claim out, and names an address to ask in `_claim_names`."""
    names = claims.get("_claim_names")
    return isinstance(names, dict) and path in names


def _is_verified(claims: Mapping[str, Any], provider: Any) -> bool:
    """Some providers write the word instead of the value; those of one company leave the claim out."""
    said = claims.get("email_verified")
    if said is None:
        return bool(provider.trusts_email)
    return _confirms(said)


def _confirms(word: object) -> bool:
    return word is True or word == "true"


def _email(claims: Mapping[str, Any]) -> str:
    email = _text(claims.get("email"))
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email


def _name(claims: Mapping[str, Any]) -> str:
    parts = [_text(claims.get("given_name")), _text(claims.get("family_name"))]
    return _text(claims.get("name")) or " ".join(filter(None, parts))


def _text(value: object) -> str:
    """One line, short enough for the columns; no control characters, which PostgreSQL or a terminal could not take."""
    if not isinstance(value, str):
        return ""
    shown = "".join(letter if letter.isprintable() else " " for letter in value)
    return " ".join(shown.split())[:NAME_MAX_LENGTH]


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(one for one in values if isinstance(one, str) and one)
