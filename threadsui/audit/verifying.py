"""Looking through the whole chain, from the first event on, and naming the first that is not as it was written.

Rows are read in ranges of the primary key, so that nothing is held open meanwhile; what is appended during the look is
looked at as well.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from threadsui.models import AuditEvent, AuditHead, AuditVerification

from . import checkpoints, diagnosing, triggers
from .chain import fits
from .content import rows
from .findings import Finding
from .keys import known_keys
from .seals import is_genuine_head

Problem = AuditVerification.Problem
Progress = Callable[[int, int], None]

BATCH = 5_000  # events read at once


@dataclass(slots=True)
class Position:
    """How far the look has come: the last event that is as it was written."""

    number: int = 0
    mac: str = ""


def verify(progress: Progress | None = None) -> tuple[int, Finding | None]:
    """The number up to which the chain is whole, and what is wrong after it, if anything is.

    `progress` is called with the number of events looked at, and that of all.
    """
    position = Position()
    finding = follow(position, progress)
    return position.number, finding or judge(position)


def judge(position: Position) -> Finding | None:
    """What is wrong with all that the events, up to the end of which `position` has come, have to fit."""
    kept = checkpoints.read()  # before the end is looked at, which then is not before any of them
    finding = _judge_end(position) or checkpoints.judge(kept, position.number)
    if finding is None and triggers.missing(connection):
        finding = Finding(Problem.TRIGGERS)
    return finding


def follow(
    position: Position, progress: Progress | None = None, most: int | None = None
) -> Finding | None:
    """Go on from `position` to the end, or to the first event that is not as it was written.

    `most`: stop after so many events, and those that were read with them.
    """
    keys, first = known_keys(), position.number
    total = AuditHead.objects.values_list("number", flat=True).first() or 0
    for batch in batches(position.number):
        for row in batch:
            if row[0] != position.number + 1 or not fits(row, position.mac, keys):
                return diagnosing.diagnose(row, number=position.number, mac=position.mac)
            position.number, position.mac = row[0], row[-1]
        if progress:
            progress(position.number, max(total, position.number))
        if most is not None and position.number - first >= most:
            break
    return None


def batches(number: int) -> Iterator[list[tuple[Any, ...]]]:
    """The events after `number`, as rows (see content.COLUMNS)."""
    events = rows(AuditEvent.objects.order_by("pk"))
    while batch := list(events.filter(pk__gt=number)[:BATCH]):
        yield batch
        number = batch[-1][0]


def _judge_end(position: Position) -> Finding | None:
    """Does the head say the same end? It may have gone on since: then so does the look."""
    while True:
        head = AuditHead.objects.filter(pk=AuditHead.ONLY).first()
        if head is None or not is_genuine_head(head) or head.number < position.number:
            return Finding(Problem.HEAD)
        if head.number == position.number:
            return None if head.mac == position.mac else Finding(Problem.HEAD)
        before = position.number
        if finding := follow(position):
            return finding
        if position.number == before:
            return Finding(Problem.TRUNCATED, before + 1, head.number)
