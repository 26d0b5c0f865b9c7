"""Legal holds: a thread whose record stays as it is, whatever its retention rule says, until somebody lifts it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from threadsui.audit.appending import append
from threadsui.audit.recording import new_event
from threadsui.models import AuditEvent, LegalHold, Submission, Thread, User

from ..errors import ServiceError
from ..reasons import checked_reason
from .presence import locked

Action = AuditEvent.Action


def place_hold(*, thread: Thread, actor: User, reason: str) -> bool:
    """Keep the thread's record from retention and deletion. False, and nothing recorded, when it is held already.

    Raises ServiceError (param `reason`) without a reason.
    """
    reason = checked_reason(reason)
    with transaction.atomic():
        events = hold_threads([locked(thread)], actor=actor, reason=reason)
        append(events)
    return bool(events)


def lift_hold(*, thread: Thread, actor: User, reason: str) -> bool:
    """Let the thread's record go by its rule again. False, and nothing recorded, when it was not held (any more).

    Raises ServiceError (param `reason`) without a reason.
    """
    reason = checked_reason(reason)
    with transaction.atomic():
        events = release_threads([locked(thread)], actor=actor, reason=reason)
        append(events)
    return bool(events)


def hold_threads(threads: Sequence[Thread], *, actor: User, reason: str) -> list[AuditEvent]:
    """As `place_hold`, for threads that are locked already; the events are for the caller to append.

    What was sent before a thread came of it (see `parent` of Submission) is kept as well: its rows are locked, so that
    a run which is about to take their texts either is over or finds the hold.
    """
    chosen = [thread for thread in threads if thread.held_at is None]
    now = timezone.now()
    ids = [thread.pk for thread in chosen]
    Thread.objects.filter(pk__in=ids).update(held_at=now)
    leading = Submission.objects.leading_to(ids)
    list(Submission.objects.select_for_update().filter(pk__in=leading).order_by("pk").only("pk"))
    LegalHold.objects.bulk_create(
        LegalHold(thread=thread, reason=reason, placed_by=actor, placed_at=now) for thread in chosen
    )
    return [
        new_event(Action.THREAD_HELD, actor=actor, target=thread, reason=reason)
        for thread in chosen
    ]


def release_threads(threads: Sequence[Thread], *, actor: User, reason: str) -> list[AuditEvent]:
    """As `lift_hold`, for threads that are locked already; the events are for the caller to append."""
    chosen = [thread for thread in threads if thread.held_at is not None]
    ids = [thread.pk for thread in chosen]
    LegalHold.objects.filter(thread__in=ids).delete()
    Thread.objects.filter(pk__in=ids).update(held_at=None)
    return [
        new_event(Action.THREAD_RELEASED, actor=actor, target=thread, reason=reason)
        for thread in chosen
    ]


def check_not_held(thread: Thread) -> None:
    """Raises ServiceError for a thread that is under legal hold now, whatever `thread` was read as."""
    if Thread.objects.filter(pk=thread.pk, held_at__isnull=False).exists():
        raise ServiceError(
            _(
                "This thread is under legal hold, so its record stays as it is. Nothing was sent or changed. "
                "Whoever may place holds can lift it."
            )
        )
