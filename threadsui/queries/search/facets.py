"""Which metadata keys and values the threads of a list have: a vocabulary, the most used first.

Counted is a sample, the newest SAMPLE threads that match, so that a million threads cost what ten thousand do. When
more match, each number is the least that there are. The pairs of the sample are found thread by thread, in one index.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from threadsui.models import MetadataPair, Thread

SAMPLE = 10_000  # threads
SHOWN_MAX = 50  # keys, or values of one


@dataclass(frozen=True, slots=True)
class Facet:
    """A key or a value, and how many threads of the sample have it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """`threads`: of the sample. `is_all`: no others match, so that the counts are exact. `has_more`: than are shown."""

    facets: list[Facet]
    threads: int
    is_all: bool
    has_more: bool


def key_facets(threads: QuerySet[Thread], *, field: str) -> Facets:
    """The keys that these threads have, the most used first. `field`: the datetime that orders the list."""
    return _facets(threads, field, "key")


def value_facets(threads: QuerySet[Thread], key: str, *, field: str) -> Facets:
    """The values that these threads have under `key`."""
    return _facets(threads, field, "value", key=key)


@dataclass(frozen=True, slots=True)
class RenamePreview:
    """What would become of the newest threads that have a pair, if it were renamed. `is_all`: these are all."""

    renamed: int = 0
    already: int = 0  # have the new key, and keep both
    gone: int = 0
    deleted: int = 0
    switched_off: int = 0
    is_all: bool = True


def rename_preview(threads: QuerySet[Thread], *, field: str, new_key: str = "") -> RenamePreview:
    """Count what a rename would do to `threads`, which have the pair: to the newest SAMPLE of them.

    `new_key`: what a key would become; a value, which may stand beside any other, has none.
    """
    newest = threads.order_by(f"-{field}", "-pk")
    columns = ("pk", "deleted_at", "gone_at", "connection__is_active")
    rows = list(newest.values_list(*columns)[: SAMPLE + 1])
    counted = rows[:SAMPLE]
    taken: set[int] = set()
    if new_key:
        pairs = _pairs_of(newest.values("pk")[:SAMPLE], new_key)
        taken = set(pairs.order_by().values_list("thread_id", flat=True))
    counts = dict.fromkeys(("renamed", "already", "gone", "deleted", "switched_off"), 0)
    for pk, deleted_at, gone_at, is_active in counted:
        if deleted_at or not is_active:
            result = "deleted" if deleted_at else "switched_off"
        elif gone_at:
            result = "gone"
        else:
            result = "already" if pk in taken else "renamed"
        counts[result] += 1
    return RenamePreview(**counts, is_all=len(rows) <= SAMPLE)


def _facets(threads: QuerySet[Thread], field: str, column: str, key: str = "") -> Facets:
    newest = threads.order_by(f"-{field}", "-pk").values("pk")
    count = newest[: SAMPLE + 1].count()
    counted = _pairs_of(newest[:SAMPLE], key).values(column).order_by().annotate(number=Count("pk"))
    rows = list(counted.order_by("-number", column)[: SHOWN_MAX + 1])
    return Facets(
        [Facet(row[column], row["number"]) for row in rows[:SHOWN_MAX]],
        threads=min(count, SAMPLE),
        is_all=count <= SAMPLE,
        has_more=len(rows) > SHOWN_MAX,
    )


def _pairs_of(threads: QuerySet[Any], key: str) -> QuerySet[MetadataPair]:
    """The pairs of these threads, or those with `key`: found by thread. By key SQLite would read all that have it."""
    pairs = MetadataPair.objects.filter(thread__in=threads)
    return pairs.filter(Exact(Coalesce("key", Value("")), key)) if key else pairs
