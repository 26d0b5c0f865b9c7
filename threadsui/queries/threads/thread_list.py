"""Reads about threads: the list with its filters, and one thread with what belongs to it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from threadsui.models import Thread, User
from threadsui.search.conditions import Condition

from ..paging.hints import of_part
from ..paging.parts import of_seen_connections
from ..search.narrowing import narrowed


@dataclass(frozen=True, slots=True)
class ThreadFilters:
    """What the list is narrowed to: all of the conditions hold; without any it is all threads."""

    conditions: tuple[Condition, ...] = ()

    @property
    def tag(self) -> Condition | None:
        """The first condition that asks for one tag: its threads are read from an index of their own."""
        return next((one for one in self.conditions if _asks_for_one_tag(one)), None)

    @property
    def moment(self) -> str:
        """The field that orders the list: of one tag's threads, that of `threadtag_newest_of_tag`."""
        return "tagged_recorded_at" if self.tag else "recorded_at"


def threads_for_list(filters: ThreadFilters) -> QuerySet[Thread]:
    """The threads that `filters` leaves, with what a list shows, in no order yet.

    By the first tag the threads are found, in their order; of those, the others are asked one by one.
    """
    threads, first = _with_what_a_list_shows(Thread.visible), filters.tag
    if not filters.conditions:
        return of_seen_connections(threads)
    if first is None:
        return narrowed(threads, filters.conditions, moment="recorded_at")
    threads = threads.filter(thread_tags__tag=first.values[0])
    threads = threads.annotate(tagged_recorded_at=F("thread_tags__recorded_at"))
    others = tuple(one for one in filters.conditions if one is not first)
    return of_part(narrowed(threads, others, moment=filters.moment))


def threads_by_number(filters: ThreadFilters, *, reader: User) -> QuerySet[Thread]:
    """The same threads, of those that `reader` sees, for whoever walks them by number, in many steps: each tag is asked
    of each, so that nothing is sorted; and what holds no more when its step comes is left out.
    """
    threads = _with_what_a_list_shows(Thread.objects.visible_to(reader))
    return narrowed(threads, filters.conditions, moment="recorded_at", asks_again=True)


def _with_what_a_list_shows(threads: Any) -> QuerySet[Thread]:
    return threads.defer("tool_resources", "extra", "refreshed_at", "deleted_by")


def _asks_for_one_tag(condition: Condition) -> bool:
    return condition.key == "tag" and len(condition.values) == 1 and not condition.is_negated
