"""The threads that a bulk operation is about: named one by one, or all that matched when it was pressed.

Filters are kept with the operation as plain JSON, so that another process, later, in another time zone, asks the very
same: "me" is a person's number by then, and a day is two moments.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from threadsui.models import Operation, Thread
from threadsui.search.conditions import Condition

from .thread_list import ThreadFilters, threads_by_number, threads_for_list


def by_ids(ids: Iterable[int]) -> dict[str, Any]:
    """A selection of these threads."""
    return {"ids": sorted(set(ids))}


def by_filters(filters: ThreadFilters) -> dict[str, Any]:
    """A selection of all that `filters` leaves."""
    return {"conditions": [_stored(asdict(condition)) for condition in filters.conditions]}


def selected_threads(selection: dict[str, Any]) -> QuerySet[Thread]:
    """The threads of a selection, in no order yet."""
    if "ids" in selection:
        return threads_for_list(ThreadFilters()).filter(pk__in=selection["ids"])
    return threads_for_list(_filters(selection))


def threads_of(operation: Operation) -> QuerySet[Thread]:
    """All that it is about, of what its actor sees, to be walked by number: of a filter's, those up to `newest_id`."""
    if "ids" in operation.selection:
        threads = threads_by_number(ThreadFilters(), reader=operation.actor)
        return threads.filter(pk__in=operation.selection["ids"])
    threads = threads_by_number(_filters(operation.selection), reader=operation.actor)
    newest_id = operation.newest_id
    return threads if newest_id is None else threads.filter(pk__lte=newest_id)


def newest_thread_id() -> int:
    """The highest id there is now; 0 when there is no thread."""
    return Thread.visible.aggregate(newest=Max("pk"))["newest"] or 0


def _filters(selection: dict[str, Any]) -> ThreadFilters:
    return ThreadFilters(
        tuple(Condition(**_restored(condition)) for condition in selection["conditions"])
    )


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dict):
        return {name: _stored(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_stored(one) for one in value]
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, dict) and "moment" in value:
        return datetime.fromisoformat(value["moment"])
    if isinstance(value, dict):
        return {name: _restored(one) for name, one in value.items()}
    if isinstance(value, list):
        return tuple(_restored(one) for one in value)
    return value
