"""Keeping the audit chain provable: checkpoints every hour, a look through all of it every day."""

import logging
from datetime import timedelta

from django.utils import timezone

from threadsui.audit import checkpoints
from threadsui.audit.seals import seal_verification
from threadsui.audit.verifying import Progress, verify
from threadsui.models import AuditCheckpoint, AuditHead, AuditVerification

logger = logging.getLogger(__name__)

CHECKPOINT_EVERY = timedelta(hours=1)
VERIFY_EVERY = timedelta(days=1)


def seal_checkpoint() -> AuditCheckpoint | None:
    """Seal the chain as it is, unless nothing was added since the last time. Raises audit.checkpoints.ChainBroken."""
    return checkpoints.make()


def verify_chain(progress: Progress | None = None) -> AuditVerification:
    """Look through the whole chain and keep what was found. Nothing is written while it is looked at.

    `progress` is called with the number of events looked at, and that of all.
    """
    started_at = timezone.now()
    number, finding = verify(progress)
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
