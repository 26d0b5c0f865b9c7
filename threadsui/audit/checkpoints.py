"""Sealed checkpoints of the chain: what stays known of its end when somebody cuts it, the head and all.

They are kept three times: in a table, whose rows are a chain as well; in a file in the data folder; in the log. Who can
change the database cannot change what has left it.
"""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from threadsui.models import AuditCheckpoint, AuditEvent, AuditHead, AuditVerification

from .findings import Finding
from .keys import current_key, known_keys
from .seals import checkpoint_content, checkpoint_seal, is_genuine_head, same

logger = logging.getLogger(__name__)
Problem = AuditVerification.Problem
BATCH = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """The checkpoints of the table, and the lines of the file; None stands for a line that is not ours."""

    rows: list[AuditCheckpoint]
    copies: list[dict[str, Any] | None]


class ChainBroken(Exception):
    """The chain's end is not as it was written, so it is not sealed."""


def path() -> Path:
    """Where the copies outside the database are: one JSON object a line."""
    return settings.DATA_DIR / "audit-checkpoints.jsonl"


def make() -> AuditCheckpoint | None:
    """Seal the chain as it is now, unless nothing was added since the last time. Raises ChainBroken."""
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().get(pk=AuditHead.ONLY)
        before = AuditCheckpoint.objects.order_by("-pk").first()
        if head.number == (before.number if before else 0):
            return None
        if not _is_end(head):
            raise ChainBroken(
                "The end of the audit chain does not fit; run manage.py audit_verify."
            )
        checkpoint = _sealed(head, before)
        checkpoint.save(force_insert=True)
    _keep_outside(checkpoint, before.seal if before else "")
    return checkpoint


def read() -> Kept:
    """All there are: first the copies, then the rows, so that a new one is not in a copy alone."""
    copies = list(_copies())
    return Kept(list(AuditCheckpoint.objects.order_by("pk")), copies)


def judge(kept: Kept, number: int) -> Finding | None:
    """What is wrong with the checkpoints, or what they tell about a chain that ends with event `number`."""
    previous = ""
    for expected, checkpoint in enumerate(kept.rows, start=1):
        if checkpoint.pk != expected or not _is_genuine(checkpoint, previous):
            return Finding(Problem.CHECKPOINT, expected, expected)
        if checkpoint.number > number:
            return Finding(Problem.TRUNCATED, number + 1, checkpoint.number)
        previous = checkpoint.seal
    return _judge_macs(kept.rows) or _judge_copies(kept, number)


def _judge_macs(checkpoints: list[AuditCheckpoint]) -> Finding | None:
    """Is the event of each checkpoint still the one that it sealed?"""
    for start in range(0, len(checkpoints), BATCH):
        batch = checkpoints[start : start + BATCH]
        events = AuditEvent.objects.filter(pk__in=[one.number for one in batch])
        macs = dict(events.values_list("pk", "mac"))
        for one in batch:
            if macs.get(one.number) != one.mac:
                return Finding(Problem.CHECKPOINT, one.pk, one.pk)
    return None


def _judge_copies(kept: Kept, number: int) -> Finding | None:
    """Each copy must be genuine and in the table: one that is in the file alone was cut off there."""
    seals = {row.pk: row.seal for row in kept.rows}
    for copy in kept.copies:
        if copy is None:
            return Finding(Problem.CHECKPOINT)
        if seals.get(copy["checkpoint"]) != copy["seal"]:
            if copy["number"] > number:
                return Finding(Problem.TRUNCATED, number + 1, copy["number"])
            return Finding(Problem.CHECKPOINT, copy["checkpoint"], copy["checkpoint"])
    return None


def _copies() -> Iterator[dict[str, Any] | None]:
    """Each line of the file, or None for one that the console did not write."""
    if path().exists():
        with path().open(encoding="utf-8", errors="replace") as file:
            yield from map(_genuine_copy, file)


def _genuine_copy(line: str) -> dict[str, Any] | None:
    try:
        copy = json.loads(line)
        content = {name: copy[name] for name in ("checkpoint", "number", "mac", "created_at")}
        key = known_keys()[copy["key_id"]]
        is_genuine = same(copy["seal"], checkpoint_seal(key, copy["previous"], content))
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return copy if is_genuine else None


def _is_end(head: AuditHead) -> bool:
    last = AuditEvent.objects.filter(pk=head.number).values_list("mac", flat=True).first()
    return is_genuine_head(head) and last == head.mac


def _sealed(head: AuditHead, before: AuditCheckpoint | None) -> AuditCheckpoint:
    key = current_key()
    checkpoint = AuditCheckpoint(
        pk=before.pk + 1 if before else 1,
        number=head.number,
        mac=head.mac,
        created_at=timezone.now(),
        key_id=key.id,
    )
    content = checkpoint_content(checkpoint)
    checkpoint.seal = checkpoint_seal(key, before.seal if before else "", content)
    return checkpoint


def _is_genuine(checkpoint: AuditCheckpoint, previous: str) -> bool:
    key = known_keys().get(checkpoint.key_id)
    content = checkpoint_content(checkpoint)
    return key is not None and same(checkpoint.seal, checkpoint_seal(key, previous, content))


def _keep_outside(checkpoint: AuditCheckpoint, previous: str) -> None:
    copy = checkpoint_content(checkpoint) | {
        "previous": previous,
        "key_id": checkpoint.key_id,
        "seal": checkpoint.seal,
    }
    line = json.dumps(copy)
    logger.info("Audit checkpoint %s", line)
    file = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode() + b"\n")
    finally:
        os.close(file)
