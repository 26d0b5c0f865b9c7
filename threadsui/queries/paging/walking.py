"""Going through a long list by key, in either direction: the shapes that both databases answer from an index."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db.models import Count, Max, Min, Model, Q, QuerySet

# Rows that a sieve, or a condition that no index knows, is put to at once: at first, and at most.
WINDOW, WINDOW_MAX = 500, 20_000
NUMBER_MAX = 2**63 - 1  # of a row

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: just after (older) or just before (newer) the row with this time and id."""

    direction: str  # "older" or "newer"
    moment: datetime
    pk: int


@dataclass(frozen=True, slots=True)
class Walked(Generic[Row]):
    """What a walk found. `place`: where it stopped because its time was over, to go on from; else None."""

    rows: list[Row]
    place: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows there are, or only that there are as many at least."""

    number: int
    is_least: bool = False


def beyond(queryset: QuerySet[Row], field: str, start: Cursor | None) -> QuerySet[Row]:
    """The rows from `start` on, in its direction; from the newest one on without it."""
    if start is not None and start.direction == "newer":
        # Not (a > x) or (a = x and id > y): SQLite scans for that one, and for its like below.
        newer = Q(**{f"{field}__gt": start.moment}) | Q(pk__gt=start.pk)
        found = queryset.filter(newer, **{f"{field}__gte": start.moment})
        return found.order_by(field, "pk")
    queryset = queryset.order_by(f"-{field}", "-pk")
    if start is None:
        return queryset
    older = Q(**{f"{field}__lt": start.moment}) | Q(pk__lt=start.pk)
    return queryset.filter(older, **{f"{field}__lte": start.moment})


def sieved(
    wider: QuerySet[Any],
    among: Callable[[Sequence[int]], set[int]],
    *,
    field: str,
    start: Cursor | None,
    number: int,
) -> list[int]:
    """The primary keys of the first `number` rows of `wider`, from `start` on, that are among those that fulfil more.

    Rows are walked in windows, and the sieve is put to a whole window: a full-text index takes as long for one row as
    for a thousand.
    """
    found: list[int] = []
    window = WINDOW
    direction = start.direction if start else "older"
    while len(found) < number:
        places = list(beyond(wider, field, start).values_list("pk", field)[:window])
        kept = among([pk for pk, _moment in places])
        found += [pk for pk, _moment in places if pk in kept]
        if len(places) < window:
            break
        pk, moment = places[-1]
        start = Cursor(direction, moment, pk)
        window = min(window * 4, WINDOW_MAX)
    return found[:number]


def walked(
    queryset: QuerySet[Row],
    base: QuerySet[Row],
    *,
    field: str,
    start: Cursor | None,
    number: int,
    seconds: float | None = None,
) -> Walked[Row]:
    """The first `number` rows of `queryset` from `start` on, of which `base` is all that an index gives in this order.

    Each statement looks at the rows of one window and no more. After `seconds` no further window is begun.
    """
    rows: list[Row] = []
    for part, place in _windows(queryset, base, field, start, seconds):
        rows += part[: number - len(rows)]
        if len(rows) == number:
            return Walked(rows)
        if place is not None:
            return Walked(rows, place)
    return Walked(rows)


def counted(
    queryset: QuerySet[Any], base: QuerySet[Any], *, field: str, most: int, seconds: float
) -> Counted:
    """How many rows `queryset` has, up to `most`, and as far as `seconds` lead: see `walked`."""
    total = 0
    for part, place in _windows(queryset, base, field, None, seconds):
        total += part.order_by()[: most - total].count()
        if total == most or place is not None:
            return Counted(total, is_least=True)
    return Counted(total)


def _windows(
    queryset: QuerySet[Row],
    base: QuerySet[Row],
    field: str,
    start: Cursor | None,
    seconds: float | None,
) -> Iterator[tuple[QuerySet[Row], Cursor | None]]:
    """Of `queryset` a window's rows after the other; with the last for which there was time, the place where it ends.

    A window ends with a moment: all rows of the same one are in it.
    """
    end = None if seconds is None else monotonic() + seconds
    direction = start.direction if start else "older"
    is_newer = direction == "newer"
    edge_of, within = (Max, f"{field}__lte") if is_newer else (Min, f"{field}__gte")
    window = WINDOW
    while True:
        rows = beyond(base, field, start)[:window]
        edge = rows.aggregate(moment=edge_of(field), number=Count("pk"))
        if not edge["number"]:
            return
        part = beyond(queryset, field, start).filter(**{within: edge["moment"]})
        if edge["number"] < window:
            yield part, None
            return
        start = Cursor(direction, edge["moment"], NUMBER_MAX if is_newer else 0)
        is_over = end is not None and monotonic() >= end
        yield part, start if is_over else None
        window = min(window * 4, WINDOW_MAX)
