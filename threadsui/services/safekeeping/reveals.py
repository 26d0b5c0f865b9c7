"""Reading what is masked, for a reason: told in the history before anything is shown."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from threadsui.audit.recording import record
from threadsui.models import ApiCall, AuditEvent, Submission, Thread, User

from ..reasons import checked_reason

LASTS = timedelta(minutes=30)


def reveal_text(*, target: Thread | Submission | ApiCall, actor: User, reason: str) -> datetime:
    """Write down that `actor` reads the text of `target`, and why; returns until when they may.

    Raises ServiceError (param `reason`), with nothing revealed, without a reason.
    """
    reason = checked_reason(reason)
    until = timezone.now() + LASTS
    told = {"until": until.isoformat(timespec="seconds")}
    with transaction.atomic():
        record(
            AuditEvent.Action.TRANSCRIPT_REVEALED,
            actor=actor,
            target=target,
            changes={"text": {"old": "masked", "new": told}},
            reason=reason,
        )
    return until
