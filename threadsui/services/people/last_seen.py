"""When people were last here: written every few minutes of use, so that reading a page writes nothing."""

import logging
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from threadsui.models import User

logger = logging.getLogger(__name__)

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
    try:
        User.objects.filter(pk=user.pk).update(last_seen_at=now)
        UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)
    except OperationalError:  # locked for too long: the page that was asked for is made already
        logger.warning("That user %d was here is not noted: the database was away", user.pk)


def _is_session_due(session_key: str, now: datetime) -> bool:
    key = f"session-seen-{session_key}"
    noted = cache.get(key)
    if noted is not None and now - noted < EVERY:
        return False
    cache.set(key, now, REMEMBERED)
    return noted is not None
