"""Keeping the audit chain provable: checkpoints every hour, a look through all of it every day."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from threadsui.audit import checkpoints
from threadsui.audit.findings import Finding
from threadsui.audit.seals import seal_verification
from threadsui.audit.turns import Turn
from threadsui.audit.verifying import Progress, follow, judge, verify
from threadsui.models import AuditCheckpoint, AuditHead, AuditVerification

logger = logging.getLogger(__name__)

CHECKPOINT_EVERY = timedelta(hours=1)
VERIFY_EVERY = timedelta(days=1)
TURN = 100_000  # events; some five seconds, in which the worker does nothing else


def seal_checkpoint() -> AuditCheckpoint | None:
    """Seal the chain as it is, unless nothing was added since the last time. Raises audit.checkpoints.ChainBroken."""
    return checkpoints.make()


def verify_chain(progress: Progress | None = None) -> AuditVerification:
    """Look through the whole chain and keep what was found. Nothing is written while it is looked at.

    `progress` is called with the number of events looked at, and that of all.
    """
    started_at = timezone.now()
    number, finding = verify(progress)
    return _keep_result(started_at, number, finding)


def verify_turn(given: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """Look through the next events; returns what to give to the next turn, or None when the result is kept.

    Turns together are one look, as `verify_chain` is.
    """
    turn = Turn.read(given)
    position = turn.position
    first = position.number
    finding = follow(position, most=TURN)
    if finding is None and position.number - first >= TURN:
        return turn.sealed()
    _keep_result(turn.started_at, position.number, finding or judge(position))
    return None


def _keep_result(started_at: datetime, number: int, finding: Finding | None) -> AuditVerification:
    result = AuditVerification(
        started_at=started_at,
        finished_at=timezone.now(),
        number=number,
        problem=finding.problem if finding else "",
        bad_number=finding.number if finding else None,
        bad_until=finding.until if finding else None,
    )
    seal_verification(result)
    result.save(force_insert=True)
    if finding:
        logger.error(
            "The audit chain is broken: %s, %s to %s; it is whole up to event %d",
            finding.problem.value,
            finding.number,
            finding.until,
            number,
        )
    return result


def is_checkpoint_due() -> bool:
    """Has something been added, and the last checkpoint its age?"""
    last = AuditCheckpoint.objects.order_by("-pk").first()
    head = AuditHead.objects.values_list("number", flat=True).first() or 0
    if last is None:
        return head > 0
    return head != last.number and last.created_at < timezone.now() - CHECKPOINT_EVERY


def is_verification_due() -> bool:
    last = AuditVerification.objects.order_by("-pk").first()
    if last is None:
        return AuditHead.objects.filter(number__gt=0).exists()
    return last.finished_at < timezone.now() - VERIFY_EVERY
