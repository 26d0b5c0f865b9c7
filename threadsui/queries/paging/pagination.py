"""Pages by key, newest first: the same cost on page 1 and page 10,000, and stable while rows arrive.

No OFFSET, no joins (they spoil SQLite's plan) and no unbounded COUNT(*). A search that no index answers is
walked for as long as somebody may be kept waiting, and goes on from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet

from .hints import hints_of
from .parts import newest_of
from .walking import NUMBER_MAX, Counted, Cursor, Walked, beyond, counted, sieved, walked

PAGE_SIZE = 50
COUNT_MAX = 10_000
# How long a page looks for rows that no index leads to, and then how long it goes on counting them.
LOOK_SECONDS, COUNT_SECONDS = 0.4, 0.1

Row = TypeVar("Row", bound=Model)


class InvalidCursor(Exception):
    """The cursor was not made by this console for this list, or was changed on its way."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first, and the cursors of the pages beside it ("" when there is none).

    `looked_to`: the moment that the search had come to when its time was over; it goes on there with `older`, or with
    `newer` where `is_upwards`.
    """

    rows: list[Row]
    newer: str = ""
    older: str = ""
    looked_to: datetime | None = None
    is_upwards: bool = False


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
    found = _look(queryset, field, start, size + 1)
    rows = found.rows[:size]
    return Page(
        rows,
        newer=_newer_than(queryset, field, rows, start) if start else "",
        older=_on_from(queryset, field, found, rows[-1:], size),
        looked_to=found.place.moment if found.place else None,
    )


def _newer_than(queryset: QuerySet[Row], field: str, rows: list[Row], start: Cursor) -> str:
    if rows:
        return cursor_at("newer", rows[0], field=field)
    if hints_of(queryset).walk is None:
        return ""
    # Where nothing was found, what is newer begins with the row that the page began after.
    return _signed(Cursor("newer", start.moment, start.pk - 1), queryset.model, field)


def _on_from(
    queryset: QuerySet[Row], field: str, found: Walked[Row], last: list[Row], size: int
) -> str:
    """The cursor of the older page."""
    if found.place:
        return _signed(found.place, queryset.model, field)
    has_more = len(found.rows) > size
    return cursor_at("older", last[0], field=field) if has_more else ""


def newest(queryset: QuerySet[Row], *, field: str, number: int) -> list[Row]:
    """The newest rows, as on a first page."""
    return _some(queryset, field, None, number)


def capped_count(queryset: QuerySet[Any]) -> int:
    """How many rows there are, up to COUNT_MAX + 1, which stands for more."""
    hints = hints_of(queryset)
    if hints.count:
        return hints.count(COUNT_MAX + 1)
    if sieve := hints.sieve:
        most = COUNT_MAX + 1
        return len(sieved(sieve.wider, sieve.among, field=sieve.field, start=None, number=most))
    wanted = hints.parts.all if hints.parts else queryset
    return wanted.order_by()[: COUNT_MAX + 1].count()


def counted_so_far(queryset: QuerySet[Any]) -> Counted:
    """How many rows there are as far as a page says it: up to COUNT_MAX + 1, and of a walk as far as its time leads."""
    hints, most = hints_of(queryset), COUNT_MAX + 1
    if walk := hints.walk:
        return counted(queryset, walk.base, field=walk.field, most=most, seconds=COUNT_SECONDS)
    if hints.least:
        return Counted(hints.least, is_least=True)
    return Counted(capped_count(queryset))


def has_more_than(queryset: QuerySet[Any], number: int) -> bool:
    """Whether it has more than so many rows, of which no more are looked at."""
    return queryset.order_by()[: number + 1].count() > number


def _newer(queryset: QuerySet[Row], field: str, start: Cursor, size: int) -> Page[Row] | None:
    found = _look(queryset, field, start, size + 1)
    rows = found.rows[:size][::-1]
    if found.place:
        # What is older than nothing begins with the row that the page began before.
        below = Cursor("older", start.moment, min(start.pk + 1, NUMBER_MAX))
        return Page(
            rows,
            newer=_signed(found.place, queryset.model, field),
            older=cursor_at("older", rows[-1], field=field)
            if rows
            else _signed(below, queryset.model, field),
            looked_to=found.place.moment,
            is_upwards=True,
        )
    if len(found.rows) <= size:
        return None
    return Page(
        rows,
        newer=cursor_at("newer", rows[0], field=field),
        older=cursor_at("older", rows[-1], field=field),
    )


def _look(queryset: QuerySet[Row], field: str, start: Cursor | None, number: int) -> Walked[Row]:
    """The first `number` rows from `start` on, or as many as are found in the time that a page has."""
    walk = hints_of(queryset).walk
    if walk is None:
        return Walked(_some(queryset, field, start, number))
    return walked(
        queryset, walk.base, field=field, start=start, number=number, seconds=LOOK_SECONDS
    )


def _some(queryset: QuerySet[Row], field: str, start: Cursor | None, number: int) -> list[Row]:
    """The first `number` rows from `start` on, in its direction, however long it takes."""
    hints = hints_of(queryset)
    if hints.walk:
        walk = hints.walk
        return walked(queryset, walk.base, field=field, start=start, number=number).rows
    if hints.parts:
        numbers = newest_of(hints.parts.each, field=field, start=start, number=number)
        found = queryset.in_bulk(numbers)
        return [found[pk] for pk in numbers if pk in found]
    sieve = hints.sieve
    if sieve is None:
        return list(beyond(queryset, field, start)[:number])
    pks = sieved(sieve.wider, sieve.among, field=field, start=start, number=number)
    rows = sieve.wider.in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]


def cursor_at(direction: str, row: Model, *, field: str) -> str:
    """The signed cursor of the page that goes on from `row`; `direction`: "older" or "newer"."""
    moment: datetime = getattr(row, field)
    return _signed(Cursor(direction, moment, row.pk), type(row), field)


def _signed(cursor: Cursor, model: type[Model], field: str) -> str:
    place = [cursor.direction, cursor.moment.isoformat(), cursor.pk]
    return signing.Signer(salt=_salt(model, field)).sign_object(place)


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
