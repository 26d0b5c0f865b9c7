"""Taking away what is past its use, so that no table grows for ever by people signing in and sending forms."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from threadsui.models import SpentToken

from ..persistence import write_surely

# No form is open for longer than its sign-in lasts: dashboard.environment allows that at most 30 days.
TOKENS_KEPT = timedelta(days=40)
BATCH = 1_000  # rows: on SQLite everybody else's writes wait for each


def tidy() -> dict[str, int]:
    """Remove sessions that have expired, and tokens of forms that nobody can send again; returns how many of each.

    Nothing of it is part of the record: what a person did has its event, and a token's thread its submission.
    """
    now = timezone.now()
    return {
        "sessions": _remove(Session.objects.filter(expire_date__lt=now)),
        # Of the page that lists them: it belongs to a session, and outlives one that was ended elsewhere.
        "session_rows": _remove(
            UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
        ),
        "tokens": _remove(SpentToken.objects.filter(created_at__lt=now - TOKENS_KEPT)),
    }


def _remove(rows: QuerySet) -> int:
    number = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        write_surely(lambda keys=keys: rows.model._base_manager.filter(pk__in=keys).delete())  # type: ignore[misc]
        number += len(keys)
    return number
