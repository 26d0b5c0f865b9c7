"""The secrets of second factors, which allauth keeps inside JSON, when the encryption keys change."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured

from threadsui.models.fields import decrypted, is_newest, rotated

SECRETS = ("secret", "seed")  # of an authenticator app, and of recovery codes


def rotate_second_factors() -> tuple[int, list[str]]:
    """Encrypt with the newest key what is under an older one, in the caller's transaction.

    Returns how many there were, and the names of those that no key reads, which stay as they are.
    """
    number, unreadable = 0, []
    kept = Authenticator.objects.select_for_update(of=("self",)).select_related("user")
    for found in kept.order_by("pk"):
        old = {name: found.data[name] for name in SECRETS if found.data.get(name)}
        try:
            new = {name: rotated(value) for name, value in old.items() if not is_newest(value)}
        except ValueError:
            unreadable.append(f"Second factor of {found.user.username}")
            continue
        if new:
            Authenticator.objects.filter(pk=found.pk).update(data=found.data | new)
            number += len(new)
    return number, unreadable


def unreadable_second_factors() -> list[str]:
    """The usernames of those whose second factor no key reads: they cannot sign in with it."""
    found = []
    for kept in Authenticator.objects.select_related("user").order_by("user__username", "pk"):
        for secret in filter(None, map(kept.data.get, SECRETS)):
            try:
                decrypted(secret, what="A second factor")
            except ImproperlyConfigured:
                found.append(kept.user.username)
    return list(dict.fromkeys(found))
