"""Pages by key, newest first: the same cost on page 1 and page 10,000, and stable while rows arrive.

No OFFSET, no joins (they spoil SQLite's plan) and no unbounded COUNT(*).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet

from .hints import hints_of
from .walking import Cursor, beyond, sieved

PAGE_SIZE = 50
COUNT_MAX = 10_000

Row = TypeVar("Row", bound=Model)


class InvalidCursor(Exception):
    """The cursor was not made by this console for this list, or was changed on its way."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first, and the cursors of the pages beside it ("" when there is none)."""

    rows: list[Row]
    newer: str = ""
    older: str = ""


def newest_first(
    queryset: QuerySet[Row], *, field: str, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Row]:
    """The page of `queryset` at `cursor`, ordered by (`field`, id), both descending.

    `field` is a datetime that the model has an index (-field, -id) for. Raises InvalidCursor.
    """
    start = _read(cursor, _salt(queryset.model, field)) if cursor else None
    if start and start.direction == "newer":
        page = _newer(queryset, field, start, size)
        # Close to the top: a whole first page is more use than the two rows above.
        return page or newest_first(queryset, field=field, size=size)
    rows = _some(queryset, field, start, size + 1)
    has_more = len(rows) > size
    rows = rows[:size]
    return Page(
        rows,
        newer=cursor_at("newer", rows[0], field=field) if start and rows else "",
        older=cursor_at("older", rows[-1], field=field) if has_more else "",
    )


def capped_count(queryset: QuerySet[Any]) -> int:
    """How many rows there are, up to COUNT_MAX + 1, which stands for more."""
    hints = hints_of(queryset)
    if hints.total is not None:
        return min(hints.total, COUNT_MAX + 1)
    if sieve := hints.sieve:
        most = COUNT_MAX + 1
        return len(sieved(sieve.wider, sieve.among, field=sieve.field, start=None, number=most))
    return queryset.order_by()[: COUNT_MAX + 1].count()


def has_more_than(queryset: QuerySet[Any], number: int) -> bool:
    """Whether it has more than so many rows, of which no more are looked at."""
    return queryset.order_by()[: number + 1].count() > number


def _newer(queryset: QuerySet[Row], field: str, start: Cursor, size: int) -> Page[Row] | None:
    rows = _some(queryset, field, start, size + 1)
    if len(rows) <= size:
        return None
    rows = rows[:size][::-1]
    return Page(
        rows,
        newer=cursor_at("newer", rows[0], field=field),
        older=cursor_at("older", rows[-1], field=field),
    )


def _some(queryset: QuerySet[Row], field: str, start: Cursor | None, number: int) -> list[Row]:
    """The first `number` rows from `start` on, in its direction."""
    sieve = hints_of(queryset).sieve
    if sieve is None:
        return list(beyond(queryset, field, start)[:number])
    pks = sieved(sieve.wider, sieve.among, field=field, start=start, number=number)
    rows = sieve.wider.in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]


def cursor_at(direction: str, row: Model, *, field: str) -> str:
    """The signed cursor of the page that goes on from `row`; `direction`: "older" or "newer"."""
    moment: datetime = getattr(row, field)
    salt = _salt(type(row), field)
    return signing.Signer(salt=salt).sign_object([direction, moment.isoformat(), row.pk])


def _salt(model: type[Model], field: str) -> str:
    return f"{model._meta.label_lower}.{field}"


def _read(text: str, salt: str) -> Cursor:
    try:
        direction, moment, pk = signing.Signer(salt=salt).unsign_object(text)
        return Cursor(direction, datetime.fromisoformat(moment), pk)
    except (signing.BadSignature, ValueError, TypeError) as exc:
        raise InvalidCursor(text) from exc


def newest_first_in_batches(
    queryset: QuerySet[Row], *, field: str, size: int
) -> Iterator[list[Row]]:
    """All rows in the order of the pages, a batch at a time. What arrives meanwhile is above the first, so left out."""
    start: Cursor | None = None
    while rows := _some(queryset, field, start, size):
        yield rows
        start = Cursor("older", getattr(rows[-1], field), rows[-1].pk)
