"""Reads about threads: the list with its filters, and one thread with what belongs to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from threadsui.models import Connection, MetadataPair, Tag, Thread, ThreadTag, User

from .drift import CHECK_STATES, in_check_state

# Up to so many, the threads that carry a pair are looked up first; above, the newest threads are asked one by one.
RARE_PAIR_MAX = 5_000


@dataclass(frozen=True, slots=True)
class ThreadFilters:
    """What the list is narrowed to; everything empty means all of it. The times are half open: from <= t < before."""

    text: str = ""
    creator: User | None = None
    connection: Connection | None = None
    assignee: User | None = None
    is_unassigned: bool = False
    tags: list[Tag] = field(default_factory=list)  # all of them
    state: str = ""
    created_from: datetime | None = None
    created_before: datetime | None = None
    metadata: list[tuple[str, str | None]] = field(default_factory=list)  # no value: has the key

    @property
    def moment(self) -> str:
        """The field that orders the list: of one tag's threads, that of `threadtag_newest_of_tag`."""
        return "tagged_recorded_at" if self.tags else "recorded_at"


def threads_for_list(filters: ThreadFilters) -> QuerySet[Thread]:
    """The threads that `filters` leaves, with what a list shows, in no order yet."""
    return _narrowed(_with_tags(_all_threads(), filters.tags), filters, filters.moment)


def threads_by_number(filters: ThreadFilters) -> QuerySet[Thread]:
    """The same threads, for whoever walks them by number: every tag is asked of each, so that nothing is sorted."""
    return _narrowed(_tagged(_all_threads(), filters.tags), filters, "recorded_at")


def _all_threads() -> QuerySet[Thread]:
    return Thread.objects.defer("tool_resources", "refreshed_at", "deleted_by")


def _narrowed(threads: QuerySet[Thread], filters: ThreadFilters, moment: str) -> QuerySet[Thread]:
    """By everything but the tags."""
    if filters.creator:
        threads = threads.filter(creator=filters.creator)
    if filters.assignee or filters.is_unassigned:
        threads = threads.filter(assignee=filters.assignee)
    if filters.connection:
        threads = threads.filter(connection=filters.connection)
    if filters.state:
        threads = threads.filter(_in_state(filters.state))
    if filters.created_from:
        threads = threads.filter(**{f"{moment}__gte": filters.created_from})
    if filters.created_before:
        threads = threads.filter(**{f"{moment}__lt": filters.created_before})
    if filters.text:
        threads = threads.filter(_matching(filters.text))
    return _with_pairs(threads, filters.metadata)


def _with_tags(threads: QuerySet[Thread], tags: list[Tag]) -> QuerySet[Thread]:
    """By the first tag the threads are found, in their order; of those, the others are asked one by one."""
    if not tags:
        return threads
    first, *others = tags
    threads = threads.filter(thread_tags__tag=first)
    threads = threads.annotate(tagged_recorded_at=F("thread_tags__recorded_at"))
    return _tagged(threads, others)


def _tagged(threads: QuerySet[Thread], tags: list[Tag]) -> QuerySet[Thread]:
    for tag in tags:
        threads = threads.filter(Exists(ThreadTag.objects.filter(thread=OuterRef("pk"), tag=tag)))
    return threads


def _in_state(state: str) -> Q:
    if state in CHECK_STATES:
        return in_check_state(state)
    if state == Thread.State.DELETED:
        return Q(deleted_at__isnull=False)
    return Q(deleted_at=None, gone_at__isnull=state != Thread.State.GONE)


def _matching(text: str) -> Q:
    """A whole id is looked up, not searched for: that is the jump from a log line to its thread."""
    connections = Connection.objects.values_list("pk", flat=True)
    exact = Thread.objects.filter(connection__in=list(connections), remote_id=text)
    if ids := list(exact.values_list("pk", flat=True)[:10]):
        return Q(pk__in=ids)
    return Q(title__icontains=text) | Q(remote_id__icontains=text)


def _with_pairs(
    threads: QuerySet[Thread], pairs: Iterable[tuple[str, str | None]]
) -> QuerySet[Thread]:
    for key, value in pairs:
        found = MetadataPair.objects.filter(key=key)
        if value is not None:
            found = found.filter(value=value)
        ids = list(found.order_by().values_list("thread_id", flat=True)[: RARE_PAIR_MAX + 1])
        if len(ids) <= RARE_PAIR_MAX:
            threads = threads.filter(pk__in=ids)
        else:
            threads = threads.filter(Exists(found.filter(thread=OuterRef("pk"))))
    return threads
