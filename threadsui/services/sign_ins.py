"""Who signed in and out, and who was refused: events, written as Django and allauth tell of it.

Signing in is taken from allauth, whose form is the only way in: Django's own signal also comes for sessions that code
makes. A refused try belongs to nobody: its event has the name that was typed, and never a password. allauth's rate
limits bound how many there can be.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.signals import user_logged_in
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, User

Action = AuditEvent.Action
NAME_MAX_LENGTH = User._meta.get_field("username").max_length


@receiver(user_logged_in)
def record_sign_in(*, user: User, **_rest: Any) -> None:
    record(Action.USER_SIGNED_IN, actor=user, target=user)


@receiver(user_logged_out)
def record_sign_out(*, user: User | None, **_rest: Any) -> None:
    """Of a session that had ended already, nobody signs out."""
    if user is not None:
        record(Action.USER_SIGNED_OUT, actor=user, target=user)


@receiver(user_login_failed)
def record_refused_sign_in(*, credentials: Mapping[str, Any], **_rest: Any) -> None:
    typed = str(credentials.get("username") or credentials.get("email") or "")
    changes = {"username": {"old": None, "new": typed[:NAME_MAX_LENGTH]}}
    record(Action.USER_SIGN_IN_REFUSED, actor=None, target=User, changes=changes)
