"""A form's token, spent by the first press and committed before the call that it guards."""

from uuid import UUID

from django.db import IntegrityError, transaction

from threadsui.models import SpentToken, Thread, User


def spend_token(*, token: UUID, actor: User, thread: Thread) -> bool:
    """Whether the token was still good. It is spent and committed when this returns."""
    try:
        with transaction.atomic(durable=True):
            SpentToken.objects.create(token=token, actor=actor, thread=thread)
    except IntegrityError:
        if SpentToken.objects.filter(token=token).exists():
            return False
        raise
    return True


def give_back_token(*, token: UUID) -> None:
    """Make the token good again, because what it guarded surely was not carried out: the corrected form carries it."""
    SpentToken.objects.filter(token=token).delete()
