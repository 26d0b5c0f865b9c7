"""Second factors: their events, as allauth tells of them, and the reset by an admin.

allauth's views run in a transaction each (see dashboard/account_urls.py): an event is written with what it tells of.
What an admin takes away is told by `reset_second_factor`; hence only what people do to their own is told here.
"""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from threadsui.audit.recording import record
from threadsui.models import AuditEvent, User

from ..errors import ServiceError
from .members import locked_member
from .sessions import end_sessions

Action = AuditEvent.Action
Type = Authenticator.Type


def reset_second_factor(*, actor: User | None, member: User) -> None:
    """Take a person's second factors and recovery codes away, for who has lost them; their sessions end.
    No actor means the system.

    Raises ServiceError for oneself. Without any nothing happens.
    """
    if actor is not None and actor.pk == member.pk:
        raise ServiceError(_("Change your own second factor under Account. Nothing was reset."))
    with transaction.atomic():
        current = locked_member(member)
        found = list(Authenticator.objects.filter(user=current).order_by("pk"))
        if not found:
            return
        Authenticator.objects.filter(user=current).delete()
        end_sessions(current)
        old = [kind_of(one) for one in found]
        changes = {"second_factor": {"old": ", ".join(old), "new": None}}
        record(Action.USER_SECOND_FACTOR_RESET, actor=actor, target=current, changes=changes)


def kind_of(authenticator: Authenticator) -> str:
    """ "Authenticator app", "Passkey “Laptop”": in English, as events are."""
    if authenticator.type == Type.WEBAUTHN:
        return f"Passkey “{authenticator.wrap().name}”"
    return {Type.TOTP: "Authenticator app", Type.RECOVERY_CODES: "Recovery codes"}[
        Type(authenticator.type)
    ]


@receiver(post_save, sender=Authenticator)
def record_added(*, instance: Authenticator, created: bool, raw: bool, **_rest: Any) -> None:
    user = _own(instance)
    if user is None or raw or not created:
        return
    if instance.type == Type.RECOVERY_CODES:
        record(Action.USER_RECOVERY_CODES_MADE, actor=user, target=user)
        return
    changes = {"second_factor": {"old": None, "new": kind_of(instance)}}
    record(Action.USER_SECOND_FACTOR_ADDED, actor=user, target=user, changes=changes)


@receiver(post_delete, sender=Authenticator)
def record_removed(*, instance: Authenticator, **_rest: Any) -> None:
    """Recovery codes go with the last factor, or for new ones, of which there is an event."""
    user = _own(instance)
    if user is None or instance.type == Type.RECOVERY_CODES:
        return
    changes = {"second_factor": {"old": kind_of(instance), "new": None}}
    record(Action.USER_SECOND_FACTOR_REMOVED, actor=user, target=user, changes=changes)


@receiver(authenticator_used)
def record_code_used(*, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """A recovery code is good once; that of an app or a passkey is part of the sign-in."""
    if authenticator.type == Type.RECOVERY_CODES:
        now = Authenticator.objects.get(pk=authenticator.pk)  # allauth has used another copy
        left = len(now.wrap().get_unused_codes())
        changes = {"recovery_codes_left": {"old": left + 1, "new": left}}
        record(Action.USER_RECOVERY_CODE_USED, actor=user, target=user, changes=changes)


@receiver(authentication_failed)
def record_refused(*, user: User, **_rest: Any) -> None:
    """The password was right. allauth's rate limit bounds how many there can be."""
    record(Action.USER_SECOND_FACTOR_REFUSED, actor=None, target=user)


def _own(authenticator: Authenticator) -> User | None:
    """The person, when it is they who change their own in a request."""
    request = context.request
    user = getattr(request, "user", None)
    return user if user is not None and user.pk == authenticator.user_id else None
