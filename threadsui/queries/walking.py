"""Going through a long list by key, in either direction: the shapes that both databases answer from an index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

WINDOW, WINDOW_MAX = 500, 20_000  # rows that a sieve is put to at once: at first, and at most

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts: just after (older) or just before (newer) the row with this time and id."""

    direction: str  # "older" or "newer"
    moment: datetime
    pk: int


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
