"""What happened to the first event that is not as it was written: the traces that each kind of change leaves.

Nobody without the key can make a MAC; so every MAC that somebody moved still says which event it was made for, and the
sealed head says how many there were.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from threadsui.models import AuditEvent, AuditHead, AuditVerification

from .chain import fits
from .content import rows
from .findings import Finding
from .keys import known_keys

Problem = AuditVerification.Problem
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class End:
    """`last`: the number of the last row there is. `number`, `mac`: those of the last event, by the head."""

    last: int
    number: int
    mac: str


def diagnose(row: Row, *, number: int, mac: str) -> Finding:
    """What is wrong with `row`, which follows event `number`, the last good one, whose MAC is `mac`."""
    place, expected = row[0], number + 1
    if place != expected:
        return Finding(Problem.MISSING, expected, place - 1)
    end = _end()
    if place > end.number:
        return Finding(Problem.INSERTED, place, end.last)
    if row[-2] not in known_keys():
        return Finding(Problem.KEY, place)
    return _shifted(row, mac, end) or _swapped(row, end) or Finding(Problem.EDITED, place, place)


def _shifted(row: Row, mac: str, end: End) -> Finding | None:
    """Were events put in, or taken out, and all the later ones numbered anew to hide it?"""
    place, by = row[0], end.last - end.number
    if by > 0:
        moved = _row(place + by)
        if moved and fits(moved, mac, known_keys(), place):
            return Finding(Problem.INSERTED, place, place + by - 1)
    if by < 0:
        following = _row(place + 1)
        is_moved = row[-1] == end.mac
        if following:
            is_moved = fits(following, row[-1], known_keys(), place + 1 - by)
        if is_moved:
            return Finding(Problem.MISSING, place, place - by - 1)
    return None


def _swapped(row: Row, end: End) -> Finding | None:
    """Is this another event, moved here with its MAC? Then a later one follows that MAC, or the head has it."""
    place, keys = row[0], known_keys()
    for later in _after(place):
        if fits(later, row[-1], keys):
            return Finding(Problem.SWAPPED, place, later[0] - 1) if later[0] > place + 1 else None
    if row[-1] == end.mac and place < end.number:
        return Finding(Problem.SWAPPED, place, end.number)
    return None


def _end() -> End:
    last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    number, mac = AuditHead.objects.values_list("number", "mac").first() or (last, "")
    return End(last, number, mac)


def _row(number: int) -> Row | None:
    return rows(AuditEvent.objects.filter(pk=number)).first()


def _after(number: int) -> Iterator[Row]:
    yield from rows(AuditEvent.objects.filter(pk__gt=number).order_by("pk")).iterator(
        chunk_size=2_000
    )
