"""When people were last here: written every few minutes of use, so that reading a page writes nothing."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.utils import timezone

from threadsui.models import User

EVERY = timedelta(minutes=5)
REMEMBERED = 24 * 60 * 60  # seconds


def note_seen(*, user: User, session_key: str) -> None:
    """Write, for the person and for the session, that they are here; unless that was done in the last minutes.

    A process remembers when it last saw a session, so what is written of it is late by no more than twice `EVERY`.
    """
    now = timezone.now()
    is_due = _is_session_due(session_key, now)
    if user.seen_at and now - user.seen_at < EVERY and not is_due:
        return
    User.objects.filter(pk=user.pk).update(last_seen_at=now)
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)


def _is_session_due(session_key: str, now: datetime) -> bool:
    key = f"session-seen-{session_key}"
    noted = cache.get(key)
    if noted is not None and now - noted < EVERY:
        return False
    cache.set(key, now, REMEMBERED)
    return noted is not None
