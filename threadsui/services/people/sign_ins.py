"""Who signed in and out, changed their password, and who was refused: events, written as Django and allauth tell of it.

Signing in is taken from allauth, whose form is the only way in: Django's own signal also comes for sessions that code
makes. A refused try belongs to nobody. Its event names whom it was for when there is such a person, and nothing that
was typed: what is no name may be a password in the wrong field. allauth's rate limits bound how many there can be.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db.models import Q
from django.dispatch import receiver

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, User

Action = AuditEvent.Action


@receiver(user_logged_in)
def record_sign_in(
    *, user: User, single_sign_on: Mapping[str, Any] | None = None, **_rest: Any
) -> None:
    record(Action.USER_SIGNED_IN, actor=user, target=user, reason=_way(single_sign_on or {}))


@receiver(user_logged_out)
def record_sign_out(*, user: User | None, **_rest: Any) -> None:
    """Of a session that had ended already, nobody signs out."""
    if user is not None:
        record(Action.USER_SIGNED_OUT, actor=user, target=user)


@receiver(password_changed)
def record_new_password(*, user: User, **_rest: Any) -> None:
    """Changed by the person, who knew the old one."""
    record(Action.USER_PASSWORD_CHANGED, actor=user, target=user)


@receiver(user_login_failed)
def record_refused_sign_in(*, credentials: Mapping[str, Any], **_rest: Any) -> None:
    typed = str(credentials.get("username") or credentials.get("email") or "").replace("\0", "")
    meant = (
        User.objects.filter(Q(username=typed) | Q(email__iexact=typed)).first() if typed else None
    )
    names = {"username": {"old": None, "new": meant.username}} if meant else {}
    record(Action.USER_SIGN_IN_REFUSED, actor=None, target=meant or User, changes=names)


def _way(single_sign_on: Mapping[str, Any]) -> str:
    """How somebody came in, when it was through an OpenID provider."""
    if not single_sign_on:
        return ""
    way = f"Through {single_sign_on['provider']}."
    if single_sign_on["keeps_admin"]:
        way += " No group there makes them an admin any more; they stay the last one."
    return way
